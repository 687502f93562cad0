import Checking
import ExerciseKit
import Parameters
import Simulation
import Solutions
import Terminal

extension Figure {
  /// F14: events, messages, and the clocks that know which event could have influenced which.
  static let spaceTime = Figure(
    id: "F14", name: "space-time",
    title: "events and messages of three nodes, with their clocks",
    parameters: [
      Parameter(
        "run", "which run: a chat, a relayed message, or one drawn at random",
        .choice(["chat", "relay", "random"]), standard: "chat"),
      Parameter(
        "clock", "what is counted", .choice(["vector", "lamport"]), standard: "vector"),
      Parameter("events", "how many events a random run has", .integer(3...20), standard: "9"),
      Parameter("seed", "names a random run", .integer(0...999_999), standard: "1"),
    ]
  ) { arguments, canvas in
    var run: ClockRun
    switch arguments.text("run") {
    case "relay": run = ClockRun.relay
    case "random":
      run = ClockRun(seed: arguments.seed(), events: arguments.integer("events"))
    default: run = ClockRun.chat
    }
    let page = FigureText(canvas: canvas)
    let isVector = arguments.text("clock") == "vector"
    let picture = page.run(
      lanes: run.lanes, states: run.lanes.map { _ in isVector ? "[0,0,0]" : "0" },
      steps: run.steps(showingVectors: isVector),
      marked: run.concurrentPair.map { [$0.0, $0.1] } ?? [])
    guard let (first, second) = run.concurrentPair else { return picture }
    let clocks = [first, second].map {
      isVector ? run.vectorText($0) : "\(run.lamport[$0].counter)"
    }
    let verdict =
      isVector
      ? "each is larger somewhere, so they are concurrent"
      : "a number alone does not tell that they are concurrent"
    return picture.followed(
      by: [StyledLine()]
        + page.wrapped(
          "Events \(first + 1) and \(second + 1) have the clocks \(clocks[0]) and \(clocks[1]): "
            + "\(verdict)."))
  }
}

/// Events of three nodes, stamped by our Lamport and vector clocks as they happen.
struct ClockRun {
  private struct Event {
    var lane: Int
    var label: String
    var message: (sentIn: Int, label: String)?
  }

  let lanes: [String]
  private var events: [Event] = []
  private(set) var vectors: [VectorClock] = []
  private(set) var lamport: [LamportStamp] = []
  private var currentVectors = [VectorClock(), VectorClock(), VectorClock()]
  private var currentLamport = ClockRun.nodes.map(LamportClock.init)

  private static let nodes = [NodeID(1), NodeID(2), NodeID(3)]

  private init(lanes: [String]) {
    self.lanes = lanes
  }

  /// A run drawn at random: half of the events are receipts of messages sent before.
  init(seed: UInt64, events count: Int) {
    self.init(lanes: ["n1", "n2", "n3"])
    var random = RandomSource(seed: seed)
    var received: Set<Int> = []
    for _ in 0..<count {
      let lane = random.index(below: 3)
      let sources = events.indices.filter { events[$0].lane != lane && !received.contains($0) }
      if !sources.isEmpty, random.chance(1, in: 2) {
        let source = sources[random.index(below: sources.count)]
        received.insert(source)
        receive(lane, "m\(source + 1)", sentIn: source)
      } else {
        local(lane, "event")
      }
    }
  }

  /// Ann greets, Ben answers, and Cem, who has read nothing, renames the group.
  static var chat: ClockRun {
    var run = ClockRun(lanes: ["Ann", "Ben", "Cem"])
    run.local(0, "says Hello")
    run.receive(1, "Hello", sentIn: 0)
    run.local(1, "says Hi")
    run.local(0, "says Anyone?")
    run.local(2, "renames it")
    return run
  }

  /// The second document's figure: a write is passed on twice, and its writer writes again.
  static var relay: ClockRun {
    var run = ClockRun(lanes: ["A", "B", "C"])
    run.local(0, "writes")
    run.receive(1, "write", sentIn: 0)
    run.receive(2, "write", sentIn: 1)
    run.local(0, "writes")
    return run
  }

  /// The last two events that are concurrent, the one that happened at the later place last.
  var concurrentPair: (Int, Int)? {
    for second in vectors.indices.reversed() {
      for first in vectors.indices.prefix(second).reversed()
      where vectors[first].isConcurrent(with: vectors[second]) {
        return (first, second)
      }
    }
    return nil
  }

  /// The run for drawing: each event with its clock as the state of its lane.
  func steps(showingVectors: Bool) -> [Counterexample.Step] {
    events.enumerated().map { index, event in
      let state = showingVectors ? vectorText(index) : "\(lamport[index].counter)"
      guard let message = event.message else {
        return Counterexample.Step(
          event: .local(lane: event.lane, label: event.label),
          sentence: "\(lanes[event.lane]) \(event.label)", state: state)
      }
      let sender = events[message.sentIn].lane
      return Counterexample.Step(
        event: .delivery(
          from: sender, to: event.lane, label: message.label, sentIn: message.sentIn),
        sentence: "\(lanes[event.lane]) receives \(message.label) from \(lanes[sender])",
        state: state)
    }
  }

  /// The vector clock of an event, a counter per lane.
  func vectorText(_ event: Int) -> String {
    "[" + Self.nodes.map { "\(vectors[event][$0])" }.joined(separator: ",") + "]"
  }

  private mutating func local(_ lane: Int, _ label: String) {
    events.append(Event(lane: lane, label: label))
    currentVectors[lane].tick(Self.nodes[lane])
    vectors.append(currentVectors[lane])
    lamport.append(currentLamport[lane].tick())
  }

  private mutating func receive(_ lane: Int, _ label: String, sentIn source: Int) {
    events.append(Event(lane: lane, label: label, message: (source, label)))
    currentVectors[lane].merge(vectors[source])
    currentVectors[lane].tick(Self.nodes[lane])
    vectors.append(currentVectors[lane])
    lamport.append(currentLamport[lane].receive(lamport[source]))
  }
}
