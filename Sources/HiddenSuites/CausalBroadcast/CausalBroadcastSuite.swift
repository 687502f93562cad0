import Checking
import Dialects

/// The hidden tests of the exercise `causal-broadcast`.
let causalBroadcastSuite = ComposedSuite(
  exercise: "causal-broadcast", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, nodes send and deliver the same.", chapter: section, points: 4
  ),
  parts: [
    ConversationPart(
      name: "causal-broadcast", object: group, rules: rules,
      random: birman.check(
        "any-order-of-messages",
        "Whatever four nodes and a stranger send, and in whatever order, doubled and with restarts it comes: "
          + "every delivery is what the rules say.", .schedules, 20),
      copies: .copiesApart(
        "A copy of a node does not change with its original.", chapter: section, points: 4))
  ])

private let section = "spectrum#causal"
private let birman = Teaching("Birman, Schiper and Stephenson 1991, section 5.1", in: section)

/// A message: what it says, who sent it, and how many of each one its sender had delivered.
private struct Message: Hashable {
  let payload: Int128
  /// Who, as a place in the group.
  let sender: Int
  let clock: [Int128]
}

/// What the nodes must hold.
private struct Group {
  /// The number of each: four nodes, a stranger, and others of whom something was delivered and who are silent since.
  let names: [Int128]
  /// How many messages of each each has delivered.
  var delivered: [[Int128]]
  var waiting: [[Message]]
  var sent: [Message] = []
  /// How many the stranger has sent, and what it knew.
  var stranger: [Int128]

  init(base: Int128, names: [Int128]) {
    self.names = names
    stranger = names.map { _ in base }
    delivered = Array(repeating: stranger, count: 4)
    waiting = delivered.map { _ in [] }
  }

  /// As the dialect tells it: in the order of the nodes' numbers.
  func pairs(_ clock: [Int128]) -> [Int128] {
    let counters = zip(names, clock).filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }
    return [Int128(counters.count)] + counters.flatMap { [$0.0, $0.1] }
  }

  func told(_ message: Message) -> [Int128] {
    [message.payload, names[message.sender]] + pairs(message.clock)
  }

  func isNext(_ message: Message, at node: Int) -> Bool {
    zip(message.clock, delivered[node]).enumerated().allSatisfy { place, counts in
      place == message.sender ? counts.0 == counts.1 + 1 : counts.0 <= counts.1
    }
  }

  mutating func receive(_ message: Message, at node: Int) -> SequentialObject<Group>.Right {
    let sender = message.sender
    if message.clock[sender] <= delivered[node][sender] {
      return (.init(2), "message \(message.clock[sender]) of this sender is delivered")
    }
    if waiting[node].contains(message) { return (.init(2), "it waits here already") }
    waiting[node].append(message)
    var told: [Int128] = []
    while let next = waiting[node].firstIndex(where: { isNext($0, at: node) }) {
      let message = waiting[node].remove(at: next)
      delivered[node][message.sender] += 1
      told += self.told(message)
    }
    return (
      .init(2, told),
      told.isEmpty
        ? "something that its sender had delivered is missing here"
        : "nothing is missing for these, and the one that came first goes first"
    )
  }
}

private let node = NumberDomain(1...4)
private let payload = NumberDomain(-(1 << 63)...(1 << 63 - 1))
private let count = NumberDomain.unsigned(to: 1 << 62)
private let number = NumberDomain(1...1_000)
private let others = NumberDomain(listOf: "n#", [.node], upTo: 300)

/// The names in a setting.
@Sendable private func names(_ setting: [Int128]) -> [Int128] {
  Array(setting[1...5] + setting[7...])
}

