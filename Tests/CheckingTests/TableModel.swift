import Checking
import Wire

/// A cluster small enough to count by hand: what each node does is a function of the request.
final class TableModel: ClusterModel {
  struct Message {
    var receiver: Int
    var isReply = false
  }

  let nodeCount: Int
  let messages: [Message]
  let react: (LocalRequest) throws -> LocalStep
  var timesOut: (_ node: Int, _ state: Int) -> Bool = { _, _ in false }
  var canRestart = false
  var conflicts: [Set<Int>: String] = [:]
  var spent: (_ message: Int, _ state: Int) -> Bool = { _, _ in false }
  var losesSpentMessages = false
  /// From which number on a local state shows that its node's states keep growing.
  var growsFrom = Int.max
  /// Whether a message has a number only once it is sent.
  var numbersAsSent = false
  private var sent = 0
  /// Every request asked, in order.
  private(set) var asked: [LocalRequest] = []

  init(
    nodes: Int, messages: [Message] = [], _ react: @escaping (LocalRequest) throws -> LocalStep
  ) {
    nodeCount = nodes
    self.messages = messages
    self.react = react
  }

  func start() -> [Int] { Array(repeating: 0, count: nodeCount) }

  func resolve(_ requests: [LocalRequest]) throws(LocalStop) -> [LocalStep] {
    asked += requests
    var steps: [LocalStep] = []
    for (index, request) in requests.enumerated() {
      do {
        steps.append(try react(request))
        sent = max(sent, (steps.last?.sends.max() ?? -1) + 1)
      } catch {
        throw LocalStop(stop: .memoryLimit, request: error is Unlocated ? nil : index)
      }
    }
    return steps
  }

  /// Thrown by a reaction to stop the subject in an event that cannot be named.
  struct Unlocated: Error {}
  /// Thrown by a reaction to stop the subject.
  struct Stopped: Error {}

  var growingNode: Int? { asked.first { $0.state > growsFrom }?.node }

  func showsGrowth(node: Int, state: Int) -> Bool { state >= growsFrom }

  var messageCount: Int { numbersAsSent ? sent : messages.count }

  func receiver(of message: Int) -> Int { messages[message].receiver }

  func isReply(_ message: Int) -> Bool { messages[message].isReply }

  func conflict(between message: Int, and other: Int) -> String? { conflicts[[message, other]] }

  func isHarmless(_ message: Int) -> Bool { !conflicts.keys.contains { $0.contains(message) } }

  func canTimeOut(node: Int, state: Int) -> Bool { timesOut(node, state) }

  func isSpent(message: Int, node: Int, state: Int) -> Bool { spent(message, state) }
}

extension LocalStep {
  /// A step that breaks nothing.
  static func to(_ next: Int, sends: [Int] = []) -> LocalStep {
    LocalStep(next: next, sends: sends, violations: [])
  }

  /// A step that breaks one guarantee; nil for a node that nothing sensible can be said of afterwards.
  static func breaking(_ check: String, next: Int?) -> LocalStep {
    LocalStep(
      next: next, sends: [],
      violations: [LocalViolation(check: check, sentence: "\(check) is broken")])
  }
}

extension TableModel {
  /// Nodes that only count their timeouts, up to a limit.
  static func counters(nodes: Int, limit: Int, restarts: Bool = false) -> TableModel {
    let model = TableModel(nodes: nodes) { request in
      request.event == .restart ? .to(0) : .to(request.state + 1)
    }
    model.timesOut = { _, state in state < limit }
    model.canRestart = restarts
    return model
  }

  /// Three nodes that pass a token on once: message 0 from n0 to n1, 1 from n1 to n2, 2 back to n0.
  static func ring(replies: Bool = false) -> TableModel {
    let messages = [1, 2, 0].map { Message(receiver: $0, isReply: replies) }
    let model = TableModel(nodes: 3, messages: messages) { request in
      switch (request.node, request.state, request.event) {
      case (0, 0, .timeout): .to(1, sends: [0])
      case (1, 0, .delivery(message: 0)): .to(1, sends: [1])
      case (2, 0, .delivery(message: 1)): .to(1, sends: [2])
      case (0, 1, .delivery(message: 2)): .to(2)
      default: .to(request.state)
      }
    }
    model.timesOut = { node, state in node == 0 && state == 0 }
    return model
  }
}
