import Checking
import Simulation

/// The random histories of a suite of replicas.
struct ReplicaInputs<Model: ReplicaModel>: Sendable {
  typealias History = Model.History

  /// What laws are tried after.
  var laws: ReplicaLawSurvey<Model>
  /// What is compared with what the events demand: plain operations of three replicas.
  var plain: [History] = []
  /// The same, odd in some way. Every state is looked at again after its history.
  var odd: [History] = []
  /// Long runs, looked at now and then.
  var runs: [AskedRun<Model>] = []
  /// What is asked twice.
  var repeated: [History] = []
  /// How the plain ones are asked about, and the odd ones.
  private(set) var plainQuestions: [ReplicaQuestions<Model>] = []
  private(set) var oddQuestions: [ReplicaQuestions<Model>] = []

  /// How many histories are compared with what events demand, and how many events they have.
  var judgedCount: (histories: Int, events: Int) {
    let histories = plain + odd + runs.map(\.history)
    return (histories.count, histories.reduce(0) { $0 + $1.events.count })
  }

  /// Those that are the same for every submission of a course.
  init(shownFrom seed: UInt64, model: Model, laws: [ReplicaLaw]) {
    var random = RandomSource(seed: seed)
    let drawn = laws.isEmpty ? 0 : 10
    self.laws = ReplicaLawSurvey(
      model, laws,
      after: model.lawExamples
        + (0..<drawn).map { index in
          let isOdd = index >= 8
          return model.history(
            nodes: isOdd ? Array(OddNodes.groups[index - 5].prefix(3)) : [0, 1, 2],
            eventCount: 9, random: &random,
            operation: model.drawing(
              isOdd ? .odd(index) : .plain(index % 2), random: &random))
        })
    // A few long histories find more than many short ones for the same number of events.
    plain = (0..<9).map { index in
      model.converged(
        model.history(
          nodes: [0, 1, 2], eventCount: 32, random: &random,
          operation: model.drawing(.plain(index), random: &random)))
    }
    odd = OddNodes.groups.enumerated().map { index, nodes in
      model.converged(
        model.history(
          nodes: nodes, eventCount: nodes.count > 4 ? 48 : 32,
          rebuilds: model.rebuilds && index % 2 == 1, random: &random,
          operation: model.drawing(.odd(index), random: &random)))
    }
    if model.rebuilds {
      odd += [4, 5, 6].map { model.history(rebuilding: $0, random: &random) }
      let far = [0, Int(UInt32.max) - 1, 1, 1 << 31, 70_000, 2]
      odd += [Array(0..<6), far, OddNodes.draw(6, random: &random)].map {
        model.history(forgettingAt: $0, random: &random)
      }
    }
    odd += [model.history(gathering: 6, random: &random)]
    odd += [1, 2, 3].map { model.history(echoingAt: $0, random: &random) }
    runs = model.runs(&random).map { AskedRun(model, $0) }
    repeated = [plain[2], odd[0]]
    plainQuestions = Array(
      ReplicaQuestions.divided(model, plain, looksAgain: false, isDrawn: true))
    oddQuestions = Array(ReplicaQuestions.divided(model, odd, looksAgain: true, isDrawn: true))
  }

  /// Those of one submission only: few, and odd in many ways at once.
  init(keptBackFrom seed: UInt64, model: Model, laws: [ReplicaLaw]) {
    var random = RandomSource(seed: seed)
    let drawn = laws.isEmpty ? 0 : 2
    self.laws = ReplicaLawSurvey(
      model, laws,
      after: (0..<drawn).map { _ in
        model.history(
          nodes: OddNodes.draw(3, random: &random), eventCount: 9, random: &random,
          operation: model.drawing(.alike(2), random: &random))
      })
    odd = [3, 4, 6].map { count in
      model.converged(
        model.history(
          nodes: OddNodes.draw(count, random: &random), eventCount: 34,
          rebuilds: model.rebuilds && count > 3, random: &random,
          operation: model.drawing(.alike(min(count, 4)), random: &random)))
    }
    repeated = [odd[0]]
    oddQuestions = Array(ReplicaQuestions.divided(model, odd, looksAgain: true, isDrawn: true))
  }
}
