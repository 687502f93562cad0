import ExerciseKit
import Solutions
import Testing
import Wire

@testable import Subjects

@Suite("Interpreter")
struct InterpreterTests {
  private let one = NodeID(1)
  private let two = NodeID(2)

  private func clocks(_ build: (inout Program) -> Void) throws -> [[UInt8]] {
    var program = Program()
    build(&program)
    return try InProcessSubject(VectorClock.self).run(program)
  }

  private func make(_ counters: [UInt64]) -> (inout ByteWriter) -> Void {
    { writer in
      writer.count(counters.count)
      for (node, count) in counters.enumerated() {
        writer.node(NodeID(UInt32(node + 1)))
        writer.unsigned(count)
      }
    }
  }

  @Test func `a value is made, called and asked`() throws {
    let answers = try clocks {
      $0.make(0, make([3, 5]))
      $0.call(0) { ClockRequest.tick(two).write(to: &$0) }
      $0.call(0) { ClockRequest.counters([one, two, NodeID(9)]).write(to: &$0) }
    }
    #expect(answers == [[], [3, 6, 0]])
  }

  @Test func `a copy goes its own way`() throws {
    let answers = try clocks {
      $0.make(4, make([1]))
      $0.copy(4, to: 2)
      $0.call(2) { ClockRequest.tick(one).write(to: &$0) }
      $0.call(4) { ClockRequest.counters([one]).write(to: &$0) }
      $0.call(2) { ClockRequest.counters([one]).write(to: &$0) }
      $0.canonicalForm(2)
      $0.canonicalForm(4)
    }
    #expect(answers[1...2] == [[1], [2]])
    #expect(answers[3] != answers[4])
  }

  @Test func `values stay where they are when more slots are needed`() throws {
    let slots = [0, 63, 64, 200, 5_000]
    let answers = try clocks {
      for slot in slots { $0.make(slot, make([UInt64(slot)])) }
      $0.make(63, make([7]))
      for slot in slots { $0.call(slot) { ClockRequest.counters([one]).write(to: &$0) } }
    }
    let counters = try answers.map { answer in
      var reader = ByteReader(answer)
      return try reader.unsigned()
    }
    #expect(counters == [0, 7, 64, 200, 5_000])
  }

  @Test func `a value is merged with the one in another slot, which stays as it is`() throws {
    let answers = try clocks {
      $0.make(0, make([1, 0]))
      $0.make(1, make([0, 2]))
      $0.call(0) { ClockRequest.merge(slot: 1).write(to: &$0) }
      $0.call(0) { ClockRequest.counters([one, two]).write(to: &$0) }
      $0.call(1) { ClockRequest.counters([one, two]).write(to: &$0) }
    }
    #expect(answers == [[], [1, 2], [0, 2]])
  }

  @Test func `a clock says five things of a pair`() throws {
    let answers = try clocks {
      $0.make(0, make([1, 2]))
      $0.make(1, make([1, 3]))
      $0.call(0) { ClockRequest.relate(slot: 1).write(to: &$0) }
      $0.make(1, make([1, 2, 0]))
      $0.call(0) { ClockRequest.relate(slot: 1).write(to: &$0) }
    }
    var reader = ByteReader(answers[0])
    #expect(
      try ClockRelation(from: &reader)
        == ClockRelation(
          causality: .before, happensBefore: true, isConcurrent: false, isEqual: false,
          hashesAgree: false))
    reader = ByteReader(answers[1])
    #expect(
      try ClockRelation(from: &reader)
        == ClockRelation(
          causality: .equal, happensBefore: false, isConcurrent: false, isEqual: true,
          hashesAgree: true))
  }

  @Test func `a set answers with dots, elements and probes in order`() throws {
    var program = Program()
    program.make(0) { $0.node(NodeID(7)) }
    for request: SetRequest in [
      .add("b"), .add("a"), .add("b"), .remove("b"), .remove("b"), .add("c"),
      .observe(probes: ["b", "c"]),
    ] {
      program.call(0, request.write)
    }
    let answers = try InProcessSubject(ORSet<String>.self).run(program)
    let a = UInt8(ascii: "a")
    let c = UInt8(ascii: "c")
    #expect(
      answers == [
        [7, 1], [7, 2], [7, 3], [2, 7, 1, 7, 3], [0], [7, 4], [2, 1, a, 1, c, 0, 1],
      ])
  }

  @Test func `a node answers with its effects, its role and its term`() throws {
    var program = Program()
    program.make(0, ElectionStart(id: one, peers: [two], timeouts: 150...150).write)
    program.call(0) {
      $0.unsigned(99)
      $0.input(.electionTimeout)
    }
    let answer = try #require(try InProcessSubject(Elector.self).run(program).first)
    var reader = ByteReader(answer)
    let reaction = try ElectionReaction(from: &reader)
    #expect(reaction.role == .candidate)
    #expect(reaction.term == 1)
    #expect(
      reaction.outputs == [
        .persist(term: 1, votedFor: one), .resetElectionTimer(150),
        .send(.requestVote(term: 1, lastLog: LogPosition(term: 0, index: 0)), to: two),
      ])
  }

  @Test func `slots outlive a program and a restart empties them`() throws {
    let subject = InProcessSubject(VectorClock.self)
    var first = Program()
    first.make(0, make([4]))
    #expect(try subject.run(first) == [])
    var second = Program()
    second.call(0) { ClockRequest.counters([one]).write(to: &$0) }
    #expect(try subject.run(second) == [[4]])
    subject.restart()
    var third = Program()
    third.make(1, make([]))
    third.canonicalForm(1)
    #expect(try subject.run(third).count == 1)
  }
}

