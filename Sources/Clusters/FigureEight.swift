public import ExerciseKit
public import Solutions

/// The run of Ongaro and Ousterhout 2014, figure 8: an entry of an old term reaches a majority and
/// is overwritten all the same. Five nodes, all with one entry of term 1 at the start.
public struct FigureEight: Sendable {
  /// A moment of the run that the paper's figure shows.
  public struct Scene: Sendable {
    /// The letter of the moment, `a` to `e`.
    public var name: String
    /// What has happened since the moment before, as a sentence without a full stop.
    public var sentence: String
    /// Every node's state.
    public var views: [RaftInvariants.View]
    /// Who is stopped.
    public var stopped: [NodeID]
  }

  /// The nodes and everything that happened.
  public private(set) var cluster: RaftCluster
  /// The moments, in order.
  public private(set) var scenes: [Scene] = []
  /// How many nodes hold the old entry when n1 has copied it in term 4.
  public private(set) var holdersOfB = 0
  /// What n1 takes for committed at that moment.
  public private(set) var commitIndexWhenCounted = 0
  /// What n1 takes for committed when it stops for the last time.
  public private(set) var commitIndexAtTheEnd = 0
  /// The logs of n2 and n5 when they differ at index 2.
  public private(set) var logsWhenBothStood: ([LogEntry], [LogEntry]) = ([], [])
  /// What breaks if an entry that a majority holds is taken for committed, whatever its term.
  public private(set) var countingBreaks: RaftInvariants.Violation?
  private let commitsOwnTerm: Bool
  private let n = (1...5).map { NodeID(UInt32($0)) }
  private var countingMonitor = RaftInvariants()
  private var counted = 0

  /// Prepares the run.
  /// - Parameter commitsOwnTerm: true for the paper's other ending, in which n1 also copies an
  ///   entry of its own term to a majority before it stops.
  public init(commitsOwnTerm: Bool) {
    self.commitsOwnTerm = commitsOwnTerm
    cluster = RaftCluster(size: 5, logs: Array(repeating: [LogEntry(1, "a")], count: 5))
  }

  /// Plays it to its end.
  public mutating func play() {
    elect(n[0], in: 2, by: [n[1], n[2]])
    cluster.perform(.propose(n[0], "b"))
    cluster.deliver(from: n[0], to: n[1])
    cluster.deliver(from: n[0], to: n[1])
    show("a", "n1 leads term 2, appends b and copies it to n2 alone")

    stop(n[0])
    elect(n[4], in: 3, by: [n[2], n[3]])
    cluster.perform(.propose(n[4], "c"))
    cluster.loseAll()
    show("b", "n1 stops; n5 leads term 3 with the votes of n3 and n4, and appends c")
    logsWhenBothStood = (cluster[n[1]]?.log ?? [], cluster[n[4]]?.log ?? [])

    stop(n[4])
    cluster.perform(.restart(n[0]))
    elect(n[0], in: 4, by: [n[1], n[2]])
    cluster.perform(.heartbeat(n[0]))
    copyToMajority()
    holdersOfB = cluster.views.count { $0.log.dropFirst().first?.command == "b" }
    commitIndexWhenCounted = cluster[n[0]]?.commitIndex ?? 0
    counted = 2
    observeCounting()
    show("c", "n5 stops; n1 leads term 4 and copies b to n3: a majority holds it")

    if commitsOwnTerm {
      cluster.perform(.propose(n[0], "d"))
      copyToMajority()
      show("e", "n1 appends d in its own term 4 and copies it to n2 and n3: both are committed")
    }
    commitIndexAtTheEnd = cluster[n[0]]?.commitIndex ?? 0
    stop(n[0])
    cluster.perform(.restart(n[4]))
    elect(n[4], in: 5, by: [n[1], n[2], n[3]])
    observeCounting()
    cluster.perform(.heartbeat(n[4]))
    cluster.settle(among: Array(n[1...]))
    show(
      commitsOwnTerm ? "f" : "d",
      commitsOwnTerm
        ? "n1 stops; n5 stands and is refused by n2 and n3, whose logs end in term 4"
        : "n1 stops; n5 leads term 5 with the votes of n2, n3 and n4, and b is overwritten")
  }

  /// Lets a node stand until it reaches a term, heard by the voters alone.
  private mutating func elect(_ candidate: NodeID, in term: Term, by voters: [NodeID]) {
    cluster.loseAll()
    while let node = cluster[candidate], node.term < term {
      cluster.loseAll()
      cluster.perform(.timeout(candidate))
    }
    for voter in voters {
      cluster.deliver(from: candidate, to: voter)
      cluster.deliver(from: voter, to: candidate)
    }
    cluster.loseAll()
  }

  /// Until the answers of n2 and n3 say that they hold all of n1's log.
  private mutating func copyToMajority() {
    for _ in 0..<6 {
      for peer in [n[1], n[2]] {
        cluster.deliver(from: n[0], to: peer)
        cluster.deliver(from: peer, to: n[0])
      }
    }
    cluster.loseAll()
  }

  private mutating func stop(_ node: NodeID) {
    cluster.loseAll()
    cluster.perform(.crash(node))
  }

  /// Shows the monitor the same run through the eyes of a leader that counts copies of any term.
  private mutating func observeCounting() {
    let views = cluster.views.filter { !cluster.isStopped($0.node) }.map { view in
      var view = view
      if view.node == n[0], view.isLeader { view.commitIndex = max(view.commitIndex, counted) }
      return view
    }
    countingBreaks = countingBreaks ?? countingMonitor.observe(views)
  }

  private mutating func show(_ name: String, _ sentence: String) {
    scenes.append(
      Scene(
        name: name, sentence: sentence, views: cluster.views,
        stopped: n.filter(cluster.isStopped)))
  }
}
