import Clusters
import ExerciseKit
import Parameters
import Solutions

/// The API server, a controller, or a user.
enum ReconcileNode: ToldNode {
  enum Input { case work, apply(Int) }
  enum Message {
    case list, state(ObjectStore<ClusterObject>), request(Controller.Request), apply(Int)
  }
  typealias Stored = APIServer
  typealias Sight = Never
  typealias Effect = FaultyRun<ReconcileNode>.Effect

  static let server = NodeID(9)
  static let user = NodeID(8)
  static let controllers = (1...4).map { NodeID($0) }

  case server(APIServer)
  case controller(Controller)
  case user(wants: Int)

  init(_ id: NodeID, _ stored: Stored?) {
    switch id.number {
    case 1: self = .controller(Controller(.replication))
    case 2: self = .controller(Controller(.scheduling(machines: ["A", "B"])))
    case 3: self = .controller(Controller(.running(machine: "A")))
    case 4: self = .controller(Controller(.running(machine: "B")))
    case Self.user.number: self = .user(wants: 0)
    default: self = .server(stored ?? APIServer())
    }
  }

  private static func counts(_ store: ObjectStore<ClusterObject>) -> (pods: Int, running: Int) {
    store.keys.reduce((0, 0)) { counts, key in
      guard case .pod(_, _, let isRunning)? = store.get(key)?.value else { return counts }
      return (counts.0 + 1, counts.1 + (isRunning ? 1 : 0))
    }
  }
  var told: String {
    switch self {
    case .server(let server):
      "\(Self.counts(server.store).running) of \(Self.counts(server.store).pods) run"
    case .controller(let controller): "v\(controller.informer.version)"
    case .user(let wants): "wants \(wants)"
    }
  }
  static func label(_ input: Input) -> String {
    if case .apply(let count) = input { "wants \(count)" } else { "looks" }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .list: "list"
    case .state(let store): "state v\(store.version)"
    case .apply(let count): "\(count) pods"
    case .request(let request):
      switch request.value {
      case nil: "delete \(request.key)"
      case .deployment(let count): "\(request.key): \(count)"
      case .pod(_, let machine, let isRunning):
        request.key + (machine.map { " on \($0)" } ?? "") + (isRunning ? " runs" : "")
      }
    }
  }
  static func label(_ sight: Never) -> String {}

  mutating func take(_ input: Input) -> [Effect] {
    switch (self, input) {
    case (.controller, .work): return [.send(.list, to: Self.server)]
    case (.user(let wants), .work): return [.send(.apply(wants), to: Self.server)]
    case (.user, .apply(let count)):
      self = .user(wants: count)
      return [.send(.apply(count), to: Self.server)]
    default: return []
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.server(let server), .list): return [.send(.state(server.store), to: sender)]
    case (.server(var server), .request(let request)):
      server.handle(request, from: sender.description)
      self = .server(server)
      return [.persist(server)]
    case (.server(var server), .apply(let count)):
      server.apply("web", .deployment(replicas: count), from: sender.description)
      self = .server(server)
      return [.persist(server)]
    case (.controller(var controller), .state(let store)):
      controller.sync(with: store)
      self = .controller(controller)
      return controller.requests().map { .send(.request($0), to: Self.server) }
    default: return []
    }
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    guard case .user(let wants)? = run[user] else { return nil }
    return run.lack { node in
      guard case .server(let server) = node else { return nil }
      let (pods, running) = counts(server.store)
      return running == wants && pods == wants
        ? nil : "has \(running) of \(pods) pods running, and \(wants) are wanted"
    }
  }
}

extension SimulatedPattern {
  static let reconcileLoop = SimulatedPattern(
    "reconcile-loop", guarantee: "In the end as many pods run as were wanted last.",
    model: usualModel + "; controllers that go on looking",
    nodes: ReconcileNode.controllers + [ReconcileNode.user, ReconcileNode.server],
    on: {
      var network = Network(stops: 10, steps: 300, calm: 900)
      (network.hasDisks, network.mayEnd) = (false, ReconcileNode.controllers)
      return network
    }(),
    beyond: [
      Beyond("crashes=4", what: "a controller that is gone for good") { $0.integer("crashes") > 0 }
    ],
    start: { _, id, stored in ReconcileNode(id, stored) },
    input: { turn in
      turn.id == ReconcileNode.user && turn.choice < 300 && !turn.isCalm
        ? .apply(1 + turn.choice % 4) : .work
    })
}
