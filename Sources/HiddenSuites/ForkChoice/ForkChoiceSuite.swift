import Checking
import Dialects

/// The hidden tests of the exercise `fork-choice`.
let forkChoiceSuite = ComposedSuite(
  exercise: "fork-choice", version: 1,
  repeatability: .answersAlike(
    "Told of the same blocks in the same order, a node answers the same.",
    chapter: "finality#votes-that-cost-something", points: 4),
  parts: [
    ConversationPart(
      name: "fork-choice", object: view(isLimited: false), rules: rules,
      random: nakamoto.check(
        "any-order-of-blocks",
        "Whatever blocks come, in whatever order, with branches, gaps and repetitions: every answer is what "
          + "the rules say.", .schedules, 16),
      copies: contract.check(
        "copies-are-independent", "A copy of a node's view does not change with its original.",
        .examples, 3)),
    ConversationPart(
      name: "fork-choice/limited", object: view(isLimited: true), rules: limitedRules,
      random: bip50.check(
        "any-order-under-a-limit",
        "The same for a node that refuses blocks which need too many locks.", .schedules, 10),
      copies: contract.check(
        "limited-copies-are-independent",
        "A copy of a limited node's view does not change with its original.", .examples, 3)),
  ])

private let nakamoto = Teaching(
  "Nakamoto 2008, sections 4 and 5", in: "finality#votes-that-cost-something")
private let bip50 = Teaching("BIP 50", in: "cases#the-block")
private let contract = Teaching(Check.contract, in: "finality#votes-that-cost-something")

/// What a node must take for the chain.
private struct View {
  struct Told: Equatable {
    let parent, work, locks: Int128
    let txs: [Int128]
  }

  let limit: Int128?
  /// Every block ever told, refused and waiting ones too.
  var told: [Int128: Told] = [:]
  /// The order in which they came.
  var order: [Int128] = []
  /// Blocks taken in, with the work up to them.
  var work: [Int128: Int128] = [0: 0]
  var refused: Set<Int128> = []
  var tip: Int128 = 0

  /// The blocks from one down to the first.
  func path(_ block: Int128) -> [Int128] {
    var path = [block]
    while let parent = told[path[path.count - 1]]?.parent { path.append(parent) }
    return path
  }

  /// Takes in, one after the other, every block whose parent is there; those that came first go first.
  mutating func settle() {
    while let next = order.first(where: { block in
      guard work[block] == nil, !refused.contains(block), let parent = told[block]?.parent else {
        return false
      }
      return work[parent] != nil || refused.contains(parent)
    }), let block = told[next] {
      guard let below = work[block.parent], limit.map({ block.locks <= $0 }) ?? true else {
        refused.insert(next)
        continue
      }
      work[next] = below + block.work
      if below + block.work > work[tip] ?? 0 { tip = next }
    }
  }

  mutating func receive(_ name: Int128, _ block: Told) -> SequentialObject<View>.Right {
    guard told[name] == nil, name != 0 else {
      return (.init(0, [tip]), "\(blockName.text(name)) is known")
    }
    told[name] = block
    order.append(name)
    let before = path(tip)
    settle()
    let after = path(tip)
    let disconnected = before.filter { !after.contains($0) }
    let connected = Array(after.filter { !before.contains($0) }.reversed())
    let why = "the branch of \(blockName.text(tip)) has the most work, \(work[tip] ?? 0)"
    if disconnected.isEmpty {
      return (
        .init(0, [tip]),
        work[name] == nil
          ? "\(blockName.text(name)) is \(refused.contains(name) ? "refused" : "kept until its parent comes")"
          : why
      )
    }
    let confirmed = Set(connected.flatMap { told[$0]?.txs ?? [] })
    let dropped = Set(disconnected.flatMap { told[$0]?.txs ?? [] }).subtracting(confirmed)
    return (
      .init(
        1,
        [tip, Int128(disconnected.count)] + disconnected + [Int128(connected.count)] + connected
          + dropped.sorted()),
      why
    )
  }

  var blocks: [Int128] { [0] + order.suffix(12) }
  var next: Int128 { (order.filter { $0 <= Int128(UInt32.max) }.max() ?? 0) + 1 }

