import ExerciseKit

// Time is cut into periods that are numbered; what was heard or granted is stamped with the period it belongs to, and
// nothing is ever cleared.

struct Poller: PreVoting {
  private struct Stamp {
    var granted = -1
    var answered = -1
  }

  private let peers: [NodeID]
  private let lastLog: LogPosition
  private var role = Role.follower
  private var term: Term
  /// Polls, terms of office and their ends all begin a new period.
  private var period = 0
  /// The period in which this node asks.
  private var poll = -1
  private var timeouts = 0
  /// After how many timeouts a leader was heard last.
  private var leaderHeardAfter = -1
  private var stamps: [NodeID: Stamp] = [:]

  init(id: NodeID, peers: [NodeID], lastLog: LogPosition, term: Term) {
    self.peers = peers
    self.lastLog = lastLog
    self.term = term
    for peer in peers { stamps[peer] = Stamp() }
  }

  mutating func becomes(_ role: Role, in term: Term) -> [PollEffect] {
    if role == .leader || term != self.term { period += 1 }
    self.role = role
    self.term = term
    return role == .leader ? [.resetElectionTimer] : []
  }

  mutating func electionTimeout() -> [PollEffect] {
    let answered = stamps.values.count { $0.answered == period }
    timeouts += 1
    period += 1
    if role == .leader {
      return [.resetElectionTimer] + (2 * (answered + 1) > peers.count + 1 ? [] : [.stepDown])
    }
    guard term < Term.max else { return [.resetElectionTimer] }
    poll = period
    return [.resetElectionTimer] + standIfGranted()
      + peers.map { PollEffect.send(.poll(term: term + 1, lastLog: lastLog), to: $0) }
  }

  mutating func receive(_ message: PollMessage, from sender: NodeID) -> [PollEffect] {
    switch message {
    case .poll(let asked, let theirs):
      let isUpToDate =
        theirs.term > lastLog.term
        || theirs.term == lastLog.term && theirs.index >= lastLog.index
      let mayVote = role != .leader && leaderHeardAfter != timeouts
      let granted = mayVote && isUpToDate && asked > term
      return [.send(.answer(asked: asked, term: term, granted: granted), to: sender)]
    case .answer(let asked, let theirs, let granted):
      guard stamps[sender] != nil else { return [] }
      guard theirs <= term else {
        period += 1
        // A leader's audience stays, whatever its polls are.
        if role == .leader {
          for peer in peers where stamps[peer]?.answered == period - 1 {
            stamps[peer]?.answered = period
          }
        }
        return [.takeOver(theirs)]
      }
      guard granted, poll == period, asked == term + 1 else { return [] }
      stamps[sender]?.granted = period
      return standIfGranted()
    }
  }

  private mutating func standIfGranted() -> [PollEffect] {
    let granted = stamps.values.count { $0.granted == period }
    guard 2 * (granted + 1) > peers.count + 1 else { return [] }
    period += 1
    return [.stand]
  }

  mutating func hearsLeader() {
    leaderHeardAfter = timeouts
    period += 1
  }

  mutating func hearsFollower(_ peer: NodeID) {
    if role == .leader { stamps[peer]?.answered = period }
  }
}
