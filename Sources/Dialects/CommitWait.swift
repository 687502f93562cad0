import ExerciseKit
import Wire

/// Talks to a leader that orders transactions by bounded clocks.
enum CommitDialect<Leader: CommitOrdering>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Leader

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Leader {
    Leader()
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Leader
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0:
      let bound = value.prepare(try numbers.next(), now: try interval(&numbers))
      return bound.map { Words.Answer(1, [Int128($0)]) } ?? Words.Answer(0)
    // With no bound, one, two, three, and five.
    case 1...5:
      let (id, now) = (try numbers.next(as: Int.self), try interval(&numbers))
      var bounds: [Int64] = []
      while !numbers.isEmpty { bounds.append(try numbers.next()) }
      return Words.Answer(1, [Int128(value.begin(id, now: now, prepared: bounds))])
    case 6:
      return answer(value.learn(try numbers.next(), committedAt: try numbers.next()))
    case 7: return answer(value.abort(try numbers.next()))
    case 8:
      return Words.Answer(3, value.poll(now: try interval(&numbers)).map { Int128($0) })
    case 9: return answer(value.safeSnapshot(at: try numbers.next()))
    default: throw .unknown(operation: operation)
    }
  }

  private static func answer(_ truth: Bool) -> Words.Answer { Words.Answer(2, [truth ? 1 : 0]) }

  private static func interval(_ numbers: inout NumberList) throws(WireError) -> TimeInterval64 {
    let (earliest, latest) = (try numbers.next(as: Int64.self), try numbers.next(as: Int64.self))
    guard earliest <= latest else { throw .malformed("an interval that ends before it starts") }
    return TimeInterval64(earliest: earliest, latest: latest)
  }
}

/// The dialect of `commit-wait`.
func commitDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: CommitOrdering>(_: T.Type) -> any Dialect.Type { CommitDialect<T>.self }
  return (types.first as? any CommitOrdering.Type).map { dialect($0) }
}
