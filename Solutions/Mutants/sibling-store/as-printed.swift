// fails: what-was-not-read-stays, merging-keeps-what-neither-has-replaced
// The printed store: one slot for each key, and a context that is counted on under the name in it.
import ExerciseKit

struct SiblingMap<Value: Hashable & Sendable>: SiblingKeeping {
  struct Clock: Sendable {
    let owner: NodeID
    var counters: [NodeID: UInt64] = [:]
  }

  private let node: NodeID
  private(set) var stored: [String: (value: Value, clock: Clock)]

  init(replica: NodeID, stored: [String: (value: Value, clock: Clock)]?) {
    node = replica
    self.stored = stored ?? [:]
  }

  var keys: Set<String> { Set(stored.keys) }

  func get(_ key: String) -> SiblingRead<Value, Clock> {
    guard let entry = stored[key] else {
      return SiblingRead(values: [], context: Clock(owner: node))
    }
    return SiblingRead(values: [entry.value], context: entry.clock)
  }

  mutating func put(_ key: String, _ value: Value, replacing context: Clock?) {
    var clock = context ?? Clock(owner: node)
    clock.counters[clock.owner, default: 0] += 1
    stored[key] = (value, clock)
  }

  mutating func merge(_ other: SiblingMap) {
    for (key, theirs) in other.stored {
      let ours = stored[key]?.clock.counters ?? [:]
      if theirs.clock.counters.contains(where: { $0.value > ours[$0.key, default: 0] }) {
        stored[key] = theirs
      }
    }
  }
}
