import ExerciseKit
import Solutions

extension Erratum {
  /// Errata on how Kubernetes keeps its state.
  static let kubernetesErrata: [Erratum] = [
    Erratum(
      "E-63", .wrong, place: "second document, lines 596 to 608",
      said: "Controllers and the scheduler have arrows straight to etcd.",
      truth: """
        Nothing but the API server speaks to etcd. Controllers, the scheduler and the kubelets \
        watch the server and write through it.
        """,
      settlement: .recorded(
        FactCard(
          claim: "Controller manager and scheduler read and write etcd.",
          correction: "The API server is the only component that talks to etcd.",
          source: "Kubernetes documentation, Cluster Architecture", checked: "2026-11"),
        arithmetic: everythingThroughTheServer)),
    Erratum(
      "E-76", .misleading, place: "second document, lines 611 to 612",
      said: "All state is in etcd, and the API server is a stateless gateway.",
      truth: """
        The API's objects are. Events may be kept in another place, and aggregated APIs and \
        kubelets have state of their own. The API server answers many reads from a watch cache: a \
        read at resourceVersion 0 may be old, one without a version is not. What the page says of \
        optimistic concurrency is right. (Clients had to treat the version as opaque; since \
        Kubernetes 1.35 two versions of one resource type may be compared.)
        """,
      settlement: .proven(
        method:
          "stale writes, a compacted watch and a cache that lags are run over our object store",
        versionsAndCaches)),
  ]

  private static func everythingThroughTheServer() -> Evidence {
    var server = APIServer()
    var loops = [
      ("controller manager", Controller(.replication)),
      ("scheduler", Controller(.scheduling(machines: ["m1", "m2"]))),
      ("kubelet m1", Controller(.running(machine: "m1"))),
      ("kubelet m2", Controller(.running(machine: "m2"))),
    ]
    server.apply("web", .deployment(replicas: 3), from: "kubectl")
    for index in loops.indices {
      loops[index].1.sync(with: server.store)
      for request in loops[index].1.requests() { server.handle(request, from: loops[index].0) }
    }
    let running = server.store.keys.filter { key in
      if case .pod(_, _, true)? = server.store.get(key)?.value { true } else { false }
    }
    let changes = (try? server.store.watch(from: 0))?.count ?? 0
    let callers = Set(server.calls.map(\.caller)).count
    return Evidence(
      .init(
        "kubectl asks for three pods, every loop has one turn", "\(running.count) pods run",
        holds: running.count == 3),
      .init(
        "changes in the store, and calls to the server by \(callers) callers",
        "\(changes) and \(server.calls.count)",
        holds: changes == server.calls.count && callers == 5))
  }

  private static func versionsAndCaches() -> Evidence {
    var store = ObjectStore<String>()
    guard case .success(let first) = store.update("web", "two", expecting: nil) else {
      return Evidence()
    }
    var cache = Informer<String>()
    cache.sync(with: store)
    let second = store.update("web", "three", expecting: first)
    let stale = store.update("web", "four", expecting: first)
    let cached = cache.objects["web"]?.value
    store.compact(upTo: store.version)
    let watch = try? store.watch(from: first)
    let sync = cache.sync(with: store)
    return Evidence(
      .init(
        "a writer that saw version 1 writes after version 2",
        stale == .failure(VersionConflict(current: 2)) ? "refused, 409" : "taken",
        holds: second == .success(2) && stale == .failure(VersionConflict(current: 2))),
      .init(
        "a read from a cache that has not synced", cached ?? "nothing", holds: cached == "two"),
      .init(
        "a watch from version 1 after compaction",
        watch == nil ? "refused, list again" : "answered with a hole", holds: watch == nil),
      .init(
        "the cache lists again", cache.objects["web"]?.value ?? "nothing",
        holds: sync == .listedAgain && cache.objects["web"]?.value == "three"))
  }
}
