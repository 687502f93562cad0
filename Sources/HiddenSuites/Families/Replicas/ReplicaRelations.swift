import Checking
import Wire

/// What a replica says of its state and another's.
protocol StateRelation: Hashable, Sendable {
  /// Whether the two are `==`.
  var isEqual: Bool { get }
}

extension Bool: StateRelation {
  var isEqual: Bool { self }
}

/// Compares how a submission relates two states with how they must relate by what they know: whether they
/// are `==`, or which comes before the other.
struct RelationExaminer<Model: ReplicaModel> {
  typealias History = Model.History
  typealias Pair = (left: Int, right: Int)

  let examiner: ReplicaExaminer<Model>

  /// Two states of one history that the submission relates wrongly.
  struct Finding {
    var history: History
    var pair: Pair
    var sights: [ReplicaSight<Model>]
    var sentence: String
    /// True when it is proven that no history with fewer events holds such a pair.
    var isShortest = false
  }

  /// How many pairs of a history are compared.
  private static var pairLimit: Int { 400 }

  private func attention(to events: [Model.Event]) -> Attention<Model.Look> {
    examiner.model.attention(to: events, isDrawn: true)
  }

  /// The first of these histories of which two states are related wrongly.
  func firstFailing(
    of histories: [History]
  ) throws(Stop) -> (finding: Finding?, pairCount: Int) {
    var inquiry = ReplicaInquiry(examiner.model)
    var asked: [(history: History, place: Range<Int>, pairs: [Pair])] = []
    for history in histories {
      let place = inquiry.perform(history.events, attention(to: history.events))
      let pairs = Self.pairs(of: history.events.count)
      for pair in pairs {
        inquiry.compare(place.lowerBound + pair.left, place.lowerBound + pair.right)
      }
      asked.append((history, place, pairs))
    }
    let answers = try inquiry.answers(from: examiner.subject)
    var relations = answers.relations[...]
    for (history, place, pairs) in asked {
      let own = relations.prefix(pairs.count)
      relations = relations.dropFirst(pairs.count)
      guard let wrong = firstWrong(of: pairs, own, in: history.events) else { continue }
      let sights = Array(answers.sights[place])
      return (finding(wrong.pair, wrong.relation, in: history, sights), answers.relations.count)
    }
    return (nil, answers.relations.count)
  }

  /// The first of these pairs of events whose states are related wrongly, and what is said of them.
  private func firstWrong(
    of pairs: [Pair], _ relations: some Sequence<Model.Relation>, in events: [Model.Event]
  ) -> (pair: Pair, relation: Model.Relation)? {
    let right = examiner.model.relations(of: events)
    for (pair, relation) in zip(pairs, relations) where relation != right(pair.left, pair.right) {
      return (pair, relation)
    }
    return nil
  }

  private func finding(
    _ pair: Pair, _ relation: Model.Relation, in history: History, _ sights: [ReplicaSight<Model>]
  ) -> Finding {
    let record = ReplicaRecord<Model>(history.events, sights, attention(to: history.events))
    return Finding(
      history: history, pair: pair, sights: sights,
      sentence: examiner.model.complaint(about: relation, of: pair, in: record))
  }

  /// Pairs of different events' states, all of them where they are few, asked both ways round.
  private static func pairs(of count: Int) -> [Pair] {
    let all = (0..<count).flatMap { left in
      (0..<count).filter { $0 != left }.map { (left: left, right: $0) }
    }
    // A stride that has no divisor in common with the number of states comes past all kinds of pairs.
    let stride = max(1, all.count / pairLimit) | 1
    return all.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  // MARK: All small histories

  typealias Space = ReplicaExaminer<Model>.Space

  /// Every two events of a space, in both directions, that one history can hold; those that need fewer events
  /// first.
  /// - Parameter size: only those that need so many.
  static func pairs(of space: Space, needing size: Int? = nil) -> [Pair] {
    var pairs: [[Pair]] = Array(repeating: [], count: space.depth + 1)
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
  func firstFailing(in space: Space, _ pairs: [Pair]) throws(Stop) -> Finding? {
    var inquiry = ReplicaInquiry(examiner.model)
    _ = inquiry.perform(space.events, attention(to: space.events))
    for pair in pairs { inquiry.compare(pair.left, pair.right) }
    let answers = try inquiry.answers(from: examiner.subject)
    guard let wrong = firstWrong(of: pairs, answers.relations, in: space.events) else { return nil }
    let members = space.unionOfPasts(wrong.pair.left, wrong.pair.right)
    guard let left = members.firstIndex(of: wrong.pair.left),
      let right = members.firstIndex(of: wrong.pair.right)
    else { preconditionFailure("a past without its own event") }
    var finding = finding(
      (left, right), wrong.relation, in: space.history(of: members),
      members.map { answers.sights[$0] })
    finding.isShortest = true
    return finding
  }

  /// How many events a space may come to that is searched for something shorter.
  private static var searchLimit: Int { 2_000 }

  /// A finding with as few events as there can be, where that can be proven.
  private func shortest(_ finding: Finding) throws(Stop) -> Finding {
    var best = finding
    guard best.history.isNamedInOrder else { return best }
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
  private func alone(_ finding: Finding) throws(Stop) -> Finding? {
    for history in [finding.history.namedInOrder, finding.history] {
      guard var own = try firstFailing(of: [history]).finding else { continue }
      own.isShortest = finding.isShortest
      return own
    }
    return nil
  }

  // MARK: The shortest story

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
      best = try shrunk(best)
      // A receipt that is no matter may keep events that are none either.
      while let other = try firstFair(of: withoutOneReceipt(best.history)) {
        let shorter = try shrunk(other)
        guard shorter.history.events.count < best.history.events.count else { break }
        best = shorter
      }
      best = try firstFailing(of: [best.history.namedInOrder]).finding ?? best
      if proves { best = try shortest(best) }
    } catch {
      // The submission stops on some shorter history. What was found before is wrong all the same.
      best.isShortest = false
      try examiner.subject.goOn(after: error)
      return told(best, remark: ReplicaExaminer<Model>.stopped(error))
    }
    return told(best)
  }

  private func firstFair(of histories: [History]) throws(Stop) -> Finding? {
    try firstFailing(of: histories.filter(examiner.model.isFair)).finding
  }

  private func shrunk(_ finding: Finding) throws(Stop) -> Finding {
    try shrink(finding, history: \.history, firstFailing: firstFair)
  }

  /// The same history, in which one receipt is something that the node does by itself.
  private func withoutOneReceipt(_ history: History) -> [History] {
    guard let operation = examiner.model.plainOperations.first else { return [] }
    return history.events.indices.compactMap { place in
      guard case .receive = history.events[place].action else { return nil }
      var other = History(nodes: history.nodes)
      for (index, event) in history.events.enumerated() {
        other.append(
          index == place ? .perform(.act(operation)) : event.action, at: event.node)
      }
      return other
    }
  }

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    Failure(
      message: finding.sentence + remark,
      counterexample: examiner.drawing(
        finding.history.events, lines: finding.history.lines, sights: finding.sights,
        violation: finding.sentence, at: [finding.pair.left, finding.pair.right],
        isShortest: finding.isShortest))
  }
}