@Suite("Interpreter: programs that are none")
struct MalformedProgramTests {
  private func run(
    _ type: Any.Type = VectorClock.self, _ build: (inout Program) -> Void
  ) throws -> [UInt8] {
    var program = Program()
    build(&program)
    return try run(type, bytes: program.bytes)
  }

  private func run(_ type: Any.Type = VectorClock.self, bytes: [UInt8]) throws -> [UInt8] {
    let worker = try #require(interpreter(for: type) { _ in })
    return try worker.run(bytes)
  }

  @Test func `an empty slot has no value`() {
    let empty = WireError.malformed("slot 3 is empty")
    #expect(throws: empty) { try run { $0.canonicalForm(3) } }
    #expect(throws: empty) { try run { $0.copy(3, to: 0) } }
    #expect(throws: empty) {
      try run { $0.call(3) { ClockRequest.counters([]).write(to: &$0) } }
    }
    #expect(throws: empty) {
      try run {
        $0.make(4) { $0.count(0) }
        $0.make(0) { $0.count(0) }
        $0.call(0) { ClockRequest.merge(slot: 3).write(to: &$0) }
      }
    }
  }

  @Test func `a value that is being called cannot be the other one too`() {
    #expect(throws: WireError.malformed("slot 0 is empty")) {
      try run {
        $0.make(0) { $0.count(0) }
        $0.call(0) { ClockRequest.merge(slot: 0).write(to: &$0) }
      }
    }
  }

  @Test func `a value is let go when it is replaced, taken out or its subject ends`() throws {
    final class Thing {}
    var slots: Slots<Thing>? = Slots()
    func put(into slot: Int) throws -> () -> Bool {
      let thing = Thing()
      try slots?.put(thing, into: slot)
      return { [weak thing] in thing == nil }
    }
    let isReplacedGone = try put(into: 0)
    let isTakenGone = try put(into: 100)
    let isKeptGone = try put(into: 0)
    #expect(isReplacedGone())
    #expect(!isTakenGone())
    _ = try slots?.take(100)
    #expect(isTakenGone())
    #expect(!isKeptGone())
    slots = nil
    #expect(isKeptGone())
  }

  @Test func `a slot has a number below 2^24`() {
    #expect(throws: WireError.malformed("slot 16777216")) {
      try run { $0.make(1 << 24) { $0.count(0) } }
    }
  }

  @Test(arguments: [[0], [200], [255]] as [[UInt8]])
  func `an unknown instruction is refused`(bytes: [UInt8]) {
    #expect(throws: WireError.malformed("instruction \(bytes[0])")) { try run(bytes: bytes) }
  }

  @Test func `a program cut anywhere but between instructions is refused`() throws {
    var program = Program()
    program.make(0) { $0.node(NodeID(1)) }
    program.call(0) { SetRequest.add("abc").write(to: &$0) }
    program.copy(0, to: 1)
    program.canonicalForm(1)
    let whole = program.offsets + [program.bytes.count]
    for length in 0...program.bytes.count {
      let bytes = Array(program.bytes.prefix(length))
      if whole.contains(length) {
        #expect(throws: Never.self) { try run(ORSet<String>.self, bytes: bytes) }
      } else {
        #expect(throws: WireError.self, "cut to \(length)") {
          try run(ORSet<String>.self, bytes: bytes)
        }
      }
    }
  }

  @Test func `the clock is set when and as the program says`() throws {
    let record = Record()
    let worker = try #require(
      interpreter(for: VectorClock.self) { record.clocks.append($0) })
    var program = Program()
    program.clock(.frozen(nanoseconds: 1 << 40))
    program.clock(.initial)
    #expect(try worker.run(program.bytes) == [])
    #expect(record.clocks == [.frozen(nanoseconds: 1 << 40), .initial])
  }

  @Test func `instructions are counted as they begin`() throws {
    let counter = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    defer { counter.deallocate() }
    counter.pointee = 77
    let record = Record()
    let worker = try #require(
      interpreter(
        for: VectorClock.self, setClock: { _ in record.counts.append(counter.pointee) },
        progress: counter))
    var program = Program()
    program.clock(.initial)
    program.make(0) { $0.count(0) }
    program.clock(.initial)
    program.canonicalForm(0)
    _ = try worker.run(program.bytes)
    #expect(record.counts == [1, 3])
    #expect(counter.pointee == 4)
    _ = try worker.run([])
    #expect(counter.pointee == 0)
    program.canonicalForm(1)
    program.canonicalForm(0)
    #expect(throws: WireError.self) { try worker.run(program.bytes) }
    #expect(counter.pointee == 5)
  }

  @Test func `a type that keeps no exercise's contract has no interpreter`() {
    #expect(interpreter(for: Int.self) { _ in } == nil)
    #expect(interpreter(for: ORSet<Int>.self) { _ in } == nil)
  }

  private final class Record {
    var clocks: [Program.Clock] = []
    var counts: [UInt64] = []
  }
}
