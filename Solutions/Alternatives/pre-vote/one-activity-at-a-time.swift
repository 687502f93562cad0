import ExerciseKit

// A node does one thing at a time: it waits, asks or leads. What belongs to one of these goes with it.

struct Poller: PreVoting {
  private enum Activity {
    case waiting
    /// Which term is asked for, and how many more must say yes; those who have.
    case asking(Term, missing: Int, said: [NodeID])
    /// Who has not been heard yet, and how many of them may stay silent.
    case leading(silent: [NodeID])
  }

  private let peers: [NodeID]
  private let log: LogPosition
  private var term: Term
  private var activity = Activity.waiting
  private var followsSince = false

  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    self.peers = peers
    log = lastLog
    self.term = term
  }

  private var needed: Int { (peers.count + 1) / 2 }

  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    let rises = term > self.term
    self.term = term
    switch (role, activity) {
    case (.leader, _):
      activity = .leading(silent: peers)
      return [.resetElectionTimer]
    case (_, .leading): activity = .waiting
    case (_, .asking) where rises: activity = .waiting
    default: break
    }
    return []
  }

  mutating func electionTimeout() -> [PollEffect] {
    followsSince = false
    if case .leading(let silent) = activity {
      activity = .leading(silent: peers)
      let isAlone = peers.count - silent.count < needed
      return isAlone ? [.stepDown, .resetElectionTimer] : [.resetElectionTimer]
    }
    activity = .waiting
    let (next, isTooLarge) = term.addingReportingOverflow(1)
    if isTooLarge { return [.resetElectionTimer] }
    var effects: [PollEffect] = [.resetElectionTimer]
    for peer in peers { effects.append(.send(.poll(term: next, lastLog: log), to: peer)) }
    if needed == 0 {
      effects.append(.stand)
    } else {
      activity = .asking(next, missing: needed, said: [])
    }
    return effects
  }

  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    switch message {
    case .poll(let asked, let theirs):
      return [
        .send(.answer(asked: asked, term: term, granted: grants(asked, theirs)), to: sender)
      ]
    case .answer(let asked, let theirs, let granted):
      if !peers.contains(sender) { return [] }
      if theirs > term {
        if case .asking = activity { activity = .waiting }
        return [.takeOver(theirs)]
      }
      guard case .asking(asked, let missing, let said) = activity, granted,
        !said.contains(sender)
      else { return [] }
      activity =
        missing == 1 ? .waiting : .asking(asked, missing: missing - 1, said: said + [sender])
      return missing == 1 ? [.stand] : []
    }
  }

  private func grants(_ asked: Term, _ theirs: LogPosition) -> Bool {
    if case .leading = activity { return false }
    if followsSince || asked <= term { return false }
    if theirs.term != log.term { return theirs.term > log.term }
    return theirs.index >= log.index
  }

  mutating func hearsLeader() {
    followsSince = true
    if case .asking = activity { activity = .waiting }
  }

  mutating func hearsFollower(_ peer: NodeID) {
    guard case .leading(let silent) = activity else { return }
    activity = .leading(silent: silent.filter { $0 != peer })
  }
}
