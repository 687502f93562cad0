import Checking
import Dialects

/// The hidden tests of the exercise `lww-register`.
let lwwRegisterSuite = ComposedSuite(
  exercise: "lww-register", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, registers answer the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "lww-register", object: registers, rules: rules,
      random: shapiro.check(
        "any-order-of-writes-and-merges",
        "Whatever is written, whatever clocks read, and whichever states arrive, late, twice and after "
          + "restarts: every answer is what the rules say.", .schedules, 14),
      copies: .copiesApart(
        "A copy of a register does not change with its original.", chapter: section, points: 4))
  ])

private let section = "eventual#the-newest-write"
private let shapiro = Teaching("Shapiro et al. 2011, specification 8", in: section)
private let lamport = Teaching("Lamport 1978, implementation rules 1 and 2", in: section)

/// What a register must hold.
private struct Register {
  let name: Int128
  var tag: (counter: Int128, writer: Int128)?
  var value: Int128?

  static let last = Int128(UInt64.max)

  var reading: SequentialObject<Registers>.Right {
    guard let tag else { return (.init(1), "nothing is written yet") }
    return (
      .init(2, [tag.counter, tag.writer] + (value.map { [$0] } ?? [])),
      "\(tag.counter).n\(tag.writer) is the largest tag it has met"
    )
  }

  mutating func write(_ value: Int128?, _ clock: Int128) -> SequentialObject<Registers>.Right {
    let largest = tag?.counter ?? 0
    guard largest < Self.last else { return (.init(3), "no counter is larger than \(largest)") }
    let counter = max(clock, largest + 1)
    tag = (counter, name)
    self.value = value
    return (
      .init(3, [counter, name]),
      clock > largest
        ? "the clock is past \(largest)" : "the clock is not past \(largest), so that is counted on"
    )
  }

  mutating func merge(_ other: Register) {
    guard let theirs = other.tag else { return }
    if let tag, (tag.counter, tag.writer) >= (theirs.counter, theirs.writer) { return }
    (tag, value) = (theirs, other.value)
  }
}

private typealias Registers = ClusterShadow<Register, Register>

private let value = NumberDomain(-(1 << 63)...(1 << 63 - 1))
/// Around the clocks at which the next counter turns, none past the setting's.
private let readings: @Sendable (Registers) -> [Int128] = { state in
  state.all.map { $0.tag?.counter ?? 0 } + [state.number]
}

private let shared = SequentialObject<Registers>.merging(
  "value", reading: \Register.reading, merge: { $0.merge($1) }
)

private let own: [SequentialObject<Registers>.Operation] = [
  .own(
    "write(#, clock: #)", [value, .unsigned()], weight: 4,
    isAllowed: { $0[1] <= $1.number }, near: { [[], readings($0)] }
  ) { (numbers, register: inout Register) in register.write(numbers[0], numbers[1]) },
  .own(
    "write(nil, clock: #)", [.unsigned()], isAllowed: { $0[0] <= $1.number },
    near: { [readings($0)] }
  ) { (numbers, register: inout Register) in register.write(nil, numbers[0]) },
]

private let registers = SequentialObject<Registers>(
  subject: "registers",
  setting: ClusterForm(
    words: "clocks to #", plain: [3, 10, 50],
    odd: [300, 1 << 16, 1 << 32, 1 << 62, 1 << 63, 1 << 64 - 2, 1 << 64 - 1]),
  start: { Registers($0) { name, _ in Register(name: name) } },
  operations: shared + own,
  text: { answer in
    let words = answer.numbers.map(String.init)
    switch (answer.kind, words.count) {
    case (0, 1): return "saved as \(words[0])"
    case (1, 0): return "nil, with no tag"
    case (1, 1): return "\(words[0]), with no tag"
    case (2, 2): return "nil under \(words[0]).n\(words[1])"
    case (2, 3): return "\(words[2]) under \(words[0]).n\(words[1])"
    case (3, 2): return "written under \(words[0]).n\(words[1])"
    case (3, 0): return "nil, not written"
    default: return "no answer of this kind"
    }
  },
  isTelling: { $0.kind == 3 && $0.numbers.first ?? 0 > 1 }, longest: 1_500)

private let three = "clocks to 50: n1, n2, n3"

