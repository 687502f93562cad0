import ExerciseKit

extension ElectionShadow {
  /// What a node of this picture is after an input, by the rules (figure 2); `ElectionRules` judges
  /// whether it did what they ask on the way.
  func next(_ member: ElectionMember, _ input: ElectionInput) -> ElectionShadow {
    var after = self
    switch input {
    case .electionTimeout:
      guard role != .leader else { break }
      after.adopt(nextTerm)
      after.role = .candidate
      after.votedFor = member.id
      after.count(member.id, member)
    case .heartbeatTimeout: break
    case .received(let message, let sender):
      if message.term > term { after.adopt(message.term) }
      guard message.term == after.term else { break }
      switch message {
      case .requestVote(_, let log):
        if after.mayVote(for: sender, log, member) { after.votedFor = sender }
      case .vote(_, let granted):
        if granted, after.role == .candidate, member.peers.contains(sender) {
          after.count(sender, member)
        }
      case .heartbeat:
        after.role = .follower
        after.grants = []
      case .heartbeatReply: break
      }
    }
    return after
  }

  /// What a node of this picture is after an event.
  func next(_ member: ElectionMember, _ event: ElectionEvent) -> ElectionShadow {
    if case .restart = event { persisted } else { next(member, event.input) }
  }

  /// Whether a candidate of this term gets the vote (sections 5.2 and 5.4.1).
  func mayVote(for candidate: NodeID, _ log: LogPosition, _ member: ElectionMember) -> Bool {
    (votedFor == nil || votedFor == candidate) && member.isUpToDate(log)
  }

  private mutating func count(_ voter: NodeID, _ member: ElectionMember) {
    grants.insert(voter)
    guard grants.count >= member.majority else { return }
    role = .leader
    grants = []
  }

  /// What of it is on stable storage.
  var persisted: ElectionShadow { ElectionShadow(term: term, votedFor: votedFor) }
}
