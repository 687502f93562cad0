import Checking
import Clusters
import Diagrams
import ExerciseKit
import Solutions
import Terminal

/// A run of a cluster as a space-time diagram: a lane for the client where there is one, then a
/// lane per node. Answers and heartbeats that change nothing are left out unless something follows
/// from them.
struct ClusterDrawing {
  /// What a figure shows of a run.
  struct Look {
    /// A node's state after a step, in a few characters.
    var state: (RaftCluster.Step) -> String = { ClusterDrawing.roleAndLog($0) }
    /// Whether entries are shown with their terms and places.
    var showsTerms = true
    /// Whether messages of this step that never arrive are drawn.
    var showsLost: (RaftCluster.Step) -> Bool = { _ in true }
  }

  private let cluster: RaftCluster
  private let look: Look
  private let first: Int
  private let hasClient: Bool
  /// The numbers of the steps that are drawn.
  private let shown: [Int]

  /// Draws a run from one of its steps on.
  init(_ cluster: RaftCluster, from first: Int, hasClient: Bool, look: Look = Look()) {
    self.cluster = cluster
    self.look = look
    self.first = first
    self.hasClient = hasClient
    var needed: Set<Int> = []
    for number in cluster.steps.indices.reversed() where number >= first {
      let step = cluster.steps[number]
      guard needed.contains(number) || Self.isTelling(number, of: cluster, look) else { continue }
      needed.insert(number)
      if case .deliver(let envelope) = step.event { needed.insert(envelope.sentIn) }
    }
    shown = needed.filter { $0 >= first }.sorted()
  }

  /// The lines of the picture; sentences below it where they are asked for.
  func picture(on canvas: Figure.Canvas, marked: (RaftCluster.Step) -> Bool = { _ in false })
    -> Picture
  {
    let lanes = (hasClient ? ["client"] : []) + cluster.ids.map(\.description)
    let diagram = RunDiagram(
      lanes: lanes, initialStates: (hasClient ? [""] : []) + cluster.ids.map(stateBefore),
      steps: (hasClient ? [Self.beginning] : []) + shown.map(step),
      marked: shown.indices.filter { marked(cluster.steps[shown[$0]]) }.map { $0 + offset })
    return FigureText(canvas: canvas).run(diagram)
  }

  /// A log with a bar behind what is committed: `1a 2b|2c`.
  static func text(of log: [LogEntry], committed: Int) -> String {
    guard !log.isEmpty else { return "empty" }
    var text = ""
    for (position, entry) in log.enumerated() {
      if position > 0 { text += position == committed ? "|" : " " }
      text += "\(entry.term)" + (entry.command.isEmpty ? "-" : entry.command)
    }
    return committed == log.count ? text + "|" : text
  }

  /// What a client sends must have been sent in some step.
  private static let beginning = Counterexample.Step(
    event: .local(lane: 0, label: "begins"), sentence: "the client begins")

  private var offset: Int { hasClient ? 1 : 0 }

  private func lane(_ node: NodeID) -> Int { Int(node.number) - 1 + offset }

  private func stateBefore(_ node: NodeID) -> String {
    let earlier = cluster.steps[..<first].last { $0.event.node == node }
    if let earlier { return look.state(earlier) }
    let initial = cluster.initialViews.first { $0.node == node }
    return initial.map { "F\($0.term) " + Self.text(of: $0.log, committed: 0) } ?? ""
  }

  /// `L2 1a|2c`.
  static func roleAndLog(_ step: RaftCluster.Step) -> String {
    roleAndTerm(step) + " " + text(of: step.view.log, committed: step.view.commitIndex)
  }

  /// `L2`.
  static func roleAndTerm(_ step: RaftCluster.Step) -> String {
    "\(step.role.rawValue.prefix(1).uppercased())\(step.view.term)"
  }

  private func step(_ number: Int) -> Counterexample.Step {
    let step = cluster.steps[number]
    let node = step.event.node
    let own = lane(node)
    let event: Counterexample.Event
    let words: String
    switch step.event {
    case .timeout:
      (event, words) = (.local(lane: own, label: "timeout"), "\(node)'s election timer runs out")
    case .heartbeat:
      (event, words) = (.local(lane: own, label: "heartbeat"), "it is time for \(node)'s heartbeat")
    case .propose(_, let command), .ask(_, let command):
      event =
        hasClient
        ? .delivery(from: 0, to: own, label: command, sentIn: sender(before: number))
        : .local(lane: own, label: command)
      words = "the client asks \(node): \(command)"
    case .answer(_, let text, true):
      event = .delivery(from: own, to: 0, label: text, sentIn: sender(before: number))
      words = "\(node) answers the client: \(text)"
    case .answer(_, let text, false):
      (event, words) = (.local(lane: own, label: "answers"), "\(node)'s answer \(text) is lost")
    case .remark(_, let text):
      (event, words) = (.local(lane: own, label: text), "\(node) is \(text)")
    case .crash: (event, words) = (.local(lane: own, label: "stops"), "\(node) stops")
    case .restart: (event, words) = (.restart(lane: own), "\(node) starts again")
    case .deliver(let envelope):
      let label = label(envelope.message)
      event = .delivery(
        from: lane(envelope.from), to: own, label: label,
        sentIn: shown.firstIndex(of: envelope.sentIn).map { $0 + offset })
      words = meaning(of: envelope, in: number)
    }
    let before = cluster.steps[..<number].last { $0.event.node == node }.map(look.state)
    let state = look.state(step)
    return Counterexample.Step(
      event: event, sentence: words, state: state == before ? nil : state,
      lost: lost(in: number))
  }

