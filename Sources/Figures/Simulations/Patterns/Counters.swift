import ExerciseKit
import Solutions

/// A counter that only grows, beside all that was counted.
private struct CountingReplica: SimulatedReplica {
  private var counter: GCounter
  private var counted: [Int: UInt64] = [:]

  init(_ id: NodeID) { counter = GCounter(replica: id) }

  private var expected: UInt64 { counted.values.reduce(0, +) }
  var told: String { "\(counter.value)" }
  var flaw: String? {
    counter.value == expected
      ? nil : "counts \(counter.value), and \(expected) has been counted of all it has heard of"
  }

  static func label(_ choice: Int) -> String { "adds \(1 + choice % 3)" }

  mutating func act(_ choice: Int, at moment: Int) {
    let amount = UInt64(1 + choice % 3)
    counter.increment(by: amount)
    counted[moment] = amount
  }

  mutating func merge(_ other: Self, at moment: Int) {
    counter.merge(other.counter)
    counted.merge(other.counted) { first, _ in first }
  }
}

/// A cart of one item, beside its changes and what removals have seen of them.
private struct CartReplica: SimulatedReplica {
  private var cart: PNCart
  private var changes: [Int: Int] = [:]
  private var removed: Set<Int> = []

  init(_ id: NodeID) { cart = PNCart(replica: id, stored: nil) }

  private var quantity: UInt64 { cart.quantity(of: "milk") }
  private var expected: Int {
    max(0, changes.filter { !removed.contains($0.key) }.values.reduce(0, +))
  }
  var told: String { "\(quantity) milk" }
  var flaw: String? {
    quantity == expected ? nil : "shows \(quantity) where the changes it knows leave \(expected)"
  }

  static func label(_ choice: Int) -> String {
    switch choice % 5 {
    case 0: "removes milk"
    case 1, 2: "takes 1 milk"
    default: "adds 2 milk"
    }
  }

  mutating func act(_ choice: Int, at moment: Int) {
    switch choice % 5 {
    case 0:
      cart.remove("milk")
      removed.formUnion(changes.keys)
    case 1, 2: if cart.take("milk", 1) { changes[moment] = -1 }
    default:
      cart.add("milk", 2)
      changes[moment] = 2
    }
  }

  mutating func merge(_ other: Self, at moment: Int) {
    cart.merge(other.cart)
    changes.merge(other.changes) { first, _ in first }
    removed.formUnion(other.removed)
  }
}

extension SimulatedPattern {
  static let gCounter = SimulatedPattern(
    "g-counter", guarantee: "A copy counts each increment that it has heard of, and counts it once."
  ) { _, id in CountingReplica(id) }

  static let pnCart = SimulatedPattern(
    "pn-cart",
    guarantee: "A copy shows the sum of the changes it knows that no removal it knows had seen."
  ) { _, id in CartReplica(id) }
}
