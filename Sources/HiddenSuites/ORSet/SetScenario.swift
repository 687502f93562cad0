import Checking

/// A check that runs a few histories of its own and looks for the faults that break its guarantee.
struct SetScenario: Sendable {
  let check: Check
  let kinds: Set<SetFault.Kind>
  let clock: SetClock
  /// What must have happened before a fault for it to count; nil where any fault does.
  let cause: SetOperation?
  /// False where the example itself is the point, however short another could be.
  let shrinks: Bool
  /// True where the long runs are judged as well.
  let asksLongRuns: Bool
  let histories: [SetHistory]
  /// How a submission is asked about them.
  let inquiries: [SetInquiry]

  private init(
    check: Check, kinds: Set<SetFault.Kind>, clock: SetClock = .real, cause: SetOperation? = nil,
    shrinks: Bool = true, asksLongRuns: Bool = false, histories: [SetHistory]
  ) {
    self.check = check
    self.kinds = kinds
    self.clock = clock
    self.cause = cause
    self.shrinks = shrinks
    self.asksLongRuns = asksLongRuns
    self.histories = histories
    inquiries = Array(
      SetInquiry.inquiries(
        into: histories, clock: clock, looksAgain: kinds.contains(.changedLater)))
  }

  /// The checks on single examples, in the order they run.
  static let all: [SetScenario] = local + merging + dots

  /// One replica, or replicas that hardly talk.
  private static let local = [
    SetScenario(
      check: .startsEmpty, kinds: [.phantom, .disagreement],
      histories: [
        SetHistory(1, "n1 looks"),
        SetHistory(1, "n1 removes milk", "n1 looks"),
        SetHistory(2, "n1 looks", "n2 looks", "n1 receives 2"),
      ]),
    SetScenario(
      check: .addThenPresent, kinds: [.lostAdd, .phantom],
      histories: [
        SetHistory(1, "n1 adds milk"),
        SetHistory(1, "n1 adds milk", "n1 adds eggs", "n1 adds bread"),
        SetHistory(1, "n1 adds milk", "n1 adds milk"),
      ]),
    SetScenario(
      check: .containsAgreesWithElements, kinds: [.disagreement],
      histories: [
        SetHistory(
          2, "n1 adds milk", "n1 adds eggs", "n1 removes milk", "n2 adds eggs", "n2 receives 3",
          "n2 removes eggs", "n1 receives 6", "n1 adds milk", "n1 looks"),
        SetHistory(2, "n1 adds milk", "n1 removes milk", "n2 receives 2", "n2 looks"),
      ]),
    SetScenario(
      check: .observedRemovesRemove, kinds: [.removeIneffective],
      histories: [
        SetHistory(1, "n1 adds milk", "n1 removes milk"),
        SetHistory(1, "n1 adds milk", "n1 adds milk", "n1 removes milk"),
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n2 removes milk"),
        SetHistory(2, "n1 adds milk", "n2 adds milk", "n1 receives 2", "n1 removes milk"),
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 adds milk", "n1 removes milk"),
      ]),
  ]

