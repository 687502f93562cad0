import Checking
import ExerciseKit

/// Who has led which term of a run.
///
/// Election Safety: at most one leader per term, over the whole history (section 5.2, figure 3). One
/// definition for whoever looks on: a node leads a term when it becomes leader in it, and when it says
/// so in a heartbeat.
struct ElectionLeaders: RuledRecord {
  /// The check of this guarantee.
  static let check = "at-most-one-leader-per-term"

  private var first: [Term: NodeID] = [:]

  /// The terms that a node comes to lead in a step.
  static func terms(
    ledAfter after: ElectionShadow, _ before: ElectionShadow,
    sends: some Sequence<ElectionMessage>
  ) -> Set<Term> {
    var terms: Set<Term> = []
    if after.role == .leader, before.role != .leader || before.term != after.term {
      terms.insert(after.term)
    }
    for case .heartbeat(let term) in sends { terms.insert(term) }
    return terms
  }

  mutating func note(
    _ node: NodeID, _ before: ElectionShadow, _ after: ElectionShadow, sends: [ElectionMessage]
  ) -> LocalViolation? {
    var sentence: String?
    for term in Self.terms(ledAfter: after, before, sends: sends).sorted() {
      let leader = first[term, default: node]
      first[term] = leader
      if leader != node && sentence == nil {
        sentence = "\(leader) and \(node) both lead term \(term)"
      }
    }
    return sentence.map { LocalViolation(check: Self.check, sentence: $0) }
  }
}
