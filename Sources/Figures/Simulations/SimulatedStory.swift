import Checking
import Clusters
import ExerciseKit
import Parameters
import Terminal

/// A run that is told: what led to where it breaks, or to the last thing that was seen.
struct SimulatedStory: Sendable {
  private let lanes: [String]
  private let initialStates: [String]
  private let steps: [Counterexample.Step]
  private let marked: [Int]
  /// How many steps stand before those that are drawn.
  private let omitted: Int
  /// What the run was, as a sentence.
  let counts: String
  /// What is broken, as a clause; nil for nothing.
  let violation: String?

  /// Nobody follows longer pictures.
  private static let longest = 40

  /// A run that is short enough to be told as a whole.
  init(
    lanes: [String], states: [String], steps: [Counterexample.Step], marked: [Int], counts: String,
    violation: String?
  ) {
    self.lanes = lanes
    initialStates = states
    self.steps = steps
    self.marked = marked
    self.counts = counts
    self.violation = violation
    omitted = 0
  }

  /// Tells a run that has kept its steps.
  init<Node: ToldNode>(_ run: FaultyRun<Node>, initially: [Node], broken: Broken?) {
    violation = broken?.sentence
    let last = run.steps.lastIndex { !$0.shown.isEmpty }.map { [$0] }
    let ends = broken?.steps ?? last ?? run.lastSteps(of: run.ids)
    let first = Dictionary(uniqueKeysWithValues: zip(run.ids, initially.map(\.told)))
    let past = Self.past(of: ends, in: run, from: first)
    omitted = max(0, past.count - Self.longest)
    // What contradicts something is drawn, however long ago that was.
    let recent = past.suffix(Self.longest)
    let drawn = ends.filter { !recent.contains($0) }.sorted() + recent
    lanes = run.ids.map(\.description)
    initialStates = zip(run.ids, initially).map { id, node in
      let earlier = run.steps[..<(drawn.first ?? 0)].last { $0.node == id }
      return (earlier?.after ?? node).told
    }
    var states = Dictionary(uniqueKeysWithValues: zip(run.ids, initialStates))
    steps = drawn.map { number in
      let step = Self.step(number, of: run, drawn, before: states[run.steps[number].node] ?? "")
      states[run.steps[number].node] = run.steps[number].after.told
      return step
    }
    marked = Set(ends).compactMap { drawn.firstIndex(of: $0) }.sorted()
    counts =
      "\(run.stepCount) steps, \(run.stopCount) stops, \(run.seen.count) sights; "
      + "\(drawn.count) steps led to what is shown."
  }

  /// The picture.
  func lines(on canvas: Figure.Canvas) -> [StyledLine] {
    let page = FigureText(canvas: canvas)
    let before = omitted == 0 ? [] : page.wrapped("… after \(omitted) earlier steps")
    guard !steps.isEmpty else { return page.wrapped("Nothing was seen.") }
    return before
      + page.fitted(
        page.run(lanes: lanes, states: initialStates, steps: steps, marked: marked).lines)
  }

  /// The steps that can have had a part in some others: of each node what came before, and where messages
  /// came from; without those in which a node stays as it is and sends nothing that is needed.
  private static func past<Node: ToldNode>(
    of ends: [Int], in run: FaultyRun<Node>, from first: [NodeID: String]
  ) -> [Int] {
    var last = first
    let before = run.steps.map { step in
      defer { last[step.node] = step.after.told }
      return last[step.node]
    }
    var needed = Set(ends)
    var isReached: Set<NodeID> = []
    var kept: [Int] = []
    for number in run.steps.indices.reversed() {
      let step = run.steps[number]
      let isEnd = needed.contains(number)
      guard isEnd || isReached.contains(step.node) else { continue }
      let isGone = if case .end = step.cause { true } else { false }
      guard isEnd || isGone || before[number] != step.after.told else { continue }
      isReached.insert(step.node)
      kept.append(number)
      if case .delivery(_, _, let sentIn) = step.cause { needed.insert(sentIn) }
    }
    return kept.reversed()
  }

  private static func step<Node: ToldNode>(
    _ number: Int, of run: FaultyRun<Node>, _ drawn: [Int], before: String
  ) -> Counterexample.Step {
    let step = run.steps[number]
    func lane(_ id: NodeID) -> Int { run.ids.firstIndex(of: id) ?? 0 }
    let event: Counterexample.Event
    var sentence: String
    switch step.cause {
    case .input(let input):
      event = .local(lane: lane(step.node), label: Node.label(input))
      sentence = "\(step.node): \(Node.label(input))"
    case .delivery(let message, let sender, let sentIn):
      event = .delivery(
        from: lane(sender), to: lane(step.node), label: Node.label(message),
        sentIn: drawn.firstIndex(of: sentIn))
      sentence = "\(step.node) hears \(Node.label(message)) from \(sender)"
    case .restart:
      event = .restart(lane: lane(step.node))
      sentence = "\(step.node) stops and starts again"
    case .end:
      event = .local(lane: lane(step.node), label: "stops for good")
      sentence = "\(step.node) stops for good"
    }
    if !step.shown.isEmpty {
      sentence += "; " + step.shown.map(Node.label).joined(separator: ", ")
    }
    let state = step.after.told
    return Counterexample.Step(
      event: event, sentence: sentence, state: state == before ? nil : state)
  }
}
