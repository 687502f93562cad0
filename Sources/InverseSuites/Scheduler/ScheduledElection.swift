import Checking
import ExerciseKit
import Simulation
import Solutions

/// An election whose scheduler is a learner's: right nodes, and a network that loses nothing and delivers when
/// it is told to.
struct ScheduledElection {
  /// A message on its way.
  private struct Flight {
    var message: ElectionMessage
    var from: Int
    var to: Int
    var sentIn: Int
  }

  private var nodes: [Elector]
  private var flights: [Flight] = []
  private(set) var steps: [Counterexample.Step] = []
  /// How many election timers have run out.
  private(set) var timeouts = 0
  /// The nodes that have stood or set their timer anew since the round began.
  private var served: Set<Int> = []
  private let random: UInt64 = 0

  /// Nodes with empty logs.
  init(_ count: Int) {
    nodes = (0..<count).map { Self.elector($0, of: count) }
  }

  private static func elector(_ index: Int, of count: Int) -> Elector {
    let names = (0..<count).map { NodeID(UInt32($0 + 1)) }
    return Elector(
      id: names[index], peers: names.filter { $0 != names[index] }, term: 0, votedFor: nil,
      lastLog: LogPosition(term: 0, index: 0), timeouts: timeouts)
  }

  /// What election timeouts are drawn from, in milliseconds.
  static let timeouts: ClosedRange<Millis> = 150...300

  /// Who leads; nil as long as nobody does.
  var leader: Int? { nodes.firstIndex { $0.role == .leader } }

  /// The highest term.
  var term: Term { nodes.map(\.term).max() ?? 0 }

  /// Begins a round anew.
  mutating func beginRound() { served = [] }

  /// The nodes whose timers were held up in this round, in order.
  var starved: [Int] { nodes.indices.filter { !served.contains($0) } }

  /// What is on its way, oldest first, in words.
  var waiting: [String] {
    flights.map { "n\($0.from + 1) -> n\($0.to + 1) \($0.message.shortLabel)" }
  }

  /// Lets something happen.
  /// - Throws: `TextFault` when it cannot.
  mutating func perform(
    _ event: WrittenRound.Event, _ line: AnswerText.Line
  ) throws(TextFault) {
    switch event {
    case .timeout(let node):
      timeouts += 1
      served.insert(node)
      step(
        node, .electionTimeout, .local(lane: node, label: "timeout"),
        "n\(node + 1)'s election timer runs out")
    case .delivery(let from, let to, let kind):
      let place = flights.firstIndex {
        $0.from == from && $0.to == to && (kind == nil || $0.message.kind == kind)
      }
      guard let place else {
        let shown = waiting.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        throw TextFault(
          line,
          "no such message is on its way; "
            + (waiting.isEmpty
              ? "nothing is: only a time-out can happen now"
              : "what is: \(shown)" + (waiting.count > 12 ? " and \(waiting.count - 12) more" : ""))
        )
      }
      let flight = flights.remove(at: place)
      step(
        to, .received(flight.message, from: NodeID(UInt32(from + 1))),
        .delivery(from: from, to: to, label: flight.message.shortLabel, sentIn: flight.sentIn),
        "n\(from + 1)'s \(flight.message.shortLabel) reaches n\(to + 1)")
    }
  }

  private mutating func step(
    _ node: Int, _ input: ElectionInput, _ drawn: Counterexample.Event, _ sentence: String
  ) {
    let before = label(node)
    for output in nodes[node].step(input, random: random) {
      switch output {
      case .send(let message, let receiver):
        flights.append(
          Flight(
            message: message, from: node, to: Int(receiver.number) - 1, sentIn: steps.count))
      case .resetElectionTimer: served.insert(node)
      case .persist: break
      }
    }
    let after = label(node)
    steps.append(
      .init(event: drawn, sentence: sentence, state: before == after ? nil : after))
  }

  private func label(_ node: Int) -> String {
    "\(nodes[node].role.rawValue) t\(nodes[node].term)"
  }

  /// The run so far, drawn.
  func drawn(_ sentence: String, check: String) -> Counterexample {
    // What is wrong is at its end.
    let last = steps.suffix(40)
    let cut = steps.count - last.count
    return Counterexample(
      lanes: nodes.indices.map { "n\($0 + 1)" },
      initialStates: nodes.map { _ in cut == 0 ? "follower t0" : "" },
      steps: last.map { step in
        var step = step
        if case .delivery(let from, let to, let label, let sentIn) = step.event {
          let sentIn = sentIn.flatMap { $0 >= cut ? $0 - cut : nil }
          step.event = .delivery(from: from, to: to, label: label, sentIn: sentIn)
        }
        return step
      },
      violation: .init(sentence: sentence, steps: last.isEmpty ? [] : [last.count - 1]),
      isShortest: false, schedule: Schedule(check: check, setting: "", events: []))
  }

  // MARK: By chance

  /// How long a message takes where time-outs come by chance, in milliseconds.
  static let delay: Millis = 20

  private enum Happening {
    case timer(Int, generation: Int)
    case arrival(ElectionMessage, from: Int, to: Int)
  }

  /// How many election timers run out before somebody leads, where each is drawn at random and every message
  /// takes the same time.
  static func timeoutsByChance(nodes count: Int, seed: UInt64) -> Int {
    var random = RandomSource(seed: seed)
    var nodes = (0..<count).map { elector($0, of: count) }
    var generations = Array(repeating: 0, count: count)
    var queue = EventQueue<Happening>()
    for node in nodes.indices {
      queue.add(
        .timer(node, generation: 0),
        at: timeouts.lowerBound + random.index(below: timeouts.count))
    }
    var stood = 0
    while stood < 1000, let (time, happening) = queue.next() {
      let (node, input): (Int, ElectionInput)
      switch happening {
      case .timer(let timed, let generation):
        guard generations[timed] == generation else { continue }
        stood += 1
        (node, input) = (timed, .electionTimeout)
      case .arrival(let message, let from, let to):
        (node, input) = (to, .received(message, from: NodeID(UInt32(from + 1))))
      }
      for output in nodes[node].step(input, random: random.next()) {
        switch output {
        case .send(let message, let receiver):
          queue.add(
            .arrival(message, from: node, to: Int(receiver.number) - 1), at: time + delay)
        case .resetElectionTimer(let length):
          generations[node] += 1
          queue.add(.timer(node, generation: generations[node]), at: time + length)
        case .persist: break
        }
      }
      if nodes[node].role == .leader { return stood }
    }
    return stood
  }
}
