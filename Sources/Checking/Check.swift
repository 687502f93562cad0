public import Wire

/// One thing a suite looks at, named by the guarantee it protects.
public struct Check: Hashable, Sendable {
  /// How a check looks, and so what its strength counts.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Single examples worked out by hand.
    case examples
    /// A law over generated cases.
    case cases
    /// Every state within bounds.
    case search
    /// Seeded random schedules.
    case schedules
  }

  /// The source of what every exercise asks alike: that copies are independent and answers repeat.
  public static let contract = "the kit's contract"

  /// Identifies the check within its suite: lower-case words joined by hyphens.
  public var name: String
  /// The guarantee, as one sentence that a submission keeps or breaks.
  public var guarantee: String
  /// Where the guarantee comes from: paper and section.
  public var source: String
  /// The chapter and section that teach it, as `chapter#section`.
  public var chapter: String
  /// How the check looks.
  public var kind: Kind
  /// What the check is worth.
  public var points: Int

  /// Describes a check.
  public init(
    name: String, guarantee: String, source: String, chapter: String, kind: Kind,
    points: Int
  ) {
    self.name = name
    self.kind = kind
    self.guarantee = guarantee
    self.source = source
    self.chapter = chapter
    self.points = points
  }
}

/// How much a passed check has shown. Nothing here may be rounded up: a search that ran out of its
/// budget, or could not see all of a state, is `searched`, never `exhaustive`.
public enum Strength: Hashable, Sendable {
  /// This many single examples.
  case examples(Int)
  /// A law held for this many generated cases.
  case cases(Int)
  /// Every state within the stated bounds was visited.
  /// - `depth`: the largest number of events from the start to a state.
  case exhaustive(states: Int, transitions: Int, depth: Int)
  /// No violation in this many states; the budget was spent before the space was, or states that were
  /// taken for one may differ in what `unseen` names.
  case searched(states: Int, transitions: Int, depth: Int, unseen: [String] = [])
  /// Every state within the stated bounds was visited, where states that differ in nothing but these
  /// stored properties count as one: put to the same inputs again and again, they never differed.
  case searchedWithout([String], states: Int, transitions: Int, depth: Int)
  /// Seeded random schedules, this many events in all.
  case schedules(Int, steps: Int)
}

/// What a check found.
public enum Verdict: Hashable, Sendable {
  /// The guarantee held, with this strength.
  case passed(Strength)
  /// The guarantee was broken.
  case failed(Failure)
  /// The guarantee was put to the test and held, with this strength, until something else kept the
  /// check from looking further; the text says what. The run, where there is one, shows it.
  case held(Strength, until: String, Counterexample? = nil)
  /// The check did not get to its question; the text says why.
  case notReached(String)
  /// The subject stopped: it crashed, hung, ended or broke the protocol. The run is the one on whose
  /// last event it did, where that is known.
  case stopped(Stop, Counterexample?)
}

extension Verdict {
  /// True when the guarantee held.
  public var isPassed: Bool {
    if case .passed = self { true } else { false }
  }

  /// True when the subject stopped.
  public var isStopped: Bool {
    if case .stopped = self { true } else { false }
  }
}

/// How a guarantee was broken.
public struct Failure: Hashable, Sendable {
  /// What went wrong, in the learner's vocabulary: who got what instead of what.
  public var message: String
  /// The run that shows it; nil where a message says it all.
  public var counterexample: Counterexample?

  /// Describes a failure.
  public init(message: String, counterexample: Counterexample? = nil) {
    self.message = message
    self.counterexample = counterexample
  }
}
