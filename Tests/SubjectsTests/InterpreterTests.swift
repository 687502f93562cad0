import Dialects
import ExerciseKit
import Solutions
import Testing
import Wire

@testable import Subjects

@Suite("Interpreter")
struct InterpreterTests {
  private let one = NodeID(1)
  private let two = NodeID(2)

  private func clocks(_ build: (inout Program) -> Void) throws -> [ObjectWords.Answer] {
    var program = Program()
    build(&program)
    return try InProcessSubject(VectorClock.self).run(program).map { answer in
      var reader = ByteReader(answer)
      return try ObjectWords.Answer(from: &reader)
    }
  }

  @Test func `a value is made, called and asked`() throws {
    let answers = try clocks {
      $0.clock(0, counters: [1, 3, 2, 5])
      $0.call(0, .tick, 0, 2)
      $0.call(0, .counters, 0, 3, 1, 2, 9)
    }
    #expect(answers == [.init(0), .init(0), .init(1, [3, 6, 0])])
  }

  @Test func `a copy goes its own way`() throws {
    var program = Program()
    program.clock(4, counters: [1, 1])
    program.copy(4, to: 2)
    program.call(2, .tick, 0, 1)
    for slot in [4, 2] { program.call(slot, .counters, 0, 1, 1) }
    for slot in [4, 2] { program.canonicalForm(slot) }
    let answers = try InProcessSubject(VectorClock.self).run(program)
    #expect(answers[2] != answers[3])
    #expect(answers[4] != answers[5])
  }

  @Test func `values stay where they are when more slots are needed`() throws {
    let slots = [0, 63, 64, 200, 5_000]
    let answers = try clocks {
      for slot in slots { $0.clock(slot, counters: [1, Int128(slot)]) }
      $0.clock(63, counters: [1, 7])
      for slot in slots { $0.call(slot, .counters, 0, 1, 1) }
    }
    #expect(answers.suffix(5).map(\.numbers) == [[0], [7], [64], [200], [5_000]])
  }

  @Test func `a value receives the one in another slot, which stays as it is`() throws {
    let answers = try clocks {
      $0.clock(0, counters: [1, 1])
      $0.clock(1, counters: [2, 2])
      $0.call(0, .receive, 1)
      for slot in [0, 1] { $0.call(slot, .counters, 0, 2, 1, 2) }
    }
    #expect(answers.suffix(2).map(\.numbers) == [[2, 2], [0, 2]])
  }

  @Test func `a clock says four things of a pair`() throws {
    let answers = try clocks {
      $0.clock(0, counters: [1, 1, 2, 2])
      $0.clock(1, counters: [1, 1, 2, 3])
      $0.call(0, .relate, 1)
      $0.clock(1, counters: [1, 1, 2, 2, 3, 0])
      $0.call(0, .relate, 1)
    }
    #expect(answers[2] == .init(4, [1, 1, 0, 0]))
    #expect(answers[4] == .init(4, [0, 0, 0, 1]))
  }

  @Test func `a class is named as one, also where it is kept inside of something else`() throws {
    func unseen(_ type: Any.Type) throws -> [String] {
      var program = Program()
      program.clock(0)
      program.canonicalForm(0)
      let answers = try InProcessSubject(type).run(program)
      let form = try #require(answers.last)
      return try CanonicalForm(form).unseen
    }
    #expect(
      try unseen(Shared.self).contains { $0.hasSuffix("your type is a class; copies share it") })
    #expect(try unseen(VectorClock.self) == [])
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
    first.clock(0)
    #expect(try subject.run(first) == [])
    var second = Program()
    second.call(0, .counters, 0, 1, 1)
    #expect(try subject.run(second).count == 1)
    subject.restart()
    var third = Program()
    third.clock(1)
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
    let worker = try #require(interpreter(for: [type]) { _ in })
    return try worker.run(bytes)
  }

  @Test func `an empty slot has no value`() {
    let empty = WireError.malformed("slot 3 is empty")
    #expect(throws: empty) { try run { $0.canonicalForm(3) } }
    #expect(throws: empty) { try run { $0.copy(3, to: 0) } }
    #expect(throws: empty) {
      try run { $0.call(3, .counters, 0, 0) }
    }
    #expect(throws: empty) {
      try run {
        $0.clock(4)
        $0.clock(0)
        $0.call(0, .receive, 3)
      }
    }
  }

  @Test func `a value that is being called cannot be the other one too`() {
    #expect(throws: WireError.malformed("slot 0 is empty")) {
      try run {
        $0.clock(0)
        $0.call(0, .receive, 0)
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
      try run { $0.clock(1 << 24) }
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
      interpreter(for: [VectorClock.self]) { record.clocks.append($0) })
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
        for: [VectorClock.self], setClock: { _ in record.counts.append(counter.pointee) },
        progress: counter))
    var program = Program()
    program.clock(.initial)
    program.clock(0)
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

/// What clocks are told, as their dialect counts it.
private enum ClockLine: UInt8 {
  case assign = 0, tick = 2, counters = 4, receive = 12, relate = 14
}

extension Program {
  /// Puts the clocks of process n1 into a slot.
  /// - Parameter counters: nodes and counters in turn, which the first of them is given.
  fileprivate mutating func clock(_ slot: Int, counters: [Int128] = []) {
    make(slot) { ObjectWords.Arguments(type: 0, numbers: [1]).write(to: &$0) }
    guard !counters.isEmpty else { return }
    let numbers = [0, Int128(counters.count / 2)] + counters
    call(slot) { ObjectWords.Call(operation: 0, numbers: numbers).write(to: &$0) }
  }

  fileprivate mutating func call(_ slot: Int, _ line: ClockLine, _ numbers: Int128...) {
    call(slot) { ObjectWords.Call(operation: line.rawValue, numbers: numbers).write(to: &$0) }
  }
}

private final class Shared: CausalClock, @unchecked Sendable {
  init(_ counters: [NodeID: UInt64]) {}
  subscript(node: NodeID) -> UInt64 { 0 }
  func tick(_ node: NodeID) {}
  func merge(_ other: Shared) {}
  func compare(to other: Shared) -> Causality { .equal }
  func happensBefore(_ other: Shared) -> Bool { false }
  func isConcurrent(with other: Shared) -> Bool { false }
  static func == (left: Shared, right: Shared) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}
