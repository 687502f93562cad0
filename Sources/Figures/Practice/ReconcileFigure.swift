import Checking
import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F17: control loops over one store, all through the API server.
  static let reconcile = Figure(
    id: "F17", name: "reconcile",
    title: "loops that watch one store and write the difference, all through the API server",
    parameters: [
      Parameter("replicas", "how many pods somebody asks for", .integer(0...5), standard: "2"),
      Parameter(
        "rival", "whether a second scheduler decides on what it saw before the first one wrote",
        .choice(["yes", "no"]), standard: "yes"),
    ]
  ) { arguments, canvas in
    let run = ReconcileRun(
      replicas: arguments.integer("replicas"), hasRival: arguments.text("rival") == "yes")
    let page = FigureText(canvas: canvas)
    let table = page.table(
      ["object", "version", "state"],
      run.server.store.keys.compactMap { key in
        run.server.store.get(key).map {
          [key, "\($0.version)", ReconcileRun.text($0.value)]
        }
      })
    return page.run(
      lanes: run.lanes, states: run.lanes.map { _ in "" }, steps: run.steps, marked: run.refused
    ).followed(by: [StyledLine()] + table + [StyledLine()] + page.wrapped(run.summary))
  }
}

/// One turn of every loop, with what it was told and what it asked for.
struct ReconcileRun {
  /// Who takes part, the server first.
  let lanes: [String]
  private(set) var server = APIServer()
  private(set) var steps: [Counterexample.Step] = []
  /// The steps in which a write was refused.
  private(set) var refused: [Int] = []
  private static let serverLane = 0

  init(replicas: Int, hasRival: Bool) {
    lanes = ["server", "pods"] + (hasRival ? ["sched1", "sched2"] : ["sched1"]) + ["m1"]
    server.apply("db", .deployment(replicas: replicas), from: "a user")
    steps.append(
      Counterexample.Step(
        event: .local(lane: Self.serverLane, label: "wants \(replicas)"),
        sentence: "a user writes db (wants \(replicas)), which becomes version 1", state: "v1"))
    var pods = Controller(.replication)
    var scheduler = Controller(.scheduling(machines: ["m1"]))
    var machine = Controller(.running(machine: "m1"))
    turn(&pods, lane: 1)
    if hasRival {
      var rival = Controller(.scheduling(machines: ["m1"]))
      see(&rival, lane: 3)
      turn(&scheduler, lane: 2)
      for request in rival.requests() { write(request, lane: 3) }
    } else {
      turn(&scheduler, lane: 2)
    }
    turn(&machine, lane: lanes.count - 1)
  }

  /// What became of it.
  var summary: String {
    let taken = server.calls.count - refused.count
    return
      "\(server.calls.count) write\(server.calls.count == 1 ? "" : "s") reached the server: \(taken) taken, each with a version of "
      + "its own, \(refused.count) refused because somebody came between."
  }

  /// An object's state in a few words.
  static func text(_ object: ClusterObject) -> String {
    switch object {
    case .deployment(let replicas): "wants \(replicas)"
    case .pod(_, nil, _): "waits for a machine"
    case .pod(_, let machine?, let isRunning): "\(isRunning ? "runs" : "is to run") on \(machine)"
    }
  }

  private mutating func turn(_ controller: inout Controller, lane: Int) {
    see(&controller, lane: lane)
    for request in controller.requests() { write(request, lane: lane) }
  }

  private mutating func see(_ controller: inout Controller, lane: Int) {
    let before = controller.informer.version
    controller.sync(with: server.store)
    let now = controller.informer.version
    let count = now - before
    deliver(
      "v\(now)", from: Self.serverLane, to: lane,
      "\(lanes[lane]) is told of \(count) change\(count == 1 ? "" : "s"), up to version \(now)")
  }

  private mutating func write(_ request: Controller.Request, lane: Int) {
    let expected = request.expecting.map { "version \($0)" } ?? "nothing there"
    let what = request.value.map(Self.text) ?? "delete"
    let sentence = "\(lanes[lane]) writes \(request.key) (\(what)), expecting \(expected)"
    switch server.handle(request, from: lanes[lane]) {
    case .success(let version):
      deliver(
        request.key, from: lane, to: Self.serverLane, "\(sentence); it becomes version \(version)",
        state: "v\(version)")
    case .failure(let conflict):
      refused.append(steps.count)
      deliver(
        request.key, from: lane, to: Self.serverLane,
        "\(sentence), and is refused: it is at version \(conflict.current ?? 0)", state: "409")
    }
  }

  private mutating func deliver(
    _ label: String, from sender: Int, to receiver: Int, _ sentence: String, state: String? = nil
  ) {
    steps.append(
      Counterexample.Step(
        event: .delivery(from: sender, to: receiver, label: label, sentIn: steps.count - 1),
        sentence: sentence, state: state))
  }
}
