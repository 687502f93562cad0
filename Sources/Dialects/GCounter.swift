public import ExerciseKit
public import Wire

/// The words of `g-counter`, for both counters.
public enum CounterWords: Vocabulary {
  /// Which counter to make, and for whom.
  public struct Arguments: WireValue, Hashable {
    /// True for the one that goes up and down.
    public var goesDown: Bool
    /// Who holds it.
    public var replica: NodeID

    /// Says which counter to make.
    public init(goesDown: Bool, replica: NodeID) {
      self.goesDown = goesDown
      self.replica = replica
    }

    /// Reads which counter to make.
    public init(from reader: inout ByteReader) throws(WireError) {
      goesDown = try reader.bool()
      replica = try reader.node()
    }

    /// Writes which counter to make.
    public func write(to writer: inout ByteWriter) {
      writer.bool(goesDown)
      writer.node(replica)
    }
  }

  /// What a counter is asked.
  public enum Call: WireValue, Hashable {
    /// Count so many more; for one that only grows.
    case increment(UInt64)
    /// Add this; for one that goes up and down.
    case add(Int64)
    /// Merge the counter in this slot.
    case merge(slot: Int)
    /// The value.
    case value
    /// Whether this counter and that in the slot are equal.
    case isEqual(slot: Int)

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .increment(try reader.unsigned())
      case 1: self = .add(try Int64(from: &reader))
      case 2: self = .merge(slot: try reader.count())
      case 3: self = .value
      case 4: self = .isEqual(slot: try reader.count())
      case let kind: throw .malformed("counter call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .increment(let amount):
        writer.byte(0)
        writer.unsigned(amount)
      case .add(let delta):
        writer.byte(1)
        delta.write(to: &writer)
      case .merge(let slot):
        writer.byte(2)
        writer.count(slot)
      case .value: writer.byte(3)
      case .isEqual(let slot):
        writer.byte(4)
        writer.count(slot)
      }
    }
  }

  /// What a counter answers.
  public enum Answer: WireValue, Hashable {
    case done
    case amount(UInt64)
    case balance(Int64)
    case equal(Bool)

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .done
      case 1: self = .amount(try reader.unsigned())
      case 2: self = .balance(try Int64(from: &reader))
      case 3: self = .equal(try reader.bool())
      case let kind: throw .malformed("counter answer \(kind)")
      }
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .done: writer.byte(0)
      case .amount(let amount):
        writer.byte(1)
        writer.unsigned(amount)
      case .balance(let balance):
        writer.byte(2)
        balance.write(to: &writer)
      case .equal(let isEqual):
        writer.byte(3)
        writer.bool(isEqual)
      }
    }
  }
}

/// Talks to two counters of different types.
enum CounterDialect<Growing: GrowOnlyCounter, UpDown: UpDownCounter>: Dialect {
  typealias Words = CounterWords

  enum Value {
    case growing(Growing)
    case upDown(UpDown)
  }

  static func make(_ arguments: Words.Arguments) -> Value {
    arguments.goesDown
      ? .upDown(UpDown(replica: arguments.replica))
      : .growing(Growing(replica: arguments.replica))
  }

  static func perform(
    _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
  ) throws(WireError) -> Words.Answer {
    switch value {
    case .growing(var counter):
      switch call {
      case .increment(let amount): counter.increment(by: amount)
      case .merge(let slot): counter.merge(try growing(other(slot)))
      case .value: return .amount(counter.value)
      case .isEqual(let slot): return .equal(counter == (try growing(other(slot))))
      case .add: throw .malformed("a counter that only grows is told to add")
      }
      value = .growing(counter)
    case .upDown(var counter):
      switch call {
      case .add(let delta): counter.add(delta)
      case .merge(let slot): counter.merge(try upDown(other(slot)))
      case .value: return .balance(counter.value)
      case .isEqual(let slot): return .equal(counter == (try upDown(other(slot))))
      case .increment: throw .malformed("a counter that goes down is told to increment")
      }
      value = .upDown(counter)
    }
    return .done
  }

  private static func growing(_ value: Value) throws(WireError) -> Growing {
    guard case .growing(let counter) = value else { throw .malformed("the other counter") }
    return counter
  }

  private static func upDown(_ value: Value) throws(WireError) -> UpDown {
    guard case .upDown(let counter) = value else { throw .malformed("the other counter") }
    return counter
  }
}

/// The dialect of `g-counter`.
func counterDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<G: GrowOnlyCounter, P: UpDownCounter>(
    _: G.Type, _: P.Type
  ) -> any Dialect.Type { CounterDialect<G, P>.self }
  guard types.count == 2, let growing = types[0] as? any GrowOnlyCounter.Type,
    let upDown = types[1] as? any UpDownCounter.Type
  else { return nil }
  return dialect(growing, upDown)
}
