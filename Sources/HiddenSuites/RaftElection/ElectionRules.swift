import Checking
import ExerciseKit
import Wire

/// Judges single steps of a node against Raft's rules.
///
/// Everything that decides is computed here, from inputs and effects; the node's own `role` and `term`
/// are claims to be checked. Source: Ongaro and Ousterhout 2014, figure 2.
struct ElectionRules {
  enum TimerRule {
    case required(String)
    case allowed
    case forbidden(String)
  }

  let member: ElectionMember
  let before: ElectionShadow
  let input: ElectionInput
  let reaction: ElectionReaction

  var after: ElectionShadow
  var expectedSends: [(message: ElectionMessage, receiver: NodeID)] = []
  var timerRule = TimerRule.allowed
  /// False once a node has broken a rule in a way that leaves open what it should store and send.
  var isAnswerKnown = true
  /// True once a node has voted twice, so that it stores another vote than the one it had.
  var mayReplaceVote = false
  fileprivate var violations: [LocalViolation] = []
  fileprivate var isDeadEnd = false
  fileprivate var tested: Set<String> = []

  fileprivate init(
    _ member: ElectionMember, _ before: ElectionShadow, _ input: ElectionInput,
    _ reaction: ElectionReaction
  ) {
    self.member = member
    self.before = before
    self.input = input
    self.reaction = reaction
    after = before
  }

  fileprivate mutating func judge() {
    if reaction.term < before.term {
      breaks(
        "terms-never-fall",
        "\(member.id) goes back from term \(before.term) to term \(reaction.term)", fatally: true)
      return
    }
    switch input {
    case .electionTimeout: judgeElectionTimeout()
    case .heartbeatTimeout: judgeHeartbeatTimeout()
    case .received(let message, let sender): judgeReceived(message, from: sender)
    }
    guard !isDeadEnd else { return }
    judgeClaims()
    guard !isDeadEnd else { return }
    judgePersistence()
    judgeSends()
    judgeTimer()
  }

  /// Notes that the step can break this check.
  mutating func tests(_ check: String) {
    tested.insert(check)
  }

  /// Records a violation, once per check.
  /// - Parameter fatally: the node has become something else, so that its later steps mean nothing.
  mutating func breaks(_ check: String, _ sentence: String, fatally: Bool = false) {
    if !violations.contains(where: { $0.check == check }) {
      violations.append(LocalViolation(check: check, sentence: sentence))
    }
    if fatally { isDeadEnd = true }
  }
}

extension Election {
  /// Judges one step of a running node.
  static func judge(
    _ member: ElectionMember, _ before: ElectionShadow, _ input: ElectionInput,
    _ reaction: ElectionReaction
  ) -> Judgement {
    var rules = ElectionRules(member, before, input, reaction)
    rules.judge()
    return Judgement(
      next: rules.isDeadEnd ? nil : rules.after, violations: rules.violations,
      kept: rules.tested.subtracting(rules.violations.map(\.check)))
  }

  /// Judges a node that has just been made from what was persisted.
  static func judgeStart(
    _ member: ElectionMember, _ before: ElectionShadow, _ reaction: ElectionReaction
  ) -> Judgement {
    let fresh = persisted(before)
    if reaction.term != fresh.term {
      return Judgement(
        next: nil,
        violations: [
          LocalViolation(
            check: "terms-never-fall",
            sentence:
              "\(member.id) restarts in term \(reaction.term), but term \(fresh.term) was persisted"
          )
        ])
    }
    if reaction.role != .follower {
      return Judgement(
        next: nil,
        violations: [
          LocalViolation(
            check: "legal-roles",
            sentence:
              "\(member.id) starts as a \(reaction.role.rawValue); every node starts as a follower")
        ])
    }
    var kept: Set<String> = []
    if before.term > 0 { kept.insert("terms-never-fall") }
    if before.role != .follower { kept.insert("legal-roles") }
    return Judgement(next: fresh, kept: kept)
  }
}
