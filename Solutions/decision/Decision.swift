/// How to keep a kind of data right: which mechanism, and by which answers.
///
/// Guarantee: the decision asks only what still matters, ends after at most seven questions, and depends
/// on nothing but the answers. So the same needs get the same mechanism however the data is called
/// (E-90), and the whole tree can be had by trying both answers to every question.
///
/// This is a judgement of ours, not a theorem. It follows the literature where there is some: what must
/// refuse in a partition from Gilbert and Lynch 2002, what needs no coordination from Hellerstein and
/// Alvaro 2020, what a transaction must order from Herlihy and Wing 1990.
///
/// Must be stored: nothing; every answer follows from the answers given.
/// Sources: Gilbert and Lynch 2002, section 3; Hellerstein and Alvaro 2020, section 2; Herlihy and Wing 1990.
///
/// It holds for any answers, also for those that contradict each other; a wrong answer gives a wrong
/// mechanism.
///
/// Cost: at most seven questions.
///
/// Deviation: no source has such a tree; the questions and their order are ours.
public struct Decision: Hashable, Sendable {
  /// A question and its answer.
  public struct Reason: Hashable, Sendable {
    /// What was asked.
    public let criterion: Criterion
    /// What was answered.
    public let answer: Bool
  }

  /// What to use.
  public let mechanism: Mechanism
  /// The questions in the order they were asked.
  public let reasons: [Reason]

  /// Decides for data of which exactly the criteria in `requirements` hold.
  public init(for requirements: Set<Criterion>) {
    self.init { requirements.contains($0) }
  }

  /// Decides by asking.
  public init(asking answer: (Criterion) -> Bool) {
    var reasons: [Reason] = []
    func holds(_ criterion: Criterion) -> Bool {
      let reply = answer(criterion)
      reasons.append(Reason(criterion: criterion, answer: reply))
      return reply
    }
    mechanism = Self.mechanism(holds)
    self.reasons = reasons
  }

  private static func mechanism(_ holds: (Criterion) -> Bool) -> Mechanism {
    if holds(.isHistoryChecked) {
      guard holds(.areWritersHostile) else { return .hashChain }
      return holds(.isMembershipOpen) ? .openLedger : .byzantineLog
    }
    if holds(.spansObjects) {
      return holds(.needsRealTimeOrder) ? .externalConsistency : .transactions
    }
    if holds(.needsNewestValue) { return .consensus }
    guard holds(.mustAcceptWhenCutOff) else { return .quorumRegister }
    if holds(.needsCausalOrder) { return .causalStore }
    if holds(.hasMergeRule) { return .mergeableType }
    return holds(.canSomebodyDecide) ? .siblings : .lastWriteWins
  }

  /// Every way through the questions: all decisions there are, "yes" before "no".
  public static let all: [Decision] = decisions(after: [])

  /// The decisions whose first answers are `answers`.
  private static func decisions(after answers: [Bool]) -> [Decision] {
    var asked = 0
    let decision = Decision { _ in
      defer { asked += 1 }
      return asked < answers.count ? answers[asked] : true
    }
    guard asked > answers.count else { return [decision] }
    return decisions(after: answers + [true]) + decisions(after: answers + [false])
  }
}
