public import ExerciseKit

// What can be asked of each exercise's values. The grader writes requests, the worker reads them.

/// A question or command to an `ObservedRemoveSet` of strings.
public enum SetRequest: Hashable, Sendable {
  /// Add the element; answered with the new dot.
  case add(String)
  /// Remove the element; answered with the removed dots in order.
  case remove(String)
  /// Merge the set in this slot.
  case merge(slot: Int)
  /// The elements in order, then what `contains` says of each probe.
  case observe(probes: [String])

  /// Writes the request.
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .add(let element):
      writer.byte(0)
      writer.string(element)
    case .remove(let element):
      writer.byte(1)
      writer.string(element)
    case .merge(let slot):
      writer.byte(2)
      writer.count(slot)
    case .observe(let probes):
      writer.byte(3)
      writer.count(probes.count)
      for probe in probes { writer.string(probe) }
    }
  }

  /// Reads a request.
  public init(from reader: inout ByteReader) throws(WireError) {
    switch try reader.byte() {
    case 0: self = .add(try reader.string())
    case 1: self = .remove(try reader.string())
    case 2: self = .merge(slot: try reader.count())
    case 3:
      let count = try reader.itemCount()
      var probes: [String] = []
      probes.reserveCapacity(count)
      for _ in 0..<count { probes.append(try reader.string()) }
      self = .observe(probes: probes)
    case let kind: throw .malformed("set request \(kind)")
    }
  }
}

/// How an `Electing` node is made.
public struct ElectionStart: Hashable, Sendable {
  /// The node itself.
  public var id: NodeID
  /// Every other node.
  public var peers: [NodeID]
  /// The persisted term.
  public var term: Term
  /// The persisted vote.
  public var votedFor: NodeID?
  /// Where the node's log ends.
  public var lastLog: LogPosition
  /// The interval of election timeouts, in milliseconds.
  public var timeouts: ClosedRange<Millis>

  /// Gathers the arguments of `Electing.init`.
  public init(
    id: NodeID, peers: [NodeID], term: Term = 0, votedFor: NodeID? = nil,
    lastLog: LogPosition = LogPosition(term: 0, index: 0), timeouts: ClosedRange<Millis> = 150...300
  ) {
    self.id = id
    self.peers = peers
    self.term = term
    self.votedFor = votedFor
    self.lastLog = lastLog
    self.timeouts = timeouts
  }

  /// Writes the arguments.
  public func write(to writer: inout ByteWriter) {
    writer.node(id)
    writer.nodes(peers)
    writer.integer(term)
    writer.node(votedFor)
    writer.logPosition(lastLog)
    writer.integer(timeouts.lowerBound)
    writer.integer(timeouts.upperBound)
  }

  /// Reads the arguments.
  public init(from reader: inout ByteReader) throws(WireError) {
    id = try reader.node()
    peers = try reader.nodes()
    term = try reader.integer()
    votedFor = try reader.optionalNode()
    lastLog = try reader.logPosition()
    let shortest = try reader.integer()
    let longest = try reader.integer()
    guard shortest <= longest else { throw .malformed("an empty interval of timeouts") }
    timeouts = shortest...longest
  }
}

/// What an `Electing` node did in one step, and what it says of itself afterwards.
public struct ElectionReaction: Hashable, Sendable {
  /// The effects, in order.
  public var outputs: [ElectionOutput]
  /// The role the node claims.
  public var role: Role
  /// The term the node claims.
  public var term: Term

  /// The largest number of effects of one step that is read. A node that becomes leader of nine in one
  /// step has 18; what sends thousands would have the grader judge and deliver each of them.
  public static let outputLimit = 256

  /// Gathers a reaction.
  public init(outputs: [ElectionOutput], role: Role, term: Term) {
    self.outputs = outputs
    self.role = role
    self.term = term
  }

  /// Writes the reaction.
  public func write(to writer: inout ByteWriter) {
    writer.count(outputs.count)
    for output in outputs { writer.output(output) }
    writer.role(role)
    writer.integer(term)
  }

  /// Reads a reaction.
  public init(from reader: inout ByteReader) throws(WireError) {
    let count = try reader.itemCount()
    guard count <= Self.outputLimit else {
      throw .malformed(
        "\(count) effects of one step, where at most \(Self.outputLimit) are taken in")
    }
    outputs = []
    outputs.reserveCapacity(count)
    for _ in 0..<count { outputs.append(try reader.output()) }
    role = try reader.role()
    term = try reader.integer()
  }
}