private let group = SequentialObject<Group>(
  subject: "group",
  setting: NumberForm(
    "# of each delivered; nodes n#, n#, n#, n#; stranger n#; others #",
    [count, .node, .node, .node, .node, .node, others]
  ) { Set(names($0)).count == names($0).count },
  start: { Group(base: $0[0], names: names($0)) },
  operations: [
    .init(
      NumberForm("node # broadcasts p#", [node, payload]), weight: 3,
      isAllowed: { _, group in group.sent.count < 400 }
    ) { numbers, group in
      let sender = Int(numbers[0]) - 1
      group.delivered[sender][sender] += 1
      let message = Message(
        payload: numbers[1], sender: sender, clock: group.delivered[sender])
      group.sent.append(message)
      return (.init(1, group.told(message)), "it has delivered so many of each, with this one")
    },
    .init(
      NumberForm(
        "the stranger broadcasts p#, its #th, after #, #, #, # of the nodes",
        [payload, count, count, count, count, count]),
      isAllowed: { numbers, group in
        // A stranger is a node like the others: it counts its own, and forgets nothing.
        numbers[1] == group.stranger[4] + 1 && group.sent.count < 400
          && (0..<4).allSatisfy {
            numbers[$0 + 2] >= group.stranger[$0] && numbers[$0 + 2] <= group.delivered[$0][$0]
          }
      },
      fitting: { group in
        let own = (0..<4).map { group.delivered[$0][$0] }
        let halves = (0..<4).map { (group.stranger[$0] + own[$0]) / 2 }
        return [own, halves, Array(group.stranger.prefix(4))].map {
          [7, group.stranger[4] + 1] + $0
        }
      }
    ) { numbers, group in
      group.stranger[..<5] = numbers[2...5] + [numbers[1]]
      group.sent.append(Message(payload: numbers[0], sender: 4, clock: group.stranger))
      return (.init(0), "a stranger is told nothing")
    },
    .init(
      NumberForm("node # receives message #", [node, number]), weight: 12,
      isAllowed: { numbers, group in numbers[1] <= group.sent.count },
      near: { group in
        let newest = Int128(group.sent.count)
        return [[], [newest, newest, max(1, newest - 3), max(1, newest / 2)]]
      },
      fitting: { group in
        (0..<4).flatMap { node in
          let missing = group.sent.indices.filter {
            let message = group.sent[$0]
            return message.clock[message.sender] > group.delivered[node][message.sender]
          }
          return (missing.prefix(3) + missing.suffix(3)).map { [Int128(node) + 1, Int128($0) + 1] }
        }
      }
    ) { numbers, group in
      group.receive(group.sent[Int(numbers[1]) - 1], at: Int(numbers[0]) - 1)
    },
    .init(NumberForm("node # starts again", [node])) { numbers, group in
      let node = Int(numbers[0]) - 1
      return (
        .init(
          3, group.pairs(group.delivered[node]) + group.waiting[node].flatMap(group.told)),
        "this was delivered, and what came too early waits"
      )
    },
  ],
  text: { answer in
    var rest = answer.numbers[...]
    let stored = answer.kind == 3 ? clock(&rest) : ""
    var messages: [String] = []
    while let payload = rest.popFirst(), let sender = rest.popFirst() {
      messages.append("p\(payload) of n\(sender) after \(clock(&rest))")
    }
    let list = "[\(messages.joined(separator: ", "))]"
    switch answer.kind {
    case 1: return messages.first ?? "nothing"
    case 2: return messages.isEmpty ? "no delivery" : "delivered \(list)"
    case 3: return "stored, delivered \(stored), waiting \(list)"
    default: return "sent"
    }
  },
  // A message with a clock, a delivery, or something that was stored.
  isTelling: { $0.numbers.count > 3 }, longest: 400)

/// Reads a clock as the dialect tells it.
private func clock(_ rest: inout ArraySlice<Int128>) -> String {
  guard let count = rest.popFirst(), count >= 0 else { return "{}" }
  var counters: [String] = []
  for _ in 0..<min(count, Int128(rest.count)) {
    guard let node = rest.popFirst(), let count = rest.popFirst() else { break }
    counters.append("n\(node): \(count)")
  }
  return "{\(counters.joined(separator: ", "))}"
}

private let small =
  "0 of each delivered; nodes n1, n2, n3, n4; stranger n5; others []"
private let far =
  "300 of each delivered; nodes n70000, n64, n1, n65600; stranger n4294967295; others []"
private let crowded =
  "2 of each delivered; nodes n9, n70, n300, n4; stranger n5; others [n1000...n1063, n65545, n8]"

