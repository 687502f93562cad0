import Checking
import Simulation
import Wire

/// Thousands of events of a few replicas, for whatever goes wrong only after many of them.
struct LongRun<Operation: ReplicaOperation>: Sendable {
  var history: ReplicaHistory<Operation>
  /// The events after which the replica is looked at.
  var looks: Set<Int>

  init(_ history: ReplicaHistory<Operation>, looksAfter looks: Set<Int>) {
    (self.history, self.looks) = (history, looks)
  }
}

extension ReplicaModel {
  /// A run of two replicas that do much, hear of each other now and then, and once of what was long ago.
  func busyRun(eventCount: Int, random: inout RandomSource) -> LongRun<Operation> {
    let draw = drawing(.odd(0), random: &random)
    var history = History(nodes: [0, 10])
    history.append(.perform(.act(draw(&random))), at: 10)
    while history.events.count < eventCount {
      let node = history.nodes[random.chance(3, in: 4) ? 0 : 1]
      if random.chance(1, in: 40) {
        let sender = history.nodes[random.index(below: 2)]
        if let news = history.latest(of: sender) { history.append(.receive(news), at: node) }
      } else {
        history.append(.perform(.act(draw(&random))), at: node)
      }
    }
    history.append(.receive(0), at: 0)
    history.converge()
    let count = history.events.count
    return LongRun(
      history, looksAfter: Set((0..<count).filter { $0 % 100 == 99 || $0 + 3 >= count }))
  }

  /// A run of so many replicas that all do something, until everybody knows everything.
  func crowdedRun(of nodeCount: Int, random: inout RandomSource) -> LongRun<Operation> {
    let draw = drawing(.odd(0), random: &random)
    var history = history(
      nodes: Array(0..<nodeCount), eventCount: 240, random: &random, operation: draw)
    for node in history.nodes { history.append(.perform(.act(draw(&random))), at: node) }
    history = converged(history)
    let count = history.events.count
    return LongRun(
      history, looksAfter: Set((0..<count).filter { $0 % 10 == 9 || $0 + nodeCount >= count }))
  }

  /// A run of a replica that is made anew and hears a hundred times of one that knows nothing of it, and
  /// only then of one that knows what it did before.
  func lateRun(random: inout RandomSource) -> LongRun<Operation> {
    let draw = drawing(.alike(4), random: &random)
    func deed(_ random: inout RandomSource) -> Operation {
      let drawn = (0..<20).map { _ in draw(&random) }
      return drawn.first(where: isDeed) ?? plainOperations[0]
    }
    var history = History(nodes: [0, 1, 10])
    for _ in 0..<3 { history.append(.perform(.act(deed(&random))), at: 10) }
    history.send(10, to: 0)
    history.append(.perform(.act(deed(&random))), at: 1)
    history.append(.perform(.startAnew), at: 10)
    for _ in 0..<100 { history.send(1, to: 10) }
    history.send(0, to: 10)
    for _ in 0..<4 { history.append(.perform(.act(deed(&random))), at: 10) }
    history.converge()
    return LongRun(history, looksAfter: [history.events.count - 1])
  }
}

/// How a long run is asked about: each replica changes in one place, and no copy is made of a state unless
/// it is received later than at once. That leaves time for thousands of events, and a value that is nobody
/// else's is changed in another way than one of which there are copies.
struct AskedRun<Model: ReplicaModel>: Sendable {
  let history: Model.History
  private let attention: Attention<Model.Look>
  private let demands: [Model.Demand]
  /// The run in parts that each stay well within a request's time. A replica is where the part before left
  /// it.
  private let inquiries: [ReplicaInquiry<Model>]

  /// How many events are asked about in one exchange.
  private static var exchangeLimit: Int { 500 }

