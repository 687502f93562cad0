import Checking
import Wire

// From a fault to its shortest story.

/// How far a shorter story is searched for.
private enum StoryLimits {
  /// How many events the search of all shorter histories may try.
  static let search = 16_000
  /// The longest history of which all shorter ones are searched.
  static let depth = 24
  /// The longest history of which events are taken away one by one at once.
  static let short = 48
  /// How many events may be tried while all of a kind are taken away.
  static let kinds = 24_000
  /// How many events may be tried while events are taken away.
  static let shrinking = 9_000
  /// How many events may be tried while a history gets plainer names and operations, in one round.
  static let simpler = 20_000
}

extension ReplicaExaminer {
  /// What is said of a fault that shows only where more is asked than its own history.
  static var needsCompany: String {
    "; asked about by itself, this history goes well, so copies share state, or answers depend on more "
      + "than the value"
  }

  static func stopped(_ stop: Stop) -> String {
    "; when a shorter history was looked for, the submission \(stop.phrase)"
  }

  /// The shortest story of a fault: cut down, shrunk, then searched for.
  func failure(from finding: Finding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      if let shortest = try smallStory(noLongerThan: finding) {
        best = shortest
        try simplify(&best)
        return told(best)
      }
      let past = finding.history.causalPast(of: finding.fault.events)
      var own = try firstFailing(of: [past])
      if own == nil { own = try firstFailing(of: [finding.history]) }
      guard let own else { return told(finding, remark: Self.needsCompany) }
      best = own
      try leaveOutKinds(&best)
      best = try shrink(best, effort: StoryLimits.shrinking, history: \.history) {
        (candidates) throws(Stop) in
        try firstFailing(of: candidates.filter(model.isFair))
      }
      try simplify(&best)
      try shorten(&best)
      try simplify(&best)
    } catch {
      // The submission stops on some shorter history. What was found before is a fault all the same.
      try subject.goOn(after: error)
      return told(best, remark: Self.stopped(error))
    }
    return told(best)
  }

  /// The story of the first small history that shows a fault.
  func failure(in small: SmallReplicaHistories<Model>) throws(Stop) -> Failure? {
    guard var finding = try small.firstFailing(self, insists: true) else { return nil }
    do throws(Stop) {
      if let story = try alone(finding) { return told(story) }
      finding.isShortest = false
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      finding.isShortest = false
      return told(finding, remark: Self.stopped(error))
    }
    return told(finding, remark: Self.needsCompany)
  }

  /// A story of such a fault that no small history is shorter than: the finding's own where it is as short
  /// as any, for the example a check starts from is the one that explains it.
  private func smallStory(noLongerThan finding: Finding) throws(Stop) -> Finding? {
    guard let small, clock == .real, cause == nil else { return nil }
    do throws(Stop) {
      guard let shortest = try small.firstFailing(self, insists: false) else { return nil }
      var own = finding
      own.history = finding.history.causalPast(of: finding.fault.events)
      own.isShortest = true
      let (length, least) = (own.history.events.count, shortest.history.events.count)
      if length < least { return nil }
      return try alone(length == least ? own : shortest)
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return nil
    }
  }

  /// Leaves out all events of a kind, the most frequent first: most of a long run has nothing to do with its
  /// fault, and is too much to be taken away one by one.
  private func leaveOutKinds(_ best: inout Finding) throws(Stop) {
    guard best.history.events.count > StoryLimits.short else { return }
    let indices = Dictionary(grouping: best.history.events.indices) {
      EventKind(best.history.events[$0], in: best.history)
    }
    let kinds = indices.sorted { ($1.value.count, $0.value[0]) < ($0.value.count, $1.value[0]) }
    var left = StoryLimits.kinds
    for (kind, _) in kinds {
      let history = best.history
      let rest = history.keeping { EventKind(history.events[$0], in: history) != kind }
      guard rest.events.count < history.events.count, model.isFair(rest) else { continue }
      left -= rest.events.count
      guard left >= 0 else { return }
      if let shorter = try firstFailing(of: [rest]) { best = shorter }
    }
  }

  /// What happens where, but for which of a node's states it is that arrives.
  private struct EventKind: Hashable {
    private var node: Int
    private var sender: Int?
    private var step: ReplicaStep<Model.Operation>?

    init(_ event: Model.Event, in history: History) {
      node = event.node
      switch event.action {
      case .perform(let step): self.step = step
      case .receive(let other): sender = history.events[other].node
      }
    }
  }

  /// Gives the history the plainest names and operations it fails with.
  private func simplify(_ best: inout Finding) throws(Stop) {
    func replace(with histories: [History]) throws(Stop) -> Bool {
      // A long history has very many that are simpler in one place.
      let few = histories.prefix(max(1, StoryLimits.simpler / max(1, best.history.events.count)))
      let others = few.filter { $0 != best.history && model.isFair($0) }
      guard !others.isEmpty, let simpler = try firstFailing(of: others) else { return false }
      let isShortest = best.isShortest
      best = simpler
      best.isShortest = isShortest
      return true
    }
    _ = try replace(with: [best.history.namedInOrder])
    for _ in 0..<20 {
      guard try replace(with: model.simpler(than: best.history)) else { break }
    }
  }

  /// Searches all shorter histories and, when none is left to search, proves this one shortest.
  private func shorten(_ best: inout Finding) throws(Stop) {
    // In a space no state is looked at twice, and its replicas are n1, n2, …
    let length = best.history.events.count
    let lanes = nodes(of: best.history.events)
    // What takes very many events is far beyond the depth that can be searched.
    guard best.fault.kind != nil, length <= StoryLimits.depth, lanes == Array(lanes.indices)
    else { return }
    let own = best.history.events.compactMap { $0.operation() }
    let operations = Set(own.flatMap(model.kin)).sorted { $0.phrase < $1.phrase }
    var space = Space(
      nodeCount: clock == .real ? max(2, lanes.count) : 1,
      operations: operations.map(ReplicaStep.act) + [cause].compactMap(\.self))
    var known: [[Int]] = []
    var sights: [Sight] = []
    while space.depth + 1 < length {
      let events = space.events
      let level = space.grow(limit: StoryLimits.search) { step, previous in
        model.isFair(step, after: previous, events, known)
      }
      guard let level else { return }
      for event in level {
        known.append(knownEvents(of: space.events[event], at: event, after: known))
      }
      if clock == .real {
        if let shorter = try firstFailing(in: space, level, &sights) {
          // In the space, many histories share a state. A fault that needs such company is none of this
          // history's.
          if try firstFailing(of: [shorter.history]) != nil { best = shorter }
          return
        }
      } else if let shorter = try firstFailing(of: level.map { space.history(of: space.pasts[$0]) })
      {
        best = shorter
        break
      }
    }
    best.isShortest = clock == .real || lanes.count == 1
  }

  /// The first of the newest events of a space that shows a fault.
  /// - Parameter sights: what was seen of the events before them; gets what is seen of these.
  private func firstFailing(
    in space: Space, _ level: Range<Int>, _ sights: inout [Sight]
  ) throws(Stop) -> Finding? {
    let attention = model.attention(to: space.events, isDrawn: true)
    let demands = model.demands(of: space.events) { _ in true }
    for start in stride(from: level.lowerBound, to: level.upperBound, by: 2_000) {
      let batch = start..<min(start + 2_000, level.upperBound)
      var inquiry = ReplicaInquiry(model)
      for event in batch {
        // What came before is in its slots.
        inquiry.perform(space.events[event], into: event, look: attention.look)
      }
      sights += try inquiry.answers(from: subject).sights
      let judged = JudgedEvents(model, space.events, demands, sights, attention)
      if let finding = firstFailing(in: space, judged, among: batch) { return finding }
    }
    return nil
  }

  // MARK: A submission that stops

  /// What a submission that has stopped stops on: the shortest beginning of the first history that stops
  /// it alone.
  func stopped(by stop: Stop, among histories: [History]) throws(Stop) -> Verdict {
    if stop.endsGrading { throw stop }
    try subject.restart()
    // To wait for what is too slow a second time tells little for much.
    if case .timeLimit = stop { return .stopped(stop, nil) }
    for history in histories {
      guard let found = try stops(on: history.events.count, of: history) else { continue }
      var (fewest, most, last) = (1, history.events.count, found)
      while fewest < most {
        let middle = (fewest + most) / 2
        if let earlier = try stops(on: middle, of: history) {
          (most, last) = (middle, earlier)
        } else {
          fewest = middle + 1
        }
      }
      return .stopped(
        last,
        drawing(
          Array(history.events.prefix(most)), lines: Array(history.lines.prefix(most)),
          sights: [], violation: "then the submission \(last.phrase)", at: [most - 1]))
    }
    return .stopped(stop, nil)
  }

  /// How the first so many events of a history stop the submission, which is started afresh; nil when they
  /// do not.
  private func stops(on count: Int, of history: History) throws(Stop) -> Stop? {
    var inquiry = ReplicaInquiry(model)
    let events = Array(history.events.prefix(count))
    var attention = model.attention(to: events, isDrawn: false)
    attention.looksAgain = count == history.events.count
    _ = inquiry.perform(events, attention, clock: clock)
    do throws(Stop) {
      _ = try inquiry.answers(from: subject)
      return nil
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return error
    }
  }
}
