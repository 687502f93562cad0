import Checking
import Synchronization
import Wire

/// What is the same for every submission of a course, drawn once.
final class DrawnInputs<Model: ReplicaModel>: Sendable {
  typealias Space = CausalSpace<ReplicaStep<Model.Operation>>

  private let inputs = Mutex<(seed: UInt64, inputs: ReplicaInputs<Model>)?>(nil)
  private let space = Mutex<Space?>(nil)

  func shown(from seed: UInt64, _ model: Model) -> ReplicaInputs<Model> {
    inputs.withLock { known in
      if let known, known.seed == seed { return known.inputs }
      let inputs = ReplicaInputs(shownFrom: seed, model: model)
      known = (seed, inputs)
      return inputs
    }
  }

  /// Every event that a few replicas can have, up to a depth.
  func space(_ model: Model, nodeCount: Int, depth: Int) -> Space {
    space.withLock { known in
      if let known { return known }
      var space = Space(
        nodeCount: nodeCount, operations: model.plainOperations.map(ReplicaStep.act))
      while space.depth < depth, space.grow(limit: 40_000) != nil {}
      known = space
      return space
    }
  }
}

/// All small histories, and what one submission shows in them. It is asked once.
final class SmallReplicaHistories<Model: ReplicaModel>: Sendable {
  private let model: Model
  private let nodeCount: Int
  private let depth: Int
  private let drawn: DrawnInputs<Model>
  private let asked = AskedOnce<[ReplicaInquiry<Model>.Sight]>()

  init(_ model: Model, nodeCount: Int, depth: Int, drawn: DrawnInputs<Model>) {
    self.model = model
    self.nodeCount = nodeCount
    self.depth = depth
    self.drawn = drawn
  }

  var space: CausalSpace<ReplicaStep<Model.Operation>> {
    drawn.space(model, nodeCount: nodeCount, depth: depth)
  }

  /// The first small history that shows a fault.
  /// - Parameter insists: true to ask a submission again that has stopped on one of them.
  func firstFailing(
    _ examiner: ReplicaExaminer<Model>, insists: Bool
  ) throws(Stop) -> ReplicaFinding<Model>? {
    let space = space
    let sights = try asked.answer(insists: insists) { () throws(Stop) in
      try examiner.sights(of: space)
    }
    return sights.flatMap { examiner.firstFailing(in: space, $0) }
  }
}
