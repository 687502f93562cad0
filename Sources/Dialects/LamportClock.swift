public import ExerciseKit
public import Wire

/// The words of `lamport-clock`.
public enum LamportWords: Vocabulary {
  /// The clock's node.
  public typealias Arguments = NodeID

  /// What a clock is asked.
  public enum Call: WireValue, Hashable {
    /// Count an event; answered with its stamp.
    case tick
    /// Receive what the clock in this slot has stamped last; answered with the receipt's stamp.
    case receive(slot: Int)
    /// Receive a stamp with this counter and node; answered with the receipt's stamp.
    case receiveStamp(UInt64, NodeID)
    /// The clock's counter and node, and the stamp of its last event.
    case look
    /// Whether this clock and that in the slot are equal; no stamp of theirs counts.
    case isEqual(slot: Int)
    /// How two stamps compare: `<`, `==` and `>`, and whether two that are `==` have one hash.
    case compare(UInt64, NodeID, UInt64, NodeID)

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .tick
      case 1: self = .receive(slot: try reader.count())
      case 2: self = .receiveStamp(try reader.unsigned(), try reader.node())
      case 3: self = .look
      case 4: self = .isEqual(slot: try reader.count())
      case 5:
        self = .compare(
          try reader.unsigned(), try reader.node(), try reader.unsigned(), try reader.node())
      case let kind: throw .malformed("clock call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .tick: writer.byte(0)
      case .receive(let slot):
        writer.byte(1)
        writer.count(slot)
      case .receiveStamp(let counter, let node):
        writer.byte(2)
        writer.unsigned(counter)
        writer.node(node)
      case .look: writer.byte(3)
      case .isEqual(let slot):
        writer.byte(4)
        writer.count(slot)
      case .compare(let counter, let node, let otherCounter, let otherNode):
        writer.byte(5)
        writer.unsigned(counter)
        writer.node(node)
        writer.unsigned(otherCounter)
        writer.node(otherNode)
      }
    }
  }

  /// A stamp as its properties tell it.
  public struct Stamp: WireValue, Hashable {
    /// What `counter` says.
    public var counter: UInt64
    /// What `node` says.
    public var node: NodeID

    /// Gathers what a stamp says.
    public init(counter: UInt64, node: NodeID) {
      self.counter = counter
      self.node = node
    }

    /// Reads a stamp.
    public init(from reader: inout ByteReader) throws(WireError) {
      counter = try reader.unsigned()
      node = try reader.node()
    }

    /// Writes the stamp.
    public func write(to writer: inout ByteWriter) {
      writer.unsigned(counter)
      writer.node(node)
    }
  }

  /// What a clock answers.
  public enum Answer: WireValue, Hashable {
    case stamp(Stamp)
    /// The clock's own counter and node, and its last stamp.
    case clock(Stamp, last: Stamp?)
    case equal(Bool)
    case order(isLess: Bool, isEqual: Bool, isGreater: Bool, hashesAgree: Bool)

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .stamp(try Stamp(from: &reader))
      case 1: self = .clock(try Stamp(from: &reader), last: try Stamp?(from: &reader))
      case 2: self = .equal(try reader.bool())
      case 3:
        self = .order(
          isLess: try reader.bool(), isEqual: try reader.bool(), isGreater: try reader.bool(),
          hashesAgree: try reader.bool())
      case let kind: throw .malformed("clock answer \(kind)")
      }
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .stamp(let stamp):
        writer.byte(0)
        stamp.write(to: &writer)
      case .clock(let stamp, let last):
        writer.byte(1)
        stamp.write(to: &writer)
        last.write(to: &writer)
      case .equal(let isEqual):
        writer.byte(2)
        writer.bool(isEqual)
      case .order(let isLess, let isEqual, let isGreater, let hashesAgree):
        writer.byte(3)
        for truth in [isLess, isEqual, isGreater, hashesAgree] { writer.bool(truth) }
      }
    }
  }
}

/// A clock, and the stamp of its last event, which is what its messages carry.
struct StampedClock<Clock: LogicalClock> {
  var clock: Clock
  var last: Clock.Stamp?
}

/// Talks to a clock and its stamps.
enum LamportDialect<Clock: LogicalClock>: Dialect {
  typealias Words = LamportWords
  typealias Value = StampedClock<Clock>

  static func make(_ node: NodeID) -> Value { Value(clock: Clock(node: node)) }

  static func perform(
    _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
  ) throws(WireError) -> Words.Answer {
    switch call {
    case .tick:
      return stamped(value.clock.tick(), &value)
    case .receive(let slot):
      guard let stamp = try other(slot).last else {
        throw .malformed("slot \(slot) has stamped nothing")
      }
      return stamped(value.clock.receive(stamp), &value)
    case .receiveStamp(let counter, let node):
      return stamped(value.clock.receive(Clock.Stamp(counter: counter, node: node)), &value)
    case .look:
      let clock = Words.Stamp(counter: value.clock.counter, node: value.clock.node)
      return .clock(clock, last: value.last.map(told))
    case .isEqual(let slot):
      return .equal(value.clock == (try other(slot)).clock)
    case .compare(let counter, let node, let otherCounter, let otherNode):
      let left = Clock.Stamp(counter: counter, node: node)
      let right = Clock.Stamp(counter: otherCounter, node: otherNode)
      return .order(
        isLess: left < right, isEqual: left == right, isGreater: left > right,
        hashesAgree: left != right || left.hashValue == right.hashValue)
    }
  }

  private static func stamped(_ stamp: Clock.Stamp, _ value: inout Value) -> Words.Answer {
    value.last = stamp
    return .stamp(told(stamp))
  }

  private static func told(_ stamp: Clock.Stamp) -> Words.Stamp {
    Words.Stamp(counter: stamp.counter, node: stamp.node)
  }
}

/// The dialect of `lamport-clock`.
func logicalClockDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: LogicalClock>(_: T.Type) -> any Dialect.Type { LamportDialect<T>.self }
  return (types.first as? any LogicalClock.Type).map { dialect($0) }
}
