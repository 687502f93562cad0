import ExerciseKit
import Testing
import Wire

@Suite("Program")
struct ProgramTests {
  /// One instruction of each kind; the second clock instruction and the call carry arguments.
  private var program: Program {
    var program = Program()
    program.make(0) { $0.node(NodeID(1)) }
    program.copy(0, to: 300)
    program.call(300) { SetRequest.add("x").write(to: &$0) }
    program.canonicalForm(0)
    program.clock(.initial)
    program.clock(.frozen(nanoseconds: 5))
    return program
  }

  @Test func `a program is its instructions one after the other`() {
    #expect(
      program.bytes == [
        1, 0, 1, 1,
        2, 0, 0xac, 2,
        3, 0xac, 2, 3, 0, 1, 0x78,
        4, 0,
        5, 0,
        5, 1, 5,
      ])
  }

  @Test func `only calls and canonical forms are answered`() {
    #expect(program.instructionCount == 6)
    #expect(program.answerCount == 2)
    #expect(Program().answerCount == 0)
  }

  @Test func `offsets are where instructions start`() {
    #expect(program.offsets == [0, 4, 8, 15, 17, 19])
  }

  @Test func `a prefix ends where the next instruction would start`() {
    let bytes = program.bytes
    #expect(program.prefix(0) == [])
    for (count, offset) in program.offsets.enumerated() {
      #expect(program.prefix(count) == Array(bytes[..<offset]))
    }
    #expect(program.prefix(6) == bytes)
    #expect(program.prefix(99) == bytes)
  }
}

@Suite("Answers in a reply")
struct AnswersTests {
  private let program: Program = {
    var program = Program()
    program.canonicalForm(0)
    program.canonicalForm(1)
    return program
  }()

  @Test func `a reply holds one blob for each answer`() throws {
    #expect(try answers(in: [1, 7, 2, 8, 9], to: program) == [[7], [8, 9]])
    #expect(try answers(in: [0, 0], to: program) == [[], []])
    #expect(try answers(in: [], to: Program()) == [])
  }

  @Test(
    arguments: [
      // Too short: none, one, one and a part of the second.
      [], [1, 7], [1, 7, 2, 8],
      // A length that runs past the end, and one of 2^63 bytes.
      [1, 7, 9], [1, 7, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
      // One answer, one byte too many.
      [1, 7, 1, 8, 0], [1, 7, 1, 8, 1, 9],
    ] as [[UInt8]])
  func `a reply with fewer, more or other bytes breaks the protocol`(reply: [UInt8]) {
    let stop = #expect(throws: Stop.self) { try answers(in: reply, to: program) }
    guard case .protocolViolation(let why) = stop else {
      Issue.record("\(String(describing: stop))")
      return
    }
    #expect(why.hasPrefix("a reply that does not hold 2 answers: "))
  }
}

@Suite("Frame header")
struct FrameHeaderTests {
  @Test func `a frame is a little-endian length, a nonce and the payload`() {
    let header = FrameHeader(payloadLength: 3, nonce: 0x0102_0304_0506_0708)
    let frame = header.frame([0xaa, 0xbb, 0xcc])
    #expect(frame == [3, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 0xaa, 0xbb, 0xcc])
    #expect(FrameHeader(frame.prefix(FrameHeader.size)) == header)
  }

  @Test func `the largest length and nonce come back`() {
    let bytes = [UInt8](repeating: 0xff, count: FrameHeader.size)
    #expect(FrameHeader(bytes) == FrameHeader(payloadLength: 0xffff_ffff, nonce: .max))
  }
}

@Suite("Stop")
struct StopTests {
  @Test(
    arguments: [
      (.crashed(signal: 4, message: ""), "crashed (signal 4)"),
      (.crashed(signal: 4, message: "Index out of range"), "crashed: Index out of range"),
      (.exited(status: 3), "ended its process with status 3 instead of answering"),
      (.timeLimit(milliseconds: 2000), "did not answer a call within 2000 ms of processor time"),
      (.memoryLimit, "used more memory than it may"),
      (.protocolViolation("a lie"), "sent something that is no answer: a lie"),
    ] as [(Stop, String)])
  func `a stop completes a sentence about the submission`(stop: Stop, phrase: String) {
    #expect(stop.phrase == phrase)
  }
}
