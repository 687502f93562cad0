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

  /// A history that a real store could have left, but for a read now and then that is changed, and answers that
  /// are lost.
  private func recorded(seed: Int, operations: Int = 6) -> [Step] {
    var random = RandomSource(seed: UInt64(seed))
    var texts: [String: String] = [:]
    var last = ["x": [""], "y": [""]]
    return (0..<operations).map { index in
      // It takes effect at 10 times its place, and neighbours overlap.
      let key = ["x", "x", "x", "y"][random.index(below: 4)]
      let (called, returned) = (
        10 * index - random.index(below: 30), 10 * index + random.index(below: 30)
      )
      let input: AppendStore<String>.Input
      var output = AppendStore<String>.Output.done
      switch random.index(below: 6) {
      case 0:
        // What is put may also be what somebody adds.
        let text = random.chance(1, in: 2) ? "p\(index)" : "a\(random.index(below: operations))"
        input = .put(key, text)
        texts[key] = text
      case 1, 2:
        // Or what somebody has added before.
        let text = "a\(random.chance(1, in: 4) ? random.index(below: operations) : index)"
        input = .append(key, text)
        texts[key, default: ""] += text
      default:
        input = .get(key)
        let isStale = random.chance(1, in: 2)
        let seen = isStale ? random.element(of: last[key] ?? []) ?? "" : texts[key] ?? ""
        output = .text(seen)
      }
      last[key]?.append(texts[key] ?? "")
      guard random.chance(9, in: 10) else {
        return Step(client: index, pending: input, called: called)
      }
      return Step(client: index, input, output, called: called, returned: returned)
    }
  }

  @Test func `what reads saw decides as trying every order does, with an order or a part`() {
    var agreement = Agreement()
    for seed in 0..<2_000 { agreement.compare(store, recorded(seed: seed)) }
    #expect(agreement.disputed.first == nil, "\(agreement.disputed.count)")
    #expect(agreement.linearizable > 500 && agreement.broken > 100)
  }

  @Test func `a long history of many clients is decided without a search`() throws {
    // Fifty clients add at once, round after round, and only the last read tells in which order.
    var history: [Step] = []
    var text = ""
    for index in 0..<2_000 {
      let (round, place) = (index / 50, index % 50)
      let value = "<\(round).\((place * 7) % 50)>"
      text += value
      history.append(
        Step(
          client: place, .append("x", value), .done, called: 1_000 * round + place,
          returned: 1_000 * round + 900 + place))
    }
    let read = Step(client: 0, .get("x"), .text(text), called: 90_000, returned: 90_001)
    #expect(store.isLinearizable(history + [read], budget: 1) == true)
    // Two rounds change places: what had returned comes behind what was called later.
    let early = Step(client: 1, .get("x"), .text("<1.0>"), called: 90_002, returned: 90_003)
    guard case .broken(let part) = store.linearizability(of: history + [read, early], budget: 1)
    else {
      Issue.record("the second read forgets what the first saw")
      return
    }
    #expect(part.count == 3, "what had returned, a later write, and a read that saw only that")
  }

  @Test func `texts that could be made in two ways are searched`() {
    let history: [Step] = [
      Step(client: 0, .append("x", "a"), .done, called: 0, returned: 10),
      Step(client: 1, .append("x", "ab"), .done, called: 0, returned: 10),
      Step(client: 2, .append("x", "ba"), .done, called: 0, returned: 10),
      Step(client: 3, .append("x", "b"), .done, called: 0, returned: 10),
      Step(client: 0, .get("x"), .text("ab" + "ab" + "ab"), called: 11, returned: 12),
    ]
    // a, b, ab and ba in some order: ab·ab·ab is a·ba·b·ab.
    #expect(store.isLinearizable(history) == true)
    #expect(store.isLinearizable(history, budget: 1) == nil)
  }

  /// Two clients add the same: one takes long, the other is quick meanwhile.
  private let twins: [Step] = [
    Step(client: 0, .append("x", "a"), .done, called: 0, returned: 100),
    Step(client: 1, .append("x", "a"), .done, called: 50, returned: 60),
  ]

  @Test func `of two that add the same the later call may come first`() {
    let reads = [
      Step(client: 2, .get("x"), .text("a"), called: 70, returned: 72),
      Step(client: 2, .get("x"), .text("aa"), called: 110, returned: 111),
    ]
    #expect(store.isLinearizable(twins + reads) == true)
  }

  @Test func `a read may have seen either of two that add the same`() {
    let reads = [
      Step(client: 2, .get("x"), .text("a"), called: 62, returned: 63),
      Step(client: 2, .put("x", "p"), .done, called: 64, returned: 65),
      Step(client: 2, .get("x"), .text("p"), called: 66, returned: 67),
    ]
    #expect(store.isLinearizable(twins + reads) == true)
    // What is read in the end tells which of them came before.
    let last = Step(client: 2, .get("x"), .text("pa"), called: 80, returned: 81)
    #expect(store.isLinearizable(twins + reads + [last], budget: 1) == true)
  }
}
