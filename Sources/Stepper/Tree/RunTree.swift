public import Stepping
public import Checking
public import Wire

/// The tree of all that was visited of a run: moments, each with the event that led to it, what the
/// learner's code and the reference made of it, and the branches that go on from it.
///
/// Moments stay; going another way adds one. Not to be shared between threads.
public final class RunTree {
  /// The exercise.
  public let exercise: String
  /// What the run starts from, in its suite's words.
  public let setting: String
  /// The check that the run is told of; nil for a run of the learner's own.
  public let check: String?
  /// All moments, by number; the first is the start.
  public private(set) var moments: [Moment] = []

  let learner: SteppedSubject
  private let reference: SteppedSubject?
  private let slots: SlotCounter
  /// The first slot of the code that nobody uses.
  var nextSlot: Int {
    get { slots.next }
    set { slots.next = newValue }
  }
  /// The reference's own run, once somebody has asked for it.
  private var referenceTree: RunTree?

  /// The most moments that are kept.
  public static let limit = 20_000

  /// Starts a run.
  /// - Parameters:
  ///   - learner: the code that is stepped.
  ///   - printed: all that it has printed so far.
  ///   - reference: the code beside it; nil for none.
  /// - Throws: `Stop.unavailable` when this machine cannot start the code.
  public convenience init(
    exercise: String, setting: String, check: String?, run: any SteppedRun, learner: any Subject,
    printed: @escaping () -> String = { "" }, reference: (any Subject)? = nil
  ) throws(Stop) {
    try self.init(
      exercise, setting, check, run, learner: SteppedSubject(learner, printed: printed),
      reference: reference.map { SteppedSubject($0, printed: { "" }) }, slots: SlotCounter())
  }

  private init(
    _ exercise: String, _ setting: String, _ check: String?, _ run: any SteppedRun,
    learner: SteppedSubject, reference: SteppedSubject?, slots: SlotCounter
  ) throws(Stop) {
    self.exercise = exercise
    self.setting = setting
    self.check = check
    self.learner = learner
    self.reference = reference
    self.slots = slots
    var table = SlotTable()
    let (program, _, described) = table.program(for: run.start, next: &nextSlot)
    var moment = Moment(id: 0, parent: nil, event: "", run: run)
    moment.values = table
    moment.programs = [program]
    moment.learnerLife = self.learner.life
    let outcome = try self.learner.run(program)
    moment.printed = outcome.printed
    switch outcome.answers {
    case .success(let answers): moment.describe(described, answers[...])
    case .failure(let stop): moment.stop = stop
    }
    moment.referenceLife = self.reference?.life ?? 0
    _ = try self.reference?.run(program)
    moments = [moment]
  }

  /// The events from the start to a moment.
  public func path(to id: Int) -> [Int] {
    var path = [id]
    while let parent = moments[path[path.count - 1]].parent { path.append(parent) }
    return path.reversed()
  }

  /// The lines of the events from the start to a moment.
  public func events(to id: Int) -> [String] { path(to: id).dropFirst().map { moments[$0].event } }

  /// The first moment after one, along the way visited last; nil at the end.
  public func next(after id: Int) -> Int? { moments[id].lastVisited ?? moments[id].children.last }

  /// Says that a moment was visited, so that walking forwards leads there again.
  public func visit(_ id: Int) {
    var child = id
    while let parent = moments[child].parent {
      moments[parent].lastVisited = child
      child = parent
    }
  }

  /// The end of the way that was visited last from a moment on.
  public func end(from id: Int) -> Int {
    var end = id
    while let next = next(after: end) { end = next }
    return end
  }

  /// Lets an event happen after a moment. One that was tried before is not asked again.
  /// - Returns: the moment behind it.
  /// - Throws: `StepRefusal` when it cannot happen, `Stop.unavailable` when this machine cannot go on.
  @discardableResult
  public func step(_ event: String, after id: Int) throws -> Int {
    if let known = moments[id].children.first(where: { moments[$0].event == event }) {
      return known
    }
    guard moments.count < Self.limit else {
      throw StepRefusal("the tree has \(Self.limit) moments; start again to see more")
    }
    if moments[id].stop != nil {
      throw StepRefusal("the submission has stopped here; nothing comes after it")
    }
    var moment = Moment(id: moments.count, parent: id, event: event, run: moments[id].run)
    moment.inherit(moments[id])
    if let line = Self.skipped(event) {
      moment.skip(line, moments[id])
    } else {
      try perform(try moment.run.begin(event), &moment)
    }
    moments.append(moment)
    moments[id].children.append(moment.id)
    return moment.id
  }

