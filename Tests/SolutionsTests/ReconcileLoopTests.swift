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
