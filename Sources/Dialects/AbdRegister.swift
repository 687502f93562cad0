public import ExerciseKit
public import Wire

/// The words of `abd-register`.
public enum MajorityWords: Vocabulary {
  /// The client's name and its replicas.
  public struct Arguments: WireValue, Hashable {
    /// The client.
    public var client: NodeID
    /// The replicas, in the order in which the client learns of them.
    public var replicas: [NodeID]

    /// Names a client and its replicas.
    public init(client: NodeID, replicas: [NodeID]) {
      self.client = client
      self.replicas = replicas
    }

    /// Reads names.
    public init(from reader: inout ByteReader) throws(WireError) {
      client = try reader.node()
      replicas = try [NodeID](from: &reader)
    }

    /// Writes the names.
    public func write(to writer: inout ByteWriter) {
      writer.node(client)
      replicas.write(to: &writer)
    }
  }

  /// What a client is told.
  public enum Call: WireValue, Hashable {
    case startWrite(op: Int, String)
    case startRead(op: Int)
    case handle(ReplicaReply)

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .startWrite(op: try reader.integer(), try String(from: &reader))
      case 1: self = .startRead(op: try reader.integer())
      case 2:
        self = .handle(
          .state(
            op: try reader.integer(), from: try reader.node(), try Words.tag(&reader),
            try String?(from: &reader)))
      case 3: self = .handle(.stored(op: try reader.integer(), from: try reader.node()))
      case let kind: throw .malformed("register call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .startWrite(let op, let value):
        writer.byte(0)
        writer.integer(op)
        value.write(to: &writer)
      case .startRead(let op):
        writer.byte(1)
        writer.integer(op)
      case .handle(.state(let op, let replica, let tag, let value)):
        writer.byte(2)
        writer.integer(op)
        writer.node(replica)
        Words.write(tag, &writer)
        value.write(to: &writer)
      case .handle(.stored(let op, let replica)):
        writer.byte(3)
        writer.integer(op)
        writer.node(replica)
      }
    }
  }

  /// What a client answers: what it sends, and how its operation ended.
  public struct Answer: WireValue, Hashable {
    /// The request to send to every replica.
    public var request: ReplicaRequest?
    /// How the operation ended.
    public var outcome: RegisterOutcome?

    /// Gathers an answer.
    public init(request: ReplicaRequest?, outcome: RegisterOutcome?) {
      self.request = request
      self.outcome = outcome
    }

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: request = nil
      case 1: request = .query(op: try reader.integer())
      case 2:
        request = .store(
          op: try reader.integer(), try Words.tag(&reader), try String?(from: &reader))
      case let kind: throw .malformed("register request \(kind)")
      }
      switch try reader.byte() {
      case 0: outcome = nil
      case 1: outcome = .wrote(op: try reader.integer())
      case 2: outcome = .read(op: try reader.integer(), try String?(from: &reader))
      case let kind: throw .malformed("register outcome \(kind)")
      }
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch request {
      case nil: writer.byte(0)
      case .query(let op):
        writer.byte(1)
        writer.integer(op)
      case .store(let op, let tag, let value):
        writer.byte(2)
        writer.integer(op)
        Words.write(tag, &writer)
        value.write(to: &writer)
      }
      switch outcome {
      case nil: writer.byte(0)
      case .wrote(let op):
        writer.byte(1)
        writer.integer(op)
      case .read(let op, let value):
        writer.byte(2)
        writer.integer(op)
        value.write(to: &writer)
      }
    }
  }

  private typealias Words = MajorityWords

  private static func tag(_ reader: inout ByteReader) throws(WireError) -> WriteTag {
    WriteTag(counter: try reader.unsigned(), writer: try reader.node())
  }

  private static func write(_ tag: WriteTag, _ writer: inout ByteWriter) {
    writer.unsigned(tag.counter)
    writer.node(tag.writer)
  }
}

/// Talks to a client of a replicated register.
enum MajorityDialect<Client: MajorityClient>: Dialect {
  typealias Words = MajorityWords
  typealias Value = Client

  static func make(_ arguments: Words.Arguments) -> Client {
    Client(id: arguments.client, replicas: arguments.replicas)
  }

  static func perform(
    _ call: Words.Call, on value: inout Client, other: (Int) throws(WireError) -> Client
  ) throws(WireError) -> Words.Answer {
    switch call {
    case .startWrite(let op, let text):
      return Words.Answer(request: value.startWrite(op: op, text), outcome: nil)
    case .startRead(let op):
      return Words.Answer(request: value.startRead(op: op), outcome: nil)
    case .handle(let reply):
      let (next, done) = value.handle(reply)
      return Words.Answer(request: next, outcome: done)
    }
  }
}

/// The dialect of `abd-register`.
func majorityClientDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: MajorityClient>(_: T.Type) -> any Dialect.Type { MajorityDialect<T>.self }
  return (types.first as? any MajorityClient.Type).map { dialect($0) }
}
