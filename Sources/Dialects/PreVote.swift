import ExerciseKit
import Wire

/// Talks to what decides beside an election who may begin one.
enum PreVoteDialect<Node: PreVoting>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Node

  /// Type 0 has peers in steps, type 1 a list of them.
  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Node {
    let id = try numbers.node()
    if type == 1 {
      let lastLog = LogPosition(term: try numbers.next(), index: try numbers.next())
      let term = try numbers.next(as: Term.self)
      var peers: [NodeID] = []
      while !numbers.isEmpty { peers.append(try numbers.node()) }
      return Node(id: id, peers: peers, lastLog: lastLog, term: term)
    }
    let count = try numbers.next(as: UInt32.self)
    let first = try numbers.next(as: UInt32.self)
    let step = try numbers.next(as: UInt32.self)
    let peers = (0..<count).map { NodeID(first &+ $0 &* step) }
    let lastLog = LogPosition(term: try numbers.next(), index: try numbers.next())
    return Node(
      id: id,
      // Names stand in a list in any order.
      peers: count % 2 == 0 ? peers.reversed() : peers, lastLog: lastLog, term: try numbers.next())
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Node
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0: return told(value.becomes(.follower, in: try numbers.next()))
    case 1: return told(value.becomes(.candidate, in: try numbers.next()))
    case 2: return told(value.becomes(.leader, in: try numbers.next()))
    case 3: return told(value.electionTimeout())
    case 4:
      let sender = try numbers.node()
      let term = try numbers.next(as: Term.self)
      let lastLog = LogPosition(term: try numbers.next(), index: try numbers.next())
      return told(value.receive(.poll(term: term, lastLog: lastLog), from: sender))
    case 5, 6:
      let sender = try numbers.node()
      let asked = try numbers.next(as: Term.self)
      let answer = PollMessage.answer(
        asked: asked, term: try numbers.next(), granted: operation == 5)
      return told(value.receive(answer, from: sender))
    case 7: value.hearsLeader()
    case 8: value.hearsFollower(try numbers.node())
    default: throw .unknown(operation: operation)
    }
    return told([])
  }

  /// The effects, in an order of their own, for the task lays none down.
  private static func told(_ effects: [PollEffect]) -> Words.Answer {
    let numbers = effects.map { effect -> [Int128] in
      switch effect {
      case .send(.poll(let term, let lastLog), let receiver):
        [0, Int128(receiver.number), Int128(term), Int128(lastLog.term), Int128(lastLog.index)]
      case .send(.answer(let asked, let term, let granted), let receiver):
        [1, Int128(receiver.number), Int128(asked), Int128(term), granted ? 1 : 0]
      case .stand: [2]
      case .stepDown: [3]
      case .takeOver(let term): [4, Int128(term)]
      case .resetElectionTimer: [5]
      }
    }
    return Words.Answer(0, numbers.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
  }
}

/// The dialect of `pre-vote`.
func preVoteDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: PreVoting>(_: T.Type) -> any Dialect.Type { PreVoteDialect<T>.self }
  return (types.first as? any PreVoting.Type).map { dialect($0) }
}
