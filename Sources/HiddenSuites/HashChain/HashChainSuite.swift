import Checking
import Dialects
import ExerciseKit

/// The hidden tests of the exercise `hash-chain`.
let hashChainSuite = ComposedSuite(
  exercise: "hash-chain", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a log answers the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "hash-chain", object: log, rules: rules,
      random: haber.check(
        "any-changes-in-storage",
        "Whatever is logged, published and changed in storage, in whatever order: every head and every "
          + "finding is what the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of a log does not change with its original.", chapter: section, points: 4))
  ])

private let section = "choosing#a-history-nobody-edits"
private let haber = Teaching("Haber and Stornetta 1991, section 5.1", in: section)

private let entry = LogShadow.entry
private let place = NumberDomain(1...1_000)
private let bit = NumberDomain(0...63)
private let length = NumberDomain(0...(1 << 63 - 1))
private let byteCount = NumberDomain(0...7)
private let byte = NumberDomain(0...255)

/// A change of the links in storage.
private func change(
  _ pattern: String, _ domains: [NumberDomain],
  _ apply: @escaping @Sendable ([Int128], inout [(entry: Int128, digest: Int128)]) -> Void
) -> SequentialObject<LogShadow>.Operation {
  let places = domains.filter { $0 == place }.count
  return .init(
    NumberForm(pattern, domains),
    isAllowed: { numbers, log in numbers.prefix(places).allSatisfy { $0 <= log.links.count } },
    near: { Array(repeating: $0.places, count: places) }
  ) { numbers, log in
    apply(numbers, &log.links)
    return log.stored
  }
}

/// A head that somebody publishes who has not the log, or not quite.
private func publication(
  _ pattern: String, _ domains: [NumberDomain],
  _ digest: @escaping @Sendable ([Int128], LogShadow) -> Int128
) -> SequentialObject<LogShadow>.Operation {
  .init(
    NumberForm("somebody publishes # entries, \(pattern)", [length] + domains),
    isAllowed: { numbers, log in numbers[0] <= log.links.count && log.heads.count < 300 },
    near: { log in
      Array(repeating: log.places + [0], count: 1 + domains.count { $0 == place })
    }
  ) { numbers, log in
    log.heads.append((numbers[0], digest(numbers, log)))
    return (.init(4), "that is not the log's")
  }
}

