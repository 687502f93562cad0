import Dialects

/// What a cart must hold: every change there ever was, and every change that a removal has seen.
struct CartShadow {
  struct Change: Hashable {
    let replica: Int128
    let number: Int
  }

  let name: Int128
  var changes: [Change: (item: Int128, amount: Int128)] = [:]
  var removed: Set<Change> = []
  var count = 0

  func sum(_ item: Int128) -> Int128 {
    changes.reduce(0) {
      $1.value.item == item && !removed.contains($1.key) ? $0 + $1.value.amount : $0
    }
  }

  var items: [Int128] { Set(changes.values.map(\.item)).sorted() }

  /// Items and quantities.
  var contents: [Int128] {
    var sums: [Int128: Int128] = [:]
    for (change, (item, amount)) in changes where !removed.contains(change) {
      sums[item, default: 0] += amount
    }
    return sums.filter { $0.value > 0 }.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }

  mutating func record(_ item: Int128, _ amount: Int128) {
    count += 1
    changes[Change(replica: name, number: count)] = (item, amount)
  }

  mutating func remove(_ item: Int128) {
    removed.formUnion(changes.filter { $0.value.item == item }.keys)
  }

  mutating func merge(_ other: CartShadow) {
    changes.merge(other.changes) { own, _ in own }
    removed.formUnion(other.removed)
  }

  func quantity(_ item: Int128) -> SequentialObject<CartShadows>.Right {
    let sum = sum(item)
    return (
      .init(2, [max(0, sum)]),
      "the changes of \(itemName(item)) that it knows and no removal has seen come to \(sum)"
    )
  }
}

typealias CartShadows = ClusterShadow<CartShadow, CartShadow>

private func itemName(_ number: Int128) -> String { item.text(number) }

private let item = NumberDomain(namesWith: "i")
private let amount = NumberDomain(0...Int128(UInt32.max))
private let items: @Sendable (CartShadows) -> [[Int128]] = { state in
  // Large amounts often, so that sums grow beyond what they are made of.
  [Set(state.all.flatMap(\.items)).sorted(), [1, 2, state.number, state.number]]
}

/// As many as there are of an item, and one more, which is refused.
private let takings: @Sendable (CartShadow) -> [[Int128]] = { cart in
  let contents: [Int128] = cart.contents
  var takings: [[Int128]] = []
  for place in stride(from: 0, to: contents.count, by: 2) {
    let there = min(contents[place + 1], amount.range.upperBound - 1)
    takings.append([contents[place], there])
    takings.append([contents[place], there + 1])
  }
  return takings
}

private let shared = SequentialObject<CartShadows>.merging(
  "items",
  reading: { (cart: CartShadow) in
    (.init(1, cart.contents), "these are the sums of what it knows and no removal has seen")
  },
  merge: { $0.merge($1) }
)

private let own: [SequentialObject<CartShadows>.Operation] = [
  .own(
    "add(#, #)", [item, amount], weight: 4, isAllowed: { $0[1] <= $1.number }, near: items
  ) { (numbers, cart: inout CartShadow) in
    cart.record(numbers[0], numbers[1])
    return cart.quantity(numbers[0])
  },
  .own(
    "take(#, #)", [item, amount], weight: 4, isAllowed: { $0[1] <= $1.number }, near: items,
    fitting: takings
  ) { (numbers, cart: inout CartShadow) in
    let there = max(0, cart.sum(numbers[0]))
    guard numbers[1] <= there else { return (.init(3), "there are \(there) here") }
    cart.record(numbers[0], -numbers[1])
    return cart.quantity(numbers[0])
  },
  .own("remove(#)", [item], weight: 2, near: items) { (numbers, cart: inout CartShadow) in
    cart.remove(numbers[0])
    return cart.quantity(numbers[0])
  },
  .own("quantity(of: #)", [item], near: items) { (numbers, cart: inout CartShadow) in
    cart.quantity(numbers[0])
  },
]

let shoppingCarts = SequentialObject<CartShadows>(
  subject: "carts",
  setting: ClusterForm(
    words: "amounts to #", plain: [3, 9],
    odd: [300, 70_000, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32 - 1]),
  start: { CartShadows($0) { name, _ in CartShadow(name: name) } },
  operations: shared + own,
  text: { answer in
    let numbers = answer.numbers
    switch (answer.kind, numbers.count) {
    case (0, 1): return "saved as \(numbers[0])"
    case (1, _) where numbers.count % 2 == 0:
      let items = stride(from: 0, to: numbers.count, by: 2).map {
        "\(numbers[$0 + 1]) of \(item.text(numbers[$0]))"
      }
      return "{" + items.joined(separator: ", ") + "}"
    case (2, 1): return "\(numbers[0]) there"
    case (3, 0): return "false"
    default: return "no answer of this kind"
    }
  },
  isTelling: { $0.kind == 2 && $0.numbers.first ?? 0 > 1 }, longest: 300)
