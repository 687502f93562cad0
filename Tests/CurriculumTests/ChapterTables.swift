import Curriculum
import ExerciseKit
import Solutions
import Testing

/// What the tables of the book claim, asked of the references.
@Suite("The tables of the book")
struct ChapterTables {
  private let curriculum = RepositoryBook.curriculum

  private func outline(ofChapter id: String) throws -> MarkdownOutline {
    MarkdownOutline(try curriculum.chapter(id).markdown)
  }

  private func outline(ofExercise id: String) throws -> MarkdownOutline {
    MarkdownOutline(try curriculum.exercise(id).markdown)
  }

  @Test func `clocks compare as printed`() throws {
    let printed =
      try outline(ofChapter: "clocks").rows(under: ["a", "b"])
      + outline(ofExercise: "happens-before").rows(under: ["a", "b"])
    #expect(printed.count == 16)
    for row in printed {
      let (a, b) = (try clock(row[0]), try clock(row[1]))
      #expect(a.compare(to: b).rawValue == row[2], "\(row)")
    }
  }

  @Test func `logs compare as printed`() throws {
    let header = ["candidate (last term, last index)", "voter"]
    let printed =
      try outline(ofChapter: "raft").rows(under: header)
      + outline(ofExercise: "raft-election").rows(under: ["candidate", "voter"])
    #expect(printed.count == 10)
    for row in printed {
      var voter = elector(1, of: 3, lastLog: try position(row[1]))
      let request = ElectionMessage.requestVote(term: 1, lastLog: try position(row[0]))
      let outputs = voter.step(.received(request, from: NodeID(2)), random: 0)
      let granted = row[2].hasPrefix("yes") || row[2].hasPrefix("granted")
      #expect(
        outputs.contains(.send(.vote(term: 1, granted: granted), to: NodeID(2))), "\(row)")
    }
  }

  @Test func `counters add up as printed`() throws {
    var printed = try outline(ofChapter: "crdts").rows(under: ["", "n1", "n2", "n3", "value"])
      .map { row in try row.dropFirst().map { try #require(Int($0)) } }
    #expect(printed.count == 4)
    #expect(printed.allSatisfy { $0.dropLast().reduce(0, +) == $0.last })
    let merged = printed.removeLast()
    for slot in 0..<3 { #expect(printed.map { $0[slot] }.max() == merged[slot]) }
  }

  @Test func `a set emptied a thousand times remembers as much as printed`() {
    var set = ORSet<String>(replica: NodeID(1))
    for _ in 1...1000 {
      set.add("milk")
      set.remove("milk")
    }
    #expect(set.elements.isEmpty)
    let fields = Mirror(reflecting: set).children
    let added = fields.first { $0.label == "added" }?.value as? [String: Set<Dot>]
    let removed = fields.first { $0.label == "removed" }?.value as? Set<Dot>
    #expect(added?["milk"]?.count == 1000)
    #expect(removed == added?["milk"])
  }

  @Test func `the election in the task runs as printed`() {
    let (n1, n2, n3) = (NodeID(1), NodeID(2), NodeID(3))
    let log = LogPosition(term: 0, index: 0)
    var node = elector(1, of: 3, lastLog: log)
    let reset = ElectionOutput.resetElectionTimer(150)
    func expect(_ input: ElectionInput, _ outputs: [ElectionOutput], _ role: Role, _ term: Term) {
      #expect(node.step(input, random: 0) == outputs)
      #expect(node.role == role)
      #expect(node.term == term)
    }
    let request = ElectionMessage.requestVote(term: 1, lastLog: log)
    expect(
      .electionTimeout,
      [.persist(term: 1, votedFor: n1), reset, .send(request, to: n2), .send(request, to: n3)],
      .candidate, 1)
    let heartbeat = ElectionMessage.heartbeat(term: 1)
    expect(
      .received(.vote(term: 1, granted: true), from: n2),
      [.send(heartbeat, to: n2), .send(heartbeat, to: n3)], .leader, 1)
    expect(.received(.vote(term: 1, granted: true), from: n3), [], .leader, 1)
    let later = ElectionMessage.requestVote(term: 3, lastLog: log)
    expect(
      .received(later, from: n3),
      [
        .persist(term: 3, votedFor: nil), reset, .persist(term: 3, votedFor: n3), reset,
        .send(.vote(term: 3, granted: true), to: n3),
      ], .follower, 3)
    expect(
      .received(later, from: n2), [.send(.vote(term: 3, granted: false), to: n2)], .follower, 3)
    expect(
      .received(heartbeat, from: n2), [.send(.heartbeatReply(term: 3), to: n2)], .follower, 3)
  }

  // MARK: Reading cells and asking the references

  private func clock(_ cell: String) throws -> VectorClock {
    let counters = try cell.matches(of: /n([0-9]+):([0-9]+)/).map {
      (NodeID(try #require(UInt32($0.output.1))), try #require(UInt64($0.output.2)))
    }
    return VectorClock(Dictionary(uniqueKeysWithValues: counters))
  }

  private func position(_ cell: String) throws -> LogPosition {
    let numbers = try cell.matches(of: /[0-9]+/).map { try #require(Int($0.output)) }
    try #require(numbers.count == 2)
    return LogPosition(term: numbers[0], index: numbers[1])
  }

  private func elector(_ number: UInt32, of size: Int, lastLog: LogPosition) -> Elector {
    let peers = (1...UInt32(size)).filter { $0 != number }.map(NodeID.init)
    return Elector(
      id: NodeID(number), peers: peers, term: 0, votedFor: nil, lastLog: lastLog,
      timeouts: 150...300)
  }
}