private let log = SequentialObject<LogShadow>(
  subject: "log",
  setting: NumberForm("# entries, each published", [NumberDomain(0...250, drawnTo: 120)]),
  start: { numbers in
    var log = LogShadow()
    // Before its first entry too.
    if numbers[0] > 0 { log.heads.append(log.head) }
    for entry in 0..<numbers[0] { log.append(entry) }
    return log
  },
  operations: [
    .init(
      NumberForm("append(#)", [entry]), weight: 14, isAllowed: { $1.links.count < 200 }
    ) { numbers, log in
      log.links.append((numbers[0], LogShadow.digest(numbers[0], after: log.head.digest)))
      return (
        .init(0, [log.head.count, log.head.digest]),
        "that is the digest of the one before it and of the entry"
      )
    },
    .init(NumberForm("publish"), weight: 5, isAllowed: { $1.heads.count < 300 }) { _, log in
      log.heads.append(log.head)
      return (.init(0, [log.head.count, log.head.digest]), "that is what stands at the end")
    },
    .init(NumberForm("audit, all heads"), weight: 5) { _, log in log.finding(log.heads) },
    .init(
      NumberForm("audit, head #", [place]), weight: 4,
      isAllowed: { numbers, log in numbers[0] <= log.heads.count },
      near: { [$0.heads.isEmpty ? [] : [1, Int128($0.heads.count)]] }
    ) { numbers, log in log.finding([log.heads[Int(numbers[0]) - 1]]) },
    .init(
      NumberForm("somebody publishes # entries, the digest of #", [length, entry]),
      isAllowed: { $1.heads.count < 300 },
      near: { log in
        // One entry more than there are, and many more.
        let more = [1, 7, 40].map { Int128(log.links.count) + $0 }
        return [log.places + [0, length.range.upperBound] + more]
      }
    ) { numbers, log in
      log.heads.append((numbers[0], LogShadow.alone(numbers[1])))
      return (.init(4), "that is not the log's")
    },
    change("in storage entry # becomes #", [place, entry]) { numbers, links in
      links[Int(numbers[0]) - 1].entry = numbers[1]
    },
    change("in storage digest # has bit # turned", [place, bit]) { numbers, links in
      let place = Int(numbers[0]) - 1
      links[place].digest = LogShadow.turned(links[place].digest, numbers[1])
    },
    change("in storage the entries from # on are gone", [place]) { numbers, links in
      links.removeSubrange((Int(numbers[0]) - 1)...)
    },
    change("in storage entry # is gone", [place]) { numbers, links in
      links.remove(at: Int(numbers[0]) - 1)
    },
    change("in storage # and # change places", [place, place]) { numbers, links in
      links.swapAt(Int(numbers[0]) - 1, Int(numbers[1]) - 1)
    },
    change("in storage entry # becomes #, with digests that fit", [place, entry]) {
      numbers, links in
      let start = Int(numbers[0]) - 1
      links[start].entry = numbers[1]
      var before = start > 0 ? links[start - 1].digest : LogShadow.empty
      for index in start..<links.count {
        before = LogShadow.digest(links[index].entry, after: before)
        links[index].digest = before
      }
    },
    change("in storage entry # stands twice", [place]) { numbers, links in
      links.insert(links[Int(numbers[0]) - 1], at: Int(numbers[0]) - 1)
    },
    publication("their digest with bit # turned", [bit]) { numbers, log in
      LogShadow.turned(log.digest(beside: numbers[0]), numbers[1])
    },
    publication("# bytes of their digest", [byteCount]) { numbers, log in
      LogShadow.cut(log.digest(beside: numbers[0]), to: numbers[1])
    },
    change("in storage digest # has # bytes left", [place, byteCount]) { numbers, links in
      let place = Int(numbers[0]) - 1
      links[place].digest = LogShadow.cut(links[place].digest, to: numbers[1])
    },
    publication("the digest beside entry #", [place]) { numbers, log in
      log.digest(beside: min(numbers[1], Int128(log.links.count)))
    },
    publication("their digest and byte # behind it", [byte]) { numbers, log in
      LogShadow.lengthened(log.digest(beside: numbers[0]), by: numbers[1])
    },
    change("in storage digest # has byte # behind it", [place, byte]) { numbers, links in
      let place = Int(numbers[0]) - 1
      links[place].digest = LogShadow.lengthened(links[place].digest, by: numbers[1])
    },
    change("in storage digest # is that of its entry alone", [place]) { numbers, links in
      links[Int(numbers[0]) - 1].digest = LogShadow.alone(links[Int(numbers[0]) - 1].entry)
    },
    change("in storage digest # is that of its entry and then of the digest before", [place]) {
      numbers, links in
      let place = Int(numbers[0]) - 1
      let before = place > 0 ? links[place - 1].digest : LogShadow.empty
      links[place].digest = LogShadow.number(
        ShortHash.digest(of: LogShadow.written(links[place].entry) + LogShadow.bytes(before)))
    },
    change("in storage digest # is the one beside #", [place, place]) { numbers, links in
      links[Int(numbers[0]) - 1].digest = links[Int(numbers[1]) - 1].digest
    },
    publication("their digest and a byte 0 in front of it", []) { numbers, log in
      LogShadow.padded(log.digest(beside: numbers[0]))
    },
    publication("their digest with byte # in two halves", [byteCount]) { numbers, log in
      LogShadow.split(log.digest(beside: numbers[0]), at: numbers[1])
    },
    publication("their digest with byte # and the next exchanged", [byteCount]) { numbers, log in
      LogShadow.exchanged(log.digest(beside: numbers[0]), at: numbers[1])
    },
    change("in storage digest # has a byte 0 in front of it", [place]) { numbers, links in
      let place = Int(numbers[0]) - 1
      links[place].digest = LogShadow.padded(links[place].digest)
    },
    change("in storage digest # has byte # in two halves", [place, byteCount]) { numbers, links in
      let place = Int(numbers[0]) - 1
      links[place].digest = LogShadow.split(links[place].digest, at: numbers[1])
    },
    change("in storage digest # has byte # and the next exchanged", [place, byteCount]) {
      numbers, links in
      let place = Int(numbers[0]) - 1
      links[place].digest = LogShadow.exchanged(links[place].digest, at: numbers[1])
    },
  ],
  text: { answer in
    func digest(_ number: Int128) -> String {
      number < 0 ? "a digest of \((-1 - number) & 0xFF) bytes" : String(number, radix: 16)
    }
    let numbers = answer.numbers
    switch (answer.kind, numbers.count) {
    case (0, 2): return "\(numbers[0]) entries, digest \(digest(numbers[1]))"
    case (1, 1): return "nothing wrong"
    case (1, 2):
      return numbers[0] == 1
        ? "the digest of entry \(numbers[1]) is wrong"
        : numbers[0] == 2
          ? "shorter than the \(numbers[1]) published"
          : "rewritten up to the \(numbers[1]) published"
    case (2, _):
      let links = stride(from: 0, to: numbers.count - 1, by: 2).map {
        "\(entry.text(numbers[$0])) \(digest(numbers[$0 + 1]))"
      }
      return "[\(links.joined(separator: ", "))]"
    case (4, 0): return "published"
    case (3, 1): return "no such place: \(numbers[0]) entries are in storage"
    default: return "no answer of this kind"
    }
  },
  // A digest, a fault found, or entries in storage.
  isTelling: { answer in
    switch answer.kind {
    case 0: answer.numbers.contains { $0 > 1 << 32 }
    case 1: answer.numbers.count == 2
    default: answer.kind == 2 && !answer.numbers.isEmpty
    }
  },
  longest: 160)

