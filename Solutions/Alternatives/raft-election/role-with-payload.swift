import ExerciseKit

/// The role carries what only it needs: a candidate has the peers still to be won, a follower has
/// its vote, a leader has nothing.
///
/// Freedoms used: the vote of a candidate or leader is not stored but implied, a repeated grant is
/// persisted again and restarts the timer, and the longest timeout belongs to the smallest number.
struct Elector: Electing {
  private enum State: Sendable {
    case follower(votedFor: NodeID?)
    case candidate(missing: [NodeID])
    case leader
  }

  private let id: NodeID
  private let peers: [NodeID]
  private let lastLog: LogPosition
  private let timeouts: ClosedRange<Millis>
  private var state: State
  private(set) var term: Term

  var role: Role {
    switch state {
    case .follower: .follower
    case .candidate: .candidate
    case .leader: .leader
    }
  }

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.id = id
    self.peers = peers
    self.lastLog = lastLog
    self.timeouts = timeouts
    self.term = term
    state = .follower(votedFor: votedFor)
  }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    switch (state, input) {
    case (.leader, .electionTimeout):
      return []
    case (.leader, .heartbeatTimeout):
      return toAll(.heartbeat(term: term))
    case (.follower, .heartbeatTimeout), (.candidate, .heartbeatTimeout):
      return []
    case (.follower, .electionTimeout), (.candidate, .electionTimeout):
      term += 1
      state = .candidate(missing: peers)
      return [timer(random), .persist(term: term, votedFor: id)]
        + toAll(.requestVote(term: term, lastLog: lastLog)) + leadWithMajority()
    case (_, .received(let message, let sender)):
      let adopted = message.term > term ? adopt(message.term, random) : []
      return adopted + handle(message, from: sender, random)
    }
  }

  private mutating func adopt(_ higher: Term, _ random: UInt64) -> [ElectionOutput] {
    let hadTimer = role != .leader
    term = higher
    state = .follower(votedFor: nil)
    return [.persist(term: higher, votedFor: nil)] + (hadTimer ? [] : [timer(random)])
  }

  private mutating func handle(
    _ message: ElectionMessage, from sender: NodeID, _ random: UInt64
  ) -> [ElectionOutput] {
    switch (message, state) {
    case (.requestVote(term, let log), .follower(nil)) where isCurrent(log),
      (.requestVote(term, let log), .follower(sender)) where isCurrent(log):
      state = .follower(votedFor: sender)
      return [
        timer(random), .persist(term: term, votedFor: sender),
        .send(.vote(term: term, granted: true), to: sender),
      ]
    case (.requestVote, _):
      return [.send(.vote(term: term, granted: false), to: sender)]
    case (.vote(term, granted: true), .candidate(let missing)):
      state = .candidate(missing: missing.filter { $0 != sender })
      return leadWithMajority()
    case (.heartbeat(term), _):
      state = .follower(votedFor: vote)
      return [.send(.heartbeatReply(term: term), to: sender), timer(random)]
    case (.heartbeat, _):
      return [.send(.heartbeatReply(term: term), to: sender)]
    case (.vote, _), (.heartbeatReply, _):
      return []
    }
  }

  private mutating func leadWithMajority() -> [ElectionOutput] {
    guard case .candidate(let missing) = state, missing.count <= peers.count / 2 else { return [] }
    state = .leader
    return toAll(.heartbeat(term: term))
  }

  /// Whoever campaigns or leads has voted for itself.
  private var vote: NodeID? {
    if case .follower(let votedFor) = state { votedFor } else { id }
  }

  private func isCurrent(_ log: LogPosition) -> Bool {
    log.term > lastLog.term || (log.term == lastLog.term && log.index >= lastLog.index)
  }

  private func toAll(_ message: ElectionMessage) -> [ElectionOutput] {
    peers.map { .send(message, to: $0) }
  }

  private func timer(_ random: UInt64) -> ElectionOutput {
    let width = UInt64(timeouts.upperBound - timeouts.lowerBound) + 1
    return .resetElectionTimer(timeouts.upperBound - Millis(random % width))
  }
}
