import Synchronization

/// Events, what they demand and what was seen of them. What is known where is worked out once, whichever checks
/// ask, and only when something is not as it should be.
final class JudgedEvents<Model: ReplicaModel>: Sendable {
  let events: [Model.Event]
  let sights: [ReplicaSight<Model>]
  let attention: Attention<Model.Look>
  private let model: Model
  private let demands: [Model.Demand]
  private let record = Mutex<ReplicaRecord<Model>?>(nil)

  init(
    _ model: Model, _ events: [Model.Event], _ demands: [Model.Demand],
    _ sights: [ReplicaSight<Model>], _ attention: Attention<Model.Look>
  ) {
    (self.model, self.events, self.demands) = (model, events, demands)
    (self.sights, self.attention) = (sights, attention)
  }

  func isMet(at event: Int) -> Bool { model.isMet(demands[event], by: sights[event]) }

  /// What is wrong at an event in some ways, and the events that its state knows of.
  func faults(
    at event: Int, among kinds: Set<Model.Kind>
  ) -> (faults: [ReplicaFault<Model.Kind>], past: [Int]) {
    let record = record.withLock { known in
      let record = known ?? ReplicaRecord(events, sights, attention)
      known = record
      return record
    }
    return (model.faults(at: event, among: kinds, in: record), record.known[event])
  }
}
