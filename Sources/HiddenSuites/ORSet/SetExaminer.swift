import Checking
import Wire

/// A history in which a submission broke a guarantee.
struct SetFinding {
  var history: SetHistory
  /// An answer for each event.
  var answers: [SetAnswer]
  var fault: SetFault
  /// True when it is proven that no history with fewer events shows such a fault.
  var isShortest = false
}

/// Runs histories for one check and turns the first fault into the shortest story it can find.
struct SetExaminer {
  let check: Check
  /// The faults that break the check's guarantee.
  let kinds: Set<SetFault.Kind>
  let clock: SetClock
  /// What must have happened before a fault for it to count; nil where any fault does.
  let cause: SetOperation?
  /// What this submission answers in small histories; nil where they are of no interest.
  let small: SmallSetHistories?
  let subject: any Subject

  /// How many events the search for a shorter history may try in all.
  private static let searchLimit = 16_000
  /// The longest history a shorter one is searched for.
  private static let depthLimit = 24
  /// How many events may be tried while events are taken away.
  private static let shrinkLimit = 9_000
  /// The longest history that is drawn, and that `replay` takes.
  static let drawnLimit = 400

  init(
    _ check: Check, kinds: Set<SetFault.Kind>, clock: SetClock = .real,
    cause: SetOperation? = nil, small: SmallSetHistories? = nil, on subject: any Subject
  ) {
    self.check = check
    self.kinds = kinds
    self.clock = clock
    self.cause = cause
    self.small = small
    self.subject = subject
  }

  /// The first history in these inquiries that shows a fault.
  func firstFailing(of inquiries: some Sequence<SetInquiry>) throws(Stop) -> SetFinding? {
    var hasShownElements = false
    return try firstFailing(of: inquiries, hasShownElements: &hasShownElements)
  }

  /// The first history in these inquiries that shows a fault.
  /// - Parameter hasShownElements: set when any replica showed any element at any time.
  func firstFailing(
    of inquiries: some Sequence<SetInquiry>, hasShownElements: inout Bool
  ) throws(Stop) -> SetFinding? {
    for inquiry in inquiries {
      for (item, answers) in zip(inquiry.items, try inquiry.answers(from: subject)) {
        hasShownElements = hasShownElements || answers.contains { !$0.elements.isEmpty }
        if let fault = firstFault(in: item, answers) {
          return SetFinding(history: item.history, answers: answers, fault: fault)
        }
      }
    }
    return nil
  }

  private func firstFault(in item: SetInquiry.Item, _ answers: [SetAnswer]) -> SetFault? {
    let judge = SetJudge(oracle: item.oracle, answers: answers, probes: item.probes)
    let pasts = cause == nil ? [] : item.history.pasts
    for event in item.history.events.indices {
      guard let fault = judge.fault(at: event, among: kinds) else { continue }
      if cause == nil || isCaused(pasts[event], in: item.history.events) { return fault }
    }
    guard kinds.contains(.changedLater) else { return nil }
    return item.history.events.indices.lazy.compactMap(judge.laterFault).first
  }

  /// The first of these histories that shows a fault.
  func firstFailing(of histories: [SetHistory]) throws(Stop) -> SetFinding? {
    try firstFailing(of: inquiries(into: histories))
  }

  /// These histories, asked about as this check does.
  func inquiries(into histories: [SetHistory]) -> some Sequence<SetInquiry> {
    SetInquiry.inquiries(
      into: histories, clock: clock, looksAgain: kinds.contains(.changedLater))
  }

  private func isCaused(_ past: [Int], in events: [SetEvent]) -> Bool {
    guard let cause else { return true }
    return past.contains { events[$0].action == .perform(cause) }
  }