  init(_ model: Model, _ run: LongRun<Model.Operation>) {
    let history = run.history
    var attention = model.attention(to: history.events, isDrawn: true)
    attention.places = run.looks
    let kept = Self.keptStates(of: history)
    let slots = Dictionary(
      uniqueKeysWithValues: history.nodes.enumerated().map { ($1, $0) })
    var inquiries: [ReplicaInquiry<Model>] = []
    for (index, event) in history.events.enumerated() {
      if index.isMultiple(of: Self.exchangeLimit) { inquiries.append(ReplicaInquiry(model)) }
      var source: Int?
      if case .receive(let other) = event.action {
        source = kept[other] ?? slots[history.events[other].node]
      }
      inquiries[inquiries.count - 1].change(
        slots[event.node] ?? 0, by: event, receiving: source, keepingIn: kept[index],
        look: run.looks.contains(index) ? attention.look : nil)
    }
    self.history = history
    self.attention = attention
    self.inquiries = inquiries
    demands = model.demands(of: history.events) { run.looks.contains($0) }
  }

  /// The states that arrive when their replica has gone on, and the slot in which each waits.
  private static func keptStates(of history: Model.History) -> [Int: Int] {
    var kept: [Int: Int] = [:]
    for (index, event) in history.events.enumerated() {
      guard case .receive(let received) = event.action, kept[received] == nil else { continue }
      let sender = history.events[received].node
      let isAtOnce =
        sender != event.node
        && !history.events[received..<index].dropFirst().contains { $0.node == sender }
      if !isAtOnce { kept[received] = history.nodes.count + kept.count }
    }
    return kept
  }

  /// Asks a submission, part by part.
  func judged(
    _ model: Model, on subject: any Subject
  ) throws(Stop) -> JudgedEvents<Model> {
    var sights: [ReplicaSight<Model>] = []
    for inquiry in inquiries { sights += try inquiry.answers(from: subject).sights }
    return JudgedEvents(model, history.events, demands, sights, attention)
  }
}

/// Long runs and what one submission answers to them. Several checks judge them, each for the kinds of fault
/// that break its own guarantee; the submission is asked once.
final class RunAnswers<Model: ReplicaModel>: Sendable {
  private let runs: @Sendable () -> [AskedRun<Model>]
  private let asked = AskedOnce<[JudgedEvents<Model>]>()

  init(_ runs: @escaping @Sendable () -> [AskedRun<Model>]) { self.runs = runs }

  /// The first finding of an examiner in the runs.
  /// - Parameter insists: true to ask again though the submission has stopped before.
  /// - Returns: nil when there is none, or the submission has stopped before.
  func firstFailing(
    _ examiner: ReplicaExaminer<Model>, insists: Bool
  ) throws(Stop) -> ReplicaFinding<Model>? {
    let runs = runs()
    let answers = try asked.answer(insists: insists) { () throws(Stop) in
      // What goes wrong once in a process, such as in its tenth set, may have gone wrong where nobody looked.
      try examiner.subject.restart()
      var answers: [JudgedEvents<Model>] = []
      for run in runs { answers.append(try run.judged(examiner.model, on: examiner.subject)) }
      return answers
    }
    guard let answers else { return nil }
    var alone = examiner
    alone.looksAgain = false
    for (run, judged) in zip(runs, answers) {
      if let fault = alone.firstFault(in: judged, among: judged.events.indices) {
        return ReplicaFinding(history: run.history, sights: judged.sights, fault: fault)
      }
    }
    return nil
  }
}

extension ReplicaExaminer {
  /// The story of the first fault in the long runs that breaks this check's guarantee: as short as can be
  /// found, and in words alone where that is still too long to draw.
  func failure(in runs: RunAnswers<Model>, insists: Bool = false) throws(Stop) -> Failure? {
    guard let seen = try runs.firstFailing(self, insists: insists) else { return nil }
    let event = (seen.fault.events.max() ?? 0) + 1
    let sentence =
      "\(seen.fault.sentence), event \(event) of a run of \(seen.history.nodes.count) \(model.noun)s"
    do throws(Stop) {
      let past = seen.history.causalPast(of: seen.fault.events)
      guard let finding = try firstFailing(of: [past]) else {
        return Failure(
          message: sentence + "; where each event happens to a copy, the same goes well")
      }
      return try failure(from: finding)
    } catch {
      if error.endsGrading { throw error }
      try subject.restart()
      return Failure(message: sentence)
    }
  }
}
