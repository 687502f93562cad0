/// A run that breaks a guarantee, ready to be drawn: one lane per node, one step per event.
public struct Counterexample: Hashable, Sendable {
  /// One event of the run.
  public struct Step: Hashable, Sendable {
    /// What happened.
    public var event: Event
    /// The same, as one sentence without a full stop at its end.
    public var sentence: String
    /// The state of the event's lane afterwards, such as `candidate t2`; nil when unchanged.
    public var state: String?
    /// Messages sent in this step that never arrive in this run.
    public var lost: [LostMessage]

    /// Describes a step.
    public init(event: Event, sentence: String, state: String? = nil, lost: [LostMessage] = []) {
      self.event = event
      self.sentence = sentence
      self.state = state
      self.lost = lost
    }
  }

  /// What happened in a step. Lanes are indices into `lanes`.
  public enum Event: Hashable, Sendable {
    /// Something within one node, such as a timeout.
    case local(lane: Int, label: String)
    /// A message arrives that was sent in step `sentIn` (from 0; nil when it was there at the start).
    case delivery(from: Int, to: Int, label: String, sentIn: Int?)
    /// A node crashes and comes back with what it had persisted.
    case restart(lane: Int)

    /// The lane whose state the event may change.
    public var lane: Int {
      switch self {
      case .local(let lane, _), .restart(let lane): lane
      case .delivery(_, let receiver, _, _): receiver
      }
    }
  }

  /// A message that is sent and never arrives in this run.
  public struct LostMessage: Hashable, Sendable {
    /// The receiver's lane.
    public var to: Int
    /// What the message says, briefly.
    public var label: String

    /// Describes a lost message.
    public init(to: Int, label: String) {
      self.to = to
      self.label = label
    }
  }

  /// What is wrong at the end of the run.
  public struct Violation: Hashable, Sendable {
    /// What is broken, as one sentence.
    public var sentence: String
    /// The steps (from 0) that contradict each other, in order; the last one completes the violation.
    public var steps: [Int]

    /// Describes a violation.
    public init(sentence: String, steps: [Int]) {
      self.sentence = sentence
      self.steps = steps
    }
  }

  /// The nodes, in the order they are drawn.
  public var lanes: [String]
  /// Each lane's state at the start; empty strings where there is nothing to say.
  public var initialStates: [String]
  /// The events, in order.
  public var steps: [Step]
  /// What is wrong.
  public var violation: Violation
  /// True when no run with fewer events breaks the same guarantee within the search's bounds.
  public var isShortest: Bool
  /// What replays the run.
  public var schedule: Schedule

  /// Describes a run.
  public init(
    lanes: [String], initialStates: [String], steps: [Step], violation: Violation,
    isShortest: Bool, schedule: Schedule
  ) {
    self.lanes = lanes
    self.initialStates = initialStates
    self.steps = steps
    self.violation = violation
    // A submission may stop before anything has happened: then no step is to blame.
    if steps.isEmpty { self.violation.steps = [] }
    self.isShortest = isShortest
    self.schedule = schedule
  }
}

/// The events of one run, as text that a person can read and a suite can run again.
public struct Schedule: Hashable, Sendable, Codable {
  /// The check whose guarantee the run breaks.
  public var check: String
  /// What the run starts from, in the suite's own words, such as the number of nodes.
  public var setting: String
  /// One line per event.
  public var events: [String]

  /// Describes a schedule.
  public init(check: String, setting: String, events: [String]) {
    self.check = check
    self.setting = setting
    self.events = events
  }
}
