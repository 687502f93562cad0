import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("The reconcile loop")
struct ReconcileLoopTests {
  private static let machines = ["m1", "m2"]

  private static var loops: [(name: String, controller: Controller)] {
    [
      ("controller manager", Controller(.replication)),
      ("scheduler", Controller(.scheduling(machines: machines))),
      ("kubelet m1", Controller(.running(machine: "m1"))),
      ("kubelet m2", Controller(.running(machine: "m2"))),
    ]
  }

  private func runningPods(_ server: APIServer) -> [String] {
    server.store.keys.filter { key in
      if case .pod(_, _, true)? = server.store.get(key)?.value { true } else { false }
    }
  }

  @Test func `the loops reach the desired state in any order of turns`() {
    for seed in 1...100 {
      var random = RandomSource(seed: UInt64(seed))
      var server = APIServer()
      var loops = Self.loops
      server.apply("web", .deployment(replicas: 3), from: "kubectl")
      for round in 1...60 {
        let turn = random.index(below: loops.count)
        // Stale now and then: decided on what an earlier sync saw.
        if random.chance(2, in: 3) { loops[turn].controller.sync(with: server.store) }
        for request in loops[turn].controller.requests() {
          server.handle(request, from: loops[turn].name)
        }
        if round == 30 { server.apply("web", .deployment(replicas: 2), from: "kubectl") }
        if random.chance(1, in: 6) { server.compact(upTo: server.store.version) }
      }
      for _ in 1...4 {
        for turn in loops.indices {
          loops[turn].controller.sync(with: server.store)
          for request in loops[turn].controller.requests() {
            server.handle(request, from: loops[turn].name)
          }
        }
      }
      #expect(runningPods(server).count == 2, "seed \(seed)")
    }
  }

  /// Lets every loop have turns until none asks for anything.
  private func settle(_ server: inout APIServer, _ loops: [Controller]) {
    var loops = loops
    for _ in 1...8 {
      for turn in loops.indices {
        loops[turn].sync(with: server.store)
        for request in loops[turn].requests() { server.handle(request, from: "loop \(turn)") }
      }
    }
    for turn in loops.indices { loops[turn].sync(with: server.store) }
    #expect(loops.allSatisfy { $0.requests().isEmpty })
  }

  @Test func `a deployment that is deleted takes its pods with it`() throws {
    var server = APIServer()
    server.apply("web", .deployment(replicas: 2), from: "kubectl")
    server.apply("db", .deployment(replicas: 1), from: "kubectl")
    settle(&server, Self.loops.map(\.controller))
    #expect(runningPods(server).count == 3)
    let version = try #require(server.store.get("web")?.version)
    server.handle(.init(key: "web", value: nil, expecting: version), from: "kubectl")
    settle(&server, Self.loops.map(\.controller))
    #expect(server.store.keys == ["db", "db-1"])
  }

  @Test func `the pods of a machine that is gone are made anew elsewhere`() {
    var server = APIServer()
    server.apply("web", .deployment(replicas: 4), from: "kubectl")
    settle(&server, Self.loops.map(\.controller))
    // m1 is gone: nobody runs its loop, and the scheduler is told.
    let left = [
      Controller.Role.replication, .scheduling(machines: ["m2"]), .running(machine: "m2"),
    ]
    settle(&server, left.map { Controller($0) })
    #expect(runningPods(server).count == 4)
    for key in runningPods(server) {
      #expect(
        server.store.get(key)?.value == .pod(owner: "web", machine: "m2", isRunning: true))
    }
  }

  @Test func `with no machine left pods are deleted and made, and wait`() {
    var server = APIServer()
    server.apply("web", .deployment(replicas: 2), from: "kubectl")
    settle(&server, Self.loops.map(\.controller))
    settle(&server, [Controller(.replication), Controller(.scheduling(machines: []))])
    #expect(runningPods(server).isEmpty)
    #expect(server.store.keys == ["web", "web-1", "web-2"])
  }

  @Test(arguments: [-1, Int.min])
  func `a wish below zero is zero`(replicas: Int) {
    var server = APIServer()
    server.apply("web", .deployment(replicas: 2), from: "kubectl")
    settle(&server, Self.loops.map(\.controller))
    server.apply("web", .deployment(replicas: replicas), from: "kubectl")
    settle(&server, Self.loops.map(\.controller))
    #expect(server.store.keys == ["web"])
  }

  @Test func `a wish without measure is met in bursts`() {
    var server = APIServer()
    server.apply("web", .deployment(replicas: .max), from: "kubectl")
    var controller = Controller(.replication)
    controller.sync(with: server.store)
    #expect(controller.requests().count == 500)
  }

  @Test func `a loop that has nothing to do asks for nothing`() {
    var server = APIServer()
    var controller = Controller(.replication)
    server.apply("web", .deployment(replicas: 2), from: "kubectl")
    controller.sync(with: server.store)
    for request in controller.requests() { server.handle(request, from: "controller manager") }
    controller.sync(with: server.store)
    #expect(controller.requests().isEmpty)
    #expect(server.calls.count == 3)
  }

  @Test func `a pod goes to the machine with the fewest, of equals to the first by name`() {
    var server = APIServer()
    for (pod, machine) in ["m2", "m2", "m1", nil, nil, nil, nil, nil].enumerated() {
      server.apply(
        "web-\(pod)", .pod(owner: "web", machine: machine, isRunning: false), from: "test")
    }
    var scheduler = Controller(.scheduling(machines: ["m3", "m1", "m2"]))
    scheduler.sync(with: server.store)
    #expect(
      scheduler.requests().map(\.value)
        == ["m3", "m1", "m3", "m1", "m2"].map { .pod(owner: "web", machine: $0, isRunning: false) },
      "given to a machine it does not run yet")
    // Of machines without any pod the first by name, in whatever order they were told.
    server = APIServer()
    server.apply("db", .pod(owner: "db", machine: nil, isRunning: false), from: "test")
    for machines in [["m1", "m2"], ["m2", "m1"]] {
      var scheduler = Controller(.scheduling(machines: machines))
      scheduler.sync(with: server.store)
      #expect(
        scheduler.requests().map(\.value) == [.pod(owner: "db", machine: "m1", isRunning: false)])
    }
  }

  @Test func `a decision on a stale copy is refused, not applied`() {
    var server = APIServer()
    var stale = Controller(.scheduling(machines: Self.machines))
    server.apply("web-1", .pod(owner: "web", machine: nil, isRunning: false), from: "test")
    stale.sync(with: server.store)
    server.apply("web-1", .pod(owner: "web", machine: "m2", isRunning: false), from: "other")
    let results = stale.requests().map { server.handle($0, from: "scheduler") }
    #expect(results == [.failure(VersionConflict(current: 2))])
    #expect(server.store.get("web-1")?.value == .pod(owner: "web", machine: "m2", isRunning: false))
  }
}
