import Checking
import Diagrams
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F09: a holder of a lease sleeps through its end and then writes.
  static let splitBrain = Figure(
    id: "F09", name: "split-brain", title: "two holders of one lease, with and without fencing",
    parameters: [
      Parameter(
        "fencing", "whether the storage refuses tokens older than one it has seen",
        .choice(["no", "yes"]), standard: "no"),
      Parameter(
        "pause", "for how long the first holder stands still, in milliseconds",
        .integer(0...10_000), standard: "1500"),
      Parameter(
        "ttl", "how long a lease lasts, in milliseconds", .integer(1...10_000), standard: "1000"),
    ]
  ) { arguments, canvas in
    var run = LeaseRun(
      hasFencing: arguments.text("fencing") == "yes", pause: arguments.integer("pause"),
      ttl: arguments.integer("ttl"))
    run.play()
    let diagram = RunDiagram(
      lanes: ["A", "B", "lease", "storage"], initialStates: ["", "", "", "empty"],
      steps: run.steps, marked: run.lostWrite.map { [$0] } ?? [])
    let page = FigureText(canvas: canvas)
    return page.run(diagram).followed(
      by: page.wrapped(run.verdict, run.lostWrite == nil ? .plain : Style(.red, .bold)))
  }
}

/// Two clients, a lease service and a storage, in virtual time.
private struct LeaseRun {
  private let hasFencing: Bool
  private let pause: Millis
  private var service: LeaseService
  private var fenced = FencedRegister<String>()
  private var plain = ""
  private(set) var steps: [Counterexample.Step] = []
  /// The step in which a later holder's write is overwritten by an earlier one's.
  private(set) var lostWrite: Int?
  private var wasRefused = false
  private var secondHolds = false

  init(hasFencing: Bool, pause: Millis, ttl: Millis) {
    self.hasFencing = hasFencing
    self.pause = pause
    service = LeaseService(ttl: ttl, stored: LeaseService.Stored(lastToken: 32))
  }

  var verdict: String {
    if lostWrite != nil { return "B held the lease, and its write is gone." }
    if wasRefused { return "A comes too late and is told so: its token is older than B's." }
    return secondHolds
      ? "A wrote before B: B finds A's write and goes on from there."
      : "A's lease had not ended: B got none, and A writes alone."
  }

  private let a = 0
  private let b = 1
  private let lease = 2
  private let storage = 3

  mutating func play() {
    add(.local(lane: a, label: "begins"), "A needs the storage for itself")
    let granted = service.acquire(NodeID(1), now: 0)
    ask(a, at: 0, granted)
    add(.local(lane: a, label: "pause"), "A stands still for \(pause) ms", state: "asleep")
    let retry = min(pause, 1200)
    let second = service.acquire(NodeID(2), now: retry)
    ask(b, at: retry, second)
    if let second {
      secondHolds = true
      write("b", by: b, token: second.token, earlier: nil)
    }
    if let granted {
      add(.local(lane: a, label: "wakes"), "A wakes at \(pause) ms", state: "t\(granted.token)")
      write("a", by: a, token: granted.token, earlier: secondHolds ? "b" : nil)
    }
  }

  private mutating func ask(_ client: Int, at time: Millis, _ granted: FencedLease?) {
    let name = client == a ? "A" : "B"
    add(
      .delivery(from: client, to: lease, label: "acquire", sentIn: last),
      "\(name) asks for the lease at \(time) ms",
      state: granted.map { "until \($0.expires)" } ?? "held")
    let answer = granted.map { "token \($0.token)" } ?? "no"
    add(
      .delivery(from: lease, to: client, label: answer, sentIn: last),
      "the service answers \(name): \(answer)", state: granted.map { "t\($0.token)" })
  }

  private mutating func write(_ value: String, by client: Int, token: UInt64, earlier: String?) {
    let name = client == a ? "A" : "B"
    let taken = fenced.write(value, token: token) || !hasFencing
    if taken { plain = value }
    wasRefused = wasRefused || !taken
    if taken, earlier != nil { lostWrite = steps.count }
    add(
      .delivery(from: client, to: storage, label: "\(value) t\(token)", sentIn: last),
      "\(name) writes \(value) with token \(token): \(taken ? "taken" : "refused")",
      state: taken ? "holds \(plain)" : "refuses t\(token)")
  }

  private var last: Int? { steps.isEmpty ? nil : steps.count - 1 }

  private mutating func add(
    _ event: Counterexample.Event, _ sentence: String, state: String? = nil
  ) {
    steps.append(Counterexample.Step(event: event, sentence: sentence, state: state))
  }
}
