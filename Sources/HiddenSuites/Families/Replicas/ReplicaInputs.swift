import Checking
import Simulation

/// The random histories of a suite of replicas.
struct ReplicaInputs<Model: ReplicaModel>: Sendable {
  typealias History = ReplicaHistory<Model.Operation>

  /// What laws are tried after.
  var laws: [History] = []
  /// What is compared with what the events demand: plain operations of three replicas.
  var plain: [History] = []
  /// The same, odd in some way.
  var odd: [History] = []
  /// What is asked twice.
  var repeated: [History] = []

  /// Those that are the same for every submission of a course.
  init(shownFrom seed: UInt64, model: Model) {
    var random = RandomSource(seed: seed)
    let operations = model.plainOperations
    func draw(_ random: inout RandomSource) -> Model.Operation {
      operations[random.index(below: operations.count)]
    }
    laws = (0..<10).map { index in
      model.history(
        nodes: index < 7 ? [0, 1, 2] : OddNodes.groups[index - 4], eventCount: 9, random: &random,
        operation: index < 5 ? draw : model.draw)
    }
    plain = (0..<12).map { _ in
      model.converged(
        model.history(nodes: [0, 1, 2], eventCount: 32, random: &random, operation: draw))
    }
    odd = OddNodes.groups.enumerated().map { index, nodes in
      model.converged(
        model.history(
          nodes: nodes, eventCount: 36, rebuilds: model.rebuilds && index % 2 == 1,
          random: &random, operation: model.draw))
    }
    // A long run of few replicas, and one in which many write.
    odd += [[0, 1], Array(0..<70)].map { nodes in
      model.converged(
        model.history(nodes: nodes, eventCount: 240, random: &random, operation: model.draw))
    }
    repeated = [plain[0], odd[0]]
  }

  /// Those of one submission only: few, and odd in many ways at once.
  init(keptBackFrom seed: UInt64, model: Model) {
    var random = RandomSource(seed: seed)
    laws = (0..<3).map { _ in
      model.history(
        nodes: OddNodes.draw(3, random: &random), eventCount: 9, random: &random,
        operation: model.draw)
    }
    odd = [2, 3, 4, 6].map { count in
      model.converged(
        model.history(
          nodes: OddNodes.draw(count, random: &random), eventCount: 40,
          rebuilds: model.rebuilds && count % 3 == 0, random: &random, operation: model.draw))
    }
    repeated = [odd[1]]
  }
}