  /// The reference's own run of the events that lead to a moment: what would have happened with nodes that
  /// are all the reference's. What cannot happen there is left out and counted.
  /// - Returns: its tree and its last moment; nil where there is no reference.
  /// - Throws: `Stop.unavailable` when this machine cannot go on.
  public func referenceRun(of id: Int) throws -> (tree: RunTree, end: Int)? {
    guard let reference else { return nil }
    let tree =
      try referenceTree
      ?? RunTree(
        exercise, setting, check, moments[0].run, learner: reference, reference: nil, slots: slots)
    referenceTree = tree
    var end = 0
    for event in events(to: id) {
      guard tree.moments[end].stop == nil else { break }
      // A line that could not happen here may be the beginning of an event there.
      let line = Scenario.Line(text: Self.skipped(event) ?? event, number: 1, column: 1)
      do {
        end = try Scenario.step(line, after: end, tree)
      } catch is Scenario.Fault {
        end = try tree.step(Self.skipping + line.text, after: end)
      }
    }
    tree.visit(end)
    return (tree, end)
  }

  /// How the line of an event begins that is counted and does not happen.
  public static let skipping = "skip: "

  /// The event that does not happen in a line that says so; nil for any other.
  static func skipped(_ event: String) -> String? {
    event.hasPrefix(skipping) ? String(event.dropFirst(skipping.count)) : nil
  }

  private func perform(_ asks: [StepAsk], _ moment: inout Moment) throws {
    guard let parent = moment.parent else { return }
    if asks.isEmpty {
      moment.values = moments[parent].values
      moment.learnerLife = moments[parent].learnerLife
      moment.referenceLife = moments[parent].referenceLife
      moment.told = try moment.run.finish([])
      return
    }
    let before = moment.run
    var question = Question(asks, moments[parent].values, &nextSlot)
    moment.values = question.table
    moment.programs = [question.program]
    try revive(parent, learner, \.learnerLife)
    let outcome = try learner.run(question.program)
    moment.learnerLife = learner.life
    moment.printed = outcome.printed
    switch outcome.answers {
    case .failure(let stop): moment.end(by: stop, before: moments[parent].run)
    case .success(let answers):
      do throws(Stop) {
        moment.told = try moment.run.finish(Array(answers.prefix(question.count)))
        moment.describe(question.described, answers.dropFirst(question.count))
      } catch {
        moment.end(by: error, before: moments[parent].run)
      }
    }
    try askReference(before, question, &moment)
    guard moment.stop == nil, !moment.run.aftermath.isEmpty else { return }
    question = Question(moment.run.aftermath, moment.values, &nextSlot)
    moment.values = question.table
    moment.programs.append(question.program)
    let last = try learner.run(question.program)
    moment.printed += last.printed
    switch last.answers {
    case .failure(let stop): moment.end(by: stop, before: moments[parent].run)
    case .success(let answers):
      moment.describe(question.described, answers.dropFirst(question.count))
    }
    _ = try reference?.run(question.program)
    moment.learnerLife = learner.life
    moment.referenceLife = reference?.life ?? 0
  }

  /// What is asked in one exchange.
  struct Question {
    var table: SlotTable
    let program: Program
    /// How many answers are those of the questions; the others describe values.
    let count: Int
    let described: [Int]

    init(_ asks: [StepAsk], _ table: SlotTable, _ next: inout Int) {
      self.table = table
      (program, count, described) = self.table.program(for: asks, next: &next)
    }
  }

  /// Asks the reference the same.
  private func askReference(
    _ run: any SteppedRun, _ question: Question, _ moment: inout Moment
  ) throws {
    guard let reference, let parent = moment.parent else { return }
    try revive(parent, reference, \.referenceLife)
    let outcome = try reference.run(question.program)
    moment.referenceLife = reference.life
    guard case .success(let answers) = outcome.answers else { return }
    // A stop here would be of our own code; the step then shows no reference.
    do throws(Stop) {
      moment.expected = try run.effects(of: Array(answers.prefix(question.count)))
    } catch {
      moment.expected = nil
    }
    moment.differs =
      moment.expected.map { expected in
        moment.stop != nil || !(moment.told?.effects ?? []).amounts(to: expected)
      } ?? false
  }