  /// Whether a block of this name may come: one name is one block, and none is its own ancestor.
  func mayCome(_ name: Int128, _ block: Told) -> Bool {
    if let known = told[name] { return known == block }
    guard name != 0, !path(block.parent).contains(name) else { return false }
    return told.values.reduce(block.work) { $0 + $1.work } < 1 << 64
  }
}

private let blockName = NumberDomain(namesWith: "b")
private let txName = NumberDomain(namesWith: "t")
private let work = NumberDomain.unsigned()
private let locks = NumberDomain(0...(1 << 40))

/// Transactions that careless code takes for none, or for two where they are one.
private let oddTxs: [Int128] = ["", "t\u{E9}", "te\u{301}"].compactMap {
  WrittenName.number(writtenAs: $0, "t").map { Int128($0) }
}

/// The operation of receiving a block with so many transactions.
private func receive(_ count: Int, weight: Int) -> SequentialObject<View>.Operation {
  let txs = Array(repeating: "#", count: count).joined(separator: ", ")
  return .init(
    NumberForm(
      "receive(# on #, work #, locks #, txs [\(txs)])",
      [blockName, blockName, work, locks] + Array(repeating: txName, count: count)),
    weight: weight,
    isAllowed: { numbers, state in state.mayCome(numbers[0], told(numbers)) },
    near: { state in
      [
        [state.next, state.next, state.next + 1], state.blocks, [1, 2],
        state.limit.map { [$0] } ?? [],
      ]
        + Array(repeating: [1, 2, 3] + oddTxs, count: count)
    },
    fitting: { state in
      let again = state.order.suffix(4).compactMap { name -> [Int128]? in
        guard let block = state.told[name], block.txs.count == count else { return nil }
        return [name, block.parent, block.work, block.locks] + block.txs
      }
      let txs = (0..<count).map { Int128($0 + 1) }
      return again + state.blocks.suffix(6).map { [state.next, $0, 1, 0] + txs }
        // On a block that has not come yet.
        + [[state.next + 2, state.next, 2, 0] + txs]
    }
  ) { numbers, state in
    state.receive(numbers[0], told(numbers))
  }
}

private func told(_ numbers: [Int128]) -> View.Told {
  View.Told(
    parent: numbers[1], work: numbers[2], locks: numbers[3], txs: Array(numbers[4...]))
}

/// What a node is told and asked. Blocks carry one transaction, two, or none.
private func view(isLimited: Bool) -> SequentialObject<View> {
  SequentialObject(
    subject: "node",
    setting: isLimited
      ? NumberForm("from b0, at most # locks", [locks]) : NumberForm("from b0, no limit"),
    start: { View(limit: $0.first) },
    operations: [
      receive(0, weight: 4), receive(1, weight: 3), receive(2, weight: 1), receive(4, weight: 1),
      .init(
        NumberForm("confirmations(of: #)", [txName]), weight: 2,
        near: { _ in [[1, 2, 3] + oddTxs] }
      ) {
        numbers, state in
        let depth = state.path(state.tip).firstIndex {
          state.told[$0]?.txs.contains(numbers[0]) == true
        }
        return (
          .init(2, [Int128(depth.map { $0 + 1 } ?? 0)]),
          depth == nil
            ? "no block of the chain has \(txName.text(numbers[0]))"
            : "the nearest block that has it counts, from \(blockName.text(state.tip))"
        )
      },
    ],
    text: text, longest: 100)
}

private func text(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  func names(_ domain: NumberDomain, _ count: Int) -> String? {
    guard (0...rest.count).contains(count) else { return nil }
    defer { rest = rest.dropFirst(count) }
    return "[" + rest.prefix(count).map(domain.text).joined(separator: ", ") + "]"
  }
  switch (answer.kind, rest.count) {
  case (0, 1): return "nil, and the tip is \(blockName.text(rest[rest.startIndex]))"
  case (2, 1): return "\(rest[rest.startIndex])"
  case (1, 2...):
    let tip = rest.removeFirst()
    if let out = names(blockName, Int(clamping: rest.removeFirst())), let count = rest.popFirst(),
      let back = names(blockName, Int(clamping: count)), let txs = names(txName, rest.count)
    {
      return "\(out) out, \(back) in, \(txs) dropped, and the tip is \(blockName.text(tip))"
    }
    return "no answer of this kind"
  default: return "no answer of this kind"
  }
}

