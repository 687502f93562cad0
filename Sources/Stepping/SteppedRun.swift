public import Checking
public import Wire

/// A run of an exercise that is walked event by event: what a family of exercises gives the stepper.
///
/// A value: a copy is a branch. It asks nobody itself. `begin` says what values are to be asked for an
/// event, `finish` takes in what they answered; whoever walks the run puts the same questions to the
/// learner's code and to the reference. Events are lines of text, the same that a schedule holds.
public protocol SteppedRun: Sendable {
  /// Who takes part, in the order of the lanes. Others may come after these in the course of a run.
  var lanes: [StepLane] { get }

  /// What is asked before the first event.
  var start: [StepAsk] { get }

  /// What is to be seen of the run now, besides what values keep.
  var view: RunView { get }

  /// What can happen now, the most usual first.
  var choices: [StepChoice] { get }

  /// Lets an event begin.
  /// - Returns: what is asked, in order; nothing for an event of the network alone.
  /// - Throws: `StepRefusal` when it is no event of this run or cannot happen now; the run is unchanged.
  mutating func begin(_ event: String) throws(StepRefusal) -> [StepAsk]

  /// The event that has begun, as far as it is known before anybody has answered.
  var begun: StepTelling { get }

  /// What answers to the event that has begun say, in order. Asked for the reference too.
  /// - Throws: `Stop` when they are none.
  func effects(of answers: [[UInt8]]) throws(Stop) -> [StepEffect]

  /// Takes in what was answered to the event that has begun, and judges it.
  mutating func finish(_ answers: [[UInt8]]) throws(Stop) -> StepTelling

  /// Counts an event that cannot happen, so that those behind it keep their numbers.
  mutating func skip()

  /// What is to be done with values after the event that has been taken in, such as making one anew of
  /// what it had stored when it crashed; nothing of it is answered.
  var aftermath: [StepAsk] { get }

  /// The lines of these events that a schedule of the exercise's suite may hold; nil when one of them
  /// means nothing to the suite, such as a crash in the middle of a step.
  func scheduled(_ events: [String]) -> [String]?
}

extension SteppedRun {
  /// Most runs have nothing to do then.
  public var aftermath: [StepAsk] { [] }
}

/// One of those who take part in a run.
public struct StepLane: Hashable, Sendable {
  /// What it is called: `n1`.
  public var name: String
  /// The number of the value that stands for it now; nil where no code is asked.
  public var value: Int?

  /// Names a lane and its value.
  public init(_ name: String, value: Int?) {
    self.name = name
    self.value = value
  }
}

/// Something that a value is asked in a step.
public struct StepAsk: Sendable {
  /// What is done with it.
  public enum Kind: Sendable {
    /// It is made anew of these arguments.
    case make(@Sendable (inout ByteWriter) -> Void)
    /// It is a copy of another value.
    case copy(of: Int)
    /// It is called, and answers. The arguments may name the slots of other values.
    case call(@Sendable (inout ByteWriter, _ slots: (Int) -> Int) -> Void)
    /// A copy of it is called and answers; the value stays as it is.
    case probe(@Sendable (inout ByteWriter) -> Void)
  }

  /// The number of the value, from 0.
  public var value: Int
  /// What is done with it.
  public var kind: Kind

  /// Puts a question together.
  public init(_ value: Int, _ kind: Kind) {
    self.value = value
    self.kind = kind
  }
}

/// Something that comes of a step, as its author sees it.
public struct StepEffect: Hashable, Sendable {
  /// In words: `sends a granted vote of term 1 to n1`.
  public var text: String
  /// Equal for effects that a right submission may have instead of one another, such as timeouts of
  /// different lengths.
  public var key: String
  /// Whether its order among its like matters.
  public var isOrdered: Bool

  /// Describes an effect.
  public init(_ text: String, key: String? = nil, isOrdered: Bool = true) {
    self.text = text
    self.key = key ?? text
    self.isOrdered = isOrdered
  }
}

extension [StepEffect] {
  /// Whether these come to the same as others: the same effects, where the order of those that have none
  /// does not count.
  public func amounts(to others: [StepEffect]) -> Bool {
    Self.canonical(self) == Self.canonical(others)
  }

  private static func canonical(_ effects: [StepEffect]) -> [String] {
    var keys: [String] = []
    var loose: [String] = []
    for effect in effects {
      if effect.isOrdered {
        keys += loose.sorted() + [effect.key]
        loose = []
      } else {
        loose.append(effect.key)
      }
    }
    return keys + loose.sorted()
  }
}

