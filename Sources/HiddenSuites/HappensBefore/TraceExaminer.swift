import Checking
import ExerciseKit
import Wire

/// Compares the clocks of a trace's events with the trace itself: an event comes before another
/// exactly when a path of events and messages leads from it to the other.
///
/// The convention is the suite's: every event ticks its process's entry, and a receipt merges the
/// message's clock first.
struct TraceExaminer {
  let check: Check
  let subject: any Subject

  private static let exchangeLimit = 4_000
  private static let searchLimit = 2_000

  init(_ check: Check, on subject: any Subject) {
    self.check = check
    self.subject = subject
  }

  /// The story of the first wrong relation in these traces, made as short as possible.
  func failure(in traces: [Trace]) throws(Stop) -> Failure? {
    guard var best = try firstFailing(of: traces) else { return nil }
    var remark = ""
    do throws(Stop) {
      let past = best.trace.causalPast(of: [best.pair.left, best.pair.right])
      var own = try firstFailing(of: [past])
      if own == nil { own = try firstFailing(of: [best.trace]) }
      if let own {
        best = try shrink(own, history: \.trace) { (candidates) throws(Stop) in
          try firstFailing(of: candidates)
        }
        best = try renamed(best) ?? best
        try shorten(&best)
        best = try renamed(best) ?? best
      } else {
        remark = Self.needsCompany
      }
    } catch {
      // The submission stops on some shorter trace. What was found before is wrong all the same.
      try subject.goOn(after: error)
      remark = Self.stopped(error)
    }
    return try told(best, remark: remark)
  }

  /// The story of the first wrong relation in one trace, as it is.
  func failure(in trace: Trace) throws(Stop) -> Failure? {
    guard let finding = try firstFailing(of: [trace]) else { return nil }
    return try told(finding)
  }

  /// What is said of a fault that shows only where more is asked than its own trace.
  private static let needsCompany =
    "; asked about by itself, this trace goes well, so copies of the clock share state, or answers "
    + "depend on more than the clock"

  private static func stopped(_ stop: Stop) -> String {
    "; when a shorter trace was looked for, the submission \(stop.phrase)"
  }

  /// The story of a finding. The clocks of its events are asked for once more, and a submission that
  /// stops then has given a wrong answer all the same.
  private func told(_ finding: TraceFinding, remark: String = "") throws(Stop) -> Failure {
    do throws(Stop) {
      var failure = try drawn(finding)
      failure.message += remark
      return failure
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      let (left, right) = (finding.pair.left + 1, finding.pair.right + 1)
      return Failure(
        message:
          "compare answered \(finding.relation.causality) for the clocks of events \(left) and "
          + "\(right) of the trace \(finding.trace.lines.joined(separator: "; ")), which is wrong"
          + Self.stopped(error))
    }
  }

  /// The story of the first wrong relation in a space whose pairs come in the order of the number
  /// of events they need.
  func failure(in space: CausalSpace<ClockOperation>, pairs: [EventPair]) throws(Stop) -> Failure? {
    var program = Program()
    perform(space.events.indices, of: space, in: &program)
    ask(pairs, in: &program)
    let answers = try subject.run(program)
    guard let finding = try firstWrong(of: pairs, in: space, answers.suffix(pairs.count))
    else { return nil }
    var joint = finding
    joint.isShortest = false
    do throws(Stop) {
      if let renamed = try renamed(finding) { return try drawn(renamed) }
      if try firstFailing(of: [finding.trace]) != nil { return try drawn(finding) }
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return try told(joint, remark: Self.stopped(error))
    }
    return try told(joint, remark: Self.needsCompany)
  }

  // MARK: Running

  private func perform(
    _ event: CausalEvent<ClockOperation>, slots: (Int) -> Int, into slot: Int,
    in program: inout Program
  ) {
    if let previous = event.previous {
      program.copy(slots(previous), to: slot)
    } else {
      program.make(slot) { SparseClock().write(to: &$0) }
    }
    if case .receive(let received) = event.action {
      program.call(slot) { ClockRequest.merge(slot: slots(received)).write(to: &$0) }
    }
    program.call(slot) { ClockRequest.tick(identifier(of: event.node)).write(to: &$0) }
  }

  private func perform(
    _ events: Range<Int>, of space: CausalSpace<ClockOperation>, in program: inout Program
  ) {
    for event in events {
      perform(space.events[event], slots: { $0 }, into: event, in: &program)
    }
  }

  private func ask(_ pairs: [EventPair], in program: inout Program) {
    for pair in pairs {
      program.call(pair.left) { ClockRequest.relate(slot: pair.right).write(to: &$0) }
    }
  }

  private func relation(from answer: [UInt8]) throws(Stop) -> ClockRelation {
    try read(answer) { (reader) throws(WireError) in try ClockRelation(from: &reader) }
  }

