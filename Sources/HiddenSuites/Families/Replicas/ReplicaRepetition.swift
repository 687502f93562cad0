import Checking
import Wire

/// Asks about histories twice, of replicas made anew, while the clock stands still: what a replica answers
/// depends on nothing but what was done to it, so the two times come to the same.
struct ReplicaRepetition<Model: ReplicaModel> {
  let examiner: ReplicaExaminer<Model>

  private struct Finding {
    var history: Model.History
    var sights: [ReplicaSight<Model>]
    var event: Int
    var again: ReplicaSight<Model>
  }

  init(_ model: Model, _ check: Check, on subject: any Subject) {
    examiner = ReplicaExaminer(
      model: model, check: check, clock: .stopped, looksAgain: false, subject: subject)
  }

  /// What came of asking twice.
  struct Result {
    /// Whether any replica showed one thing and then another: one that never does breaks few rules.
    var isTelling = false
    /// The shortest story of a history that is not answered alike twice.
    var failure: Failure?
  }

  /// Asks about each of these histories twice.
  func result(of histories: [Model.History], shrinks: Bool = true) throws(Stop) -> Result {
    var shown: [Int: Set<Model.Reading>] = [:]
    let finding = try firstFailing(of: histories, &shown)
    var result = Result(isTelling: shown.values.contains { $0.count > 1 })
    if let finding { result.failure = shrinks ? try story(of: finding) : told(finding) }
    return result
  }

  private func story(of finding: Finding) throws(Stop) -> Failure {
    var best = finding
    func firstFair(_ histories: [Model.History]) throws(Stop) -> Finding? {
      var shown: [Int: Set<Model.Reading>] = [:]
      return try firstFailing(of: histories.filter(examiner.model.isFair), &shown)
    }
    do throws(Stop) {
      best = try shrink(best, history: \.history, firstFailing: firstFair)
      best = try firstFair([best.history.namedInOrder]) ?? best
      for _ in 0..<20 {
        let simpler = examiner.model.simpler(than: best.history).filter { $0 != best.history }
        guard let next = try firstFair(simpler) else { break }
        best = next
      }
    } catch {
      // The submission stops on some shorter history. The two answers stay what they were.
      try examiner.subject.goOn(after: error)
    }
    return told(best)
  }

  private func firstFailing(
    of histories: [Model.History], _ shown: inout [Int: Set<Model.Reading>]
  ) throws(Stop) -> Finding? {
    var sights: [[ReplicaSight<Model>]] = []
    for exchange in examiner.questions(into: histories + histories) {
      sights += try exchange.sights(from: examiner.subject)
    }
    for (history, seen) in zip(histories + histories, sights) {
      for (event, sight) in zip(history.events, seen) {
        guard let reading = sight.reading else { continue }
        shown[event.node, default: []].insert(reading)
      }
    }
    for (history, (first, second)) in zip(
      histories, zip(sights, sights.dropFirst(histories.count)))
    {
      if let event = first.indices.first(where: { first[$0] != second[$0] }) {
        return Finding(history: history, sights: first, event: event, again: second[event])
      }
    }
    return nil
  }

  private func told(_ finding: Finding) -> Failure {
    let (model, end) = (examiner.model, finding.event + 1)
    let first = finding.sights[finding.event]
    let sentence =
      "\(name(of: finding.history.events[finding.event].node)) \(model.text(of: first)) after event "
      + "\(end), and \(model.text(of: finding.again)) when the same is done a second time to "
      + "\(model.noun)s made anew: the answers depend on more than what was done"
    return Failure(
      message: sentence,
      counterexample: examiner.drawing(
        Array(finding.history.events.prefix(end)), lines: finding.history.lines,
        sights: finding.sights, violation: sentence, at: [finding.event]))
  }
}