private let open = "from b0, no limit"

/// A chain of blocks of work 1 without transactions, on one another.
private func blocks(_ names: [Int], on first: Int) -> [String] {
  zip(names, [first] + names).map { "receive(b\($0) on b\($1), work 1, locks 0, txs [])" }
}

private let rules: [ObjectRule] = [
  (
    nakamoto.check(
      "most-work-wins",
      "The chain is the branch with the most work, not the one with the most blocks.",
      .examples, 14),
    [
      (
        open,
        blocks([1, 2, 3], on: 0) + ["receive(b4 on b0, work 4, locks 0, txs [])"]
          + blocks([5, 6], on: 3)
      ),
      (open, ["receive(b1 on b0, work 5, locks 0, txs [])"] + blocks([2, 3, 4, 5, 6, 7], on: 0)),
      // A name may be empty.
      (
        open,
        [
          "receive(\"\" on b0, work 1, locks 0, txs [])",
          "receive(b2 on \"\", work 1, locks 0, txs [])",
        ]
      ),
      (
        open,
        [
          "receive(b1 on b0, work 9007199254740992, locks 0, txs [])",
          "receive(b2 on b0, work 9007199254740993, locks 0, txs [])",
          "receive(b3 on b0, work 9223372036854775808, locks 0, txs [])",
        ]
      ),
    ]
  ),
  (
    nakamoto.check(
      "equal-work-changes-nothing", "Of branches with equal work the one that was the chain stays.",
      .examples, 8),
    [
      (
        open,
        blocks([1, 2], on: 0) + blocks([3, 4], on: 0) + blocks([5], on: 2) + blocks([6], on: 4)
      )
    ]
  ),
  (
    nakamoto.check(
      "orphans-wait",
      "A block whose parent has not come is kept, and counts as soon as that comes.",
      .examples, 10),
    [
      (
        open,
        [
          "receive(b3 on b2, work 1, locks 0, txs [])",
          "receive(b2 on b1, work 1, locks 0, txs [])",
          "receive(b4 on b1, work 1, locks 0, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
        ]
      ),
      (open, (1...300).reversed().map { blocks([$0], on: $0 - 1)[0] }),
      // One that comes again and again takes no room from others.
      (
        open,
        Array(repeating: "receive(b2 on b1, work 1, locks 0, txs [])", count: 40)
          + ["receive(b3 on b1, work 2, locks 0, txs [])"] + blocks([1], on: 0)
      ),
      // One that comes again has not come later for that.
      (
        open,
        [
          "receive(b2 on b1, work 1, locks 0, txs [])",
          "receive(b3 on b1, work 1, locks 0, txs [])",
          "receive(b2 on b1, work 1, locks 0, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
        ]
      ),
      (
        open,
        [
          "receive(b4 on b2, work 1, locks 0, txs [])",
          "receive(b2 on b1, work 1, locks 0, txs [])",
          "receive(b3 on b1, work 2, locks 0, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
        ]
      ),
      // Many on one that is missing, and one on them that came before them all.
      (
        open,
        ["receive(b9 on b2, work 1, locks 0, txs [])"]
          + (2...8).map { "receive(b\($0) on b1, work \($0 == 3 ? 2 : 1), locks 0, txs [])" }
          + ["receive(b1 on b0, work 1, locks 0, txs [])"]
      ),
      // Of equal branches that come in together, the block that came first, also where another would have
      // been ready earlier.
      (
        open,
        [
          "receive(b2 on b1, work 1, locks 0, txs [])",
          "receive(b3 on b1, work 2, locks 0, txs [])",
          "receive(b4 on b2, work 1, locks 0, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
        ]
      ),
      (
        open,
        [
          "receive(b5 on b1, work 1, locks 0, txs [])",
          "receive(b4 on b1, work 1, locks 0, txs [])",
          "receive(b3 on b1, work 1, locks 0, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
        ]
      ),
    ]
  ),
  (
    nakamoto.check(
      "a-reorganization-is-told",
      "When blocks leave the chain it is told which, from the tip downwards, "
        + "which came in, upwards, and which transactions are in no block any more.", .examples, 14),
    [
      (
        open,
        [
          "receive(b1 on b0, work 1, locks 0, txs [t1, t2])",
          "receive(b2 on b1, work 1, locks 0, txs [t3])",
          "receive(b3 on b0, work 1, locks 0, txs [t2])",
          "receive(b4 on b3, work 1, locks 0, txs [])",
          "receive(b5 on b4, work 1, locks 0, txs [t4])",
        ]
      ),
      (open, blocks([1, 2, 3], on: 0) + blocks([4, 5, 6], on: 1)),
      (
        open,
        (1...9).map { "receive(b\($0) on b\($0 - 1), work 1, locks 0, txs [t\($0)])" } + [
          "receive(b10 on b0, work 10, locks 0, txs [t3, t20, t21, t22])",
          "receive(b11 on b9, work 2, locks 0, txs [])",
        ]
      ),
      (
        open,
        (1...60).map { "receive(b\($0) on b\($0 - 1), work 1, locks 0, txs [t\($0)])" }
          + ["receive(b100 on b0, work 61, locks 0, txs [t3])"]
      ),
      // A transaction's text may be empty.
      (
        open,
        [
          "receive(b1 on b0, work 1, locks 0, txs [\"\"])",
          "receive(b2 on b0, work 2, locks 0, txs [])",
        ]
      ),
      // It leaves in one spelling, and comes in with the other.
      (
        open,
        [
          "receive(b1 on b0, work 1, locks 0, txs [\"t\\u{E9}\"])",
          "receive(b2 on b0, work 2, locks 0, txs [\"te\\u{301}\"])",
          "receive(b3 on b1, work 2, locks 0, txs [\"te\\u{301}\"])",
        ]
      ),
    ]
  ),
  (
    nakamoto.check(
      "only-the-chain-confirms",
      "Blocks of the chain confirm what they hold, counted from the tip; blocks "
        + "beside it confirm nothing.", .examples, 8),
    [
      (
        open,
        [
          "confirmations(of: t1)", "receive(b1 on b0, work 1, locks 0, txs [t1])",
          "confirmations(of: t1)", "receive(b2 on b1, work 1, locks 0, txs [])",
          "confirmations(of: t1)", "receive(b3 on b0, work 3, locks 0, txs [t2])",
          "confirmations(of: t1)", "confirmations(of: t2)",
        ]
      ),
      // Of several blocks that hold it, the one nearest to the tip.
      (
        open,
        [
          "receive(b1 on b0, work 1, locks 0, txs [t1])",
          "receive(b2 on b1, work 1, locks 0, txs [t1])",
          "receive(b3 on b2, work 1, locks 0, txs [])", "confirmations(of: t1)",
        ]
      ),
      (
        open,
        ["receive(b1 on b0, work 1, locks 0, txs [t1])"] + blocks(Array(2...130), on: 1)
          + ["confirmations(of: t1)"]
      ),
      (
        open,
        [
          "receive(b1 on b0, work 1, locks 0, txs [\"\"])", "confirmations(of: \"\")",
          "receive(b2 on b1, work 1, locks 0, txs [])", "confirmations(of: \"\")",
        ]
      ),
    ]
  ),
]

private let limitedRules: [ObjectRule] = [
  (
    bip50.check(
      "a-refused-block-has-no-children",
      "A block that needs too many locks is refused with everything that "
        + "is built on it, for good.", .examples, 10),
    [
      (
        "from b0, at most 10 locks",
        [
          "receive(b1 on b0, work 1, locks 10, txs [])",
          "receive(b2 on b1, work 9, locks 11, txs [])",
          "receive(b3 on b2, work 9, locks 0, txs [])",
          "receive(b4 on b1, work 1, locks 0, txs [])",
          "receive(b5 on b3, work 9, locks 0, txs [])",
        ]
      ),
      (
        "from b0, at most 5 locks",
        [
          "receive(b2 on b1, work 1, locks 9, txs [])",
          "receive(b3 on b1, work 1, locks 0, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
        ]
      ),
      (
        "from b0, at most 0 locks",
        [
          "receive(b3 on b2, work 1, locks 0, txs [])",
          "receive(b2 on b1, work 1, locks 1, txs [])",
          "receive(b1 on b0, work 1, locks 0, txs [])",
          "receive(b4 on b3, work 1, locks 0, txs [])",
        ]
      ),
    ]
  )
]