  /// The first wrong relation between any two events of these traces, all pairs in both directions.
  private func firstFailing(of traces: [Trace]) throws(Stop) -> TraceFinding? {
    var program = Program()
    var base = 0
    var skipped: [Int] = []
    for trace in traces {
      let before = program.answerCount
      for (index, event) in trace.events.enumerated() {
        perform(event, slots: { [base] in base + $0 }, into: base + index, in: &program)
      }
      skipped.append(program.answerCount - before)
      ask(
        EventPair.all(in: trace).map { EventPair(left: base + $0.left, right: base + $0.right) },
        in: &program)
      base += trace.events.count
    }
    var answers = try subject.run(program)[...]
    for (trace, skip) in zip(traces, skipped) {
      answers = answers.dropFirst(skip)
      let pasts = trace.pasts
      for pair in EventPair.all(in: trace) {
        let relation = try relation(from: answers.removeFirst())
        if isWrong(relation, of: pair, pasts) {
          return TraceFinding(trace: trace, pair: pair, relation: relation)
        }
      }
    }
    return nil
  }

  private func isWrong(_ relation: ClockRelation, of pair: EventPair, _ pasts: [[Int]]) -> Bool {
    let right = pair.relation(in: pasts)
    return relation.causality != right || relation.isEqual
      || relation.happensBefore != (right == .before)
      || relation.isConcurrent != (right == .concurrent)
  }

  // MARK: Searching

  private func firstWrong(
    of pairs: [EventPair], in space: CausalSpace<ClockOperation>, _ answers: ArraySlice<[UInt8]>
  ) throws(Stop) -> TraceFinding? {
    for (pair, answer) in zip(pairs, answers) {
      let relation = try relation(from: answer)
      guard isWrong(relation, of: pair, space.pasts) else { continue }
      let members = space.unionOfPasts(pair.left, pair.right)
      guard let left = members.firstIndex(of: pair.left),
        let right = members.firstIndex(of: pair.right)
      else { preconditionFailure("a past without its own event") }
      return TraceFinding(
        trace: space.history(of: members), pair: EventPair(left: left, right: right),
        relation: relation, isShortest: true)
    }
    return nil
  }

  /// Searches all traces with fewer events and, when none is left, proves this one shortest.
  private func shorten(_ best: inout TraceFinding) throws(Stop) {
    // In a space the processes are n1, n2, …
    let processes = nodes(of: best.trace.events)
    guard processes == Array(processes.indices) else { return }
    var space = CausalSpace<ClockOperation>(
      nodeCount: max(2, processes.count), operations: [.tick])
    while space.depth + 1 < best.trace.events.count {
      guard let level = space.grow(limit: Self.searchLimit) else { return }
      var program = Program()
      perform(level, of: space, in: &program)
      _ = try subject.run(program)
      var rest = EventPair.all(in: space, needing: space.depth)[...]
      while !rest.isEmpty {
        let batch = Array(rest.prefix(Self.exchangeLimit))
        rest = rest.dropFirst(batch.count)
        var program = Program()
        ask(batch, in: &program)
        let answers = try subject.run(program)
        if let shorter = try firstWrong(of: batch, in: space, answers[...]) {
          // In the space, many traces share a clock. A fault that needs such company is none of
          // this trace's.
          if try firstFailing(of: [shorter.trace]) != nil { best = shorter }
          return
        }
      }
    }
    best.isShortest = true
  }

  /// The same finding with the processes named in the order in which they appear, if they are
  /// treated alike.
  private func renamed(_ finding: TraceFinding) throws(Stop) -> TraceFinding? {
    guard var renamed = try firstFailing(of: [finding.trace.namedInOrder]) else { return nil }
    renamed.isShortest = finding.isShortest
    return renamed
  }

  // MARK: Drawing

  private func drawn(_ finding: TraceFinding) throws(Stop) -> Failure {
    TraceDrawing(finding: finding, clocks: try clocks(of: finding.trace), check: check).failure
  }

  /// The clock of every event, as the submission counts.
  private func clocks(of trace: Trace) throws(Stop) -> [SparseClock] {
    let nodes = trace.nodes.map(identifier(of:))
    var program = Program()
    for (index, event) in trace.events.enumerated() {
      perform(event, slots: { $0 }, into: index, in: &program)
    }
    let skip = program.answerCount
    for index in trace.events.indices {
      program.call(index) { ClockRequest.counters(nodes).write(to: &$0) }
    }
    var clocks: [SparseClock] = []
    for answer in try subject.run(program).dropFirst(skip) {
      clocks.append(
        try read(answer) { (reader) throws(WireError) in
          var clock = SparseClock()
          for node in nodes {
            let count = try reader.unsigned()
            if count > 0 { clock[node.number] = count }
          }
          return clock
        })
    }
    return clocks
  }
}