/// What happened in a step.
public struct StepTelling: Hashable, Sendable {
  /// As one sentence without a full stop at its end.
  public var sentence: String
  /// As it is drawn. `sentIn` counts the run's events from 0, those of the network included.
  public var drawn: Counterexample.Event
  /// What came of it, in order.
  public var effects: [StepEffect]
  /// What it broke: the most telling first.
  public var violations: [Violation]

  /// A guarantee that the step broke.
  public struct Violation: Hashable, Sendable {
    /// The check.
    public var check: String
    /// What is wrong, as one sentence.
    public var sentence: String

    /// Describes a violation.
    public init(check: String, sentence: String) {
      self.check = check
      self.sentence = sentence
    }
  }

  /// Tells a step.
  public init(
    sentence: String, drawn: Counterexample.Event, effects: [StepEffect] = [],
    violations: [Violation] = []
  ) {
    self.sentence = sentence
    self.drawn = drawn
    self.effects = effects
    self.violations = violations
  }
}

/// What is to be seen of a run between two events.
public struct RunView: Hashable, Sendable {
  /// For each lane what it is by the rules, briefly: `candidate t2`.
  public var states: [String]
  /// For each lane what it has on stable storage; empty where nothing is stored.
  public var stored: [String]
  /// For each lane its timer; empty where it has none.
  public var timers: [String]
  /// What is on its way, oldest first.
  public var flight: [Message]
  /// What the network does not let through now, as a sentence; empty while it is whole.
  public var cut: String
  /// The guarantees, in the order of the suite.
  public var guarantees: [Guarantee]

  /// Something on its way.
  public struct Message: Hashable, Sendable {
    /// The sender's lane.
    public var from: Int
    /// The receiver's lane.
    public var to: Int
    /// What it says, briefly.
    public var label: String
    /// The event (from 0) that sent it; nil where it was there at the start.
    public var sentIn: Int?
    /// Why it does not arrive now, such as `delayed`; empty where it may.
    public var note: String

    /// Describes a message.
    public init(from: Int, to: Int, label: String, sentIn: Int?, note: String = "") {
      self.from = from
      self.to = to
      self.label = label
      self.sentIn = sentIn
      self.note = note
    }
  }

  /// A guarantee and what the run has shown of it.
  public struct Guarantee: Hashable, Sendable {
    /// How it stands.
    public enum Standing: String, Hashable, Sendable {
      /// No step has put it to the test.
      case untested
      /// It was put to the test and held.
      case kept
      /// It is broken.
      case broken
    }

    /// The check.
    public var check: String
    /// How it stands.
    public var standing: Standing

    /// Describes a guarantee.
    public init(_ check: String, _ standing: Standing) {
      self.check = check
      self.standing = standing
    }
  }

  /// Describes what is to be seen.
  public init(
    states: [String], stored: [String] = [], timers: [String] = [], flight: [Message] = [],
    cut: String = "", guarantees: [Guarantee] = []
  ) {
    self.states = states
    self.stored = stored
    self.timers = timers
    self.flight = flight
    self.cut = cut
    self.guarantees = guarantees
  }
}

/// Something that can happen.
public struct StepChoice: Hashable, Sendable {
  /// What kind of thing it is, in the order in which they are offered.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case deliver, call, timeout, again, lose, delay, crash, restart, cut, heal
  }

  /// What kind of thing it is.
  public var kind: Kind
  /// The event's line.
  public var event: String
  /// The same, as a person reads it in a list.
  public var title: String

  /// Describes a choice.
  public init(_ kind: Kind, _ event: String, title: String? = nil) {
    self.kind = kind
    self.event = event
    self.title = title ?? event
  }
}

/// Why an event cannot happen.
public struct StepRefusal: Error, Hashable, Sendable {
  /// In words, without a full stop at its end.
  public var reason: String
  /// The letter (from 0) of the line at which the fault lies.
  public var column: Int

  /// Says why.
  public init(_ reason: String, column: Int = 0) {
    self.reason = reason
    self.column = column
  }
}

/// A suite whose runs can be stepped.
public protocol SteppableSuite: Suite {
  /// A run at its start.
  /// - Parameters:
  ///   - setting: who takes part, in the suite's own words.
  ///   - check: the check that the run is told of; nil for a run of the learner's own.
  /// - Returns: nil when the setting is not one of the suite's, or the check's runs cannot be stepped.
  func steppedRun(setting: String, check: String?) -> (any SteppedRun)?

  /// A setting to begin with when none is named.
  var usualSetting: String? { get }
}
