public import ExerciseKit

/// Watches a run of Raft from outside and says which of the five safety properties breaks first.
///
/// Source: Ongaro and Ousterhout 2014, figure 3. It is told every node's state after every event;
/// it compares states across time, so a property that only a history can break, such as Leader
/// Completeness, is seen.
public struct RaftInvariants: Sendable {
  /// A property of figure 3.
  public enum Property: String, Hashable, Sendable, CaseIterable {
    /// At most one leader per term.
    case electionSafety = "Election Safety"
    /// A leader never changes or removes an entry of its own log.
    case leaderAppendOnly = "Leader Append-Only"
    /// Same index and same term: the logs are equal up to there.
    case logMatching = "Log Matching"
    /// What is committed in a term is in the log of every leader of a later term.
    case leaderCompleteness = "Leader Completeness"
    /// No two nodes apply different entries at one index.
    case stateMachineSafety = "State Machine Safety"
  }

  /// One node's state.
  public struct View: Hashable, Sendable {
    /// Which node it is.
    public var node: NodeID
    /// Its current term.
    public var term: Term
    /// Whether it leads that term.
    public var isLeader: Bool
    /// Its log, the first entry at index 1.
    public var log: [LogEntry]
    /// What this node takes for committed.
    public var commitIndex: Int

    /// Describes a node.
    public init(
      node: NodeID, term: Term, isLeader: Bool, log: [LogEntry], commitIndex: Int
    ) {
      self.node = node
      self.term = term
      self.isLeader = isLeader
      self.log = log
      self.commitIndex = commitIndex
    }

    /// What a node shows of itself.
    public init(_ node: RaftNode) {
      self.init(
        node: node.id, term: node.term, isLeader: node.role == .leader, log: node.log,
        commitIndex: node.commitIndex)
    }
  }

  /// What broke.
  public struct Violation: Hashable, Sendable {
    /// The property.
    public var property: Property
    /// Who and where, as a sentence without a full stop.
    public var sentence: String
  }

  private struct Committed: Sendable {
    var entry: LogEntry
    var term: Term
  }

  private var leaders: [Term: NodeID] = [:]
  private var leaderLogs: [Term: [LogEntry]] = [:]
  private var committed: [Committed] = []

  /// Has seen nothing.
  public init() {}

  /// Takes the state of all nodes after an event.
  /// - Returns: the first property that this state breaks, in the order of `Property`; nil for
  ///   none.
  public mutating func observe(_ views: [View]) -> Violation? {
    for view in views where view.isLeader {
      if let broken = election(view) ?? appendOnly(view) { return broken }
    }
    for (number, left) in views.enumerated() {
      for right in views[(number + 1)...] {
        if let broken = matching(left, right) { return broken }
      }
    }
    for view in views where view.isLeader {
      if let broken = completeness(view) { return broken }
    }
    for view in views {
      if let broken = stateMachine(view) { return broken }
    }
    return nil
  }

  private mutating func election(_ view: View) -> Violation? {
    let known = leaders[view.term, default: view.node]
    leaders[view.term] = known
    guard known != view.node else { return nil }
    return Violation(
      property: .electionSafety,
      sentence: "\(known) and \(view.node) both lead term \(view.term)")
  }

  private mutating func appendOnly(_ view: View) -> Violation? {
    let before = leaderLogs.updateValue(view.log, forKey: view.term) ?? []
    guard !view.log.starts(with: before) else { return nil }
    return Violation(
      property: .leaderAppendOnly,
      sentence: "\(view.node) changed its log while it led term \(view.term)")
  }

  private func matching(_ left: View, _ right: View) -> Violation? {
    let pairs = Array(zip(left.log, right.log))
    guard let last = pairs.lastIndex(where: { $0.term == $1.term }),
      let first = pairs.firstIndex(where: { $0 != $1 }), first <= last
    else { return nil }
    return Violation(
      property: .logMatching,
      sentence: "\(left.node) and \(right.node) agree on the term at index \(last + 1) "
        + "and differ at index \(first + 1)")
  }

  private func completeness(_ view: View) -> Violation? {
    let missing = committed.indices.first { index in
      committed[index].term < view.term
        && (index >= view.log.count || view.log[index] != committed[index].entry)
    }
    guard let missing else { return nil }
    return Violation(
      property: .leaderCompleteness,
      sentence: "\(view.node) leads term \(view.term) without \(committed[missing].entry), "
        + "which was committed at index \(missing + 1)")
  }

  private mutating func stateMachine(_ view: View) -> Violation? {
    for index in 0..<min(view.commitIndex, view.log.count) {
      guard index < committed.count else {
        committed.append(Committed(entry: view.log[index], term: view.term))
        continue
      }
      if committed[index].entry != view.log[index] {
        return Violation(
          property: .stateMachineSafety,
          sentence: "\(view.node) applies \(view.log[index]) at index \(index + 1), "
            + "where \(committed[index].entry) was applied")
      }
    }
    return nil
  }
}
