import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Siblings in lists by node")
struct SiblingMapTests {
  private typealias Store = SiblingMap<Int>

  /// Which writes to one key are known.
  private struct Writes {
    var known: Set<Int> = []

    /// The values of those that no known write had seen.
    func values(_ all: [(value: Int, past: Set<Int>)]) -> [Int] {
      let replaced = known.reduce(into: Set<Int>()) { $0.formUnion(all[$1].past) }
      return known.subtracting(replaced).map { all[$0].value }.sorted()
    }
  }

  /// Three stores, reads that are used late and elsewhere, states that arrive late, restarts; beside them who
  /// knows of which write.
  @Test func `a value is there exactly until a write that had seen it is known`() {
    for seed in UInt64(0)..<60 {
      var random = RandomSource(seed: seed)
      let names = [NodeID(1), NodeID(64), NodeID(.max)]
      var stores = names.map { Store(replica: $0, stored: nil) }
      var shadows = Array(repeating: Writes(), count: 3)
      var states: [(Store, Writes)] = []
      var reads: [(Store.Context, Set<Int>)] = []
      var all: [(value: Int, past: Set<Int>)] = []
      for _ in 0..<80 {
        let at = random.index(below: 3)
        switch random.index(below: 8) {
        case 0: reads.append((stores[at].get("k").context, shadows[at].known))
        case 1: states.append((stores[at], shadows[at]))
        case 2: stores[at] = Store(replica: names[at], stored: stores[at].stored)
        case 3, 4, 5:
          let read = reads.isEmpty ? nil : reads[random.index(below: reads.count)]
          // Few values, so that two writes may have the same.
          let value = random.index(below: 4)
          stores[at].put("k", value, replacing: read?.0)
          all.append((value, read?.1 ?? []))
          shadows[at].known.formUnion((read?.1 ?? []).union([all.count - 1]))
        default:
          guard !states.isEmpty else { continue }
          let (state, writes) = states[random.index(below: states.count)]
          stores[at].merge(state)
          shadows[at].known.formUnion(writes.known)
        }
        #expect(
          stores[at].get("k").values.sorted() == shadows[at].values(all), "seed \(seed)")
        #expect(stores[at].keys == (shadows[at].values(all).isEmpty ? [] : ["k"]), "seed \(seed)")
        #expect(stores[at].get("other").values.isEmpty)
      }
    }
  }

  @Test func `a context alone keeps nothing`() {
    var first = Store(replica: NodeID(1), stored: nil)
    first.put("k", 7, replacing: nil)
    let read = first.get("k").context
    var second = Store(replica: NodeID(2), stored: nil)
    second.put("k", 8, replacing: read)
    second.merge(first)
    #expect(second.get("k").values == [8])
    // The next write of the first has a dot that the second has not met.
    first.put("k", 9, replacing: nil)
    second.merge(first)
    #expect(second.get("k").values.sorted() == [8, 9])
    #expect(second.get("k").context == [NodeID(1): 2, NodeID(2): 1])
  }
}
