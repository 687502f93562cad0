public import ExerciseKit
public import Wire

/// The words of `raft-replication`, for both halves.
public enum ReplicationWords: Vocabulary {
  /// Which half to make, and of what.
  public struct Arguments: WireValue, Hashable {
    /// The peers of a leader; nil for a follower.
    public var peers: [NodeID]?
    /// The term.
    public var term: Term
    /// The log.
    public var log: [LogEntry]
    /// How much of it is committed.
    public var commitIndex: Int

    /// Says which half to make.
    public init(peers: [NodeID]?, term: Term, log: [LogEntry], commitIndex: Int) {
      self.peers = peers
      self.term = term
      self.log = log
      self.commitIndex = commitIndex
    }

    /// Reads which half to make.
    public init(from reader: inout ByteReader) throws(WireError) {
      peers = try [NodeID]?(from: &reader)
      term = try reader.integer()
      log = try ReplicationWords.log(&reader)
      commitIndex = try reader.integer()
    }

    /// Writes which half to make.
    public func write(to writer: inout ByteWriter) {
      peers.write(to: &writer)
      writer.integer(term)
      ReplicationWords.write(log, &writer)
      writer.integer(commitIndex)
    }
  }

  /// What a half is told.
  public enum Call: WireValue, Hashable {
    case append(AppendRequest)
    case propose(String)
    case request(for: NodeID)
    case handle(AppendReply, from: NodeID)
    /// To show its log.
    case look

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .append(try ReplicationWords.request(&reader))
      case 1: self = .propose(try String(from: &reader))
      case 2: self = .request(for: try reader.node())
      case 3: self = .handle(try ReplicationWords.reply(&reader), from: try reader.node())
      case 4: self = .look
      case let kind: throw .malformed("replication call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .append(let request):
        writer.byte(0)
        ReplicationWords.write(request, &writer)
      case .propose(let command):
        writer.byte(1)
        command.write(to: &writer)
      case .request(let peer):
        writer.byte(2)
        writer.node(peer)
      case .handle(let reply, let peer):
        writer.byte(3)
        ReplicationWords.write(reply, &writer)
        writer.node(peer)
      case .look: writer.byte(4)
      }
    }
  }

  /// What a half answers to a call.
  public enum Result: Hashable, Sendable {
    case reply(AppendReply)
    case index(Int)
    case request(AppendRequest?)
    case effect(LeaderEffect)
    case nothing
  }

  /// What a half answers, and what it shows afterwards.
  public struct Answer: WireValue, Hashable {
    /// What the call brought.
    public var result: Result
    /// A follower's term; a leader has none to show.
    public var term: Term?
    /// How much of its log is committed.
    public var commitIndex: Int
    /// The log; nil where it was not asked to show it.
    public var log: [LogEntry]?

    /// Gathers an answer.
    public init(result: Result, term: Term?, commitIndex: Int, log: [LogEntry]?) {
      self.result = result
      self.term = term
      self.commitIndex = commitIndex
      self.log = log
    }

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: result = .reply(try ReplicationWords.reply(&reader))
      case 1: result = .index(try reader.integer())
      case 2: result = .request(nil)
      case 3: result = .request(try ReplicationWords.request(&reader))
      case 4: result = .effect(.none)
      case 5: result = .effect(.commit(upTo: try reader.integer()))
      case 6: result = .effect(.stepDown(try reader.integer()))
      case 7: result = .nothing
      case let kind: throw .malformed("replication answer \(kind)")
      }
      term = try Int?(from: &reader)
      commitIndex = try reader.integer()
      log = try reader.bool() ? try ReplicationWords.log(&reader) : nil
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch result {
      case .reply(let reply):
        writer.byte(0)
        ReplicationWords.write(reply, &writer)
      case .index(let index):
        writer.byte(1)
        writer.integer(index)
      case .request(nil): writer.byte(2)
      case .request(let request?):
        writer.byte(3)
        ReplicationWords.write(request, &writer)
      case .effect(.none): writer.byte(4)
      case .effect(.commit(let index)):
        writer.byte(5)
        writer.integer(index)
      case .effect(.stepDown(let term)):
        writer.byte(6)
        writer.integer(term)
      case .nothing: writer.byte(7)
      }
      term.write(to: &writer)
      writer.integer(commitIndex)
      writer.bool(log != nil)
      if let log { ReplicationWords.write(log, &writer) }
    }
  }

  private static func log(_ reader: inout ByteReader) throws(WireError) -> [LogEntry] {
    let count = try reader.itemCount()
    guard count <= WireLimit.items else { throw .malformed("a log of \(count) entries") }
    var log: [LogEntry] = []
    log.reserveCapacity(count)
    for _ in 0..<count {
      log.append(LogEntry(try reader.integer(), try String(from: &reader)))
    }
    return log
  }

  private static func write(_ log: [LogEntry], _ writer: inout ByteWriter) {
    writer.count(log.count)
    for entry in log {
      writer.integer(entry.term)
      entry.command.write(to: &writer)
    }
  }

  private static func request(_ reader: inout ByteReader) throws(WireError) -> AppendRequest {
    AppendRequest(
      term: try reader.integer(), prevIndex: try reader.integer(), prevTerm: try reader.integer(),
      entries: try log(&reader), leaderCommit: try reader.integer())
  }

  private static func write(_ request: AppendRequest, _ writer: inout ByteWriter) {
    writer.integer(request.term)
    writer.integer(request.prevIndex)
    writer.integer(request.prevTerm)
    write(request.entries, &writer)
    writer.integer(request.leaderCommit)
  }

  private static func reply(_ reader: inout ByteReader) throws(WireError) -> AppendReply {
    AppendReply(
      term: try reader.integer(), success: try reader.bool(), matchIndex: try reader.integer())
  }

  private static func write(_ reply: AppendReply, _ writer: inout ByteWriter) {
    writer.integer(reply.term)
    writer.bool(reply.success)
    writer.integer(reply.matchIndex)
  }
}