  /// Runs every event of a space once, those that need fewer events first.
  /// - Parameters:
  ///   - oracle: knows the space's events.
  ///   - known: the answers to the first events, which ran before and were right.
  private func firstFailing(
    in space: CausalSpace<SetOperation>, oracle: SetOracle, answers known: [SetAnswer] = []
  ) throws(Stop) -> (finding: SetFinding?, answers: [SetAnswer]) {
    var answers = known
    while answers.count < space.events.count {
      let batch = answers.count..<min(answers.count + SetInquiry.limit, space.events.count)
      answers += try ask(space, batch)
      if let finding = firstFailing(in: space, batch, oracle: oracle, answers: answers) {
        return (finding, answers)
      }
    }
    return (nil, answers)
  }

  /// Runs some of a space's events; what came before them is in its slots.
  private func ask(
    _ space: CausalSpace<SetOperation>, _ batch: Range<Int>
  ) throws(Stop) -> [SetAnswer] {
    var conversation = SetConversation()
    for event in batch {
      conversation.perform(space.events[event], into: event, probes: Self.probes(of: space))
    }
    return try conversation.answers(from: subject)
  }

  private static func probes(of space: CausalSpace<SetOperation>) -> [SetElement] {
    space.operations.compactMap { if case .add(let element) = $0 { element } else { nil } }
  }

  /// The first of these events that shows a fault.
  /// - Parameter answers: those to these events and to all before them.
  private func firstFailing(
    in space: CausalSpace<SetOperation>, _ batch: Range<Int>, oracle: SetOracle,
    answers: [SetAnswer]
  ) -> SetFinding? {
    let probes = SetProbes(Self.probes(of: space))
    let judge = SetJudge(oracle: oracle, answers: answers, probes: probes)
    for event in batch {
      let members = space.pasts[event]
      guard judge.fault(at: event, among: kinds) != nil, isCaused(members, in: space.events)
      else { continue }
      let history = space.history(of: members)
      let own = members.map { answers[$0] }
      let fault = SetJudge(oracle: SetOracle(history.events), answers: own, probes: probes)
        .fault(at: history.events.count - 1, among: kinds)
      guard let fault else { preconditionFailure("a fault that depends on unrelated events") }
      return SetFinding(history: history, answers: own, fault: fault, isShortest: true)
    }
    return nil
  }

  /// The first small history that shows a fault.
  /// - Parameter insists: true to ask a submission again that has stopped on one of them.
  private func firstFailing(
    in small: SmallSetHistories, insists: Bool
  ) throws(Stop) -> SetFinding? {
    let space = SmallSetHistories.space
    guard let answers = try small.answers(from: subject, insists: insists) else { return nil }
    return firstFailing(
      in: space, space.events.indices, oracle: SmallSetHistories.oracle, answers: answers)
  }

  /// The story of the first small history that shows a fault.
  func failure(in small: SmallSetHistories) throws(Stop) -> Failure? {
    guard var finding = try firstFailing(in: small, insists: true) else { return nil }
    do throws(Stop) {
      if let story = try alone(finding) { return drawn(story) }
      finding.isShortest = false
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      finding.isShortest = false
      return drawn(finding, remark: Self.stopped(error))
    }
    return drawn(finding, remark: Self.needsCompany)
  }

  /// What is said of a fault that shows only where more is asked than its own history.
  static let needsCompany =
    "; asked about by itself, this history goes well, so copies of the set share state, or answers "
    + "depend on more than the set"

  static func stopped(_ stop: Stop) -> String {
    "; when a shorter history was looked for, the submission \(stop.phrase)"
  }

  /// A finding as it shows in a history of its own; nil when it needs the company of the others it
  /// was found among and is none of this history's.
  private func alone(_ finding: SetFinding) throws(Stop) -> SetFinding? {
    for history in [finding.history.namedInOrder, finding.history] {
      guard var story = try firstFailing(of: [history]) else { continue }
      story.isShortest = finding.isShortest
      return story
    }
    return nil
  }