  /// What a delivery does, in words.
  private func meaning(of envelope: RaftCluster.Envelope, in number: Int) -> String {
    let node = envelope.to
    let step = cluster.steps[number]
    let before = cluster.steps[..<number].last { $0.event.node == node }
    switch envelope.message {
    case .election(.vote) where step.role == .leader && before?.role != .leader:
      return "a majority has voted for \(node): it leads term \(step.view.term)"
    case .election(.vote(_, true)): return "\(node) counts \(envelope.from)'s vote"
    case .election(.vote(_, false)): return "\(envelope.from) has refused"
    case .election(.requestVote):
      let granted = step.sent.contains {
        if case .election(.vote(_, true)) = $0.message { true } else { false }
      }
      return "\(node) \(granted ? "votes for" : "refuses") \(envelope.from)"
    case .append where isRefused(by: step):
      return "\(node) does not have what goes before, or has a later term, and refuses"
    case .append(let request):
      let isNew = before?.view.log != step.view.log
      return request.entries.isEmpty || !isNew
        ? "\(node) hears that \(envelope.from) leads" : "\(node) stores it and answers"
    case .appendReply(let reply) where reply.term > (before?.view.term ?? reply.term):
      return "\(node) learns of term \(reply.term) and steps down"
    case .appendReply(let reply) where !reply.success: return "\(node) goes back and sends more"
    case .appendReply where before?.view.commitIndex != step.view.commitIndex:
      return "a majority has it: \(node) commits"
    case .appendReply: return "\(node) knows that \(envelope.from) has it"
    case .election: return "\(node) hears from \(envelope.from)"
    }
  }

  private func isRefused(by step: RaftCluster.Step) -> Bool {
    step.sent.contains { Self.isRefusal($0.message) }
  }

  /// A client's step counts as sent in the step just above it.
  private func sender(before number: Int) -> Int? {
    shown.firstIndex(of: number).map { $0 - 1 + offset }
  }

  /// Messages of a step that never arrive, and an answer that is lost.
  private func lost(in number: Int) -> [Counterexample.LostMessage] {
    let step = cluster.steps[number]
    if case .answer(_, let text, false) = step.event { return [.init(to: 0, label: text)] }
    guard look.showsLost(step) else { return [] }
    let arrived = Set(
      cluster.steps.compactMap { step -> Int? in
        if case .deliver(let envelope) = step.event { envelope.number } else { nil }
      })
    return step.sent.filter { !arrived.contains($0.number) && Self.isWorthLosing($0.message) }
      .map { .init(to: lane($0.to), label: label($0.message)) }
  }

  private static func isWorthLosing(_ message: RaftNode.Message) -> Bool {
    if case .append = message { true } else { false }
  }

  /// True when a step is worth a line of its own, whatever follows from it.
  private static func isTelling(_ number: Int, of cluster: RaftCluster, _ look: Look) -> Bool {
    let step = cluster.steps[number]
    switch step.event {
    case .timeout, .propose, .ask, .answer, .remark, .crash, .restart: return true
    case .heartbeat:
      return look.showsLost(step)
        && step.sent.contains { envelope in !isDelivered(envelope, in: cluster) }
    case .deliver(let envelope):
      let before = cluster.steps[..<number].last { $0.event.node == step.event.node }
      let isNew = before.map { $0.view != step.view || $0.role != step.role } ?? true
      if case .append(let request) = envelope.message, request.entries.isEmpty {
        return isNew && before?.role != step.role
      }
      return isNew || isRefusal(envelope.message)
    }
  }

  private static func isDelivered(_ envelope: RaftCluster.Envelope, in cluster: RaftCluster) -> Bool
  {
    cluster.steps.contains { $0.event == .deliver(envelope) }
  }

  private static func isRefusal(_ message: RaftNode.Message) -> Bool {
    if case .appendReply(let reply) = message { !reply.success } else { false }
  }

  /// A message in a few characters.
  private func label(_ message: RaftNode.Message) -> String {
    switch message {
    case .election(.requestVote(let term, _)): "vote? t\(term)"
    case .election(.vote(let term, let granted)): "\(granted ? "yes" : "no") t\(term)"
    case .election(.heartbeat(let term)), .election(.heartbeatReply(let term)): "beat t\(term)"
    case .append(let request) where request.entries.isEmpty: "beat t\(request.term)"
    case .append(let request) where look.showsTerms:
      request.entries.map { "\($0.term)" + ($0.command.isEmpty ? "-" : $0.command) }
        .joined(separator: " ") + " after \(request.prevIndex)"
    case .append(let request):
      request.entries.last.map { $0.command.isEmpty ? "no-op" : $0.command } ?? ""
    case .appendReply(let reply):
      !reply.success
        ? "no t\(reply.term)" : look.showsTerms ? "have \(reply.matchIndex)" : "have it"
    }
  }
}
