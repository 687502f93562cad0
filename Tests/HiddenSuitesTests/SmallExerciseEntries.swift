import ExerciseKit
import Solutions
import Subjects

extension SuiteContractTests.Entry {
  /// The small exercises, which all have one shape.
  static let small: [SuiteContractTests.Entry] = [
    entry("value-of-the-majority") { InProcessSubject(Copies.self) },
    entry("age-of-a-copy") { InProcessSubject(Copy.self) },
    entry("old-or-new") { InProcessSubject(Reading.self) },
    entry("before-or-beside") { InProcessSubject(Comparison.self) },
    entry("surely-before") { InProcessSubject(Instants.self) },
    entry("whom-to-repair") { InProcessSubject(Repair.self) },
    entry("on-a-majority") { InProcessSubject(Replication.self) },
    entry("newer-write") { InProcessSubject(NewestWrite.self) },
    entry("merged-count") { InProcessSubject(MergedCount.self) },
    entry("how-deep") { InProcessSubject(BurialDepth.self) },
    entry("smallest-read") { InProcessSubject(ReadDial.self) },
    entry("fits-the-log") { InProcessSubject(LogFit.self) },
    entry("nothing-earlier-comes") { InProcessSubject(OrderedDelivery.self) },
    entry("not-yet") { InProcessSubject(Threshold.self) },
    entry("change-the-chain") { InProcessSubject(ChainChange.self) },
    entry("lose-a-site") { InProcessSubject(Sites.self) },
    entry("which-half-goes-on") { InProcessSubject(SplitCluster.self) },
    entry("how-far-is-a-majority") { InProcessSubject(CommitDelay.self) },
    entry("slow-or-dead") { InProcessSubject(Suspicion.self) },
    entry("two-leaders") { InProcessSubject(LeaderAlarm.self) },
    entry("both-sides-count") { InProcessSubject(Healing.self) },
  ]

  private static func entry(
    _ exercise: String, _ reference: @escaping @Sendable () -> InProcessSubject
  ) -> SuiteContractTests.Entry {
    SuiteContractTests.Entry(
      exercise: exercise, reference: reference,
      idle: { InProcessSubject(IdleFunction.self) },
      wrong: [{ InProcessSubject(StuckFunction.self) }, { InProcessSubject(EchoFunction.self) }])
  }
}

/// Answers nothing.
private enum IdleFunction: SmallFunction {
  static func answer(_ numbers: [Int]) -> SmallAnswer { .none }
}

/// Answers one number.
private enum StuckFunction: SmallFunction {
  static func answer(_ numbers: [Int]) -> SmallAnswer { .number(5) }
}

/// Answers its first number, or a word that nobody knows.
private enum EchoFunction: SmallFunction {
  static func answer(_ numbers: [Int]) -> SmallAnswer {
    numbers.first.map(SmallAnswer.number) ?? .word(String(repeating: "echo", count: 100_000))
  }
}
