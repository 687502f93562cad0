import Checking
import Dialects

/// The hidden tests of the exercise `resource-version`.
let resourceVersionSuite = ComposedSuite(
  exercise: "resource-version", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a store answers the same.",
    chapter: "cases#versions-and-watches",
    points: 4),
  parts: [
    ConversationPart(
      name: "resource-version", object: store, rules: rules,
      random: kubernetes.check(
        "any-order-of-requests",
        "Whatever is written, deleted, watched and compacted, in whatever order: every answer is what the "
          + "rules say.", .schedules, 18),
      copies: .copiesApart(
        "A copy of a store does not change with its original.",
        chapter: "cases#versions-and-watches", points: 4))
  ])

private let kubernetes = Teaching(
  "Kubernetes API conventions, concurrency control and consistency",
  in: "cases#versions-and-watches")
private let etcd = Teaching(
  "etcd API reference, revisions, watch and compaction", in: "cases#versions-and-watches")

/// What a store must hold.
private struct Store {
  var objects: [Int128: (value: Int128, version: Int128)] = [:]
  var history: [(key: Int128, version: Int128, isDeletion: Bool)] = []
  var version: Int128 = 0
  var compacted: Int128 = 0

  mutating func record(_ key: Int128, _ value: Int128?) -> Int128 {
    version += 1
    history.append((key, version, value == nil))
    let now = version
    objects[key] = value.map { ($0, now) }
    return version
  }

  /// What a writer is told who expected another version.
  func conflict(_ key: Int128) -> SequentialObject<Store>.Right {
    guard let object = objects[key] else { return (.init(3), "there is no \(name(key))") }
    return (.init(3, [object.version]), "\(name(key)) is at version \(object.version)")
  }

  var keys: [Int128] { Set(history.map(\.key)).sorted() }
  var versions: [Int128] {
    objects.values.map(\.version).sorted() + [version, version, compacted]
  }
}

private let key = NumberDomain(namesWith: "k")
private let value = NumberDomain(-(1 << 63)...(1 << 63 - 1))
private let version = NumberDomain.unsigned()

private func name(_ number: Int128) -> String { key.text(number) }

private let store = SequentialObject<Store>(
  subject: "store", setting: NumberForm("empty"), start: { _ in Store() },
  operations: [
    .init(NumberForm("get(#)", [key]), weight: 2, near: { [$0.keys] }) { numbers, state in
      guard let object = state.objects[numbers[0]] else {
        return (.init(0), "there is no \(name(numbers[0]))")
      }
      return (.init(1, [object.value, object.version]), "it was stored last")
    },
    .init(
      NumberForm("update(#, #, expecting: #)", [key, value, version]), weight: 4,
      near: { [$0.keys, [], $0.versions] },
      fitting: { $0.objects.sorted { $0.key < $1.key }.map { [$0.key, 7, $0.value.version] } }
    ) { numbers, state in
      guard let object = state.objects[numbers[0]], object.version == numbers[2] else {
        return state.conflict(numbers[0])
      }
      return (.init(2, [state.record(numbers[0], numbers[1])]), "nobody came between")
    },
    .init(
      NumberForm("update(#, #, expecting: nil)", [key, value]), weight: 3, near: { [$0.keys] }
    ) { numbers, state in
      guard state.objects[numbers[0]] == nil else { return state.conflict(numbers[0]) }
      return (.init(2, [state.record(numbers[0], numbers[1])]), "there is no such object yet")
    },
    .init(
      NumberForm("delete(#, expecting: #)", [key, version]), weight: 2,
      near: { [$0.keys, $0.versions] },
      fitting: { $0.objects.sorted { $0.key < $1.key }.map { [$0.key, $0.value.version] } }
    ) { numbers, state in
      guard let object = state.objects[numbers[0]], object.version == numbers[1] else {
        return state.conflict(numbers[0])
      }
      return (.init(2, [state.record(numbers[0], nil)]), "a deletion is a change like any other")
    },
    .init(
      NumberForm("watch(from: #)", [version]), weight: 2,
      near: { [[$0.compacted, $0.compacted, $0.version / 2, $0.version]] }
    ) { numbers, state in
      let start = numbers[0]
      if start < state.compacted {
        return (.init(5, [state.compacted]), "changes up to \(state.compacted) are forgotten")
      }
      if start > state.version {
        return (.init(6, [state.version]), "the newest version is \(state.version)")
      }
      let told = state.history.filter { $0.version > start }
      return (
        .init(4, told.flatMap { [$0.key, $0.version, $0.isDeletion ? 1 : 0] }),
        "these are the changes after \(start)"
      )
    },
    .init(
      NumberForm("compact(upTo: #)", [version]), near: { [[$0.compacted + 1, $0.version / 2]] }
    ) {
      numbers, state in
      state.compacted = max(state.compacted, min(numbers[0], state.version))
      return (.init(7, [state.version]), "objects and their versions stay")
    },
    .init(NumberForm("version")) { _, state in
      (.init(8, [state.version]), "so many changes were made")
    },
  ],
  text: { answer in
    let words = answer.numbers.map(String.init)
    switch (answer.kind, words.count) {
    case (0, 0): return "nil"
    case (1, 2): return "\(words[0]) at version \(words[1])"
    case (2, 1): return "version \(words[0])"
    case (3, _):
      return "a conflict, the object is at \(words.first.map { "version \($0)" } ?? "nil")"
    case (4, _):
      let changes = stride(from: 0, to: words.count - words.count % 3, by: 3).map {
        "\(name(answer.numbers[$0])) \(words[$0 + 2] == "1" ? "deleted" : "changed") at \(words[$0 + 1])"
      }
      return "[\(changes.joined(separator: ", "))]"
    case (5, 1): return "an error, compacted up to \(words[0])"
    case (6, 1): return "an error, the newest is \(words[0])"
    case (7, 1): return "done, at version \(words[0])"
    case (8, 1): return words[0]
    default: return "no answer of this kind"
    }
  })

