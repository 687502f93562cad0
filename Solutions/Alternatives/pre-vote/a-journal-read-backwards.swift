import ExerciseKit

// Nothing is kept but what has happened, and each question is answered by reading back as far as it matters.

struct Poller: PreVoting {
  private enum Entry {
    case timeout(led: Bool)
    case support(NodeID)
    case stood
    case laterTerm
    case became(Role, rose: Bool)
    case leader
    case follower(NodeID)
  }

  private let me: NodeID
  private let others: Set<NodeID>
  private let end: LogPosition
  private var role = Role.follower
  private var term: Term
  private var journal: [Entry] = []

  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    me = id
    others = Set(peers)
    end = lastLog
    self.term = term
  }

  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    journal.append(.became(role, rose: term > self.term))
    self.role = role
    self.term = term
    return role == .leader ? [.resetElectionTimer] : []
  }

  mutating func electionTimeout() -> [PollEffect] {
    if role == .leader {
      let audience = audience
      journal.append(.timeout(led: true))
      return isMost(audience.count + 1) ? [.resetElectionTimer] : [.resetElectionTimer, .stepDown]
    }
    journal.append(.timeout(led: false))
    guard term != .max else { return [.resetElectionTimer] }
    var effects: [PollEffect] = others.map {
      .send(.poll(term: term + 1, lastLog: end), to: $0)
    }
    effects.append(.resetElectionTimer)
    if others.isEmpty {
      journal.append(.stood)
      effects.append(.stand)
    }
    return effects
  }

  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    switch message {
    case .poll(let asked, let log):
      let isBehind = log.term == end.term ? log.index < end.index : log.term < end.term
      let isGranted = !(asked <= term || isBehind || role == .leader || hasHeardLeader)
      return [.send(.answer(asked: asked, term: term, granted: isGranted), to: sender)]
    case .answer(let asked, let theirs, let isGranted):
      guard others.contains(sender) else { return [] }
      if theirs > term {
        journal.append(.laterTerm)
        return [.takeOver(theirs)]
      }
      guard isGranted, asked > term, asked - 1 == term, supporters != nil else { return [] }
      journal.append(.support(sender))
      guard let supporters, isMost(supporters.count + 1) else { return [] }
      journal.append(.stood)
      return [.stand]
    }
  }

  mutating func hearsLeader() { journal.append(.leader) }

  mutating func hearsFollower(_ peer: NodeID) { journal.append(.follower(peer)) }

  private func isMost(_ count: Int) -> Bool { count > (others.count + 1) / 2 }

  /// Who has granted the poll that is on; nil when none is.
  private var supporters: Set<NodeID>? {
    var found: Set<NodeID> = []
    for entry in journal.reversed() {
      switch entry {
      case .timeout(let led): return led || term == .max ? nil : found
      case .support(let peer): found.insert(peer)
      case .stood, .laterTerm, .leader, .became(.leader, _), .became(_, rose: true): return nil
      case .became, .follower: break
      }
    }
    return nil
  }

  private var hasHeardLeader: Bool {
    for entry in journal.reversed() {
      if case .timeout = entry { return false }
      if case .leader = entry { return true }
    }
    return false
  }

  /// The peers heard since this leader's timer was reset.
  private var audience: Set<NodeID> {
    var found: Set<NodeID> = []
    for entry in journal.reversed() {
      switch entry {
      case .timeout, .became(.leader, _): return found
      case .follower(let peer): if others.contains(peer) { found.insert(peer) }
      default: break
      }
    }
    return found
  }
}
