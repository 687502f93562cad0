import ExerciseKit
import Testing
import Wire

@Suite("Values of the exercises on the wire")
struct ExerciseCodingTests {
  /// Writes a value, reads it back, and makes sure that every cut of its bytes is found out.
  private func roundTrip<Value: Equatable>(
    _ value: Value, _ write: (Value, inout ByteWriter) -> Void,
    _ read: (inout ByteReader) throws -> Value, _ location: SourceLocation = #_sourceLocation
  ) throws {
    var writer = ByteWriter()
    write(value, &writer)
    var reader = ByteReader(writer.bytes)
    #expect(try read(&reader) == value, sourceLocation: location)
    #expect(reader.isAtEnd, sourceLocation: location)
    for length in 0..<writer.bytes.count {
      var cut = ByteReader(Array(writer.bytes.prefix(length)))
      #expect(throws: WireError.truncated, "cut to \(length)", sourceLocation: location) {
        _ = try read(&cut)
      }
    }
  }

  private static let messages: [ElectionMessage] = [
    .requestVote(term: 3, lastLog: LogPosition(term: 2, index: 1_000)),
    .requestVote(term: .max, lastLog: LogPosition(term: .min, index: -1)),
    .vote(term: 4, granted: true), .vote(term: 4, granted: false),
    .heartbeat(term: 5), .heartbeatReply(term: -6),
  ]

  @Test(arguments: [0, 1, UInt32.max]) func `a node comes back`(number: UInt32) throws {
    try roundTrip(NodeID(number), { $1.node($0) }, { try $0.node() })
    try roundTrip(NodeID(number) as NodeID?, { $1.node($0) }, { try $0.optionalNode() })
  }

  @Test func `lists of nodes, dots, no node and log positions come back`() throws {
    try roundTrip(nil as NodeID?, { $1.node($0) }, { try $0.optionalNode() })
    try roundTrip([NodeID(7), NodeID(0), NodeID(7)], { $1.nodes($0) }, { try $0.nodes() })
    try roundTrip([], { $1.nodes($0) }, { try $0.nodes() })
    try roundTrip(
      Dot(replica: NodeID(3), sequence: .max), { $1.dot($0) }, { try $0.dot() })
    try roundTrip(
      LogPosition(term: -1, index: .max), { $1.logPosition($0) }, { try $0.logPosition() })
  }

  @Test(arguments: Role.allCases) func `a role comes back`(role: Role) throws {
    try roundTrip(role, { $1.role($0) }, { try $0.role() })
  }

  @Test(arguments: messages) func `a message comes back`(message: ElectionMessage) throws {
    try roundTrip(message, { $1.message($0) }, { try $0.message() })
  }

  @Test(
    arguments: [.electionTimeout, .heartbeatTimeout]
      + messages.map { ElectionInput.received($0, from: NodeID(9)) })
  func `an input comes back`(input: ElectionInput) throws {
    try roundTrip(input, { $1.input($0) }, { try $0.input() })
  }

  @Test(
    arguments: [
      .persist(term: 1, votedFor: nil), .persist(term: 2, votedFor: NodeID(3)),
      .resetElectionTimer(-5), .resetElectionTimer(300),
    ] + messages.map { ElectionOutput.send($0, to: NodeID(9)) })
  func `an output comes back`(output: ElectionOutput) throws {
    try roundTrip(output, { $1.output($0) }, { try $0.output() })
  }

  @Test(
    arguments: [
      .add("x"), .add(""), .remove("é"), .merge(slot: 1), .observe(probes: []),
      .observe(probes: ["a", "", "b"]),
    ] as [SetRequest])
  func `a set request comes back`(request: SetRequest) throws {
    try roundTrip(request, { $0.write(to: &$1) }, { try SetRequest(from: &$0) })
  }

  @Test func `the start of a node comes back`() throws {
    let start = ElectionStart(
      id: NodeID(1), peers: [NodeID(2), NodeID(3)], term: 4, votedFor: NodeID(3),
      lastLog: LogPosition(term: 5, index: 6), timeouts: 7...8)
    try roundTrip(start, { $0.write(to: &$1) }, { try ElectionStart(from: &$0) })
    try roundTrip(
      ElectionStart(id: NodeID(1), peers: []), { $0.write(to: &$1) },
      { try ElectionStart(from: &$0) })
  }

  @Test func `a reaction comes back`() throws {
    let reaction = ElectionReaction(
      outputs: [.persist(term: 1, votedFor: nil), .resetElectionTimer(2)], role: .candidate,
      term: 3)
    try roundTrip(reaction, { $0.write(to: &$1) }, { try ElectionReaction(from: &$0) })
  }

  @Test func `an empty interval of timeouts is refused`() {
    var writer = ByteWriter()
    writer.node(NodeID(1))
    writer.nodes([])
    writer.integer(0)
    writer.bool(false)
    writer.logPosition(LogPosition(term: 0, index: 0))
    writer.integer(300)
    writer.integer(150)
    var reader = ByteReader(writer.bytes)
    #expect(throws: WireError.malformed("an empty interval of timeouts")) {
      try ElectionStart(from: &reader)
    }
  }

  @Test func `a node's number has 32 bits`() {
    var writer = ByteWriter()
    writer.unsigned(1 << 32)
    var reader = ByteReader(writer.bytes)
    #expect(throws: WireError.malformed("node 4294967296")) { try reader.node() }
  }

  @Test func `a kind nobody has is refused`() {
    func refuses(_ why: String, _ read: (inout ByteReader) throws -> Void) {
      #expect(throws: WireError.malformed(why)) {
        var reader = ByteReader([200, 0, 0, 0, 0, 0, 0])
        try read(&reader)
      }
    }
    refuses("message kind 200") { _ = try $0.message() }
    refuses("input kind 200") { _ = try $0.input() }
    refuses("output kind 200") { _ = try $0.output() }
    refuses("role 200") { _ = try $0.role() }
    refuses("set request 200") { _ = try SetRequest(from: &$0) }
  }
}
