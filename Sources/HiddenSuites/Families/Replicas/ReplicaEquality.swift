import Checking
import Wire

/// Compares what a submission's `==` says of two states with whether they know the same.
struct EqualityExaminer<Model: ReplicaModel> {
  typealias History = Model.History

  let examiner: ReplicaExaminer<Model>

  /// Two states of one history that `==` is wrong about.
  struct Finding {
    var history: History
    var pair: (left: Int, right: Int)
    var sights: [ReplicaSight<Model>]
    var sentence: String
  }

  /// How many pairs of a history are compared.
  private static var pairLimit: Int { 400 }

  /// The first of these histories of which `==` is wrong about two states.
  func firstFailing(
    of histories: [History]
  ) throws(Stop) -> (finding: Finding?, pairCount: Int) {
    var inquiry = ReplicaInquiry(examiner.model)
    var asked: [(history: History, place: Range<Int>, pairs: [(left: Int, right: Int)])] = []
    for history in histories {
      let place = inquiry.perform(
        history.events, examiner.model.attention(to: history.events, isDrawn: true))
      let pairs = Self.pairs(of: history.events.count)
      for pair in pairs {
        inquiry.compare(place.lowerBound + pair.left, place.lowerBound + pair.right)
      }
      asked.append((history, place, pairs))
    }
    let answers = try inquiry.answers(from: examiner.subject)
    var areEqual = answers.areEqual[...]
    for (history, place, pairs) in asked {
      let states = examiner.model.equalStates(of: history.events)
      for pair in pairs {
        guard let isEqual = areEqual.popFirst() else { break }
        guard isEqual != (states[pair.left] == states[pair.right]) else { continue }
        let finding = Finding(
          history: history, pair: pair, sights: Array(answers.sights[place]),
          sentence: sentence(of: pair, in: history, isEqual: isEqual))
        return (finding, answers.areEqual.count)
      }
    }
    return (nil, answers.areEqual.count)
  }

  /// Pairs of different events' states, all of them where they are few, asked both ways round.
  private static func pairs(of count: Int) -> [(left: Int, right: Int)] {
    let all = (0..<count).flatMap { left in
      (0..<count).filter { $0 != left }.map { (left: left, right: $0) }
    }
    // A stride that has no divisor in common with the number of states comes past all kinds of pairs.
    let stride = max(1, all.count / pairLimit) | 1
    return all.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  private func sentence(
    of pair: (left: Int, right: Int), in history: History, isEqual: Bool
  ) -> String {
    let known = knownEvents(of: history.events)
    func state(_ event: Int) -> String {
      "\(name(of: history.events[event].node))'s state after event \(event + 1)"
    }
    func reason(_ event: Int) -> String {
      examiner.model.reason(after: CausalPast(events: history.events, members: known[event]))
    }
    return isEqual
      ? "\(state(pair.left)) is == to \(state(pair.right)), but they know different things: "
        + "\(reason(pair.left)); and \(reason(pair.right))"
      : "\(state(pair.left)) is not == to \(state(pair.right)), though both know the same: "
        + reason(pair.left)
  }

  /// The shortest story of a wrong `==`.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      let past = finding.history.causalPast(of: [finding.pair.left, finding.pair.right])
      if let own = try firstFailing(of: [past]).finding { best = own }
      best = try shrink(best, history: \.history) { (candidates) throws(Stop) in
        try firstFailing(of: candidates.filter(examiner.model.isFair)).finding
      }
      best = try firstFailing(of: [best.history.namedInOrder]).finding ?? best
    } catch {
      try examiner.subject.goOn(after: error)
      return told(best, remark: ReplicaExaminer<Model>.stopped(error))
    }
    return told(best)
  }

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    Failure(
      message: finding.sentence + remark,
      counterexample: examiner.drawing(
        finding.history.events, lines: finding.history.lines, sights: finding.sights,
        violation: finding.sentence, at: [finding.pair.left, finding.pair.right]))
  }
}
