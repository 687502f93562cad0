import ExerciseKit

// A state for each phase, with what only that phase knows.

struct Acceptor: PaxosAccepting {
  private enum State {
    case fresh
    case promised(Ballot, AcceptedValue?)
  }
  private var state: State

  init(stored: AcceptorRecord) {
    state = stored.promised.map { .promised($0, stored.accepted) } ?? .fresh
  }

  mutating func prepare(_ ballot: Ballot) -> [AcceptorEffect] {
    switch state {
    case .fresh: return move(to: ballot, nil, .promise(ballot, accepted: nil))
    case .promised(let highest, let accepted):
      if ballot < highest { return [.reply(.refused(ballot, promised: highest))] }
      return move(to: ballot, accepted, .promise(ballot, accepted: accepted))
    }
  }

  mutating func accept(_ ballot: Ballot, _ value: String) -> [AcceptorEffect] {
    if case .promised(let highest, _) = state, ballot < highest {
      return [.reply(.refused(ballot, promised: highest))]
    }
    return move(to: ballot, AcceptedValue(ballot: ballot, value: value), .accepted(ballot))
  }

  private mutating func move(
    to ballot: Ballot, _ accepted: AcceptedValue?, _ reply: AcceptorReply
  ) -> [AcceptorEffect] {
    state = .promised(ballot, accepted)
    return [.persist(AcceptorRecord(promised: ballot, accepted: accepted)), .reply(reply)]
  }
}

struct Proposer: PaxosProposing {
  private enum Attempt {
    case none(above: Int)
    case preparing(Ballot, heard: [NodeID: AcceptedValue?])
    case accepting(Ballot, String, heard: Set<NodeID>)
    case decided
  }
  private let id: NodeID
  private let preference: String
  private let acceptors: Set<NodeID>
  private var attempt: Attempt

  init(id: NodeID, preference: String, acceptors: [NodeID], stored: ProposerRecord) {
    self.id = id
    self.preference = preference
    self.acceptors = Set(acceptors)
    attempt = .none(above: stored.round)
  }

  mutating func start() -> [ProposerEffect] {
    let last: Int
    switch attempt {
    case .none(let round): last = round
    case .preparing(let ballot, _), .accepting(let ballot, _, _): last = ballot.round
    case .decided: return []
    }
    let (round, isTooLarge) = last.addingReportingOverflow(1)
    if isTooLarge { return [] }
    let ballot = Ballot(round: round, proposer: id)
    attempt = .preparing(ballot, heard: [:])
    return [.persist(ProposerRecord(round: round)), .prepare(ballot)]
  }

  mutating func handle(_ reply: AcceptorReply, from acceptor: NodeID) -> [ProposerEffect] {
    if !acceptors.contains(acceptor) { return [] }
    switch (attempt, reply) {
    case (.preparing(let ballot, var heard), .promise(let promised, let accepted))
    where ballot == promised:
      heard.updateValue(accepted, forKey: acceptor)
      if heard.count * 2 <= acceptors.count {
        attempt = .preparing(ballot, heard: heard)
        return []
      }
      var best: AcceptedValue?
      for case let vote? in heard.values where best.map({ $0.ballot < vote.ballot }) ?? true {
        best = vote
      }
      let value = best?.value ?? preference
      attempt = .accepting(ballot, value, heard: [])
      return [.accept(ballot, value)]
    case (.accepting(let ballot, let value, var heard), .accepted(let accepted))
    where ballot == accepted:
      heard.insert(acceptor)
      if heard.count * 2 <= acceptors.count {
        attempt = .accepting(ballot, value, heard: heard)
        return []
      }
      attempt = .decided
      return [.decided(value)]
    case (.preparing(let ballot, _), .refused(let refused, let promised)),
      (.accepting(let ballot, _, _), .refused(let refused, let promised)):
      if ballot != refused { return [] }
      attempt = .none(above: promised.round > ballot.round ? promised.round : ballot.round)
      return [.retry]
    default: return []
    }
  }
}