private let rules: [ObjectRule] = [
  (
    lamport.check(
      "a-write-follows-the-clock",
      "A write shows at once, under the clock's reading where that is past every counter seen, and the "
        + "writer's name.", .examples, 10),
    [
      (
        three,
        [
          "n1.value", "n1.write(10, clock: 5)", "n1.value", "n1.write(20, clock: 6)",
          "n1.write(30, clock: 50)", "n1.value", "n2.value",
        ]
      ),
      (
        "clocks to 18446744073709551615: n70000, n4294967295",
        [
          "n70000.write(1, clock: 4294967296)", "n70000.value",
          "n4294967295.write(-9, clock: 9223372036854775808)", "n4294967295.value",
        ]
      ),
      // Nanoseconds: what has fewer than 64 digits takes these for one.
      (
        "clocks to 18446744073709551615: n1, n2",
        [
          "n1.write(10, clock: 1700000000000000000)", "n1.write(20, clock: 1700000000000000050)",
          "n1.value", "n2.merge(n1)", "n2.write(30, clock: 1700000000000000060)",
        ]
      ),
    ]
  ),
  (
    lamport.check(
      "a-write-wins-over-all-it-has-seen",
      "Where the clock is not past every counter seen, its own or another's, the write takes one more than "
        + "the largest.", .examples, 14),
    [
      (
        three,
        [
          "n1.write(10, clock: 30)", "n1.write(20, clock: 30)", "n1.write(30, clock: 4)",
          "n1.value", "n1.write(40, clock: 32)", "n1.write(50, clock: 50)",
        ]
      ),
      (
        three,
        [
          "n3.write(10, clock: 40)", "n1.merge(n3)", "n1.write(20, clock: 7)", "n3.merge(n1)",
          "n2.merge(n3)", "n2.write(30, clock: 41)",
        ]
      ),
      // What lost was seen too, but is never larger than what won.
      (
        three,
        [
          "n2.write(10, clock: 20)", "n1.write(20, clock: 10)", "n1.merge(n2)",
          "n2.merge(n1)", "n1.write(30, clock: 10)", "n2.merge(n1)",
        ]
      ),
      (three, ["n2.write(10, clock: 0)", "n2.write(20, clock: 0)", "n2.write(30, clock: 2)"]),
    ]
  ),
  (
    shapiro.check(
      "the-larger-tag-wins",
      "Of two writes the one with the larger counter wins, between equal counters the one of the larger "
        + "writer, whichever state is merged into which.", .examples, 16),
    [
      (
        three,
        [
          "n1.write(10, clock: 5)", "n2.write(20, clock: 9)", "n1.merge(n2)", "n2.merge(n1)",
          "n3.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n3.write(10, clock: 5)", "n1.write(20, clock: 9)", "n1.merge(n3)", "n3.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n1.write(10, clock: 5)", "n2.write(20, clock: 5)", "save n2", "n2.merge(n1)",
          "n1.merge(saved 1)", "n3.merge(n1)",
        ]
      ),
      (
        three,
        ["n2.write(10, clock: 5)", "n1.write(20, clock: 5)", "n1.merge(n2)", "n3.merge(n1)"]
      ),
      // Names are ordered as numbers.
      (
        "clocks to 50: n10, n9",
        ["n10.write(10, clock: 5)", "n9.write(20, clock: 5)", "n9.merge(n10)", "n10.merge(n9)"]
      ),
      (
        "clocks to 4294967296: n1, n2",
        [
          "n2.write(10, clock: 5)", "n1.write(20, clock: 4294967296)", "n2.merge(n1)",
          "n1.merge(n2)",
        ]
      ),
    ]
  ),
  (
    shapiro.check(
      "a-removal-is-a-write", "A write of nil has a tag, and wins and loses by it as any other.",
      .examples, 12),
    [
      (
        three,
        [
          "n1.write(10, clock: 5)", "n2.merge(n1)", "n2.write(nil, clock: 6)", "n2.value",
          "n1.merge(n2)", "n2.merge(n1)", "n1.write(20, clock: 1)",
        ]
      ),
      (
        three,
        [
          "n1.write(nil, clock: 5)", "n2.write(20, clock: 3)", "n2.merge(n1)", "n1.merge(n2)",
          "n3.write(30, clock: 5)", "n2.merge(n3)",
        ]
      ),
      (three, ["n1.write(nil, clock: 9)", "n2.write(20, clock: 4)", "n1.merge(n2)"]),
    ]
  ),
  (
    shapiro.check(
      "old-states-take-nothing-back",
      "A state that arrives late, twice or from oneself changes nothing that is newer.",
      .examples, 10),
    [
      (
        three,
        [
          "n1.write(10, clock: 5)", "save n1", "n1.write(20, clock: 6)", "n1.merge(saved 1)",
          "n2.merge(n1)", "n2.merge(saved 1)", "n2.merge(saved 1)", "n1.merge(n1)", "n3.value",
          "save n3", "n2.merge(saved 2)", "n1.merge(n3)",
        ]
      ),
      (
        three,
        [
          "n1.write(10, clock: 5)", "save n1", "n1.write(nil, clock: 6)", "n1.merge(saved 1)",
          "n2.merge(saved 1)", "n2.merge(n1)", "n2.merge(saved 1)",
        ]
      ),
    ]
  ),
  (
    lamport.check(
      "a-restart-repeats-no-tag",
      "A register that starts again from what it stored shows the same, and writes under no tag twice, "
        + "also when its clock was set back.", .examples, 10),
    [
      (
        three,
        [
          "restart n1", "n1.write(10, clock: 5)", "restart n1", "n1.write(20, clock: 5)",
          "restart n1", "n1.write(30, clock: 1)", "n1.value",
        ]
      ),
      (
        three,
        [
          "n2.write(10, clock: 40)", "n1.merge(n2)", "restart n1", "n1.write(20, clock: 2)",
          "n1.write(nil, clock: 2)", "restart n1", "n1.write(30, clock: 2)", "n2.merge(n1)",
        ]
      ),
    ]
  ),
  (
    lamport.check(
      "the-last-counter-is-the-end",
      "After the largest counter there is none: a write brings nil and changes nothing.",
      .examples, 6),
    [
      (
        "clocks to 18446744073709551615: n1, n2, n3",
        [
          "n1.write(10, clock: 18446744073709551615)", "n1.value",
          "n1.write(20, clock: 18446744073709551615)", "n1.write(30, clock: 0)", "n1.value",
          "n1.write(nil, clock: 5)", "n1.value",
        ]
      ),
      (
        "clocks to 18446744073709551615: n1, n2, n3",
        [
          "n2.write(10, clock: 18446744073709551614)", "n1.merge(n2)", "n1.write(20, clock: 4)",
          "n1.write(30, clock: 4)", "n2.merge(n1)", "n2.write(40, clock: 5)", "restart n2",
          "n2.write(50, clock: 18446744073709551615)", "n2.value",
        ]
      ),
    ]
  ),
]
