import Checking
import Wire

/// A history in which a submission showed something that the events do not allow.
struct ReplicaFinding<Model: ReplicaModel> {
  var history: Model.History
  /// What was seen of each event.
  var sights: [ReplicaSight<Model>]
  var fault: ReplicaFault<Model.Kind>
  /// True when it is proven that no history with fewer events shows such a fault.
  var isShortest = false
}

/// Looks for the faults that break one check's guarantee.
struct ReplicaExaminer<Model: ReplicaModel> {
  typealias History = Model.History
  typealias Finding = ReplicaFinding<Model>
  typealias Sight = ReplicaSight<Model>
  typealias Space = CausalSpace<ReplicaStep<Model.Operation>>

  let model: Model
  let check: Check
  /// The faults that break the guarantee.
  var kinds = Set(Model.Kind.allCases)
  var clock = StagedClock.real
  /// What must have happened before a fault for it to count; nil where any fault does.
  var cause: ReplicaStep<Model.Operation>?
  /// Whether states are looked at again after everything else, and must show the same.
  var looksAgain = true
  /// What this submission shows in small histories; nil where they are of no interest.
  var small: SmallReplicaHistories<Model>?
  let subject: any Subject

  /// The first history of these that shows a fault.
  /// - Parameter shown: gathers what was shown in any of them.
  func firstFailing(
    of questions: some Sequence<ReplicaQuestions<Model>>, shown: inout Set<Model.Reading>
  ) throws(Stop) -> Finding? {
    for exchange in questions {
      for (item, sights) in zip(exchange.items, try exchange.sights(from: subject)) {
        if shown.count < 2 { shown.formUnion(sights.compactMap(\.reading)) }
        let judged = JudgedEvents(
          model, item.history.events, item.demands, sights, item.attention)
        if let fault = firstFault(in: judged, among: item.history.events.indices) {
          return Finding(history: item.history, sights: sights, fault: fault)
        }
      }
    }
    return nil
  }

  /// The first of these histories that shows a fault.
  func firstFailing(of histories: [History]) throws(Stop) -> Finding? {
    var shown: Set<Model.Reading> = []
    return try firstFailing(of: questions(into: histories), shown: &shown)
  }

  /// These histories, asked about as this check does.
  func questions(into histories: [History]) -> some Sequence<ReplicaQuestions<Model>> {
    ReplicaQuestions.divided(model, histories, clock: clock, looksAgain: looksAgain)
  }

  /// The first fault among what was seen of some events that breaks this check's guarantee.
  func firstFault(
    in judged: JudgedEvents<Model>, among places: Range<Int>
  ) -> ReplicaFault<Model.Kind>? {
    for event in places where !judged.isMet(at: event) {
      let (faults, past) = judged.faults(at: event, among: kinds)
      if let fault = faults.first, isCaused(past, in: judged.events) { return fault }
    }
    return looksAgain ? laterFault(in: judged.events, judged.sights) : nil
  }

  private func isCaused(_ past: [Int], in events: [Model.Event]) -> Bool {
    guard let cause else { return true }
    return past.contains { events[$0].action == .perform(cause) }
  }

  /// How a state shows something else later than at its own event, though nothing has been done to it
  /// since.
  private func laterFault(
    in events: [Model.Event], _ sights: [Sight]
  ) -> ReplicaFault<Model.Kind>? {
    for (index, sight) in sights.enumerated() {
      guard let reading = sight.reading, let later = sight.later, later != reading else { continue }
      return ReplicaFault(
        kind: nil,
        sentence:
          "the state of \(name(of: events[index].node)) after event \(index + 1) showed the "
          + "\(model.quantity) \(reading); looked at again after all events, it shows \(later), "
          + "though nothing was done to it",
        events: Array(Set([index, sights.count - 1])).sorted())
    }
    return nil
  }

  // MARK: All small histories

  /// The first of a space's events that shows a fault, as a history of its own: no history with fewer
  /// events shows one.
  /// - Parameters:
  ///   - judged: these events and all before them.
  ///   - batch: the events that are looked at.
  func firstFailing(
    in space: Space, _ judged: JudgedEvents<Model>, among batch: Range<Int>
  ) -> Finding? {
    var alone = self
    alone.looksAgain = false
    guard let event = alone.firstFault(in: judged, among: batch)?.events.max() else { return nil }
    let members = space.pasts[event]
    let history = space.history(of: members)
    let own = JudgedEvents(
      model, history.events, model.demands(of: history.events) { _ in true },
      members.map { judged.sights[$0] }, judged.attention)
    guard let told = alone.firstFault(in: own, among: history.events.indices.suffix(1)) else {
      preconditionFailure("a fault that depends on unrelated events")
    }
    return Finding(history: history, sights: own.sights, fault: told, isShortest: true)
  }

  /// A finding as it shows in a history of its own; nil when it needs the company of the others it was
  /// found among and is none of this history's.
  func alone(_ finding: Finding) throws(Stop) -> Finding? {
    for history in [finding.history.namedInOrder, finding.history] {
      guard var story = try firstFailing(of: [history]) else { continue }
      story.isShortest = finding.isShortest
      return story
    }
    return nil
  }
}
