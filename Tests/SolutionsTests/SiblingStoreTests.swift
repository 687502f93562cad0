import ExerciseKit
import Simulation
import Solutions
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)

@Suite("Stores that keep versions")
struct SiblingStoreTests {
  private typealias Store = SiblingStore<String>
  private let nothing = VectorClock()

  @Test func `a store with one clock for a key replaces what the writer has read`() {
    var store = WholeClockStore<String>(node: NodeID(1))
    store.put("k", "old", context: VectorClock())
    store.put("k", "new", context: store.get("k").context)
    #expect(store.get("k").values == ["new"])
    // The writer has read more elsewhere, in the name of this node too.
    var ahead = store.get("k").context
    ahead.tick(NodeID(1))
    store.put("k", "newest", context: ahead)
    #expect(store.get("k").values == ["newest"])
    #expect(store.get("k").context[NodeID(1)] == ahead[NodeID(1)] + 1)
  }

  @Test func `two coordinators with one context make two siblings`() {
    var first = Store(node: n1)
    first.put("cart", "milk", context: nothing)
    var second = Store(node: n2)
    second.sync(from: first)
    let context = first.get("cart").context
    first.put("cart", "milk, eggs", context: context)
    second.put("cart", "milk, bread", context: context)
    first.sync(from: second)
    second.sync(from: first)
    #expect(first.get("cart") == second.get("cart"))
    #expect(first.get("cart").values == ["milk, eggs", "milk, bread"])
  }

  @Test func `a blind write stands beside what is there`() {
    var store = Store(node: n1)
    store.put("cart", "milk", context: nothing)
    store.put("cart", "eggs", context: nothing)
    #expect(store.get("cart").values == ["milk", "eggs"])
  }

  @Test func `a write with the context of a read replaces what was read`() {
    var store = Store(node: n1)
    store.put("cart", "milk", context: nothing)
    store.put("cart", "eggs", context: nothing)
    store.put("cart", "milk, eggs", context: store.get("cart").context)
    #expect(store.get("cart").values == ["milk, eggs"])
    #expect(store.get("wallet").values.isEmpty)
  }

  @Test func `a repeated state changes nothing and an old one brings nothing back`() {
    var first = Store(node: n1)
    first.put("cart", "milk", context: nothing)
    let old = first
    var second = Store(node: n2)
    second.sync(from: first)
    second.put("cart", "eggs", context: second.get("cart").context)
    first.sync(from: second)
    first.sync(from: old)
    first.sync(from: second)
    #expect(first.get("cart").values == ["eggs"])
  }

  @Test func `a new dot exceeds every dot of its node that anybody has read`() {
    var first = Store(node: n1)
    first.put("cart", "milk", context: nothing)
    let context = first.get("cart").context
    // The node has lost its disk and starts again under its old name.
    var restored = Store(node: n1)
    restored.put("cart", "eggs", context: context)
    restored.sync(from: first)
    #expect(restored.get("cart").values == ["eggs"])
    #expect(restored.get("cart").context == VectorClock([n1: 2]))
  }

  @Test func `values stand in the order of their dots, whoever wrote last`() {
    var (first, second) = (Store(node: n1), Store(node: n2))
    #expect(second.put("cart", "eggs", context: nothing) == true)
    first.sync(from: second)
    #expect(first.put("cart", "milk", context: nothing) == true)
    #expect(first.get("cart").values == ["milk", "eggs"])
    #expect(first.put("cart", "bread", context: nothing) == true)
    #expect(first.get("cart").values == ["milk", "bread", "eggs"])
  }

  @Test func `a made-up context leaves no dot, and nothing is written`() {
    var store = Store(node: n1)
    #expect(store.put("cart", "milk", context: nothing) == true)
    let before = store.get("cart")
    #expect(store.put("cart", "eggs", context: VectorClock([n1: .max])) == false)
    #expect(store.get("cart") == before)
    #expect(store.put("cart", "bread", context: before.context) == true)
  }

  /// What a client knows between its read and its write.
  private struct Client {
    var read: SiblingStore<String>.Read?
    /// The writes that were in the causal past of that read.
    var past: Set<String> = []
  }

  @Test func `there are never more siblings than concurrent writes`() {
    for seed in UInt64(0)..<30 {
      var random = RandomSource(seed: seed)
      var stores = [Store(node: n1), Store(node: n2)]
      var clients = Array(repeating: Client(), count: 20)
      /// For each write the writes its client had seen replaced by it, and those before them.
      var replaced: [String: Set<String>] = [:]
      for step in 0..<150 {
        let store = random.index(below: 2)
        if random.chance(1, in: 5) { stores[store].sync(from: stores[1 - store]) }
        let client = random.index(below: clients.count)
        if let read = clients[client].read {
          let value = "v\(step)"
          replaced[value] = clients[client].past
          stores[store].put("key", value, context: read.context)
          clients[client].read = nil
        } else {
          let read = stores[store].get("key")
          clients[client].read = read
          clients[client].past = read.values.reduce(into: []) { past, value in
            past.formUnion(replaced[value, default: []])
            past.insert(value)
          }
        }
        let values = stores[store].get("key").values
        #expect(Set(values).count == values.count)
        for a in values {
          #expect(values.allSatisfy { !replaced[$0, default: []].contains(a) }, "seed \(seed)")
        }
        #expect(values.count <= clients.count)
      }
    }
  }

  @Test func `one clock for all siblings lets two clients pile them up`() {
    var dotted = Store(node: n1)
    var whole = WholeClockStore<String>(node: n1)
    var contexts = [(dotted.get("key").context, whole.get("key").context)]
    contexts.append(contexts[0])
    for turn in 0..<20 {
      let client = turn % 2
      dotted.put("key", "v\(turn)", context: contexts[client].0)
      whole.put("key", "v\(turn)", context: contexts[client].1)
      // Each reads after its own write, so that it misses the other's next one.
      contexts[client] = (dotted.get("key").context, whole.get("key").context)
    }
    #expect(dotted.get("key").values == ["v18", "v19"])
    #expect(whole.get("key").values.count == 20)
  }
}
