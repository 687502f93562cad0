import Checking
import Wire

/// Compares how a submission relates two states with how they must relate by what they know: whether they
/// are `==`, or which comes before the other.
struct RelationExaminer<Model: ReplicaModel> {
  typealias History = ReplicaHistory<Model.Operation>

  let examiner: ReplicaExaminer<Model>

  /// Two states of one history that the submission relates wrongly.
  struct Finding {
    var history: History
    var pair: (left: Int, right: Int)
    var readings: [Model.Reading]
    var sentence: String
    /// True when it is proven that no history with fewer events holds such a pair.
    var isShortest = false
  }

  /// How many pairs of a history are compared.
  private static var pairLimit: Int { 400 }

  /// The first of these histories of which two states are related wrongly.
  func firstFailing(
    of histories: [History]
  ) throws(Stop) -> (finding: Finding?, pairCount: Int) {
    var inquiry = ReplicaInquiry(examiner.model)
    var asked: [(history: History, place: Range<Int>, pairs: [(left: Int, right: Int)])] = []
    for history in histories {
      let place = inquiry.perform(history.events)
      let pairs = Self.pairs(of: history.events.count)
      for pair in pairs {
        inquiry.compare(place.lowerBound + pair.left, place.lowerBound + pair.right)
      }
      asked.append((history, place, pairs))
    }
    let answers = try inquiry.answers(from: examiner.subject)
    var relations = answers.relations[...]
    for (history, place, pairs) in asked {
      let known = knownEvents(of: history.events)
      let readings = answers.sights[place].map(\.reading)
      let own = Array(relations.prefix(pairs.count))
      relations = relations.dropFirst(pairs.count)
      if let (pair, sentence) = firstWrong(
        of: pairs, own, events: history.events, known: known, readings)
      {
        let finding = Finding(history: history, pair: pair, readings: readings, sentence: sentence)
        return (finding, answers.relations.count)
      }
    }
    return (nil, answers.relations.count)
  }

  /// What is said of the pairs of one history.
  func relations(
    in history: History
  ) throws(Stop) -> (
    pairs: [(left: Int, right: Int)], relations: [Model.Relation], readings: [Model.Reading]
  ) {
    var inquiry = ReplicaInquiry(examiner.model)
    _ = inquiry.perform(history.events)
    let pairs = Self.pairs(of: history.events.count)
    for pair in pairs { inquiry.compare(pair.left, pair.right) }
    let answers = try inquiry.answers(from: examiner.subject)
    return (pairs, answers.relations, answers.sights.map(\.reading))
  }

