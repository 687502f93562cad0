import Checking
import ExerciseKit
import Wire

/// A cluster of nodes that have one flaw, as the explorer sees it: to find the shortest run that elects two
/// leaders in a term.
final class FlawedCluster: ClusterModel {
  /// What a node is and what it has stored.
  private struct Local: Hashable {
    var node: FlawedElector
    var term: Term = 0
    var votedFor: NodeID?
  }

  private struct Sent: Hashable {
    var message: ElectionMessage
    var sender: NodeID
    var receiver: Int
  }

  /// The check that two leaders of one term break.
  static let check = "at-most-one-leader-per-term"

  let nodeCount: Int
  let canRestart: Bool
  private let maxTerm: Term
  private let flaw: ElectionFlaw?
  private var locals: [[Local]]
  private var numbers: [[Local: Int]]
  private var messages: [Sent] = []
  private var messageNumbers: [Sent: Int] = [:]

  /// Nodes with empty logs.
  /// - Parameters:
  ///   - flaw: what is wrong with them; nil for right ones.
  ///   - maxTerm: the last term in which anybody stands.
  init(_ count: Int, flaw: ElectionFlaw?, maxTerm: Term, restarts: Bool) {
    nodeCount = count
    self.flaw = flaw
    self.maxTerm = maxTerm
    canRestart = restarts
    locals = Array(repeating: [], count: count)
    numbers = Array(repeating: [:], count: count)
  }

  /// The fewest events that elect two leaders in a term; nil when none do within the bounds, or within so many
  /// states.
  static func fewestEvents(
    _ count: Int, flaw: ElectionFlaw?, maxTerm: Term, restarts: Bool, budget: Int = 400_000
  ) throws(Stop) -> Int? {
    let found = try explore(
      { () throws(Stop) in
        FlawedCluster(count, flaw: flaw, maxTerm: maxTerm, restarts: restarts)
      }, budget: Budget(states: budget))
    return found.violations.first { $0.check == check }?.run.count
  }

  func start() -> [Int] {
    (0..<nodeCount).map { number(Local(node: made($0, term: 0, votedFor: nil)), at: $0) }
  }

  private func name(_ index: Int) -> NodeID { NodeID(UInt32(index + 1)) }

  private func made(_ index: Int, term: Term, votedFor: NodeID?) -> FlawedElector {
    FlawedElector(
      flaw: flaw, id: name(index), peers: (0..<nodeCount).filter { $0 != index }.map(name),
      term: term, votedFor: votedFor, lastLog: LogPosition(term: 0, index: 0), timeouts: 150...300)
  }

  private func number(_ local: Local, at index: Int) -> Int {
    if let known = numbers[index][local] { return known }
    numbers[index][local] = locals[index].count
    locals[index].append(local)
    return locals[index].count - 1
  }

  func resolve(_ requests: [LocalRequest]) throws(LocalStop) -> [LocalStep] {
    requests.map { request in
      var local = locals[request.node][request.state]
      var sends: [Int] = []
      switch request.event {
      case .timeout: sends = step(&local, .electionTimeout, at: request.node)
      case .delivery(let number):
        let sent = messages[number]
        sends = step(&local, .received(sent.message, from: sent.sender), at: request.node)
      case .restart:
        local.node = made(request.node, term: local.term, votedFor: local.votedFor)
      }
      return LocalStep(next: number(local, at: request.node), sends: sends, violations: [])
    }
  }

  private func step(_ local: inout Local, _ input: ElectionInput, at index: Int) -> [Int] {
    var sends: [Int] = []
    for output in local.node.step(input, random: 0) {
      switch output {
      case .persist(let term, let vote): (local.term, local.votedFor) = (term, vote)
      // Nobody heeds the answer to a heartbeat.
      case .send(.heartbeatReply, _), .resetElectionTimer: break
      case .send(let message, let receiver):
        sends.append(
          number(
            Sent(message: message, sender: name(index), receiver: Int(receiver.number) - 1)))
      }
    }
    return sends
  }

  private func number(_ sent: Sent) -> Int {
    if let known = messageNumbers[sent] { return known }
    messageNumbers[sent] = messages.count
    messages.append(sent)
    return messages.count - 1
  }

  var messageCount: Int { messages.count }

  func receiver(of message: Int) -> Int { messages[message].receiver }

  func conflict(between message: Int, and other: Int) -> String? {
    guard case .heartbeat(let term) = messages[message].message,
      case .heartbeat(term) = messages[other].message,
      messages[message].sender != messages[other].sender
    else { return nil }
    return Self.check
  }

  func isHarmless(_ message: Int) -> Bool {
    if case .heartbeat = messages[message].message { false } else { true }
  }

  func canTimeOut(node: Int, state: Int) -> Bool {
    let elector = locals[node][state].node
    return elector.role != .leader && elector.term < maxTerm
  }

  func isReply(_ message: Int) -> Bool {
    if case .vote = messages[message].message { true } else { false }
  }

  func isSpent(message: Int, node: Int, state: Int) -> Bool { false }

  let losesSpentMessages = false
}