  /// Brings the values of a moment back to a subject that has been started afresh since.
  func revive(
    _ id: Int, _ subject: SteppedSubject, _ life: WritableKeyPath<Moment, Int>
  ) throws(Stop) {
    for step in path(to: id) where moments[step][keyPath: life] != subject.life {
      for program in moments[step].programs {
        guard case .success = try subject.run(program).answers else { return }
      }
      moments[step][keyPath: life] = subject.life
    }
  }
}

extension RunTree {
  /// Walks events from the start, as far as they go.
  /// - Parameter skipping: true to leave out what cannot happen, as a schedule does that was found in
  ///   another version of a submission.
  /// - Returns: the last moment, and what was left out.
  public func play(
    _ events: [String], skipping: Bool
  ) throws -> (end: Int, left: [(place: Int, refusal: StepRefusal)]) {
    var end = 0
    var left: [(place: Int, refusal: StepRefusal)] = []
    for (place, event) in events.enumerated() {
      do {
        end = try step(event, after: end)
      } catch let refusal as StepRefusal {
        guard skipping else { throw refusal }
        left.append((place, refusal))
        end = try step(Self.skipping + event, after: end)
      }
      if moments[end].stop != nil { break }
    }
    visit(end)
    return (end, left)
  }

  /// The first moment on the way to one at which the code did something else than the reference.
  public func firstDifference(to id: Int) -> Int? { path(to: id).first { moments[$0].differs } }

  /// The first moment on the way to one at which a guarantee breaks: the run's own, if it does.
  public func violation(to id: Int) -> Int? {
    let path = path(to: id)
    func breaks(_ id: Int, _ check: String?) -> Bool {
      let moment = moments[id]
      if moment.stop != nil { return true }
      return moment.told?.violations.contains { check == nil || $0.check == check } ?? false
    }
    return path.first { breaks($0, check) } ?? path.first { breaks($0, nil) }
  }

  /// The way to a moment as a run that can be drawn. Events of the network are left out.
  /// - Parameters:
  ///   - folded: moments that are left out too.
  ///   - filter: the messages whose arrivals are drawn. One that changes its receiver and is not drawn is
  ///     an event of the receiver's own.
  public func counterexample(
    to id: Int, without folded: Set<Int> = [], filter: MessageFilter = MessageFilter()
  ) -> Counterexample {
    let path = path(to: id)
    let lanes = moments[id].run.lanes
    var places: [Int: Int] = [:]
    var steps: [Counterexample.Step] = []
    for (number, step) in path.dropFirst().enumerated() {
      let moment = moments[step]
      guard let told = moment.told, !moment.isOfNetwork, !folded.contains(step) else { continue }
      let before = moments[moment.parent ?? 0].view.states
      let lane = told.drawn.lane
      let after = moment.view.states
      let isChanged = lane < after.count && (lane >= before.count || before[lane] != after[lane])
      var event = told.drawn.moved(by: places)
      if case .delivery(let sender, let receiver, let label, _) = event,
        !filter.passes(from: sender, to: receiver, label: label, lanes)
      {
        guard isChanged || moment.complaint != nil else { continue }
        event = .local(lane: lane, label: label)
      }
      places[number] = steps.count
      steps.append(
        .init(event: event, sentence: told.sentence, state: isChanged ? after[lane] : nil))
    }
    let end = violation(to: id)
    let place =
      end.flatMap { end in path.dropFirst().firstIndex(of: end).map { places[$0 - 1] } } ?? nil
    let start = moments[0].view.states
    return Counterexample(
      lanes: lanes.map(\.name),
      initialStates: lanes.indices.map { $0 < start.count ? start[$0] : "" }, steps: steps,
      violation: .init(
        sentence: end.flatMap { moments[$0].complaint } ?? "nothing breaks in this run",
        steps: place.map { [$0] } ?? []),
      isShortest: false,
      schedule: Schedule(check: check ?? "", setting: setting, events: events(to: id)))
  }
}

extension Counterexample.Event {
  /// The same with the step that sent a message counted otherwise.
  fileprivate func moved(by places: [Int: Int]) -> Counterexample.Event {
    guard case .delivery(let sender, let receiver, let label, let sentIn) = self else {
      return self
    }
    return .delivery(
      from: sender, to: receiver, label: label, sentIn: sentIn.flatMap { places[$0] })
  }
}
