import ExerciseKit
import Wire

/// Talks to a leader that serves reads.
enum ReadIndexDialect<Leader: LinearizableReading>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Leader

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Leader {
    let count = try numbers.next(as: UInt32.self)
    let first = try numbers.next(as: UInt32.self)
    let step = try numbers.next(as: UInt32.self)
    var peers: [NodeID] = []
    for place in 0..<count { peers.append(NodeID(first &+ place &* step)) }
    // Names stand in a list in any order.
    if count % 2 == 0 { peers.reverse() }
    return Leader(
      term: try numbers.next(), peers: peers, commitIndex: try numbers.next(),
      appliedIndex: try numbers.next(), firstIndexOfTerm: try numbers.next())
  }

  /// Every answer begins with whether the leader is deposed.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Leader
  ) throws(WireError) -> Words.Answer {
    let answer: Words.Answer
    switch operation {
    case 0: answer = Words.Answer(value.take(try numbers.next()) ? 1 : 2)
    case 1: answer = Words.Answer(3, [Int128(value.beginRound())])
    case 2:
      answer = reads(
        value.acknowledge(
          round: try numbers.next(), from: try numbers.node(), term: try numbers.next()))
    case 3:
      value.committed(upTo: try numbers.next())
      answer = Words.Answer(0)
    case 4: answer = reads(value.applied(upTo: try numbers.next()))
    default: throw .unknown(operation: operation)
    }
    return Words.Answer(answer.kind, [value.isDeposed ? 1 : 0] + answer.numbers)
  }

  private static func reads(_ reads: [Int]) -> Words.Answer {
    Words.Answer(4, reads.map { Int128($0) })
  }
}

/// The dialect of `read-index`.
func readIndexDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: LinearizableReading>(_: T.Type) -> any Dialect.Type { ReadIndexDialect<T>.self }
  return (types.first as? any LinearizableReading.Type).map { dialect($0) }
}
