import ExerciseKit
import Wire

/// Three clocks by name, the first of which may be a process's own.
struct ClockBench<Clock: CausalClock> {
  private var a = Clock([:])
  private var b = Clock([:])
  private var c = Clock([:])
  /// Whose clock the first one is.
  let process: NodeID
  /// The processes whose events it may have heard of.
  var heard: Set<NodeID> = []

  init(process: NodeID) { self.process = process }

  subscript(place: UInt8) -> Clock {
    switch place {
    case 0: a
    case 1: b
    default: c
    }
  }

  /// Changes a clock where it is, so that it is not copied first.
  mutating func change(_ place: UInt8, _ step: (inout Clock) -> Void) {
    switch place {
    case 0: step(&a)
    case 1: step(&b)
    default: step(&c)
    }
  }
}

/// Talks to vector clocks.
enum HappensBeforeDialect<Clock: CausalClock>: ObjectDialect {
  typealias Value = ClockBench<Clock>

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    Value(process: numbers.isEmpty ? NodeID(1) : try numbers.node())
  }

  /// Operations 0 to 8 are lines about the three clocks, 9 and 10 ask about two that are given, and those from 11
  /// on are about processes that send each other their clocks.
  static func perform(
    _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
  ) throws(WireError) -> Words.Answer {
    var numbers = NumberList(call.numbers)
    switch call.operation {
    case 7:
      let times = try numbers.next(as: UInt16.self)
      let place: UInt8 = try numbers.next()
      let node = try numbers.node()
      value.change(place) { clock in for _ in 0..<times { clock.tick(node) } }
      return Words.Answer(0)
    case 8:
      var nodes: [NodeID] = []
      for _ in 0..<(try numbers.next(as: UInt16.self)) { nodes.append(try numbers.node()) }
      value.change(try numbers.next()) { clock in for node in nodes { clock.tick(node) } }
      return Words.Answer(0)
    case 9: return ordered(try clock(&numbers), try clock(&numbers))
    case 10: return equal(try clock(&numbers), try clock(&numbers))
    case 11: return event(at: &value)
    case 12:
      let sender = try other(try numbers.next())
      value.change(0) { $0.merge(sender[0]) }
      value.heard.formUnion(sender.heard)
      return event(at: &value)
    case 13:
      let counters = value.heard.sorted().map { ($0, value[0][$0]) }.filter { $0.1 > 0 }
      return Words.Answer(1, counters.flatMap { [Int128($0.number), Int128($1)] })
    case 14:
      let sender = try other(try numbers.next())
      // What the clocks are is asked before what reads them could change it.
      let isEqual = value[0] == sender[0]
      let order = ordered(value[0], sender[0])
      return Words.Answer(4, order.numbers + [isEqual ? 1 : 0])
    default: return try perform(call.operation, &numbers, on: &value)
    }
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    let place: UInt8 = try numbers.next()
    switch operation {
    case 0:
      let clock = try clock(&numbers)
      value.change(place) { $0 = clock }
    case 1:
      let copy = value[try numbers.next()]
      value.change(place) { $0 = copy }
    case 2:
      let node = try numbers.node()
      value.change(place) { $0.tick(node) }
    case 3:
      let other = value[try numbers.next()]
      value.change(place) { $0.merge(other) }
    case 4:
      let clock = value[place]
      var counters: [Int128] = []
      for _ in 0..<(try numbers.next(as: UInt16.self)) {
        counters.append(Int128(clock[try numbers.node()]))
      }
      return Words.Answer(1, counters)
    case 5: return ordered(value[place], value[try numbers.next()])
    case 6: return equal(value[place], value[try numbers.next()])
    default: throw .unknown(operation: operation)
    }
    return Words.Answer(0)
  }

  private static func event(at value: inout Value) -> Words.Answer {
    let process = value.process
    value.change(0) { $0.tick(process) }
    value.heard.insert(process)
    return Words.Answer(0)
  }

  /// Makes a clock of as many counters as the first number says.
  private static func clock(_ numbers: inout NumberList) throws(WireError) -> Clock {
    var counters: [NodeID: UInt64] = [:]
    for _ in 0..<(try numbers.next(as: UInt16.self)) {
      counters[try numbers.node()] = try numbers.next()
    }
    return Clock(counters)
  }

  /// Which of the four answers `compare` gives, and what the other two comparisons say.
  private static func ordered(_ left: Clock, _ right: Clock) -> Words.Answer {
    let order: Int128 =
      switch left.compare(to: right) {
      case .equal: 0
      case .before: 1
      case .after: 2
      case .concurrent: 3
      }
    return Words.Answer(
      2, [order, left.happensBefore(right) ? 1 : 0, left.isConcurrent(with: right) ? 1 : 0])
  }

  /// Whether two clocks are `==`, and whether such have one hash.
  private static func equal(_ left: Clock, _ right: Clock) -> Words.Answer {
    let isEqual = left == right
    let hashesAgree = !isEqual || left.hashValue == right.hashValue
    return Words.Answer(3, [isEqual ? 1 : 0, hashesAgree ? 1 : 0])
  }
}

/// The dialect of `happens-before`.
func happensBeforeDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: CausalClock>(_: T.Type) -> any Dialect.Type { HappensBeforeDialect<T>.self }
  return (types.first as? any CausalClock.Type).map { dialect($0) }
}
