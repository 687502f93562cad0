import Checking
import Dialects

/// The hidden tests of the exercise `mvcc-map`.
let mvccMapSuite = ComposedSuite(
  exercise: "mvcc-map", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a map answers the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "mvcc-map", object: map, rules: rules,
      random: versions.check(
        "any-order-of-commits",
        "Whatever is read, written and compacted, at whatever version: every answer is what the rules say.",
        .schedules, 20),
      copies: .copiesApart(
        "A copy of a map does not change with its original.", chapter: section, points: 4))
  ])

private let section = "deciding#what-can-go-wrong"
private let versions = Teaching("Bernstein and Goodman 1983, section 4", in: section)
private let committers = Teaching("Berenson et al. 1995, section 4.2", in: section)
private let etcd = Teaching("etcd API reference, revisions and compaction", in: section)

/// What a map must hold: every write there ever was.
private struct Map {
  var writes: [(version: Int128, key: Int128, value: Int128?)] = []
  var version: Int128 = 0
  var oldest: Int128 = 0

  func value(_ key: Int128, at version: Int128) -> Int128? {
    writes.last { $0.key == key && $0.version <= version }?.value
  }

  func newest(_ key: Int128) -> Int128? { writes.last { $0.key == key }?.version }

  var keys: [Int128] { Set(writes.suffix(24).map(\.key)).sorted() }
  var versions: [Int128] { [oldest, version, version, max(oldest, version - 1)] }

  /// Why a version has no answer.
  func refusal(_ asked: Int128) -> SequentialObject<Map>.Right? {
    if asked < oldest { return (.init(4, [oldest]), "what was before \(oldest) is forgotten") }
    return asked > version ? (.init(5, [version]), "the newest version is \(version)") : nil
  }

  mutating func commit(
    _ changes: [(key: Int128, value: Int128?)], after snapshot: Int128
  ) -> SequentialObject<Map>.Right {
    if let refusal = refusal(snapshot) { return refusal }
    for (key, _) in changes {
      if let newest = newest(key), newest > snapshot {
        return (
          .init(3, [key, newest]),
          "\(name(key)) was written at \(newest), which \(snapshot) has not seen"
        )
      }
    }
    version += 1
    for (key, value) in changes { writes.append((version, key, value)) }
    return (.init(1, [version]), "nothing it writes was written after \(snapshot)")
  }
}

private let key = NumberDomain(namesWith: "k")
private let value = NumberDomain(-(1 << 63)...(1 << 63 - 1))
private let version = NumberDomain.unsigned()
private let writes = NumberDomain(listOf: "#: #", [key, value], upTo: 300)

private func name(_ number: Int128) -> String { key.text(number) }

