import ExerciseKit

/// Live changes under dots, and how many of each replica's were met: as the set without tombstones.
struct PNCart: ShoppingCart {
  struct Change: Sendable {
    let item: String
    let amount: Int64
  }

  struct State: Sendable {
    var live: [Dot: Change] = [:]
    var met: [NodeID: UInt64] = [:]
  }

  private let name: NodeID
  private var state: State
  private var questions = 0

  init(replica: NodeID, stored: State?) {
    name = replica
    state = stored ?? State()
  }

  var stored: State { state }

  private func sum(_ item: String) -> Int64 {
    state.live.values.reduce(0) { $1.item == item ? $0 + $1.amount : $0 }
  }

  var items: Set<String> {
    Set(state.live.values.map(\.item)).filter { sum($0) > 0 }
  }

  func quantity(of item: String) -> UInt64 { UInt64(max(0, sum(item))) }

  private mutating func insert(_ item: String, _ amount: Int64) {
    let number = state.met[name, default: 0] + 1
    state.met[name] = number
    state.live[Dot(replica: name, sequence: number)] = Change(item: item, amount: amount)
  }

  mutating func add(_ item: String, _ amount: UInt32) {
    if amount > 0 { insert(item, Int64(amount)) }
  }

  mutating func take(_ item: String, _ amount: UInt32) -> Bool {
    questions += 1
    if amount == 0 { return true }
    if sum(item) < Int64(amount) { return false }
    insert(item, -Int64(amount))
    return true
  }

  mutating func remove(_ item: String) {
    state.live = state.live.filter { $0.value.item != item }
  }

  mutating func merge(_ other: PNCart) {
    let (ours, theirs) = (state, other.state)
    state.live = ours.live.filter {
      theirs.live[$0.key] != nil || $0.key.sequence > theirs.met[$0.key.replica, default: 0]
    }
    for (dot, change) in theirs.live where dot.sequence > ours.met[dot.replica, default: 0] {
      state.live[dot] = change
    }
    state.met.merge(theirs.met, uniquingKeysWith: max)
  }
}