  /// The shortest story of this fault: cut down, shrunk, then searched for.
  func failure(from finding: SetFinding) throws(Stop) -> Failure {
    var best = finding
    do throws(Stop) {
      if let shortest = try smallStory(noLongerThan: finding) { return drawn(shortest) }
      let past = finding.history.causalPast(of: finding.fault.events)
      var own = try firstFailing(of: [past])
      if own == nil { own = try firstFailing(of: [finding.history]) }
      guard let own else { return drawn(finding, remark: Self.needsCompany) }
      best = own
      best = try shrink(best, effort: Self.shrinkLimit, history: \.history) {
        (candidates) throws(Stop) in
        try firstFailing(of: candidates.filter(\.isFair))
      }
      try rename(&best)
      try shorten(&best)
      try rename(&best)
    } catch {
      // The submission stops on some shorter history. What was found before is a fault all the
      // same.
      try subject.goOn(after: error)
      return drawn(best, remark: Self.stopped(error))
    }
    return drawn(best)
  }

  /// Gives the history the plainest names and words it fails with.
  private func rename(_ best: inout SetFinding) throws(Stop) {
    for rename in [\SetHistory.namedInOrder, \SetHistory.inPlainWords] {
      let history = best.history[keyPath: rename]
      guard history != best.history, let renamed = try firstFailing(of: [history]) else { continue }
      (best.history, best.answers, best.fault) = (renamed.history, renamed.answers, renamed.fault)
    }
  }

  /// A story of such a fault that no small history is shorter than: the finding's own where it is as
  /// short as any, for the example a check starts from is the one that explains it.
  private func smallStory(noLongerThan finding: SetFinding) throws(Stop) -> SetFinding? {
    guard let small, clock == .real, cause == nil else { return nil }
    do throws(Stop) {
      guard let shortest = try firstFailing(in: small, insists: false) else { return nil }
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

  /// The finding as it is.
  /// - Parameter remark: what there is to say beside its fault.
  func drawn(_ finding: SetFinding, remark: String = "") -> Failure {
    let end = (finding.fault.events.max() ?? 0) + 1
    guard end <= Self.drawnLimit else {
      return Failure(
        message: "\(finding.fault.sentence); that takes a run of many events, the shortest found "
          + "has \(end)\(remark)")
    }
    let events = finding.history.events.prefix(end)
    let setting = SetSetting(replicas: nodes(of: events), clock: clock)
    let drawing = SetDrawing(
      events: Array(events), answers: finding.answers,
      schedule: Schedule(
        check: check.name, setting: setting.description,
        events: Array(finding.history.lines.prefix(end))))
    return Failure(
      message: finding.fault.sentence + remark,
      counterexample: drawing.counterexample(
        violation: finding.fault.sentence, at: finding.fault.events,
        isShortest: finding.isShortest))
  }

  /// Searches all shorter histories and, when none is left to search, proves this one shortest.
  private func shorten(_ best: inout SetFinding) throws(Stop) {
    // In a space no state is looked at twice, and its replicas are n1, n2, …
    let nodeCount = nodes(of: best.history.events).count
    // What takes very many events is far beyond the depth that can be searched.
    guard best.fault.kind != .changedLater, best.history.events.count <= Self.depthLimit,
      nodes(of: best.history.events) == Array(0..<nodeCount)
    else { return }
    var space = CausalSpace<SetOperation>(
      nodeCount: clock == .real ? max(2, nodeCount) : 1,
      operations: SetOperation.changes(of: best.history.elements)
        + [cause].compactMap(\.self))
    var oracle = SetOracle()
    var answers: [SetAnswer] = []
    while space.depth + 1 < best.history.events.count {
      let level = space.grow(limit: Self.searchLimit) { oracle.isFair($0, after: $1) }
      guard let level else { return }
      for event in space.events[level] { oracle.append(event) }
      if clock == .real {
        let result = try firstFailing(in: space, oracle: oracle, answers: answers)
        if let shorter = result.finding {
          // In the space, many histories share a state. A fault that needs such company is none of
          // this history's.
          if try firstFailing(of: [shorter.history]) != nil { best = shorter }
          return
        }
        answers = result.answers
      } else if let shorter = try firstFailing(of: level.map { space.history(of: space.pasts[$0]) })
      {
        best = shorter
        break
      }
    }
    best.isShortest = clock == .real || nodeCount == 1
  }
}
