public import ExerciseKit

// How the values of the exercises travel. Both ends share this file, so they cannot disagree.

extension ByteWriter {
  /// Writes a node's name.
  public mutating func node(_ node: NodeID) {
    unsigned(UInt64(node.number))
  }

  /// Writes an optional node's name.
  public mutating func node(_ node: NodeID?) {
    bool(node != nil)
    if let node { self.node(node) }
  }

  /// Writes a list of nodes.
  public mutating func nodes(_ nodes: [NodeID]) {
    count(nodes.count)
    for node in nodes { self.node(node) }
  }

  /// Writes a dot.
  public mutating func dot(_ dot: Dot) {
    node(dot.replica)
    unsigned(dot.sequence)
  }

  /// Writes where a log ends.
  public mutating func logPosition(_ position: LogPosition) {
    integer(position.term)
    integer(position.index)
  }

  /// Writes an election message.
  public mutating func message(_ message: ElectionMessage) {
    switch message {
    case .requestVote(let term, let lastLog):
      byte(0)
      integer(term)
      logPosition(lastLog)
    case .vote(let term, let granted):
      byte(granted ? 1 : 2)
      integer(term)
    case .heartbeat(let term):
      byte(3)
      integer(term)
    case .heartbeatReply(let term):
      byte(4)
      integer(term)
    }
  }

  /// Writes an election input.
  public mutating func input(_ input: ElectionInput) {
    switch input {
    case .electionTimeout:
      byte(0)
    case .heartbeatTimeout:
      byte(1)
    case .received(let message, let sender):
      byte(2)
      self.message(message)
      node(sender)
    }
  }

  /// Writes an election output.
  public mutating func output(_ output: ElectionOutput) {
    switch output {
    case .persist(let term, let votedFor):
      byte(0)
      integer(term)
      node(votedFor)
    case .send(let message, let receiver):
      byte(1)
      self.message(message)
      node(receiver)
    case .resetElectionTimer(let delay):
      byte(2)
      integer(delay)
    }
  }

  /// Writes a role.
  public mutating func role(_ role: Role) {
    switch role {
    case .follower: byte(0)
    case .candidate: byte(1)
    case .leader: byte(2)
    }
  }
}

extension ByteReader {
  /// Reads a node's name.
  public mutating func node() throws(WireError) -> NodeID {
    let number = try unsigned()
    guard let number = UInt32(exactly: number) else { throw .malformed("node \(number)") }
    return NodeID(number)
  }

  /// Reads an optional node's name.
  public mutating func optionalNode() throws(WireError) -> NodeID? {
    try bool() ? try node() : nil
  }

  /// Reads a list of nodes.
  public mutating func nodes() throws(WireError) -> [NodeID] {
    var nodes: [NodeID] = []
    for _ in 0..<(try itemCount()) { nodes.append(try node()) }
    return nodes
  }

  /// Reads a dot.
  public mutating func dot() throws(WireError) -> Dot {
    Dot(replica: try node(), sequence: try unsigned())
  }

  /// Reads where a log ends.
  public mutating func logPosition() throws(WireError) -> LogPosition {
    LogPosition(term: try integer(), index: try integer())
  }

  /// Reads an election message.
  public mutating func message() throws(WireError) -> ElectionMessage {
    switch try byte() {
    case 0: return .requestVote(term: try integer(), lastLog: try logPosition())
    case 1: return .vote(term: try integer(), granted: true)
    case 2: return .vote(term: try integer(), granted: false)
    case 3: return .heartbeat(term: try integer())
    case 4: return .heartbeatReply(term: try integer())
    case let kind: throw .malformed("message kind \(kind)")
    }
  }

  /// Reads an election input.
  public mutating func input() throws(WireError) -> ElectionInput {
    switch try byte() {
    case 0: return .electionTimeout
    case 1: return .heartbeatTimeout
    case 2: return .received(try message(), from: try node())
    case let kind: throw .malformed("input kind \(kind)")
    }
  }

  /// Reads an election output.
  public mutating func output() throws(WireError) -> ElectionOutput {
    switch try byte() {
    case 0: return .persist(term: try integer(), votedFor: try optionalNode())
    case 1: return .send(try message(), to: try node())
    case 2: return .resetElectionTimer(try integer())
    case let kind: throw .malformed("output kind \(kind)")
    }
  }

  /// Reads a role.
  public mutating func role() throws(WireError) -> Role {
    switch try byte() {
    case 0: return .follower
    case 1: return .candidate
    case 2: return .leader
    case let role: throw .malformed("role \(role)")
    }
  }
}