private let map = SequentialObject<Map>(
  subject: "map", setting: NumberForm("empty"), start: { _ in Map() },
  operations: [
    .init(
      NumberForm("value(of: #, at: #)", [key, version]), weight: 4,
      near: { [$0.keys, $0.versions] },
      fitting: { state in
        state.writes.suffix(12).flatMap { [[$0.key, $0.version], [$0.key, $0.version - 1]] }
      }
    ) { numbers, state in
      if let refusal = state.refusal(numbers[1]) { return refusal }
      let value = state.value(numbers[0], at: numbers[1])
      return (.init(0, value.map { [$0] } ?? []), "it is the last one up to \(numbers[1])")
    },
    .init(
      NumberForm("commit(after: #, #: #)", [version, key, value]), weight: 3,
      near: { [$0.versions, $0.keys] }
    ) { numbers, state in
      state.commit([(numbers[1], numbers[2])], after: numbers[0])
    },
    .init(
      NumberForm("commit(after: #, #: nil)", [version, key]), near: { [$0.versions, $0.keys] }
    ) { numbers, state in
      state.commit([(numbers[1], nil)], after: numbers[0])
    },
    .init(
      NumberForm("commit(after: #, #: #, #: #)", [version, key, value, key, value]), weight: 2,
      near: { [$0.versions, $0.keys, [], $0.keys] }
    ) { numbers, state in
      state.commit([(numbers[1], numbers[2]), (numbers[3], numbers[4])], after: numbers[0])
    },
    .init(
      NumberForm(
        "commit(after: #, #: #, #: nil, #: #)", [version, key, value, key, key, value]),
      near: { [$0.versions, $0.keys, [], $0.keys, $0.keys] }
    ) { numbers, state in
      state.commit(
        [(numbers[1], numbers[2]), (numbers[3], nil), (numbers[4], numbers[5])], after: numbers[0])
    },
    .init(
      NumberForm(
        "commit(after: #, #: #, #: #, #: #, #: #, #: #)",
        [version] + Array(repeating: [key, value], count: 5).joined()),
      near: { state in
        [state.versions] + Array(repeating: [state.keys, []], count: 5).joined()
      }
    ) { numbers, state in
      state.commit(
        stride(from: 1, to: numbers.count, by: 2).map { (numbers[$0], numbers[$0 + 1]) },
        after: numbers[0])
    },
    .init(
      NumberForm("compact(before: #)", [version]), near: { [[$0.oldest + 1, $0.version / 2]] }
    ) { numbers, state in
      state.oldest = max(state.oldest, min(numbers[0], state.version))
      return (.init(2, [state.version]), "compacting takes no version")
    },
    .init(NumberForm("version")) { _, state in
      (.init(6, [state.version]), "so many commits were made")
    },
    .init(
      NumberForm("commit(after: #, #)", [version, writes]), weight: 2, near: { [$0.versions, []] },
      like: { state in [state.keys.flatMap { [$0, 0] }] }
    ) { numbers, state in
      state.commit(
        stride(from: 2, to: numbers.count, by: 2).map { (numbers[$0], numbers[$0 + 1]) },
        after: numbers[0])
    },
  ],
  text: { answer in
    let words = answer.numbers.map(String.init)
    switch (answer.kind, words.count) {
    case (0, _): return words.first ?? "nil"
    case (1, 1): return "version \(words[0])"
    case (2, 1): return "done, at version \(words[0])"
    case (3, 2): return "an error, \(name(answer.numbers[0])) was written at \(words[1])"
    case (4, 1): return "an error, compacted, the oldest is \(words[0])"
    case (5, 1): return "an error, the newest is \(words[0])"
    case (6, 1): return words[0]
    default: return "no answer of this kind"
    }
  },
  // What is told of the version alone says nothing of what is held.
  isTelling: { [0, 1, 3].contains($0.kind) && !$0.numbers.isEmpty }, longest: 1_200)

