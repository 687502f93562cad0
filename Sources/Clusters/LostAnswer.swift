public import ExerciseKit
public import Solutions

/// A leader commits a command and stops before it can say so; the client, which cannot know, sends
/// the command again to the successor.
public struct LostAnswer: Sendable {
  /// The nodes and everything that happened.
  public private(set) var cluster: RaftCluster
  /// The step with which the picture begins, after the first election.
  public private(set) var firstStep = 0
  /// The account after the whole log, on every replica that is up; all are equal.
  public private(set) var balances: [Int] = []
  /// What the client is answered in the end.
  public private(set) var answer: Result<Int, SessionError>?

  /// Plays the run.
  /// - Parameters:
  ///   - sameSerial: whether the client repeats its command under the same number.
  ///   - isCommitted: false when the leader stops before anybody else has the command.
  public init(sameSerial: Bool, isCommitted: Bool = true) {
    cluster = RaftCluster(size: 3, appendsNoOp: true)
    let leader = NodeID(1)
    let successor = NodeID(2)
    cluster.perform(.timeout(leader))
    cluster.settle(among: cluster.ids)
    cluster.perform(.propose(leader, "open"))
    cluster.settle(among: cluster.ids)
    cluster.perform(.heartbeat(leader))
    cluster.settle(among: cluster.ids)
    firstStep = cluster.steps.count
    cluster.perform(.propose(leader, "#1 +100"))
    if isCommitted { cluster.settle(among: cluster.ids) }
    cluster.perform(.answer(leader, "100", arrives: false))
    cluster.perform(.crash(leader))
    cluster.loseAll()
    while let node = cluster[successor], node.role != .leader, node.term < 9 {
      cluster.perform(.timeout(successor))
      cluster.settle(among: [successor, NodeID(3)])
    }
    cluster.perform(.propose(successor, sameSerial ? "#1 +100" : "#2 +100"))
    cluster.settle(among: [successor, NodeID(3)])
    cluster.perform(.heartbeat(successor))
    cluster.settle(among: [successor, NodeID(3)])
    for replica in [successor, NodeID(3)] {
      guard let node = cluster[replica] else { continue }
      let account = Self.account(.init(node))
      balances.append(account.table.balance)
      answer = account.last
    }
    let said = if case .success(let balance)? = answer { "\(balance)" } else { "error" }
    cluster.perform(.answer(successor, said, arrives: true))
  }

  /// A replica's account as its committed entries make it, and the answer to the last command.
  public static func account(
    _ view: RaftInvariants.View
  ) -> (table: SessionTable, last: Result<Int, SessionError>?) {
    var table = SessionTable(maxSessions: 8)
    var last: Result<Int, SessionError>?
    var session: UInt64 = 0
    for entry in view.log.prefix(view.commitIndex) {
      if entry.command == "open" { session = table.open() }
      let words = entry.command.dropFirst().split(separator: " ")
      guard words.count == 2, let serial = UInt64(words[0]), let delta = Int(words[1]) else {
        continue
      }
      last = table.apply(SessionCommand(session: session, serial: serial, delta: delta))
    }
    return (table, last)
  }
}