private let rules: [ObjectRule] = [
  (
    kubernetes.check(
      "only-what-was-seen-is-replaced",
      "An update happens only when the object is at the version expected; "
        + "otherwise nothing changes, and the writer is told the version there is.", .examples, 16),
    [
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "get(k1)", "update(k1, 11, expecting: 1)",
          "update(k1, 12, expecting: 1)", "get(k1)", "update(k1, 13, expecting: 3)", "get(k1)",
        ]
      ),
      (
        "empty",
        [
          "update(k1, 10, expecting: 18446744073709551615)", "update(k1, 10, expecting: nil)",
          "update(k1, 11, expecting: 65537)", "update(k1, 11, expecting: 4294967297)",
          "update(k1, 11, expecting: 9223372036854775809)", "get(k1)",
        ]
      ),
      ("empty", ["update(k1, 10, expecting: 0)", "get(k1)", "update(k1, 10, expecting: 1)"]),
    ]
  ),
  (
    kubernetes.check(
      "nil-expects-nothing",
      "An update that expects nil happens only when there is no such object.",
      .examples, 10),
    [
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "update(k1, 11, expecting: nil)", "get(k1)",
          "update(k2, 5, expecting: nil)",
        ]
      ),
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "delete(k1, expecting: 1)",
          "update(k1, 11, expecting: nil)", "get(k1)",
        ]
      ),
    ]
  ),
  (
    etcd.check(
      "one-counter-for-all",
      "Every change takes the next version of the whole store, a deletion too, and no "
        + "version comes back after one.", .examples, 14),
    [
      (
        "empty",
        [
          "version", "update(k1, 10, expecting: nil)", "update(k2, 20, expecting: nil)",
          "update(k1, 11, expecting: 1)", "get(k2)", "update(k2, 21, expecting: 2)", "version",
          "update(k2, 22, expecting: 2)", "version", "delete(k2, expecting: 4)", "version",
        ]
      ),
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "delete(k1, expecting: 1)",
          "update(k1, 11, expecting: nil)", "update(k1, 12, expecting: 1)",
        ]
      ),
    ]
  ),
  (
    kubernetes.check(
      "deleting-is-guarded-too",
      "A deletion happens only at the version expected, and what does not exist "
        + "cannot be deleted.", .examples, 8),
    [
      (
        "empty",
        [
          "delete(k1, expecting: 0)", "update(k1, 10, expecting: nil)",
          "update(k1, 11, expecting: 1)", "delete(k1, expecting: 1)", "get(k1)",
          "delete(k1, expecting: 2)", "get(k1)", "delete(k1, expecting: 2)",
        ]
      )
    ]
  ),
  (
    etcd.check(
      "a-watch-tells-every-change",
      "A watch tells every change after its version once, oldest first, and "
        + "deletions as such.", .examples, 12),
    [
      (
        "empty",
        [
          "watch(from: 0)", "update(k1, 10, expecting: nil)", "update(k2, 20, expecting: nil)",
          "delete(k1, expecting: 1)", "watch(from: 0)", "watch(from: 1)", "watch(from: 3)",
        ]
      )
    ]
  ),
  (
    etcd.check(
      "no-history-with-a-hole",
      "A watch from before what was compacted, or from a version that is not there "
        + "yet, is an error, and never a history with a hole.", .examples, 14),
    [
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "update(k1, 11, expecting: 1)",
          "update(k1, 12, expecting: 2)", "compact(upTo: 2)", "watch(from: 0)", "watch(from: 1)",
          "watch(from: 2)", "watch(from: 3)", "watch(from: 4)", "get(k1)",
          "watch(from: 18446744073709551615)",
        ]
      ),
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "compact(upTo: 18446744073709551615)", "watch(from: 0)",
          "watch(from: 1)",
        ]
      ),
      (
        "empty",
        [
          "update(k1, 10, expecting: nil)", "compact(upTo: 900)", "watch(from: 0)",
          "watch(from: 1)",
          "update(k1, 11, expecting: 1)", "compact(upTo: 1)", "watch(from: 1)", "compact(upTo: 0)",
          "watch(from: 0)",
        ]
      ),
      (
        "empty",
        (1...300).map { "update(k\($0), \($0), expecting: nil)" } + [
          "watch(from: 255)", "compact(upTo: 280)", "watch(from: 279)", "watch(from: 280)",
          "watch(from: 281)", "compact(upTo: 299)", "watch(from: 299)", "watch(from: 300)",
        ]
      ),
    ]
  ),
]
