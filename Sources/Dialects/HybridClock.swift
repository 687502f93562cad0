import ExerciseKit
import Wire

/// Talks to a hybrid clock.
enum HybridClockDialect<Clock: HybridLogicalClock>: ObjectDialect {
  typealias Words = ObjectWords

  struct Value {
    var clock: Clock
    let node: NodeID
    let maxOffset: Int64
  }

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    let (node, maxOffset) = (try numbers.node(), try numbers.next(as: Int64.self))
    return Value(
      clock: Clock(node: node, maxOffset: maxOffset, stored: nil), node: node, maxOffset: maxOffset)
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0: return answer(value.clock.now(physical: try numbers.next()))
    case 1:
      let stamp = HLCStamp(
        wall: try numbers.next(), logical: try numbers.next(), node: try numbers.node())
      let physical = try numbers.next(as: Int64.self)
      do {
        return answer(try value.clock.receive(stamp, physical: physical))
      } catch {
        return Words.Answer(2, [Int128(error.ahead)])
      }
    case 2:
      let stored = value.clock.stored
      value.clock = Clock(node: value.node, maxOffset: value.maxOffset, stored: stored)
      return answer(stored)
    default: throw .unknown(operation: operation)
    }
  }

  private static func answer(_ stamp: HLCStamp?) -> Words.Answer {
    guard let stamp else { return Words.Answer(0) }
    return Words.Answer(
      1, [Int128(stamp.wall), Int128(stamp.logical), Int128(stamp.node.number)])
  }
}

/// The dialect of `hybrid-clock`.
func hybridClockDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: HybridLogicalClock>(_: T.Type) -> any Dialect.Type {
    HybridClockDialect<T>.self
  }
  return (types.first as? any HybridLogicalClock.Type).map { dialect($0) }
}
