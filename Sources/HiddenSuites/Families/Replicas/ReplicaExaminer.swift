import Checking
import ExerciseKit
import Wire

/// A history in which a submission showed something that the events do not allow.
struct ReplicaFinding<Model: ReplicaModel> {
  var history: ReplicaHistory<Model.Operation>
  /// What was seen of each event.
  var sights: [ReplicaInquiry<Model>.Sight]
  /// The events that contradict each other; the last completes the contradiction.
  var events: [Int]
  var sentence: String
  /// True when it is proven that no history with fewer events shows a fault.
  var isShortest = false
}

/// Runs histories for one check, and turns the first fault into the shortest story it can find.
struct ReplicaExaminer<Model: ReplicaModel> {
  typealias History = ReplicaHistory<Model.Operation>
  typealias Finding = ReplicaFinding<Model>

  let model: Model
  let check: Check
  /// Whether states are looked at again after everything else.
  var looksAgain = true
  let subject: any Subject

  /// The first of these histories that shows a fault.
  func firstFailing(of histories: [History]) throws(Stop) -> Finding? {
    var rest = histories[...]
    while !rest.isEmpty {
      var inquiry = ReplicaInquiry(model)
      var places: [Range<Int>] = []
      while let history = rest.first {
        let count = inquiry.eventCount + history.events.count
        guard places.isEmpty || count <= ReplicaInquiry<Model>.limit else { break }
        places.append(inquiry.perform(history.events, looksAgain: looksAgain))
        rest.removeFirst()
      }
      let sights = try inquiry.answers(from: subject).sights
      let asked = histories[(rest.startIndex - places.count)..<rest.startIndex]
      for (history, place) in zip(asked, places) {
        if let finding = fault(in: history, Array(sights[place])) { return finding }
      }
    }
    return nil
  }

  /// The first fault among what was seen of a history.
  private func fault(
    in history: History, _ sights: [ReplicaInquiry<Model>.Sight]
  ) -> Finding? {
    for (index, known) in knownEvents(of: history.events).enumerated() {
      let sentence = fault(at: index, of: history.events, knowing: known, sights[index].reading)
      guard let sentence else { continue }
      return Finding(history: history, sights: sights, events: [index], sentence: sentence)
    }
    for (index, sight) in sights.enumerated() {
      guard let later = sight.later, later != sight.reading else { continue }
      let node = name(of: history.events[index].node)
      return Finding(
        history: history, sights: sights,
        events: Array(Set([index, sights.count - 1])).sorted(),
        sentence: "the state of \(node) after event \(index + 1) showed the \(model.quantity) "
          + "\(sight.reading); looked at again after all events, it shows \(later), though nothing "
          + "was done to it")
    }
    return nil
  }

  /// What is wrong with what a replica shows after an event; nil when nothing is.
  private func fault(
    at index: Int, of events: [CausalEvent<ReplicaStep<Model.Operation>>], knowing known: [Int],
    _ reading: Model.Reading
  ) -> String? {
    let state = model.state(after: CausalPast(events: events, members: known))
    let node = events[index].node
    let expected = model.reading(of: state, at: identifier(of: node))
    guard reading != expected else { return nil }
    return "\(name(of: node))'s \(model.quantity) is \(reading); it must be \(expected): "
      + model.reason(state)
  }

  // MARK: All small histories

  /// What a submission shows in every event of a space.
  func sights(
    of space: CausalSpace<ReplicaStep<Model.Operation>>
  ) throws(Stop) -> [ReplicaInquiry<Model>.Sight] {
    var inquiry = ReplicaInquiry(model)
    _ = inquiry.perform(space.events)
    return try inquiry.answers(from: subject).sights
  }

  /// The first event of a space that shows a fault: no history with fewer events shows one.
  func firstFailing(
    in space: CausalSpace<ReplicaStep<Model.Operation>>, _ sights: [ReplicaInquiry<Model>.Sight]
  ) -> Finding? {
    for index in space.events.indices {
      let members = space.pasts[index]
      let sentence = fault(at: index, of: space.events, knowing: members, sights[index].reading)
      guard let sentence else { continue }
      return Finding(
        history: space.history(of: members), sights: members.map { sights[$0] },
        events: [members.count - 1], sentence: sentence, isShortest: true)
    }
    return nil
  }

  /// A finding as it shows in a history of its own; nil when it needs the company of the others it was
  /// found among.
  func alone(_ finding: Finding) throws(Stop) -> Finding? {
    for history in [finding.history.namedInOrder, finding.history] {
      guard var story = try firstFailing(of: [history]) else { continue }
      story.isShortest = finding.isShortest
      return story
    }
    return nil
  }

  // MARK: The shortest story

  /// What is said of a fault that shows only where more is asked than its own history.
  static var needsCompany: String {
    "; asked about by itself, this history goes well, so copies share state, or answers depend on "
      + "more than the value"
  }

