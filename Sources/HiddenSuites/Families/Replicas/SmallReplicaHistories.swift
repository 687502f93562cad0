import Checking
import Synchronization
import Wire

/// What is the same for every submission, worked out once; what is drawn, once for each course.
final class DrawnInputs<Model: ReplicaModel>: Sendable {
  typealias Space = CausalSpace<ReplicaStep<Model.Operation>>

  /// Every event that a few replicas can have, up to a depth, and how it is asked about.
  struct Small: Sendable {
    let space: Space
    let attention: Attention<Model.Look>
    let demands: [Model.Demand]
    let inquiry: ReplicaInquiry<Model>
  }

  private let inputs = Mutex<(seed: UInt64, inputs: ReplicaInputs<Model>)?>(nil)
  /// Every event that a few replicas can have, up to a depth.
  let small: WorkedOut<Small>

  init(_ model: Model, nodeCount: Int, depth: Int) {
    small = WorkedOut {
      var space = Space(
        nodeCount: nodeCount, operations: model.plainOperations.map(ReplicaStep.act))
      while space.depth < depth, space.grow(limit: 40_000) != nil {}
      let attention = model.attention(to: space.events, isDrawn: true)
      var inquiry = ReplicaInquiry(model)
      var all = attention
      all.interval = 1
      _ = inquiry.perform(space.events, all)
      return Small(
        space: space, attention: all, demands: model.demands(of: space.events) { _ in true },
        inquiry: inquiry)
    }
  }

  func shown(from seed: UInt64, _ draw: () -> ReplicaInputs<Model>) -> ReplicaInputs<Model> {
    inputs.withLock { known in
      if let known, known.seed == seed { return known.inputs }
      let inputs = draw()
      known = (seed, inputs)
      return inputs
    }
  }
}

/// All small histories, and what one submission shows in them.
///
/// One check judges them for their own sake, and every other that fails looks here first for a short story
/// of its fault. The submission is asked once.
final class SmallReplicaHistories<Model: ReplicaModel>: Sendable {
  private let known: WorkedOut<DrawnInputs<Model>.Small>
  private let asked = AskedOnce<JudgedEvents<Model>>()

  init(_ known: WorkedOut<DrawnInputs<Model>.Small>) { self.known = known }

  var space: CausalSpace<ReplicaStep<Model.Operation>> { known.value.space }

  /// The first small history that shows a fault.
  /// - Parameter insists: true to ask a submission again that has stopped on one of them.
  func firstFailing(
    _ examiner: ReplicaExaminer<Model>, insists: Bool
  ) throws(Stop) -> ReplicaFinding<Model>? {
    let small = known.value
    let judged = try asked.answer(insists: insists) { () throws(Stop) in
      JudgedEvents(
        examiner.model, small.space.events, small.demands,
        try small.inquiry.answers(from: examiner.subject).sights, small.attention)
    }
    return judged.flatMap {
      examiner.firstFailing(in: small.space, $0, among: small.space.events.indices)
    }
  }
}