  /// The first of these pairs of events whose states are related wrongly, and what is wrong.
  private func firstWrong(
    of pairs: [(left: Int, right: Int)], _ relations: [Model.Relation],
    events: [CausalEvent<ReplicaStep<Model.Operation>>], known: [[Int]], _ readings: [Model.Reading]
  ) -> (pair: (left: Int, right: Int), sentence: String)? {
    let model = examiner.model
    let states = known.map { model.state(after: CausalPast(events: events, members: $0)) }
    for (pair, relation) in zip(pairs, relations)
    where relation != model.relation(of: states[pair.left], to: states[pair.right]) {
      func state(_ event: Int) -> RelatedState<Model> {
        RelatedState(
          name: "\(name(of: events[event].node))'s state after event \(event + 1)",
          state: states[event], reading: readings[event])
      }
      return (
        pair, model.complaint(about: relation, of: state(pair.left), to: state(pair.right))
      )
    }
    return nil
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

  // MARK: All small histories

  typealias Space = CausalSpace<ReplicaStep<Model.Operation>>

  /// Every two events of a space, in both directions, that one history can hold; those that need fewer events
  /// first.
  /// - Parameter size: only those that need so many.
  static func pairs(of space: Space, needing size: Int? = nil) -> [(left: Int, right: Int)] {
    var pairs: [[(left: Int, right: Int)]] = Array(repeating: [], count: space.depth + 1)
    for right in space.events.indices {
      for left in 0..<right where space.canCoexist(left, right) {
        let needed = space.historySize(of: left, right)
        guard needed <= space.depth, size ?? needed == needed else { continue }
        pairs[needed] += [(left, right), (right, left)]
      }
    }
    return Array(pairs.joined())
  }

  /// The first of these pairs of a space that a submission relates wrongly.
  func firstFailing(
    in space: Space, _ pairs: [(left: Int, right: Int)]
  ) throws(Stop) -> Finding? {
    var inquiry = ReplicaInquiry(examiner.model)
    _ = inquiry.perform(space.events)
    for pair in pairs { inquiry.compare(pair.left, pair.right) }
    let answers = try inquiry.answers(from: examiner.subject)
    let wrong = firstWrong(
      of: pairs, answers.relations, events: space.events, known: space.pasts,
      answers.sights.map(\.reading))
    guard let (pair, _) = wrong else { return nil }
    let members = space.unionOfPasts(pair.left, pair.right)
    guard let left = members.firstIndex(of: pair.left),
      let right = members.firstIndex(of: pair.right)
    else { preconditionFailure("a past without its own event") }
    let history = space.history(of: members)
    let readings = members.map { answers.sights[$0].reading }
    let own = firstWrong(
      of: [(left, right)],
      answers.relations.enumerated().filter { pairs[$0.offset] == pair }.map(\.element),
      events: history.events, known: knownEvents(of: history.events), readings)
    return own.map {
      Finding(
        history: history, pair: $0.pair, readings: readings, sentence: $0.sentence,
        isShortest: true)
    }
  }

  /// How many events a space may come to that is searched for something shorter.
  private static var searchLimit: Int { 2_000 }

  /// A finding with as few events as there can be, where that can be proven.
  private func shortest(_ finding: Finding) throws(Stop) -> Finding {
    var best = finding
    guard best.history.isNamedInOrder, !best.isShortest else { return best }
    var space = Space(
      nodeCount: max(2, nodes(of: best.history.events).count),
      operations: examiner.model.plainOperations.map(ReplicaStep.act))
    while space.depth + 1 < best.history.events.count {
      guard space.grow(limit: Self.searchLimit) != nil else { return best }
      let pairs = Self.pairs(of: space, needing: space.depth)
      guard let shorter = try firstFailing(in: space, pairs) else { continue }
      // In the space many histories share a state. What needs such company is no fault of this one's.
      return try alone(shorter) ?? best
    }
    best.isShortest = true
    return best
  }

  /// A finding as it shows in a history of its own; nil when it needs the company of others.
  func alone(_ finding: Finding) throws(Stop) -> Finding? {
    for history in [finding.history.namedInOrder, finding.history] {
      guard var own = try firstFailing(of: [history]).finding else { continue }
      own.isShortest = finding.isShortest
      return own
    }
    return nil
  }

  /// The shortest story of two states that are related wrongly.
  /// - Parameter proves: true to look through all histories of plain operations for a shorter one.
  func failure(from finding: Finding, proves: Bool = false) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      if finding.isShortest, let own = try alone(finding) { return told(own) }
      best.isShortest = false
      let past = finding.history.causalPast(of: [finding.pair.left, finding.pair.right])
      if let own = try firstFailing(of: [past]).finding {
        best = own
      } else if try firstFailing(of: [finding.history]).finding == nil {
        return told(best, remark: ReplicaExaminer<Model>.needsCompany)
      }
      best = try shrink(best, history: \.history) { (candidates) throws(Stop) in
        try firstFailing(of: candidates.filter(examiner.model.isFair)).finding
      }
      best = try firstFailing(of: [best.history.namedInOrder]).finding ?? best
      if proves { best = try shortest(best) }
    } catch {
      // The submission stops on some shorter history. What was found before is wrong all the same.
      try examiner.subject.goOn(after: error)
      return told(
        best, remark: "; when a shorter history was looked for, the submission \(error.phrase)")
    }
    return told(best)
  }

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    Failure(
      message: finding.sentence + remark,
      counterexample: examiner.run(
        finding.history.events, lines: finding.history.lines, readings: finding.readings,
        violation: finding.sentence,
        at: Array(Set([finding.pair.left, finding.pair.right])).sorted(),
        isShortest: finding.isShortest))
  }
}