  /// The shortest story of a fault.
  /// - Parameter small: what the submission shows in small histories; nil where nobody knows.
  func failure(from finding: Finding, small: Finding? = nil) throws(Stop) -> Failure {
    var best = finding
    var remark = ""
    do throws(Stop) {
      let past = finding.history.causalPast(of: finding.events)
      var own = try firstFailing(of: [past])
      if own == nil { own = try firstFailing(of: [finding.history]) }
      if let own {
        best = try shrunk(own)
        if let small, small.history.events.count < best.history.events.count,
          let shorter = try alone(small)
        {
          best = shorter
        }
      } else {
        remark = Self.needsCompany
      }
    } catch {
      // The submission stops on some shorter history. What was found before is a fault all the same.
      try subject.goOn(after: error)
      remark = "; when a shorter history was looked for, the submission \(error.phrase)"
    }
    if let small, best.history.events.count <= small.history.events.count, remark.isEmpty {
      best.isShortest = true
    }
    return told(best, remark: remark)
  }

  private func shrunk(_ finding: Finding) throws(Stop) -> Finding {
    var best = try shrink(finding, history: \.history) { (candidates) throws(Stop) in
      try firstFailing(of: candidates.filter(model.isFair))
    }
    if let renamed = try firstFailing(of: [best.history.namedInOrder]) { best = renamed }
    for _ in 0..<20 {
      let simpler = model.simpler(than: best.history).filter(model.isFair)
      guard let next = try firstFailing(of: simpler) else { break }
      best = next
    }
    return best
  }

  // MARK: Telling

  /// The finding as it is.
  func told(_ finding: Finding, remark: String = "") -> Failure {
    Failure(
      message: finding.sentence + remark,
      counterexample: run(
        finding.history.events, lines: finding.history.lines,
        readings: finding.sights.map(\.reading), violation: finding.sentence,
        at: finding.events, isShortest: finding.isShortest))
  }

  /// Events as a run that can be drawn and replayed.
  /// - Parameters:
  ///   - lines: what a schedule says of them; there may be fewer, where events were added for a law.
  ///   - readings: what was seen of the first of them.
  func run(
    _ all: [CausalEvent<ReplicaStep<Model.Operation>>], lines: [String],
    readings: [Model.Reading], violation: String, at places: [Int], isShortest: Bool
  ) -> Counterexample {
    let end = (places.max() ?? 0) + 1
    let events = Array(all.prefix(max(end, lines.count == all.count ? 0 : all.count)))
    let lanes = nodes(of: events)
    return Counterexample(
      lanes: lanes.map(name(of:)), initialStates: lanes.map { _ in "" },
      steps: events.indices.map { step($0, of: events, lanes: lanes, readings) },
      violation: .init(sentence: violation, steps: places.sorted()), isShortest: isShortest,
      schedule: Schedule(
        check: check.name, setting: NodeList(lanes, noun: model.noun).description,
        events: Array(lines.prefix(events.count))))
  }

  private func step(
    _ index: Int, of events: [CausalEvent<ReplicaStep<Model.Operation>>], lanes: [Int],
    _ readings: [Model.Reading]
  ) -> Counterexample.Step {
    let event = events[index]
    let who = name(of: event.node)
    let lane = lanes.firstIndex(of: event.node) ?? 0
    let state = index < readings.count ? readings[index].description : nil
    switch event.action {
    case .perform(.act(let operation)):
      return .init(
        event: .local(lane: lane, label: operation.label), sentence: "\(who) \(operation.phrase)",
        state: state)
    case .perform(.look):
      return .init(
        event: .local(lane: lane, label: "look"), sentence: "\(who) is looked at", state: state)
    case .perform(.startAnew):
      return .init(
        event: .restart(lane: lane), sentence: "\(who) loses its state and is made anew",
        state: state)
    case .receive(let received):
      let sender = events[received].node
      let shown = received < readings.count ? readings[received].description : "its state"
      guard sender != event.node else {
        return .init(
          event: .local(lane: lane, label: "receive own"),
          sentence: "\(who) receives what it was itself after event \(received + 1): \(shown)",
          state: state)
      }
      return .init(
        event: .delivery(
          from: lanes.firstIndex(of: sender) ?? 0, to: lane, label: shown, sentIn: received),
        sentence: "\(who) receives \(shown) from \(name(of: sender))", state: state)
    }
  }

  /// What a submission that has stopped stops on: the shortest beginning of the first history that
  /// stops it alone.
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
        run(
          Array(history.events.prefix(most)), lines: Array(history.lines.prefix(most)),
          readings: [],
          violation: "then the submission \(last.phrase)", at: [most - 1], isShortest: false))
    }
    return .stopped(stop, nil)
  }

  /// How the first so many events of a history stop the submission, which is started afresh; nil when
  /// they do not.
  private func stops(on count: Int, of history: History) throws(Stop) -> Stop? {
    var inquiry = ReplicaInquiry(model)
    _ = inquiry.perform(
      Array(history.events.prefix(count)), looksAgain: count == history.events.count)
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
