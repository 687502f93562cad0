public import ExerciseKit

/// A Raft server with snapshots, changes of its cluster by one server at a time, reads without the log,
/// and leaders that know when they are cut off.
///
/// Guarantee: the five properties of Ongaro and Ousterhout 2014, figure 3, across changes of the members:
/// at most one leader per term, logs that match, leaders that have whatever is committed, and state
/// machines that apply the same entries in the same order. A command that was answered is applied at
/// every later leader. A read sees every command that was answered before it came. A server that reaches
/// no majority raises nobody's term; a leader that hears no majority for an election timeout leads no
/// longer. While a majority of the members can talk, and nobody's clock stands still, somebody leads.
///
/// It holds with messages lost, repeated, delayed and reordered, a network that is cut anywhere, and
/// servers that stop between any two effects and start again from what they had persisted. Reads by
/// `ReadCheck.lease` hold only while no clock runs faster than another by more than `clockDrift`; nothing
/// else rests on clocks. It does not hold for a disk that forgets, nor for servers that lie; what they
/// may send still stops nobody: what cannot be, such as an index below zero, is dropped, no index goes
/// beyond 2^62 and nobody stands beyond the largest term.
///
/// Must be stored: `Stored`, in one piece. It is handed out before whatever rests on it. Commit index,
/// role and leases are found again; so that no lease is broken by who has forgotten it, a server that
/// starts votes for nobody for the shortest election timeout.
///
/// Sources: Ongaro 2014 (the thesis): chapter 3, and sections 4.1 to 4.2.3 (members), 5.1 to 5.3
/// (snapshots), 6.2 (leaders that step down), 6.4 and 6.4.1 (reads, leases), 9.6 (polls). His message
/// "bug in single-server membership changes" to raft-dev of July 2015: a leader changes the members
/// only after it has committed an entry of its own term.
///
/// Cost: a command takes one round of messages and one write to the disk of each of a majority; a read by
/// round one round and no write; a read by lease nothing. An election takes two rounds. The log has at
/// most `entriesPerSnapshot` entries that are applied, besides those that are not.
///
/// Deviations: a snapshot travels in one message, and no entries are kept for followers that lag a
/// little. A new server counts at once, where section 4.2.1 first brings its log up to date; until it has
/// caught up the cluster may tolerate one failure less. A removed server is not told. Leadership is not
/// handed over (section 3.10), which would break leases. What a leader has not heard of is sent again in
/// full at each round. A poll that is refused names a term, so that one who is behind in terms, but not
/// in its log, catches up. Little is shared with `RaftNode` and `PreVoter`, whose clusters and logs are
/// fixed.
public struct RaftServer<Machine: ReplicatedMachine>: Sendable {
  /// Who counts, and by which entry.
  struct Configuration: Hashable, Sendable {
    var members: [NodeID]
    var index: Int
  }

  /// Who would vote for this server in a term, or does.
  struct Campaign: Hashable, Sendable {
    var term: Term
    var isPoll: Bool
    var support: Set<NodeID>
  }

  /// This server.
  public let id: NodeID
  let settings: RaftSettings

  /// Its term; never falls.
  public internal(set) var term: Term
  /// Its vote in that term.
  public internal(set) var votedFor: NodeID?
  /// What the beginning of its log came to.
  public internal(set) var snapshot: Snapshot
  /// The rest of its log.
  public internal(set) var log: CompactedLog<Machine.Command>

  /// The last index it knows to be committed, which is also the last it has applied.
  public internal(set) var commitIndex: Int
  /// The state machine as of that index.
  public internal(set) var machine: Machine
  /// The server it takes for the leader of its term.
  public internal(set) var leader: NodeID?
  var configuration: Configuration
  var campaign: Campaign?
  var leadership: Leadership?
  /// Until when, on its own clock, it helps nobody to replace a leader.
  var loyalUntil: Millis

  // For the time of one step.
  var now: Millis
  private var random: UInt64 = 0
  var isUnsaved = false
  private var effects: [Output] = []

  /// Starts, for the first time or again, from what is on its disk.
  /// - Parameter now: what its clock shows, in milliseconds.
  public init(id: NodeID, stored: Stored, settings: RaftSettings, now: Millis) {
    self.id = id
    self.settings = settings
    self.now = now
    (term, votedFor, snapshot) = (stored.term, stored.votedFor, stored.snapshot)
    log = CompactedLog(base: stored.snapshot.last, entries: stored.entries)
    (commitIndex, machine) = (stored.snapshot.last.index, stored.snapshot.machine)
    configuration = Configuration(members: [], index: 0)
    loyalUntil = now + settings.timeouts.lowerBound
    followConfiguration()
  }

