import Dialects
import ExerciseKit
import Solutions
import Testing
import Wire

@testable import Subjects

@Suite("Dialects")
struct DialectTests {
  @Test func `static functions are asked without a value`() throws {
    var inquiry = Inquiry<ClusterWords>()
    inquiry.make(0, Nothing())
    inquiry.call(0, .majority(4))
    inquiry.call(0, .intersect(4, 2, 2))
    inquiry.call(0, .byzantineQuorum(5))
    let replies = try inquiry.replies(from: InProcessSubject(Cluster.self))
    #expect(replies.answers == [.number(3), .truth(false), .number(4)])
  }

  @Test func `a configuration that is not made says nothing`() throws {
    var inquiry = Inquiry<QuorumDialWords>()
    inquiry.make(0, Nothing())
    inquiry.call(0, .init(n: 3, r: 4, w: 1, .isMissing))
    inquiry.call(0, .init(n: 3, r: 4, w: 1, .label))
    inquiry.call(0, .init(n: 3, r: 3, w: 1, .label))
    inquiry.call(0, .init(n: 3, r: 1, w: 1, .overlapProbability))
    inquiry.call(0, .init(n: 2, r: 1, w: 2, .availability(ofRead: true, nodeUp: 0.5)))
    let replies = try inquiry.replies(from: InProcessSubject(QuorumConfig.self))
    #expect(
      replies.answers.prefix(3) == [.truth(true), .missing, .label(.fastWrites)])
    #expect(replies.answers[4] == .probability(0.75))
  }

  @Test func `a model is one of the submission's own, or steps`() throws {
    var inquiry = Inquiry<FinalityWords>()
    inquiry.make(0, Nothing())
    for model in [.nakamoto, .exact, .steps(first: 2, last: 7, level: 0.001)]
      as [FinalityWords.Model]
    {
      inquiry.call(0, .confirmationsNeeded(risk: 0.001, attacker: 0.3, model))
    }
    inquiry.call(0, .confirmationsNeeded(risk: 0.001, attacker: 0.5, .exact))
    inquiry.call(0, .catchUp(2, 0.2))
    let replies = try inquiry.replies(from: InProcessSubject(Finality.self))
    #expect(
      replies.answers.prefix(4) == [
        .confirmations(24), .confirmations(32), .confirmations(7), .confirmations(nil),
      ])
  }

  @Test func `a clock's message is what its slot has stamped last`() throws {
    var inquiry = Inquiry<LamportWords>()
    inquiry.make(0, NodeID(1))
    inquiry.call(0, .tick)
    inquiry.make(1, NodeID(2))
    inquiry.call(1, .receive(slot: 0))
    inquiry.call(1, .receiveStamp(40, NodeID(9)))
    inquiry.call(1, .look)
    inquiry.call(1, .compare(3, NodeID(1), 3, NodeID(2)))
    let replies = try inquiry.replies(from: InProcessSubject(LamportClock.self))
    let last = LamportWords.Stamp(counter: 41, node: NodeID(2))
    #expect(
      replies.answers == [
        .stamp(.init(counter: 1, node: NodeID(1))), .stamp(.init(counter: 2, node: NodeID(2))),
        .stamp(last), .clock(last, last: last),
        .order(isLess: true, isEqual: false, isGreater: false, hashesAgree: true),
      ])
  }

  @Test func `two types of one exercise live in one subject`() throws {
    var inquiry = Inquiry<CounterWords>()
    for (slot, goesDown) in [false, false, true, true].enumerated() {
      inquiry.make(slot, .init(goesDown: goesDown, replica: NodeID(UInt32(slot))))
    }
    inquiry.call(0, .increment(5))
    inquiry.call(1, .increment(2))
    inquiry.call(0, .merge(slot: 1))
    inquiry.call(0, .value)
    inquiry.call(2, .add(-3))
    inquiry.call(3, .merge(slot: 2))
    inquiry.call(3, .value)
    inquiry.call(3, .isEqual(slot: 2))
    let form = inquiry.form(of: 3)
    let replies = try inquiry.replies(from: InProcessSubject(GCounter.self, PNCounter.self))
    #expect(
      replies.answers == [
        .done, .done, .done, .amount(7), .done, .done, .balance(-3), .equal(true),
      ])
    #expect(replies.forms[form].unseen.isEmpty)
  }

  @Test func `a copy goes its own way`() throws {
    var inquiry = Inquiry<CounterWords>()
    inquiry.make(0, .init(goesDown: false, replica: NodeID(1)))
    inquiry.copy(0, to: 1)
    inquiry.call(1, .increment(1))
    inquiry.call(0, .value)
    inquiry.call(1, .value)
    let replies = try inquiry.replies(from: InProcessSubject(GCounter.self, PNCounter.self))
    #expect(replies.answers == [.done, .amount(0), .amount(1)])
  }

  @Test func `types that no exercise asks for together have no interpreter`() {
    #expect(interpreter(for: [], setClock: { _ in }) == nil)
    #expect(interpreter(for: [Int.self], setClock: { _ in }) == nil)
    #expect(interpreter(for: [GCounter.self], setClock: { _ in }) == nil)
    #expect(interpreter(for: [PNCounter.self, GCounter.self], setClock: { _ in }) == nil)
    #expect(interpreter(for: [ORSet<String>.self], setClock: { _ in }) != nil)
  }

  @Test func `a call of the other type's is the grader's fault`() throws {
    var program = Program()
    program.make(0) { CounterWords.Arguments(goesDown: true, replica: NodeID(1)).write(to: &$0) }
    program.call(0) { CounterWords.Call.increment(1).write(to: &$0) }
    let counters = try #require(
      interpreter(for: [GCounter.self, PNCounter.self], setClock: { _ in }))
    #expect(throws: WireError.self) { try counters.run(program.bytes) }
  }

  @Test func `a reply that holds no answer of the exercise's stops the subject`() {
    var inquiry = Inquiry<ClusterWords>()
    inquiry.make(0, Nothing())
    inquiry.call(0, .majority(4))
    for reply: [UInt8] in [[], [9], [0], [0, 4, 4], [1, 7]] {
      #expect(throws: Stop.self) { try inquiry.replies(from: SayingSubject(reply)) }
    }
  }
}

/// Answers everything with the same bytes.
private final class SayingSubject: Subject {
  private let reply: [UInt8]
  init(_ reply: [UInt8]) { self.reply = reply }
  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    Array(repeating: reply, count: program.answerCount)
  }
  func restart() {}
}