private let rules: [ObjectRule] = [
  (
    versions.check(
      "a-reader-sees-one-moment",
      "A read at a version sees the writes of that version and earlier ones, "
        + "whatever is written later.", .examples, 16),
    [
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 1, k2: 20)", "commit(after: 2, k1: 11)",
          "value(of: k1, at: 0)", "value(of: k1, at: 1)", "value(of: k1, at: 2)",
          "value(of: k1, at: 3)", "value(of: k2, at: 1)", "value(of: k2, at: 3)",
        ]
      ),
      (
        "empty",
        [
          "commit(after: 0, k9: 90)", "value(of: k9, at: 1)", "value(of: k9, at: 0)",
          "commit(after: 1, k1: 1)", "commit(after: 1, k1: 2)", "value(of: k1, at: 2)",
        ]
      ),
      (
        "empty",
        (0..<100).map { "commit(after: \($0), k1: \($0))" }
          + (0...100).map { "value(of: k1, at: \($0))" }
      ),
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 1, k1: nil)", "commit(after: 2, k1: 12)",
          "value(of: k1, at: 1)", "value(of: k1, at: 2)", "value(of: k1, at: 3)",
        ]
      ),
    ]
  ),
  (
    versions.check(
      "a-commit-is-one-step",
      "All writes of a commit have one version; of several to one key the last counts.",
      .examples, 10),
    [
      (
        "empty",
        [
          "commit(after: 0, k1: 10, k2: 20)", "value(of: k1, at: 1)", "value(of: k2, at: 1)",
          "value(of: k2, at: 0)",
        ]
      ),
      (
        "empty",
        [
          "commit(after: 0, k1: 10, k1: 11)", "value(of: k1, at: 1)", "value(of: k1, at: 0)",
          "commit(after: 1, k1: 12)",
        ]
      ),
      (
        "empty",
        [
          "version", "commit(after: 0, k1: 10, k1: nil, k2: 20)", "value(of: k1, at: 1)",
          "value(of: k2, at: 1)", "version", "commit(after: 0, k2: 21)", "version",
        ]
      ),
      (
        "empty",
        [
          "commit(after: 0, k1: 10, k1: 11, k2: 20, k3: 30, k4: 40)", "value(of: k1, at: 1)",
          "value(of: k2, at: 1)", "value(of: k3, at: 1)", "value(of: k4, at: 1)",
        ]
      ),
      (
        "empty",
        ["commit(after: 0, [k1...k100: 10])"]
          + [1, 8, 9, 64, 65, 99, 100].map { "value(of: k\($0), at: 1)" }
          + ["commit(after: 0, k100: 1)", "commit(after: 1, [])", "version"]
      ),
    ]
  ),
  (
    committers.check(
      "the-first-committer-wins",
      "A commit is refused when one of its keys was written after its snapshot, "
        + "and then nothing of it is written.", .examples, 18),
    [
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 0, k1: 11)", "value(of: k1, at: 1)",
          "commit(after: 1, k1: 11)",
        ]
      ),
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 0, k2: 20, k1: 11)", "value(of: k2, at: 1)",
          "commit(after: 0, k2: 21)",
        ]
      ),
      (
        "empty",
        [
          "commit(after: 0, k5: 50)", "commit(after: 0, k1: 1, k2: 2, k3: 3, k4: 4, k5: 5)",
          "value(of: k1, at: 1)", "commit(after: 1, k5: 51)",
        ]
      ),
      (
        "empty",
        [
          "commit(after: 0, k1: nil)", "commit(after: 1, k1: nil)", "compact(before: 1)",
          "commit(after: 1, k1: 1)",
        ]
      ),
      // A removal is a write as well.
      (
        "empty",
        ["commit(after: 0, k1: 10)", "commit(after: 1, k1: nil)", "commit(after: 1, k1: 11)"]
      ),
    ]
  ),
  (
    committers.check(
      "others-do-not-disturb", "Whoever writes other keys commits, however old the snapshot.",
      .examples, 8),
    [
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 0, k2: 20)", "commit(after: 0, k3: nil)",
          "commit(after: 1, k1: 11)",
        ]
      )
    ]
  ),
  (
    etcd.check(
      "compaction-changes-no-answer", "After compacting, what can still be read is what it was.",
      .examples, 10),
    [
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 1, k2: 20)", "commit(after: 2, k1: 11)",
          "commit(after: 3, k2: nil)", "compact(before: 2)", "value(of: k1, at: 2)",
          "value(of: k2, at: 2)", "value(of: k1, at: 3)", "value(of: k2, at: 4)",
          "compact(before: 4)", "value(of: k1, at: 4)", "value(of: k2, at: 4)",
        ]
      )
    ]
  ),
  (
    etcd.check(
      "what-is-forgotten-is-refused",
      "A version older than what is kept, or newer than the newest, has no "
        + "answer: neither for a reader nor for a writer.", .examples, 10),
    [
      (
        "empty",
        [
          "commit(after: 0, k1: 10)", "commit(after: 1, k1: 11)", "commit(after: 2, k2: 20)",
          "compact(before: 2)", "value(of: k1, at: 1)", "value(of: k1, at: 2)",
          "commit(after: 1, k1: 12)", "commit(after: 1, k3: 30)", "commit(after: 2, k1: 12)",
        ]
      ),
      (
        "empty",
        [
          "value(of: k1, at: 1)", "commit(after: 1, k1: 10)", "commit(after: 0, k1: 10)",
          "compact(before: 900)", "value(of: k1, at: 1)", "compact(before: 0)",
          "value(of: k1, at: 0)", "value(of: k1, at: 2)",
        ]
      ),
    ]
  ),
]
