public import Wire

/// A cluster as the explorer sees it: nodes with numbered local states, and numbered messages.
///
/// The explorer knows nothing of terms or votes. It asks for each distinct (local state, event) of a
/// node once and remembers the answer, which is what makes searching through a pipe affordable.
public protocol ClusterModel: AnyObject {
  /// The number of nodes, 1 to 5.
  var nodeCount: Int { get }

  /// Each node's local state at the start, numbered within the node from 0.
  func start() throws(Stop) -> [Int]

  /// What one node does on each of these events, in order. May number new states and messages.
  /// - Throws: `LocalStop` when the subject stopped, naming the event.
  func resolve(_ requests: [LocalRequest]) throws(LocalStop) -> [LocalStep]

  /// The number of messages numbered so far.
  var messageCount: Int { get }

  /// The node a message goes to.
  func receiver(of message: Int) -> Int

  /// The check that breaks when both messages have been sent in one run; nil when they agree.
  func conflict(between message: Int, and other: Int) -> String?

  /// True when no message of this kind conflicts with any other, so that none need be compared.
  func isHarmless(_ message: Int) -> Bool

  /// Whether a node in this state can time out within the bounds.
  func canTimeOut(node: Int, state: Int) -> Bool

  /// Whether a message answers another. A reply that its receiver ignores is no transition; a request
  /// always is, since it is owed an answer.
  func isReply(_ message: Int) -> Bool

  /// Whether nodes crash and restart.
  var canRestart: Bool { get }

  /// Whether a message can no longer matter to its receiver in this state by the protocol's rules, so
  /// that it is taken out of the network once the subject is seen to ignore it.
  func isSpent(message: Int, node: Int, state: Int) -> Bool

  /// A node whose local states keep growing, so that no search gets to an end; nil as long as none is
  /// known.
  var growingNode: Int? { get }

  /// Whether the way to this local state shows how a node's states keep growing: that it has been
  /// through several that differ only in what cannot matter.
  func showsGrowth(node: Int, state: Int) -> Bool

  /// Whether spent messages are lost without asking what the subject would make of them.
  var losesSpentMessages: Bool { get }
}

extension ClusterModel {
  /// Most models have nothing that grows.
  public var growingNode: Int? { nil }

  /// Most models have nothing that grows.
  public func showsGrowth(node: Int, state: Int) -> Bool { false }
}

/// Something that can happen to one node.
public enum LocalEvent: Hashable, Sendable {
  /// The node's timer runs out.
  case timeout
  /// The node crashes and restarts from what it persisted.
  case restart
  /// A message arrives.
  case delivery(message: Int)
}

/// A question to a model: what does this node do in this state on this event?
public struct LocalRequest: Hashable, Sendable {
  /// The node's index.
  public var node: Int
  /// The node's local state.
  public var state: Int
  /// What happens.
  public var event: LocalEvent

  /// Names a node, its state and an event.
  public init(node: Int, state: Int, event: LocalEvent) {
    self.node = node
    self.state = state
    self.event = event
  }
}

/// The answer: the node's next state and what it sent.
public struct LocalStep: Hashable, Sendable {
  /// The next local state; nil when a violation leaves nothing sensible to go on from.
  public var next: Int?
  /// The messages sent.
  public var sends: [Int]
  /// What the step itself breaks, the most telling first.
  public var violations: [LocalViolation]

  /// Describes a step.
  public init(next: Int?, sends: [Int], violations: [LocalViolation]) {
    self.next = next
    self.sends = sends
    self.violations = violations
  }
}

/// A guarantee that a single step breaks.
public struct LocalViolation: Hashable, Sendable {
  /// The check's name.
  public var check: String
  /// What went wrong, as one sentence.
  public var sentence: String

  /// Describes a violation.
  public init(check: String, sentence: String) {
    self.check = check
    self.sentence = sentence
  }
}

/// The subject stopped while it handled one event.
public struct LocalStop: Error, Hashable, Sendable {
  /// Why it stopped.
  public var stop: Stop
  /// The index of the request it stopped in; nil when no single event makes it stop again.
  public var request: Int?

  /// Names the stop and where it happened.
  public init(stop: Stop, request: Int?) {
    self.stop = stop
    self.request = request
  }
}
