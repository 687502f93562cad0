public import ExerciseKit

/// How a server of a cluster is set up; the same at all of them.
public struct RaftSettings: Hashable, Sendable {
  /// What election timeouts are drawn from, in milliseconds.
  public var timeouts: ClosedRange<Millis>
  /// By how many hundredths one server's clock may at most run faster than another's. What they show
  /// does not matter.
  public var clockDrift: Int
  /// After how many applied entries a snapshot takes their place.
  public var entriesPerSnapshot: Int

  /// Describes a set-up.
  public init(timeouts: ClosedRange<Millis>, clockDrift: Int = 10, entriesPerSnapshot: Int = 1_000)
  {
    self.timeouts = timeouts
    self.clockDrift = clockDrift
    self.entriesPerSnapshot = entriesPerSnapshot
  }

  /// How long, on its own clock, nobody else can lead after a leader began a round that a majority then
  /// answered. A follower that was last to hear counts the shortest timeout on a clock that may run
  /// faster; each reading of a clock is up to a millisecond behind it.
  public var lease: Millis {
    max(0, timeouts.lowerBound * 100 / (100 + clockDrift) - 2)
  }
}

/// Why a leader did not do what a client asked.
public enum RaftRefusal: Hashable, Sendable {
  /// Another leads, perhaps this one. Nothing happened.
  case notLeader(NodeID?)
  /// It leads no longer. Whether it happened will show.
  case deposed
  /// This leader has committed nothing yet, so it does not know what is. Nothing happened.
  case notYet
  /// The last change of the members is not committed. Nothing happened.
  case changeUnderWay
  /// The last member cannot be removed. Nothing happened.
  case lastMember
}

/// One server more, or one less.
public enum MemberChange: Hashable, Sendable {
  case add(NodeID)
  case remove(NodeID)
}

/// How a read makes sure that its server still leads.
public enum ReadCheck: Hashable, Sendable {
  /// By a round of messages begun after the read came.
  case round
  /// By the clock, while an earlier round lets it; by a round of its own otherwise.
  case lease
}

extension RaftServer {
  /// What the log holds.
  public typealias Entry = CompactedLog<Machine.Command>.Entry

  /// What a beginning of the log came to.
  public struct Snapshot: Sendable {
    /// The last entry that is in it.
    public var last: LogPosition
    /// The cluster as of that entry, in the order of the names; empty at a server that has never heard of one.
    public var members: [NodeID]
    /// The state machine as of that entry.
    public var machine: Machine

    /// Describes a snapshot.
    public init(last: LogPosition, members: [NodeID], machine: Machine) {
      self.last = last
      self.members = members
      self.machine = machine
    }

    /// What a server begins with: those who form the cluster with all of its members, one that is to be
    /// added to it with none.
    public init(first machine: Machine, members: [NodeID]) {
      self.init(last: LogPosition(term: 0, index: 0), members: members.sorted(), machine: machine)
    }
  }

  /// What a server must find on its disk when it starts again. It is written in one piece.
  public struct Stored: Sendable {
    /// The current term.
    public var term: Term
    /// The vote in that term.
    public var votedFor: NodeID?
    /// What the beginning of the log came to.
    public var snapshot: Snapshot
    /// What follows the snapshot.
    public var entries: [Entry]

    /// Describes a disk.
    public init(
      term: Term = 0, votedFor: NodeID? = nil, snapshot: Snapshot, entries: [Entry] = []
    ) {
      self.term = term
      self.votedFor = votedFor
      self.snapshot = snapshot
      self.entries = entries
    }
  }

  /// What servers send each other.
  public enum Message: Sendable {
    /// "Would you vote for me in this term, with a log that ends here?" Nobody's term changes by it.
    case poll(term: Term, last: LogPosition)
    /// The answer for the term that was asked about, and the term of who answers.
    case pollAnswer(asked: Term, term: Term, isGranted: Bool)
    /// "Vote for me."
    case voteRequest(term: Term, last: LogPosition)
    case vote(term: Term, isGranted: Bool)
    /// What follows `prev` in the leader's log, and how far it is committed.
    case append(term: Term, round: UInt64, prev: LogPosition, entries: [Entry], commit: Int)
    /// The snapshot of a leader that no longer has the entries a follower needs.
    case install(term: Term, round: UInt64, Snapshot)
    /// The answer to both. Taken: the follower's log agrees with the leader's up to the index. Not taken:
    /// it cannot agree beyond it.
    case appended(term: Term, round: UInt64, isTaken: Bool, index: Int)
  }

  /// What happens to a server. A token is whatever the client likes; it comes back with the reply.
  public enum Input: Sendable {
    /// The election timer last set has run out.
    case electionTimeout
    /// It is time for a leader's heartbeats.
    case heartbeatTimeout
    case received(Message, from: NodeID)
    /// A client wants a command applied.
    case propose(Machine.Command, token: UInt64)
    /// A client wants to read.
    case read(Machine.Query, ReadCheck, token: UInt64)
    /// The operator wants a server more or one less.
    case change(MemberChange, token: UInt64)
  }

  /// What a client has back.
  public enum Reply: Hashable, Sendable {
    /// The command is committed and came to this, or this was read.
    case answer(Machine.Answer)
    /// The change of the members is committed.
    case changed
    case refused(RaftRefusal)
  }

  /// What a server wants done, in this order. A crash may fall between any two.
  public enum Output: Sendable {
    /// Put this on the disk; what follows waits until it is there.
    case persist(Stored)
    case send(Message, to: NodeID)
    /// Start the election timer afresh, to run out after this many milliseconds.
    case setElectionTimer(Millis)
    case reply(Reply, token: UInt64)
    /// The entry at this index is committed, and the state machine has it. For who wants to know.
    case applied(Entry, at: Int)
    /// The state machine comes from a snapshot that ends here.
    case restored(LogPosition)
  }
}

extension RaftServer.Snapshot: Equatable where Machine: Hashable {}
extension RaftServer.Snapshot: Hashable where Machine: Hashable {}
extension RaftServer.Stored: Equatable where Machine: Hashable {}
extension RaftServer.Stored: Hashable where Machine: Hashable {}
extension RaftServer.Message: Equatable where Machine: Hashable {}
extension RaftServer.Message: Hashable where Machine: Hashable {}
extension RaftServer.Input: Equatable where Machine: Hashable {}
extension RaftServer.Input: Hashable where Machine: Hashable {}
extension RaftServer.Output: Equatable where Machine: Hashable {}
extension RaftServer.Output: Hashable where Machine: Hashable {}
