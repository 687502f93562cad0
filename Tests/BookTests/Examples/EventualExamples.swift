import ExerciseKit
import Solutions
import Testing

/// The code of the chapter on eventual consistency, line for line.
@Suite("The code of the chapter on eventual consistency")
struct EventualExamples {
  private let n1 = NodeID(1)

  @Test func `a write with the context of a read ends a conflict`() {
    var store = SiblingStore<String>(node: n1)
    let nothing = VectorClock()
    store.put("cart", "bread, eggs, milk", context: nothing)
    store.put("cart", "eggs", context: nothing)

    let read = store.get("cart")
    // Two values, one context.
    store.put("cart", "bread, eggs", context: read.context)
    // One value.
    #expect(read.values == ["bread, eggs, milk", "eggs"])
    #expect(store.get("cart").values == ["bread, eggs"])
  }
}