private let rules: [ObjectRule] = [
  (
    birman.check(
      "a-message-carries-its-causes",
      "A message carries how many of each node its sender had delivered, and itself.", .examples, 14
    ),
    [
      (small, ["node 1 broadcasts p7", "node 1 broadcasts p8", "node 2 broadcasts p9"]),
      (
        small,
        [
          "node 1 broadcasts p7", "node 2 receives message 1", "node 2 broadcasts p8",
          "node 3 receives message 2", "node 3 broadcasts p9",
        ]
      ),
      (far, ["node 1 broadcasts p7", "node 2 receives message 1", "node 2 broadcasts p8"]),
      (crowded, ["node 1 broadcasts p7", "node 2 receives message 1", "node 2 broadcasts p8"]),
    ]
  ),
  (
    birman.check(
      "causes-come-first",
      "No message is delivered before the ones that its sender had delivered.", .examples, 18),
    [
      (
        small,
        [
          "node 1 broadcasts p7", "node 2 receives message 1", "node 2 broadcasts p8",
          "node 3 receives message 2", "node 3 receives message 1",
        ]
      ),
      (small, ["node 1 broadcasts p7", "node 1 broadcasts p8", "node 2 receives message 2"]),
      (
        far,
        [
          "node 1 broadcasts p7", "node 2 receives message 1", "node 2 broadcasts p8",
          "node 4 receives message 2", "node 4 receives message 1",
        ]
      ),
      (
        crowded,
        [
          "node 1 broadcasts p7",
          "the stranger broadcasts p8, its 3th, after 3, 2, 2, 2 of the nodes",
          "node 2 receives message 2", "node 2 receives message 1", "node 2 broadcasts p9",
        ]
      ),
      (
        small,
        [
          "node 1 broadcasts p7",
          "the stranger broadcasts p8, its 1th, after 1, 0, 0, 0 of the nodes",
          "node 2 receives message 2", "node 2 receives message 1",
        ]
      ),
    ]
  ),
  (
    birman.check(
      "each-once",
      "A message is delivered once, however often it comes, and one's own never comes.",
      .examples, 14),
    [
      (small, ["node 1 broadcasts p7", "node 2 receives message 1", "node 2 receives message 1"]),
      (
        small,
        [
          "node 1 broadcasts p7", "node 1 broadcasts p8", "node 2 receives message 2",
          "node 2 receives message 2", "node 2 receives message 1",
        ]
      ),
      (
        small,
        ["node 1 broadcasts p7", "node 1 receives message 1", "node 1 broadcasts p8"]
      ),
    ]
  ),
  (
    birman.check(
      "nothing-waits-in-vain",
      "A message is delivered as soon as nothing is missing for it; of several, the one that came first.",
      .examples, 12),
    [
      (
        small,
        [
          "node 1 broadcasts p7", "node 1 broadcasts p8", "node 1 broadcasts p9",
          "node 2 receives message 3", "node 2 receives message 2", "node 2 receives message 1",
        ]
      ),
      (
        small,
        (1...100).map { "node 1 broadcasts p\($0)" }
          + (1...100).reversed().map { "node 2 receives message \($0)" }
      ),
      (small, ["node 1 broadcasts p7", "node 2 broadcasts p8", "node 3 receives message 2"]),
      (
        small,
        [
          "node 1 broadcasts p7", "node 2 receives message 1", "node 2 broadcasts p8",
          "node 3 receives message 1", "node 3 broadcasts p9", "node 4 receives message 3",
          "node 4 receives message 2", "node 4 receives message 1",
        ]
      ),
      (
        small,
        [
          "the stranger broadcasts p8, its 1th, after 0, 0, 0, 0 of the nodes",
          "node 2 receives message 1", "node 2 broadcasts p9",
        ]
      ),
    ]
  ),
  (
    birman.check(
      "a-restart-forgets-nothing",
      "A node goes on from what it stored: it counts on, and what waited still waits.", .examples,
      14),
    [
      (small, ["node 1 broadcasts p7", "node 1 starts again", "node 1 broadcasts p8"]),
      (crowded, ["node 1 broadcasts p7", "node 1 starts again", "node 1 broadcasts p8"]),
      (
        small,
        [
          "node 1 broadcasts p7", "node 1 broadcasts p8", "node 2 receives message 2",
          "node 2 starts again", "node 2 receives message 1",
        ]
      ),
      (
        small,
        [
          "node 1 broadcasts p7", "node 2 receives message 1", "node 2 starts again",
          "node 2 receives message 1", "node 2 broadcasts p8",
        ]
      ),
    ]
  ),
]
