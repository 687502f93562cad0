public import ExerciseKit
public import Solutions

/// A leader is cut off, does not know it, and is asked to read what its successor has changed.
public struct StaleRead: Sendable {
  /// The nodes and everything that happened; x is 1 and then 2.
  public private(set) var cluster: RaftCluster
  /// The step with which the picture begins, after the first election.
  public private(set) var firstStep = 0
  /// What the old leader's own state machine says x is, at the end.
  public private(set) var answerFromMemory: Int?
  /// What the client was answered when the leader first confirms that it leads; nil for no answer.
  public private(set) var answerByReadIndex: Int?
  /// How many of the three nodes, the old leader included, confirmed its round.
  public private(set) var confirmations = 1
  /// True when the old leader learnt from the answers, once the network was mended, that it is
  /// deposed.
  public private(set) var learnsOfItsEnd = false
  /// What clients saw, if the old leader answers from memory.
  public private(set) var history: [Operation] = []
  private let old = NodeID(1)
  private let new = NodeID(2)
  private let third = NodeID(3)

  /// Plays the run.
  /// - Parameters:
  ///   - isPartitioned: false to let the network be: the leader then stays the leader.
  ///   - asksFirst: whether the leader draws its answer from a round of heartbeats or from memory;
  ///     it only changes what is shown.
  public init(isPartitioned: Bool = true, asksFirst: Bool = true) {
    cluster = RaftCluster(size: 3, appendsNoOp: true)
    cluster.perform(.timeout(old))
    cluster.settle(among: cluster.ids)
    firstStep = cluster.steps.count
    propose("x=1", at: old, among: cluster.ids)
    if isPartitioned {
      cluster.perform(.remark(old, "cut off"))
      cluster.perform(.timeout(new))
      cluster.settle(among: [new, third])
      propose("x=2", at: new, among: [new, third])
    } else {
      propose("x=2", at: old, among: cluster.ids)
    }
    read(isPartitioned: isPartitioned, asksFirst: asksFirst)
    let seen = answerFromMemory ?? 0
    history = [
      Operation(.write(1), invoked: 0, returned: 1), Operation(.write(2), invoked: 2, returned: 3),
      Operation(.read(seen), invoked: 4, returned: 5),
    ]
  }

  private mutating func propose(_ command: String, at node: NodeID, among group: [NodeID]) {
    cluster.perform(.propose(node, command))
    cluster.settle(among: group)
    cluster.perform(.answer(node, "\(command) done", arrives: true))
    cluster.perform(.heartbeat(node))
    cluster.settle(among: group)
  }

  private mutating func read(isPartitioned: Bool, asksFirst: Bool) {
    cluster.loseAll()
    cluster.perform(.ask(old, "read x"))
    guard let node = cluster[old] else { return }
    answerFromMemory = value(at: old)
    guard asksFirst else {
      cluster.perform(.answer(old, "x=\(answerFromMemory ?? 0)", arrives: true))
      return
    }
    let ownTerm = node.log.firstIndex { $0.term == node.term } ?? 0
    var reads = ReadIndexLeader(
      term: node.term, peers: [new, third], commitIndex: node.commitIndex,
      appliedIndex: node.commitIndex, firstIndexOfTerm: ownTerm + 1)
    let round = reads.requestRead(1) ?? 0
    cluster.perform(.heartbeat(old))
    if !isPartitioned {
      cluster.settle(among: cluster.ids)
      for peer in [new, third] {
        confirmations += 1
        if !reads.acknowledge(round: round, from: peer, term: node.term).isEmpty {
          answerByReadIndex = value(at: old)
        }
      }
      cluster.perform(.answer(old, "x=\(answerByReadIndex ?? 0)", arrives: true))
      return
    }
    cluster.perform(.answer(old, "no answer", arrives: true))
    // The successor's answer carries its term.
    cluster.perform(.remark(old, "mended"))
    cluster.deliver(from: old, to: new)
    cluster.deliver(from: new, to: old)
    _ = reads.acknowledge(round: round, from: new, term: cluster[new]?.term ?? 0)
    learnsOfItsEnd = reads.isDeposed
  }

  private func value(at node: NodeID) -> Int? {
    cluster[node].flatMap { Self.value(.init($0)) }
  }

  /// What a node's committed entries make of x; nil when nothing was written.
  public static func value(_ view: RaftInvariants.View) -> Int? {
    view.log.prefix(view.commitIndex).compactMap { entry in
      entry.command.split(separator: "=").last.flatMap { Int($0) }
    }.last
  }
}
