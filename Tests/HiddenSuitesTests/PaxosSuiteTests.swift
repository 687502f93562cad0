import Dialects
import ExerciseKit
import Histories
import Simulation
import Testing

@testable import HiddenSuites

@Suite("The suite of Paxos")
struct PaxosSuiteTests {
  /// As `SingleDecision`, and left to a search.
  private struct Searched: Model {
    let initial: [Int128] = []
    func step(_ state: [Int128], _ input: Int128, _ output: Int128?) -> [Int128]? {
      SingleDecision().step(state, input, output)
    }
  }

  private func isBroken<Object: Model>(_ object: Object, _ history: [Object.Operation]) -> Bool {
    if case .broken = object.linearizability(of: history) { true } else { false }
  }

  @Test func `what is decided once is judged as a search judges it`() {
    var random = RandomSource(seed: 7)
    var broken = 0
    for _ in 0..<400 {
      var history: [SingleDecision.Operation] = []
      for client in 0..<1 + random.index(below: 6) {
        let called = random.index(below: 12)
        let input = Int128(random.index(below: 3))
        let output = Int128(random.index(below: 8) == 0 ? random.index(below: 3) : 1)
        let answer = SingleDecision.Operation.Answer(
          output, returned: called + random.index(below: 8))
        history.append(
          .init(
            client: client, input, called: called,
            answer: random.chance(2, in: 3) ? answer : nil))
      }
      let slow = history.map { one in
        Searched.Operation(
          client: one.client, one.input, called: one.called,
          answer: one.answer.map { .init($0.output, returned: $0.returned) })
      }
      let isWrong = isBroken(Searched(), slow)
      #expect(isBroken(SingleDecision(), history) == isWrong, "\(history)")
      broken += isWrong ? 1 : 0
    }
    #expect(broken > 50 && broken < 350)
  }

  @Test func `a cluster is read as it is written`() {
    let model = PaxosCluster()
    let text =
      "n0 accepts, has \"V1\" in 3.n4294967295; n7 accepts; n4294967295 proposes \"V1\" from round "
      + "9223372036854775807"
    #expect(model.setting(text)?.description == text)
    for wrong in [
      "n0 accepts", "n0 accepts; n0 proposes v1 from round 0", "n1 proposes v1 from round 0",
    ] {
      #expect(model.setting(wrong) == nil)
    }
  }

  @Test func `what a proposer of another name sends is told`() {
    let model = PaxosCluster()
    guard let setting = model.setting("n1 accepts; n2 proposes v1 from round 0") else {
      Issue.record("not a cluster")
      return
    }
    for effect in [
      PaxosEffect.prepare(AttemptNumber(1, 1)), .prepare(AttemptNumber(0, 2)),
      .accept(AttemptNumber(1, 2), -1), .decided(-1),
    ] {
      var node = model.started(1, from: .proposer(round: 0), setting)
      let effects = model.effects(of: [.init([effect])], to: .take(.start), &node)
      #expect(effects.fault != nil, "\(effect.text)")
    }
  }

  @Test func `effects are read as they are told, and half an effect is none`() {
    let ballot = AttemptNumber(2, 5)
    let vote = Vote(ballot: AttemptNumber(1, 4), value: 3)
    let effects: [PaxosEffect] = [
      .store(promised: ballot, accepted: vote), .store(promised: nil, accepted: nil),
      .promise(ballot, accepted: vote), .promise(ballot, accepted: nil), .accepted(ballot),
      .refused(ballot, promised: vote.ballot), .storeRound(4), .prepare(ballot),
      .accept(ballot, 3), .decided(3), .retry,
    ]
    #expect(PaxosEffect.read(.init(effects)) == effects)
    #expect(PaxosEffect.read(.init(0, [5, 1, 2])).isEmpty)
    #expect(PaxosEffect.read(.init(0, [9, 9])).isEmpty)
  }
}
