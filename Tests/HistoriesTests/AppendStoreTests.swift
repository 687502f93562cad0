import Histories
import Simulation
import Testing

/// Texts under keys that clients read, replace and add to.
@Suite("Texts that are added to")
struct AppendStoreTests {
  private typealias Step = AppendStore<String>.Operation
  private let store = AppendStore<String>()

  @Test func `what one key holds says nothing of another`() {
    // Stale in real time, and explained by the order of each client's own operations.
    let history: [Step] = [
      Step(client: 0, .append("x", "a"), .done, called: 0, returned: 1),
      Step(client: 1, .get("x"), .text(""), called: 2, returned: 3),
      Step(client: 1, .append("y", "b"), .done, called: 4, returned: 5),
      Step(client: 0, .get("y"), .text("b"), called: 6, returned: 7),
    ]
    guard case .broken = store.linearizability(of: history) else {
      Issue.record("the read is stale")
      return
    }
    guard case .holds(let order) = store.sequentialConsistency(of: history) else {
      Issue.record("the read may come first")
      return
    }
    #expect(order.sorted() == [0, 1, 2, 3])
  }

  /// A history of three clients, each of which asks one thing after the other.
  private func history(seed: Int) -> [Step] {
    var random = RandomSource(seed: UInt64(seed))
    var free = [0, 0, 0]
    let texts = ["", "p0", "a0", "a1", "p0a1", "a0a1", "a1a2", "a2"]
    return (0..<6).map { index in
      let client = random.index(below: 3)
      let called = free[client] + random.index(below: 3)
      let returned = called + random.index(below: 6)
      free[client] = returned + 1
      let key = ["x", "y"][random.index(below: 2)]
      return switch random.index(below: 5) {
      case 0:
        Step(client: client, .put(key, "p\(index)"), .done, called: called, returned: returned)
      case 1, 2:
        Step(client: client, .append(key, "a\(index)"), .done, called: called, returned: returned)
      default:
        Step(
          client: client, .get(key), .text(texts[random.index(below: texts.count)]),
          called: called, returned: returned)
      }
    }
  }

  @Test func `it judges as trying every order does, by the clock and by clients`() {
    let byClock = TryingEveryOrder(store)
    let byClient = TryingEveryOrder(store) { $0.client == $1.client && $0.called < $1.called }
    var counts = (linearizable: 0, sequentialOnly: 0, neither: 0)
    for seed in 0..<4_000 {
      let history = history(seed: seed)
      let linearizable = byClock.explains(history)
      let sequential = byClient.explains(history)
      if linearizable {
        counts.linearizable += 1
      } else if sequential {
        counts.sequentialOnly += 1
      } else {
        counts.neither += 1
      }
      #expect(store.isLinearizable(history) == linearizable, "seed \(seed)")
      switch store.sequentialConsistency(of: history, isExplained: false) {
      case .holds: #expect(sequential, "seed \(seed)")
      case .broken: #expect(!sequential, "seed \(seed)")
      case .unknown: Issue.record("seed \(seed)")
      }
    }
    #expect(counts.linearizable > 50 && counts.sequentialOnly > 10 && counts.neither > 1_000)
  }
}