private let new = "0 entries, each published"

private let rules: [ObjectRule] = [
  (
    haber.check(
      "a-digest-covers-all-before",
      "The digest of an entry is that of the digest before it and of its text.", .examples, 18),
    [
      (new, ["publish", "append(e1)", "append(e2)", "append(e1)", "publish"]),
      (new, ["append(e0)"]),
      (new, ["append(e4294967295)", "append(e4294967295)"]),
      (new, ["append(\"e1\\u{0}\")", "append(\"e1\\u{0}e2\")", "append(\"\\u{0}\")"]),
      (new, ["append(\"e1e1..., 1000 bytes\")", "append(\"e1e1..., 1001 bytes\")"]),
    ]
  ),
  (
    haber.check(
      "an-honest-log-passes", "Every head that a log has had is the head of a prefix of it.",
      .examples, 8),
    [
      (
        new,
        [
          "publish", "audit, all heads", "append(e1)", "publish", "append(e2)", "append(e3)",
          "publish", "audit, all heads", "audit, head 2",
        ]
      ),
      (new, ["append(e1)", "publish", "append(e2)", "publish", "publish", "audit, all heads"]),
      ("250 entries, each published", ["audit, all heads"]),
    ]
  ),
  (
    haber.check(
      "a-changed-entry-is-found",
      "Of the entries whose digest does not cover what stands before it, the first is found.",
      .examples,
      16),
    [
      (
        new,
        [
          "append(e1)", "append(e2)", "append(e3)", "in storage entry 2 becomes e9",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "append(e3)", "in storage digest 3 has bit 63 turned",
          "audit, all heads",
        ]
      ),
      (
        new, ["append(e1)", "append(e2)", "in storage entry 1 is gone", "audit, all heads"]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "append(e3)", "in storage 2 and 3 change places",
          "audit, all heads",
        ]
      ),
      (
        new,
        ["append(e1)", "append(e2)", "in storage entry 2 stands twice", "audit, all heads"]
      ),
      (new, ["append(e1)", "in storage digest 1 has bit 0 turned", "audit, all heads"]),
      (
        new,
        ["append(e1)", "append(e2)", "in storage digest 2 has 7 bytes left", "audit, all heads"]
      ),
      (new, ["append(e1)", "in storage digest 1 has 0 bytes left", "audit, all heads"]),
      (
        new,
        [
          "append(e1)", "append(e2)", "in storage digest 2 has byte 0 behind it",
          "audit, all heads",
        ]
      ),
      // What is taken for a number, for its digits or for a set of bytes is none of these.
      (
        new, ["append(e1)", "in storage digest 1 has a byte 0 in front of it", "audit, all heads"]
      ),
      (new, ["append(e1)", "in storage digest 1 has byte 3 in two halves", "audit, all heads"]),
      (
        new,
        [
          "append(e1)", "append(e2)", "in storage digest 2 has byte 6 and the next exchanged",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(\"\")", "in storage digest 1 has 0 bytes left", "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "in storage digest 2 is that of its entry alone",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)",
          "in storage digest 2 is that of its entry and then of the digest before",
          "audit, all heads",
        ]
      ),
      (
        new,
        ["append(e1)", "append(e1)", "in storage digest 2 is the one beside 1", "audit, all heads"]
      ),
      (
        new,
        [
          "append(\"e1\\u{0}e2\")", "in storage entry 1 becomes \"e1\\u{0}\"", "audit, all heads",
        ]
      ),
      (
        "250 entries, each published", ["in storage entry 250 becomes e7", "audit, all heads"]
      ),
    ]
  ),
  (
    haber.check(
      "a-shortened-log-is-found", "A log that is shorter than a published head says is found.",
      .examples, 12),
    [
      (
        new,
        [
          "append(e1)", "append(e2)", "publish", "in storage the entries from 2 on are gone",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "publish", "append(e2)", "publish",
          "in storage the entries from 1 on are gone", "audit, head 1", "audit, all heads",
        ]
      ),
      (
        new,
        ["append(e1)", "somebody publishes 2 entries, the digest of e7", "audit, all heads"]
      ),
      (
        new,
        [
          "append(e1)", "somebody publishes 9223372036854775807 entries, the digest of e7",
          "audit, all heads",
        ]
      ),
    ]
  ),
  (
    haber.check(
      "a-rewritten-history-is-found",
      "A log whose digests all fit, and whose history up to a published head is another one, is found.",
      .examples, 14),
    [
      (
        new,
        [
          "append(e1)", "append(e2)", "publish",
          "in storage entry 1 becomes e9, with digests that fit", "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "publish",
          "in storage entry 2 becomes e9, with digests that fit", "append(e3)", "publish",
          "audit, head 2", "audit, head 1",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)",
          "somebody publishes 1 entries, their digest with bit 63 turned", "audit, all heads",
        ]
      ),
      (
        new,
        ["append(e1)", "somebody publishes 0 entries, the digest of e1", "audit, all heads"]
      ),
      (
        new,
        ["append(e1)", "somebody publishes 1 entries, 5 bytes of their digest", "audit, all heads"]
      ),
      (new, ["somebody publishes 0 entries, 0 bytes of their digest", "audit, all heads"]),
      (
        new,
        [
          "append(e1)", "somebody publishes 1 entries, their digest and byte 0 behind it",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "somebody publishes 1 entries, their digest and a byte 0 in front of it",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "somebody publishes 1 entries, their digest with byte 3 in two halves",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)",
          "somebody publishes 1 entries, their digest with byte 6 and the next exchanged",
          "audit, all heads",
        ]
      ),
      // The digest of the log at another length.
      (
        new,
        [
          "append(e1)", "append(e2)", "somebody publishes 1 entries, the digest beside entry 2",
          "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "somebody publishes 2 entries, the digest beside entry 1",
          "audit, all heads",
        ]
      ),
      (
        "250 entries, each published",
        ["somebody publishes 249 entries, the digest of e7", "audit, all heads"]
      ),
    ]
  ),
  (
    haber.check(
      "the-first-finding",
      "Digests are looked at first, from the start; then published heads, the shortest first.",
      .examples, 8),
    [
      (
        new,
        [
          "append(e1)", "append(e2)", "append(e3)", "publish", "in storage entry 3 becomes e8",
          "in storage entry 2 becomes e9", "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "append(e3)", "publish",
          "somebody publishes 1 entries, the digest of e7",
          "in storage the entries from 3 on are gone", "audit, all heads",
        ]
      ),
      (
        new,
        [
          "append(e1)", "append(e2)", "publish", "in storage the entries from 2 on are gone",
          "in storage entry 1 becomes e9", "audit, all heads",
        ]
      ),
      // The longest is given first.
      (
        new,
        [
          "append(e1)", "append(e2)", "somebody publishes 20 entries, the digest of e7",
          "somebody publishes 3 entries, the digest of e7",
          "somebody publishes 2 entries, the digest of e8", "audit, all heads",
          "somebody publishes 1 entries, the digest of e8", "audit, all heads",
        ]
      ),
    ]
  ),
]
