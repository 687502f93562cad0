import Checking
import Dialects
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("The family of objects")
struct ObjectFamilyTests {
  private func failure(
    of name: String, in exercise: String, _ subject: InProcessSubject
  ) throws -> Failure {
    let found = try #require(suites.first { $0.exercise == exercise })
    for stage in found.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(stage.checks, try stage.run(subject)) where check.name == name {
        guard case .failed(let failure) = verdict else { continue }
        return failure
      }
    }
    throw NothingFailed()
  }

  private struct NothingFailed: Error {}

  /// A clock that is right until a wall part of at least 1,000,000 is received.
  private struct LateWrongClock: HybridLogicalClock {
    private var base: HybridClock
    var stored: HLCStamp? { base.stored }
    init(node: NodeID, maxOffset: Int64, stored: HLCStamp?) {
      base = HybridClock(node: node, maxOffset: maxOffset, stored: stored)
    }
    mutating func now(physical: Int64) -> HLCStamp { base.now(physical: physical) }
    mutating func receive(_ stamp: HLCStamp, physical: Int64) throws(ClockSkew) -> HLCStamp {
      let receipt = try base.receive(stamp, physical: physical)
      guard stamp.wall >= 1_000_000 else { return receipt }
      return HLCStamp(wall: receipt.wall + 1, logical: receipt.logical, node: receipt.node)
    }
  }

  @Test func `a fault that needs a large number is told in one line, with the plainest number`()
    throws
  {
    let failure = try failure(
      of: "any-readings-and-stamps", in: "hybrid-clock", InProcessSubject(LateWrongClock.self))
    let run = try #require(failure.counterexample)
    #expect(run.steps.count == 1)
    let event = try #require(run.schedule.events.first)
    // The smallest wall part that shows it, at the plainest reading at which it is taken.
    #expect(event.hasPrefix("receive(1000000.0 of n0, physical: "), "\(event)")
  }

  @Test func `a fault between two operations is told by those two`() throws {
    let failure = try failure(
      of: "any-order-of-requests", in: "resource-version", InProcessSubject(CarelessStore.self))
    let run = try #require(failure.counterexample)
    #expect(run.steps.count <= 2)
  }

  @Test func `a line is read as it is written, and nothing else is`() {
    let form = NumberForm("acquire(n#, now: #)", [.node, NumberDomain(-5...100)])
    #expect(form.text([7, -3]) == "acquire(n7, now: -3)")
    #expect(form.numbers(in: "acquire(n7, now: -3)") == [7, -3])
    for text in [
      "acquire(n7, now: 101)", "acquire(n4294967296, now: 1)", "acquire(n7, now: )",
      "acquire(n07, now: 1)",
      "acquire(n7, now: 1) ", "acquire(n7)", "", "renew(n7, now: 1)",
    ] {
      #expect(form.numbers(in: text) == nil, "\(text)")
    }
  }

  @Test func `a choice is written as its word`() {
    let form = NumberForm("# replicas, repair #", [.node, NumberDomain(words: ["none", "after"])])
    #expect(form.text([3, 1]) == "3 replicas, repair after")
    #expect(form.numbers(in: "3 replicas, repair after") == [3, 1])
    for text in ["3 replicas, repair 1", "3 replicas, repair later", "3 replicas, repair "] {
      #expect(form.numbers(in: text) == nil, "\(text)")
    }
  }

  @Test func `numbers at which an answer turns are drawn often`() {
    struct Counter: Sendable { var largest: Int128 = 0 }
    let object = SequentialObject<Counter>(
      subject: "counter", setting: NumberForm("empty"), start: { _ in Counter() },
      operations: [
        .init(
          NumberForm("sees #", [.unsigned()]), near: { [[$0.largest]] }
        ) { numbers, state in
          let isNew = numbers[0] > state.largest
          state.largest = max(state.largest, numbers[0])
          return (.init(isNew ? 1 : 0, []), "it is compared")
        }
      ],
      text: { "\($0.kind)" })
    var random = RandomSource(seed: 7)
    let talk = Conversation(ObjectTalk(object), count: 2_000, isOdd: true, random: &random)
    var (largest, hits) = (Int128(0), 0)
    for line in talk.lines {
      if (line.numbers[0] - largest).magnitude <= 1 { hits += 1 }
      largest = max(largest, line.numbers[0])
    }
    // Three of four are drawn there.
    #expect((1_350...1_650).contains(hits), "\(hits)")
  }
}
