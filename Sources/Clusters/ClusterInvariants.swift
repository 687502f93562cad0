public import ExerciseKit
public import Solutions

/// Watches a run of `RaftServer`s from outside and says what breaks first of the properties of Ongaro and
/// Ousterhout 2014, figure 3, with members that change and logs that are compacted.
///
/// It is told what takes place, effect by effect; what a server wanted to do before it stopped did not.
public struct ClusterInvariants<Machine: ReplicatedMachine>: Sendable {
  /// A server of the run.
  public typealias Server = RaftServer<Machine>

  private struct Place: Hashable, Sendable {
    var index: Int
    var term: Term
  }

  private struct Content: Hashable, Sendable {
    var entry: Server.Entry
    var previousTerm: Term?
  }

  private struct Applied: Hashable, Sendable {
    var entry: Server.Entry
    /// The term of the server that was first to apply it.
    var term: Term
  }

  private var leaders: [Term: NodeID] = [:]
  private var ends: [Term: Int] = [:]
  private var contents: [Place: Content] = [:]
  private var disks: [NodeID: Server.Stored] = [:]
  private var applied: [Int: Applied] = [:]
  /// The last index that any server has applied.
  public private(set) var lastApplied = 0
  /// The property that broke first, who and where, as a sentence without a full stop; nil for none.
  public private(set) var violation: String?

  /// Has seen nothing.
  public init() {}

  /// What was first applied at an index; nil when nothing was.
  public func entry(at index: Int) -> Server.Entry? { applied[index]?.entry }

  /// Whether a command and a change of the members have been applied.
  var appliedKinds: (command: Bool, members: Bool) {
    var kinds = (command: false, members: false)
    for known in applied.values {
      switch known.entry.content {
      case .command: kinds.command = true
      case .members: kinds.members = true
      case .nothing: break
      }
    }
    return kinds
  }

  /// How many terms had a leader.
  public var ledTerms: Int { leaders.count }

  private mutating func require(_ holds: Bool, _ sentence: @autoclosure () -> String) {
    if !holds, violation == nil { violation = sentence() }
  }

  /// An effect of a server has taken place.
  /// - Parameter term: the term the server is in.
  public mutating func observe(_ effect: Server.Output, at id: NodeID, in term: Term) {
    switch effect {
    case .persist(let stored): persisted(stored, at: id)
    case .applied(let entry, let index): apply(entry, at: index, by: id, in: term)
    case .restored(let end):
      let known = applied[end.index]?.entry.term
      require(
        known == end.term,
        "State Machine Safety: \(id) restores a snapshot up to \(end), where term "
          + "\(known.map(String.init) ?? "none") was applied")
    case .send, .setElectionTimer, .reply: break
    }
  }

  private mutating func apply(
    _ entry: Server.Entry, at index: Int, by id: NodeID, in term: Term
  ) {
    if let known = applied[index] {
      require(
        known.entry == entry,
        "State Machine Safety: \(id) applies \(entry) at index \(index), "
          + "where \(known.entry) was applied")
    } else {
      let last = lastApplied
      require(
        index == last + 1,
        "State Machine Safety: \(id) applies index \(index), and \(last) was the last")
      applied[index] = Applied(entry: entry, term: term)
      lastApplied = max(lastApplied, index)
    }
  }

  // MARK: Logs

  private mutating func persisted(_ stored: Server.Stored, at id: NodeID) {
    let before = disks[id]
    disks[id] = stored
    if let before {
      require(stored.term >= before.term, "\(id) goes back to term \(stored.term)")
      require(
        stored.term > before.term || before.votedFor == nil || stored.votedFor == before.votedFor,
        "\(id) votes twice in term \(stored.term)")
      require(
        stored.snapshot.last.index >= before.snapshot.last.index, "\(id) loses its snapshot")
    }
    let base = stored.snapshot.last
    if base.index > 0, base.index != before?.snapshot.last.index {
      require(
        applied[base.index]?.entry.term == base.term,
        "State Machine Safety: \(id) has a snapshot up to \(base), which was not applied")
      require(
        stored.snapshot.members == members(asOf: base.index) ?? stored.snapshot.members,
        "\(id) has a snapshot up to \(base) with other members than were applied")
    }
    matchLog(stored, before, at: id)
  }

  private func members(asOf index: Int) -> [NodeID]? {
    for index in stride(from: index, through: 1, by: -1) {
      if case .members(let members) = applied[index]?.entry.content { return members }
    }
    return nil
  }

  /// Log Matching: the index and the term of an entry say what it is and what precedes it. What was
  /// compared before is not compared again.
  private mutating func matchLog(_ stored: Server.Stored, _ before: Server.Stored?, at id: NodeID) {
    let base = stored.snapshot.last
    for position in stored.entries.indices.reversed() {
      let entry = stored.entries[position]
      let index = base.index + position + 1
      let old = index - (before?.snapshot.last.index ?? 0) - 1
      if let before, before.entries.indices.contains(old), before.entries[old] == entry { return }
      let previous = position > 0 ? stored.entries[position - 1].term : base.term
      let place = Place(index: index, term: entry.term)
      if let known = contents[place] {
        require(
          known.entry == entry && known.previousTerm == previous,
          "Log Matching: \(id) holds \(entry) at index \(index), where another holds "
            + "\(known.entry)")
      } else {
        contents[place] = Content(entry: entry, previousTerm: previous)
      }
    }
  }

  // MARK: Leaders

  /// A server has finished a step, with all its effects.
  public mutating func observe(_ server: Server) {
    guard server.role == .leader else { return }
    let end = server.log.last.index
    require(
      end >= ends[server.term, default: 0],
      "Leader Append-Only: \(server.id) removed entries while it led term \(server.term)")
    ends[server.term] = end
    if let known = leaders[server.term] {
      return require(
        known == server.id,
        "Election Safety: \(known) and \(server.id) both lead term \(server.term)")
    }
    leaders[server.term] = server.id
    require(
      disks[server.id]?.term == server.term,
      "\(server.id) leads term \(server.term), which is not on its disk")
    checkCompleteness(of: server)
  }

  private mutating func checkCompleteness(of server: Server) {
    let base = server.log.base.index
    guard lastApplied > 0, base <= lastApplied else { return }
    for index in max(base, 1)...lastApplied {
      guard let known = applied[index], known.term < server.term else { continue }
      require(
        server.log.term(at: index) == known.entry.term,
        "Leader Completeness: \(server.id) leads term \(server.term) without \(known.entry), "
          + "which was committed at index \(index)")
    }
  }
}

extension ClusterInvariants: Equatable where Machine: Hashable {}
extension ClusterInvariants: Hashable where Machine: Hashable {}