  /// Its role.
  public var role: Role {
    if leadership != nil { return .leader }
    return campaign?.isPoll == false ? .candidate : .follower
  }

  /// The cluster, by the last entry of its log that says so, committed or not.
  public var members: [NodeID] { configuration.members }

  /// What must be on its disk.
  public var stored: Stored {
    Stored(term: term, votedFor: votedFor, snapshot: snapshot, entries: log.entries)
  }

  /// One input, and its effects in the order they must take place.
  /// - Parameters:
  ///   - now: what its clock shows, in milliseconds. It does not go back while the server runs.
  ///   - random: 64 uniformly random bits.
  public mutating func step(_ input: Input, now: Millis, random: UInt64) -> [Output] {
    (self.now, self.random) = (now, random)
    switch input {
    case .electionTimeout: timeOut()
    case .heartbeatTimeout: if leadership != nil { broadcast() }
    case .received(let message, let sender): if isPossible(message) { take(message, from: sender) }
    case .propose(let command, let token): propose(.command(command), token)
    case .read(let query, let check, let token): read(query, check, token)
    case .change(let change, let token): self.change(change, token)
    }
    save()
    defer { (effects, self.random) = ([], 0) }
    return effects
  }

  private mutating func take(_ message: Message, from sender: NodeID) {
    switch message {
    case .poll(let asked, let last): answerPoll(for: asked, last, of: sender)
    case .pollAnswer(let asked, let term, let isGranted):
      takePollAnswer(asked, term, isGranted, from: sender)
    case .voteRequest(let term, let last): answerCandidate(sender, term, last)
    case .vote(let term, let isGranted): takeVote(term, isGranted, from: sender)
    case .append(let term, let round, let prev, let entries, let commit):
      guard follows(sender, term, round) else { return }
      take(entries[...], after: prev, commit: commit, round, from: sender)
    case .install(let term, let round, let snapshot):
      guard follows(sender, term, round) else { return }
      install(snapshot)
      reply(to: sender, round, isTaken: true, index: snapshot.last.index)
    case .appended(let term, let round, let isTaken, let index):
      takeReply(term, round, isTaken, index, from: sender)
    }
  }

  /// False for what no server sends.
  private func isPossible(_ message: Message) -> Bool {
    let indexes = 0...CompactedLog<Machine.Command>.largestIndex
    return switch message {
    case .append(_, _, let prev, let entries, _):
      indexes.contains(prev.index) && indexes.contains(prev.index + entries.count)
    case .install(_, _, let snapshot): indexes.contains(snapshot.last.index)
    case .appended(_, _, _, let index): indexes.contains(index)
    case .poll, .pollAnswer, .voteRequest, .vote: true
    }
  }

  // MARK: Effects

  /// Adds an effect, behind what must be on the disk before it.
  mutating func emit(_ effect: Output) {
    save()
    effects.append(effect)
  }

  private mutating func save() {
    guard isUnsaved else { return }
    isUnsaved = false
    effects.append(.persist(stored))
  }

  mutating func setTimer() {
    let choices = UInt64(settings.timeouts.upperBound - settings.timeouts.lowerBound + 1)
    emit(.setElectionTimer(settings.timeouts.lowerBound + Millis(random % choices)))
  }

  // MARK: Members

  /// Takes the members from the last entry that names them, or else from the snapshot.
  mutating func followConfiguration() {
    configuration = configuration(upTo: log.last.index)
  }

  /// The members as of an index that is not in the snapshot.
  func configuration(upTo index: Int) -> Configuration {
    let known = log.entries.prefix(index - log.base.index)
    for (position, entry) in known.enumerated().reversed() {
      if case .members(let members) = entry.content {
        return Configuration(members: members, index: log.base.index + position + 1)
      }
    }
    return Configuration(members: snapshot.members, index: snapshot.last.index)
  }

  func isMajority(_ servers: Set<NodeID>) -> Bool {
    let members = configuration.members
    return !members.isEmpty
      && members.count { servers.contains($0) } >= Cluster.majority(of: members.count)
  }
}

extension RaftServer: Equatable where Machine: Hashable {}
extension RaftServer: Hashable where Machine: Hashable {}