  /// What merging must and must not do.
  private static let merging = [
    SetScenario(
      check: .mergeTakesInEveryAdd, kinds: [.lostAdd, .phantom],
      histories: [
        SetHistory(2, "n1 adds milk", "n2 receives 1"),
        SetHistory(2, "n1 adds milk", "n2 looks", "n1 receives 2"),
        SetHistory(2, "n1 adds milk", "n2 adds eggs", "n1 receives 2", "n2 receives 3"),
        SetHistory(2, "n1 adds milk", "n2 adds milk", "n1 receives 2"),
        SetHistory(3, "n1 adds milk", "n2 receives 1", "n3 adds eggs", "n3 receives 2"),
      ]),
    SetScenario(
      check: .valuesAreIndependent, kinds: [.phantom, .lostAdd, .changedLater],
      histories: [
        SetHistory(2, "n1 adds milk", "n1 adds eggs", "n2 receives 1"),
        SetHistory(2, "n1 adds milk", "n1 removes milk", "n2 receives 1"),
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n2 adds eggs", "n1 looks"),
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 looks"),
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 looks"),
        SetHistory(1, "n1 adds milk", "n1 adds eggs"),
        SetHistory(1, "n1 adds milk", "n1 removes milk"),
        SetHistory(2, "n1 adds milk", "n2 adds eggs", "n1 receives 2"),
      ]),
    SetScenario(
      check: .reAddAfterRemove, kinds: [.lostReAdd],
      histories: [
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 adds milk"),
        SetHistory(2, "n1 adds milk", "n1 removes milk", "n2 receives 2", "n2 adds milk"),
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 receives 3", "n1 adds milk",
          "n2 receives 5"),
        SetHistory(
          1, "n1 adds milk", "n1 removes milk", "n1 adds milk", "n1 removes milk", "n1 adds milk"),
      ]),
    SetScenario(
      check: .removesTravel, kinds: [.removeNotLearnt],
      histories: [
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 receives 3"),
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 receives 3"),
        SetHistory(
          3, "n1 adds milk", "n2 receives 1", "n3 receives 1", "n2 removes milk", "n1 receives 4",
          "n3 receives 5"),
      ]),
    SetScenario(
      check: .removedStaysRemoved, kinds: [.cameBack],
      histories: [
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n1 receives 2"),
        SetHistory(2, "n1 adds milk", "n1 removes milk", "n2 receives 2", "n2 receives 1"),
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 adds eggs"),
        SetHistory(
          2, "n1 adds milk", "n1 removes milk", "n1 adds milk", "n1 removes milk", "n2 receives 4",
          "n2 receives 1"),
        SetHistory(
          3, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n3 receives 3", "n3 receives 3",
          "n3 receives 2"),
        SetHistory(
          3, "n1 adds milk", "n3 receives 1", "n2 receives 1", "n2 removes milk", "n1 receives 4",
          "n1 receives 4", "n1 receives 2"),
      ]),
    SetScenario(
      check: .addWins, kinds: [.lostToConcurrentRemove],
      histories: [
        SetHistory(2, "n1 adds milk", "n2 adds milk", "n1 removes milk", "n2 receives 3"),
        SetHistory(2, "n1 adds milk", "n2 adds milk", "n2 removes milk", "n1 receives 3"),
        SetHistory(
          2, "n1 adds milk", "n2 adds milk", "n1 receives 2", "n2 removes milk", "n1 receives 4"),
        SetHistory(
          2, "n1 adds milk", "n2 adds milk", "n2 receives 1", "n1 removes milk", "n2 receives 4"),
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 adds milk", "n1 receives 4",
          "n2 receives 3"),
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 adds milk", "n1 receives 3",
          "n2 receives 4"),
      ]),
    SetScenario(
      check: .removeAffectsOnlyWhatItSaw, kinds: [.lostToBlindRemove, .lostBystander],
      histories: [
        SetHistory(1, "n1 adds milk", "n1 adds eggs", "n1 removes milk"),
        SetHistory(2, "n1 adds milk", "n2 removes milk", "n2 receives 1"),
        SetHistory(2, "n1 adds milk", "n2 removes milk", "n1 receives 2"),
        SetHistory(2, "n1 adds milk", "n2 adds eggs", "n1 removes milk", "n2 receives 3"),
      ]),
    SetScenario(
      check: .documentsExamples, kinds: .presence, shrinks: false,
      histories: [
        // A adds milk, B adds eggs, C removes the milk it saw; everybody ends with eggs alone.
        SetHistory(
          3, "n1 adds milk", "n2 adds eggs", "n3 receives 1", "n3 removes milk", "n3 receives 2",
          "n1 receives 5", "n2 receives 5"),
        // {x:[id1,id2]} - {x:[id1]} keeps x.
        SetHistory(
          3, "n1 adds milk", "n2 adds milk", "n3 receives 1", "n3 removes milk", "n3 receives 2",
          "n1 receives 5", "n2 receives 5"),
        // The cart whose merge by union brings removed milk back.
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 adds eggs", "n2 adds bread",
          "n1 receives 5", "n2 receives 6"),
      ]),
  ]

  /// What identifies an add, whatever the clock and whatever was lost.
  private static let dots = [
    SetScenario(
      check: .dotsAreUnique, kinds: SetFault.Kind.dots, asksLongRuns: true,
      histories: [
        SetHistory(1, "n1 adds milk"),
        SetHistory(1, "n1 adds milk", "n1 adds milk"),
        SetHistory(1, "n1 adds milk", "n1 adds eggs"),
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 adds milk"),
        SetHistory(2, "n2 adds milk", "n1 receives 1", "n1 adds milk"),
        SetHistory(
          2, "n1 adds milk", "n1 adds eggs", "n2 adds milk", "n1 receives 3", "n1 adds bread",
          "n1 removes bread", "n2 receives 6", "n2 adds bread", "n1 receives 8", "n1 adds bread"),
        SetHistory(
          2, "n1 adds milk", "n1 removes milk", "n2 receives 2", "n1 adds milk", "n1 receives 3",
          "n1 adds milk"),
        SetHistory(1, "n1 removes milk", "n1 adds milk", "n1 removes eggs", "n1 adds milk"),
        SetHistory(
          2, "n2 adds milk", "n2 adds milk", "n1 receives 2", "n1 adds eggs", "n1 removes milk",
          "n1 removes milk", "n1 adds milk"),
        // A state of its own that is out of date.
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n1 adds eggs", "n1 receives 1", "n1 adds milk",
          "n1 receives 2", "n1 receives 5", "n1 adds bread"),
      ]),
    SetScenario(
      check: .removeReturnsItsDots, kinds: [.wrongRemoval], asksLongRuns: true,
      histories: [
        SetHistory(1, "n1 removes milk"),
        SetHistory(1, "n1 adds milk", "n1 adds eggs", "n1 removes milk"),
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 removes milk"),
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 adds milk", "n1 removes milk"),
        SetHistory(2, "n1 adds milk", "n2 adds milk", "n1 receives 2", "n1 removes milk"),
        SetHistory(2, "n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 receives 3"),
        SetHistory(
          2, "n1 adds milk", "n1 removes milk", "n1 adds milk", "n2 receives 3", "n2 removes milk"),
      ]),
    SetScenario(
      check: .frozenClock, kinds: .presence, clock: .stopped,
      histories: [
        SetHistory(1, "n1 adds milk", "n1 removes milk", "n1 adds milk"),
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 receives 3", "n1 adds milk",
          "n2 receives 5"),
      ]),
    SetScenario(
      check: .clockGoingBack, kinds: .presence, clock: .steppingBack,
      histories: [
        SetHistory(
          1, "n1 adds milk", "n1 removes milk", "n1 adds milk", "n1 removes milk", "n1 adds milk"),
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n2 adds milk", "n2 removes milk", "n1 receives 4",
          "n1 adds milk"),
      ]),
    SetScenario(
      check: .restoredReplica, kinds: [.reusedDot, .miscountedDot, .lostReAdd],
      cause: .startAnew,
      histories: [
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n1 starts anew", "n1 receives 2", "n1 adds eggs"),
        SetHistory(
          2, "n1 adds milk", "n1 removes milk", "n2 receives 2", "n1 starts anew",
          "n1 receives 3", "n1 adds milk", "n2 receives 6"),
        SetHistory(
          2, "n1 adds milk", "n1 adds eggs", "n2 receives 2", "n2 removes eggs", "n1 starts anew",
          "n1 receives 4", "n1 adds eggs", "n2 receives 7"),
        SetHistory(
          3, "n1 adds milk", "n2 receives 1", "n2 adds eggs", "n3 receives 3", "n1 starts anew",
          "n1 receives 4", "n1 adds milk", "n2 removes milk", "n1 receives 8"),
        // Two peers that know different things, the one that knows less first.
        SetHistory(
          3, "n1 adds milk", "n2 receives 1", "n1 adds eggs", "n3 receives 3", "n1 starts anew",
          "n1 receives 2", "n1 receives 4", "n1 adds bread"),
        // Three of them, and then again one that is behind the times.
        SetHistory(
          4, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n1 adds eggs", "n3 receives 4",
          "n1 adds milk", "n4 receives 6", "n1 starts anew", "n1 receives 2", "n1 receives 5",
          "n1 receives 7", "n1 receives 2", "n1 adds bread", "n1 adds milk"),
        // One that knows much of others, and one that knows only what is newest.
        SetHistory(
          3, "n1 adds milk", "n2 receives 1", "n2 adds eggs", "n2 adds bread", "n1 adds milk",
          "n3 receives 5", "n1 starts anew", "n1 receives 4", "n1 receives 6", "n1 adds milk"),
        // One whose peers come before it.
        SetHistory(
          3, "n3 adds milk", "n1 receives 1", "n3 starts anew", "n3 receives 2", "n3 adds eggs"),
        // Once more.
        SetHistory(
          2, "n1 adds milk", "n2 receives 1", "n1 starts anew", "n1 receives 2", "n1 adds eggs",
          "n2 receives 5", "n1 starts anew", "n1 receives 6", "n1 adds milk"),
      ]),
  ]
}