/// Talks to the two halves of log replication.
enum ReplicationDialect<Follower: FollowerReplication, Leader: LeaderReplication>: Dialect {
  typealias Words = ReplicationWords

  enum Value {
    case follower(Follower)
    case leader(Leader)
  }

  static func make(_ arguments: Words.Arguments) -> Value {
    guard let peers = arguments.peers else {
      return .follower(
        Follower(
          term: arguments.term, log: arguments.log, commitIndex: arguments.commitIndex))
    }
    return .leader(
      Leader(
        term: arguments.term, log: arguments.log, peers: peers, commitIndex: arguments.commitIndex))
  }

  static func perform(
    _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
  ) throws(WireError) -> Words.Answer {
    var result = Words.Result.nothing
    switch (value, call) {
    case (.follower(var follower), .append(let request)):
      result = .reply(follower.append(request))
      value = .follower(follower)
    case (.leader(var leader), .propose(let command)):
      result = .index(leader.propose(command))
      value = .leader(leader)
    case (.leader(let leader), .request(let peer)):
      // Its log is shown by the calls that may change it.
      return Words.Answer(
        result: .request(leader.request(for: peer)), term: nil, commitIndex: leader.commitIndex,
        log: nil)
    case (.leader(var leader), .handle(let reply, let peer)):
      result = .effect(leader.handle(reply, from: peer))
      value = .leader(leader)
    case (_, .look): break
    default: throw .malformed("the other half is called")
    }
    switch value {
    case .follower(let follower):
      return Words.Answer(
        result: result, term: follower.term, commitIndex: follower.commitIndex, log: follower.log)
    case .leader(let leader):
      return Words.Answer(
        result: result, term: nil, commitIndex: leader.commitIndex, log: leader.log)
    }
  }
}

/// The dialect of `raft-replication`.
func replicationDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<F: FollowerReplication, L: LeaderReplication>(
    _: F.Type, _: L.Type
  ) -> any Dialect.Type { ReplicationDialect<F, L>.self }
  guard types.count == 2, let follower = types[0] as? any FollowerReplication.Type,
    let leader = types[1] as? any LeaderReplication.Type
  else { return nil }
  return dialect(follower, leader)
}
