import Clusters
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F05: a command is copied, committed and announced; two followers whose logs differ are
  /// repaired.
  static let logReplication = Figure(
    id: "F05", name: "log-replication", title: "a command is copied, committed and announced",
    parameters: [
      Parameter(
        "followers",
        "whether the followers' logs are like the leader's, or one has another entry and "
          + "one has none", .choice(["equal", "differ"]), standard: "differ")
    ]
  ) { arguments, canvas in
    let (cluster, first) = replication(differs: arguments.text("followers") == "differ")
    return ClusterDrawing(cluster, from: first, hasClient: true).picture(on: canvas)
      .followed(
        by: FigureText(canvas: canvas).wrapped(
          "States: role and term, then the log; 2c is a command c of term 2, and what stands before "
            + "the bar is committed.", Style(nil, .dim)))
  }

  /// Three nodes; n1 leads term 2 and is asked to append c.
  static func replication(differs: Bool) -> (cluster: RaftCluster, first: Int) {
    let a = LogEntry(1, "a")
    let logs = differs ? [[a], [a, LogEntry(1, "x")], []] : [[a], [a], [a]]
    var cluster = RaftCluster(size: 3, logs: logs)
    cluster.perform(.timeout(NodeID(1)))
    cluster.deliver(from: NodeID(1), to: NodeID(3))
    cluster.deliver(from: NodeID(3), to: NodeID(1))
    cluster.loseAll()
    let first = cluster.steps.count
    cluster.perform(.propose(NodeID(1), "c"))
    cluster.settle(among: cluster.ids)
    cluster.perform(.answer(NodeID(1), "done", arrives: true))
    cluster.perform(.heartbeat(NodeID(1)))
    cluster.settle(among: cluster.ids)
    return (cluster, first)
  }
}
