import Checking
import Dialects

/// The hidden tests of the exercise `quorum-store`.
let quorumStoreSuite = ComposedSuite(
  exercise: "quorum-store", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a coordinator does the same.", chapter: "quorums#writing",
    points: 4),
  parts: [
    ConversationPart(
      name: "quorum-store", object: coordinator, rules: rules,
      random: dynamo.check(
        "any-order-of-replies",
        "Whatever overlaps, and however replies are doubled, late and out of order: every message and every "
          + "end is what the rules say.", .schedules, 12),
      copies: .copiesApart(
        "A copy of a coordinator does not change with its original.", chapter: "quorums#writing",
        points: 4))
  ])

private let dynamo = Teaching("DeCandia et al. 2007, section 4.5", in: "quorums#writing")
private let gifford = Teaching("Gifford 1979, section 2", in: "quorums#reading")
private let attiya = Teaching("Attiya, Bar-Noy and Dolev 1995", in: "quorums#writing-back")

/// A version as three numbers, which order as its tag does: counter, writer, value.
private typealias Version = [Int128]

/// What a coordinator must hold.
private struct Coordinator {
  enum Phase {
    case writing(Set<Int128>)
    /// What each has answered; empty for nothing.
    case fetching([Int128: Version])
    case writingBack(Version, Set<Int128>)
  }

  let replicas: [Int128]
  let r: Int
  let w: Int
  let repair: Int128
  var phases: [Int128: Phase] = [:]
  var used: Set<Int128> = []
  /// What each tag was written with: a tag is one write's.
  var values: [Version: Int128] = [:]

  init(_ numbers: [Int128]) {
    replicas = (0..<numbers[0]).map { numbers[1] + $0 * numbers[2] }
    (r, w, repair) = (Int(numbers[3]), Int(numbers[4]), numbers[5])
  }

  func isOneWrite(_ version: Version) -> Bool {
    values[Array(version.prefix(2)), default: version[2]] == version[2]
  }

  mutating func meet(_ version: Version) {
    values[Array(version.prefix(2))] = version[2]
  }

  /// An answer as the dialect tells it.
  func told(
    _ end: Int128 = 0, _ op: Int128 = 0, _ count: Int = 0, _ version: Version? = nil,
    send: [(to: Int128, request: [Int128])] = []
  ) -> ObjectWords.Answer {
    .init(
      0,
      [end, op, Int128(count)] + Self.numbers(version)
        + send.sorted { $0.to < $1.to }.flatMap { [$0.to] + $0.request })
  }

  static func numbers(_ version: Version?) -> [Int128] { version.map { [1] + $0 } ?? [0, 0, 0, 0] }

  func toAll(_ request: [Int128]) -> [(to: Int128, request: [Int128])] {
    replicas.map { ($0, request) }
  }

  mutating func end(_ op: Int128, _ answer: ObjectWords.Answer, _ reason: String)
    -> SequentialObject<Coordinator>.Right
  {
    phases[op] = nil
    return (answer, reason)
  }

  mutating func stored(_ op: Int128, from replica: Int128) -> SequentialObject<Coordinator>.Right {
    guard replicas.contains(replica) else { return (told(), "n\(replica) is none of its replicas") }
    switch phases[op] {
    case .writing(let before):
      let holders = before.union([replica])
      phases[op] = .writing(holders)
      guard holders.count >= w else { return (told(), "\(holders.count) of \(w) hold it") }
      return end(op, told(1, op), "\(w) replicas hold it")
    case .writingBack(let version, let before):
      let holders = before.union([replica])
      phases[op] = .writingBack(version, holders)
      guard holders.count >= w else { return (told(), "\(holders.count) of \(w) hold it") }
      return end(op, told(3, op, 0, version), "\(w) replicas hold what it answers")
    case .fetching, nil: return (told(), "nobody waits for that")
    }
  }

  mutating func fetched(
    _ op: Int128, from replica: Int128, _ version: Version?
  ) -> SequentialObject<Coordinator>.Right {
    guard replicas.contains(replica) else { return (told(), "n\(replica) is none of its replicas") }
    guard case .fetching(var answers) = phases[op] else { return (told(), "nobody waits for that") }
    answers[replica] = Self.newer(answers[replica] ?? [], version ?? [])
    phases[op] = .fetching(answers)
    guard answers.count >= r else { return (told(), "\(answers.count) of \(r) have answered") }
    let newest = answers.values.reduce([], Self.newer)
    guard !newest.isEmpty else { return end(op, told(3, op), "none of \(r) holds anything") }
    let store = [1, op] + Self.numbers(newest)
    let tag = "\(newest[0]).n\(newest[1])"
    switch repair {
    case 1:
      let stale = replicas.filter { answers[$0].map { $0 != newest } ?? false }
      return end(
        op, told(3, op, 0, newest, send: stale.map { ($0, store) }),
        "\(tag) is the newest, and who answered with less gets it")
    case 2:
      phases[op] = .writingBack(newest, [])
      return (told(send: toAll(store)), "\(tag) is the newest, and \(w) must hold it first")
    default: return end(op, told(3, op, 0, newest), "\(tag) is the newest of \(r)")
    }
  }

  static func newer(_ one: Version, _ two: Version) -> Version {
    one.lexicographicallyPrecedes(two) ? two : one
  }

  var open: [Int128] { phases.keys.sorted() }
  /// Numbers that are easily taken for those of open operations.
  var twins: [Int128] { open.suffix(4).map { -$0 } }
  /// Operations that somebody may still answer: mostly open ones, and those that are taken for them.
  var answered: [Int128] {
    open.isEmpty ? used.sorted() : open + open + open + twins.filter(used.contains)
  }
  var names: [Int128] { replicas + replicas + [replicas[0] + 1, 4_294_967_295] }
  var counters: [Int128] { Set(values.keys.map { $0[0] }).sorted().suffix(6) }
  var writers: [Int128] { Set(values.keys.map { $0[1] }).sorted().suffix(6) }

  /// Versions that exist, for an operation and a replica that it waits for.
  var answers: [[Int128]] {
    let tags = values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.suffix(4)
    return open.suffix(3).flatMap { op in
      replicas.flatMap { replica in tags.map { [op, replica] + $0.key + [$0.value] } }
    }
  }
}

private let op = NumberDomain(-(1 << 63)...(1 << 63 - 1))
private let counter = NumberDomain.unsigned()
private let value = NumberDomain(namesWith: "v")
private let size = NumberDomain(1...100, drawnTo: 7)
private let repair = NumberDomain(words: ["none", "after", "before"])

private let coordinator = SequentialObject<Coordinator>(
  subject: "coordinator",
  setting: NumberForm(
    "# replicas from n# in steps of #, R = #, W = #, repair #",
    [size, .node, .node, size, size, repair]
  ) {
    $0[2] > 0 && $0[3] <= $0[0] && $0[4] <= $0[0]
      && $0[1] + $0[2] * ($0[0] - 1) <= Int128(UInt32.max)
  },
  start: { Coordinator($0) },
  operations: [
    .init(
      NumberForm("write(op #, #.n#, #)", [op, counter, .node, value]), weight: 3,
      isAllowed: { numbers, state in
        !state.used.contains(numbers[0]) && state.isOneWrite(Array(numbers[1...]))
      },
      near: { [[Int128($0.used.count)] + $0.twins, $0.counters, $0.writers, []] }
    ) { numbers, state in
      state.used.insert(numbers[0])
      state.phases[numbers[0]] = .writing([])
      state.meet(Array(numbers[1...]))
      return (
        state.told(send: state.toAll([1, numbers[0], 1] + numbers[1...])), "all replicas are asked"
      )
    },
    .init(
      NumberForm("read(op #)", [op]), weight: 3,
      isAllowed: { !$1.used.contains($0[0]) },
      near: { [[Int128($0.used.count)] + $0.twins] }
    ) { numbers, state in
      state.used.insert(numbers[0])
      state.phases[numbers[0]] = .fetching([:])
      return (
        state.told(send: state.toAll([0, numbers[0], 0, 0, 0, 0])), "all replicas are asked"
      )
    },
    .init(
      NumberForm("stored(op #, from n#)", [op, .node]), weight: 8,
      isAllowed: { numbers, state in state.used.contains(numbers[0]) },
      near: { [$0.answered, $0.names] },
      fitting: { state in
        state.open.suffix(3).flatMap { op in state.replicas.map { [op, $0] } }
      }
    ) { numbers, state in state.stored(numbers[0], from: numbers[1]) },
    .init(
      NumberForm("fetched(op #, from n#, #.n#, #)", [op, .node, counter, .node, value]), weight: 8,
      isAllowed: { numbers, state in
        state.used.contains(numbers[0]) && state.isOneWrite(Array(numbers[2...]))
      },
      near: { [$0.answered, $0.names, $0.counters, $0.writers] },
      fitting: { $0.answers }
    ) { numbers, state in
      state.meet(Array(numbers[2...]))
      return state.fetched(numbers[0], from: numbers[1], Array(numbers[2...]))
    },
    .init(
      NumberForm("fetched(op #, from n#, nothing)", [op, .node]), weight: 3,
      isAllowed: { numbers, state in state.used.contains(numbers[0]) },
      near: { [$0.answered, $0.names] }
    ) { numbers, state in state.fetched(numbers[0], from: numbers[1], nil) },
    .init(
      NumberForm("giveUp(op #)", [op]),
      isAllowed: { numbers, state in state.used.contains(numbers[0]) },
      near: { [$0.used.sorted()] }
    ) { numbers, state in
      let op = numbers[0]
      switch state.phases[op] {
      case .writing(let holders):
        return state.end(
          op, state.told(2, op, holders.count), "so many are known to hold it, and more may")
      case .fetching, .writingBack:
        return state.end(op, state.told(4, op), "too few have answered")
      case nil: return (state.told(), "it is over already")
      }
    },
  ],
  text: { answer in
    let numbers = answer.numbers
    guard numbers.count >= 7, numbers.count % 7 == 0 else { return "no answer of this kind" }
    func version(_ start: Int) -> String {
      guard numbers[start] == 1 else { return "nothing" }
      return "\(numbers[start + 1]).n\(numbers[start + 2]), \(value.text(numbers[start + 3]))"
    }
    var words: [String] = []
    switch numbers[0] {
    case 1: words.append("wrote op \(numbers[1])")
    case 2: words.append("unknown, op \(numbers[1]) has \(numbers[2]) acknowledgements")
    case 3: words.append("op \(numbers[1]) read \(version(3))")
    case 4: words.append("op \(numbers[1]) is unreadable")
    default: break
    }
    var requests: [(text: String, to: [String])] = []
    for start in stride(from: 7, to: numbers.count, by: 7) {
      let op = "op \(numbers[start + 2])"
      let text = numbers[start + 1] == 1 ? "store(\(op), \(version(start + 3)))" : "fetch(\(op))"
      if requests.last?.text != text { requests.append((text, [])) }
      requests[requests.count - 1].to.append("n\(numbers[start])")
    }
    words += requests.map { "send \($0.text) to \($0.to.joined(separator: " "))" }
    return words.isEmpty ? "nothing" : words.joined(separator: "; ")
  },
  isTelling: { $0.numbers.first != 0 }, longest: 300)

private let none = "3 replicas from n1 in steps of 1, R = 2, W = 2, repair none"
private let after = "3 replicas from n1 in steps of 1, R = 2, W = 2, repair after"
private let before = "3 replicas from n1 in steps of 1, R = 2, W = 2, repair before"
private let apart = "5 replicas from n1 in steps of 16777216, R = 4, W = 4, repair none"
private let wide = "5 replicas from n60 in steps of 65536, R = 4, W = 2, repair before"

private let rules: [ObjectRule] = [
  (
    dynamo.check(
      "every-replica-is-asked", "A write and a read go to every replica, once.", .examples, 10),
    [
      (none, ["write(op 1, 5.n9, v7)", "read(op 2)"]),
      (wide, ["read(op -3)", "write(op 0, 18446744073709551615.n4294967295, v0)"]),
      ("1 replicas from n8 in steps of 1, R = 1, W = 1, repair none", ["write(op 1, 5.n9, v7)"]),
    ]
  ),
  (
    dynamo.check(
      "a-write-waits-for-w",
      "A write is done with the W-th acknowledgement, not before and not again.", .examples, 14),
    [
      (
        none,
        [
          "write(op 1, 5.n9, v7)", "stored(op 1, from n2)", "stored(op 1, from n3)",
          "stored(op 1, from n1)",
        ]
      ),
      (
        "5 replicas from n1 in steps of 1, R = 1, W = 4, repair none",
        [
          "write(op 1, 5.n9, v7)", "stored(op 1, from n2)", "stored(op 1, from n3)",
          "stored(op 1, from n1)", "stored(op 1, from n5)",
        ]
      ),
      (
        none,
        [
          "write(op 1, 5.n9, v7)", "write(op 2, 6.n9, v8)", "stored(op 1, from n2)",
          "stored(op 2, from n3)", "stored(op 2, from n1)", "stored(op 1, from n1)",
        ]
      ),
      (
        "100 replicas from n1 in steps of 1, R = 1, W = 100, repair none",
        ["write(op 1, 5.n9, v7)"] + (1...100).map { "stored(op 1, from n\($0))" }
      ),
      // What was begun before many others ends after them.
      (
        none,
        ["write(op 1, 1.n9, v1)", "read(op 2)"]
          + (3...60).flatMap {
            ["write(op \($0), \($0).n9, v\($0))"] + ["stored(op \($0), from n1)"]
              + ["stored(op \($0), from n2)"]
          } + [
            "stored(op 1, from n1)", "stored(op 1, from n3)", "fetched(op 2, from n1, nothing)",
            "fetched(op 2, from n3, nothing)",
          ]
      ),
      // What comes late for one is no acknowledgement of another.
      (
        none,
        [
          "write(op 5, 5.n9, v7)", "write(op -5, 6.n9, v8)", "stored(op -5, from n1)",
          "stored(op -5, from n2)", "stored(op -5, from n3)", "stored(op 5, from n1)",
        ]
      ),
      (
        apart,
        ["write(op 1, 5.n9, v7)"]
          + (0..<4).map { "stored(op 1, from n\(1 + $0 << 24))" }
      ),
    ]
  ),
  (
    gifford.check(
      "a-read-answers-the-newest",
      "A read answers with the newest among R answers: the larger counter, and of equal ones the larger "
        + "writer.", .examples, 16),
    [
      (
        none,
        ["read(op 1)", "fetched(op 1, from n1, 5.n9, v7)", "fetched(op 1, from n3, 6.n2, v8)"]
      ),
      (
        none, ["read(op 1)", "fetched(op 1, from n1, 6.n2, v8)", "fetched(op 1, from n3, nothing)"]
      ),
      (
        none,
        ["read(op 1)", "fetched(op 1, from n2, 6.n20, v1)", "fetched(op 1, from n1, 6.n3, v9)"]
      ),
      (none, ["read(op 1)", "fetched(op 1, from n2, nothing)", "fetched(op 1, from n1, nothing)"]),
      (
        none,
        ["read(op 1)", "fetched(op 1, from n2, 5.n9, \"\")", "fetched(op 1, from n1, nothing)"]
      ),
      (
        "100 replicas from n1 in steps of 1, R = 100, W = 1, repair before",
        ["read(op 1)"] + (1...100).map { "fetched(op 1, from n\($0), \($0).n9, v\($0))" }
          + ["stored(op 1, from n1)"]
      ),
      (
        "100 replicas from n1 in steps of 1, R = 100, W = 1, repair after",
        ["read(op 1)"]
          + (1...100).map {
            "fetched(op 1, from n\($0), "
              + ($0 % 3 == 0
                ? "nothing)" : $0 % 3 == 1 ? "7.n9, v7)" : "\(1 + $0 % 6).n9, v\(1 + $0 % 6))")
          }
      ),
      (
        apart,
        ["read(op 1)"] + (0..<4).map { "fetched(op 1, from n\(1 + $0 << 24), \($0).n9, v7)" }
      ),
    ]
  ),
  (
    gifford.check(
      "replicas-count-not-replies",
      "A replica counts once, with the newest it has said; strangers count for nothing.", .examples,
      14),
    [
      (
        none,
        [
          "write(op 1, 5.n9, v7)", "stored(op 1, from n2)", "stored(op 1, from n2)",
          "stored(op 1, from n4)", "stored(op 1, from n1)",
        ]
      ),
      (
        none,
        [
          "read(op 1)", "fetched(op 1, from n2, 5.n9, v7)", "fetched(op 1, from n2, 5.n9, v7)",
          "fetched(op 1, from n4, 8.n9, v8)", "fetched(op 1, from n1, nothing)",
        ]
      ),
      (
        none,
        [
          "read(op 1)", "fetched(op 1, from n2, 5.n9, v7)", "fetched(op 1, from n2, 4.n9, v6)",
          "fetched(op 1, from n1, nothing)",
        ]
      ),
    ]
  ),
  (
    dynamo.check(
      "repair-after-the-answer",
      "With repair after the answer, a read sends the newest to exactly the replicas that answered with less.",
      .examples, 10),
    [
      (
        after,
        [
          "read(op 1)", "fetched(op 1, from n1, 5.n9, v7)", "fetched(op 1, from n3, 6.n2, v8)",
          "stored(op 1, from n1)",
        ]
      ),
      (
        after,
        ["read(op 1)", "fetched(op 1, from n1, 5.n9, v7)", "fetched(op 1, from n3, 5.n9, v7)"]
      ),
      (
        after,
        ["read(op 1)", "fetched(op 1, from n1, nothing)", "fetched(op 1, from n3, 5.n9, v7)"]
      ),
    ]
  ),
  (
    attiya.check(
      "repair-before-the-answer",
      "With repair before the answer, a read answers only when W replicas hold what it answers.",
      .examples, 12),
    [
      (
        before,
        [
          "read(op 1)", "fetched(op 1, from n1, 5.n9, v7)", "fetched(op 1, from n3, 6.n2, v8)",
          "stored(op 1, from n3)", "fetched(op 1, from n2, 7.n2, v9)", "stored(op 1, from n3)",
          "stored(op 1, from n1)",
        ]
      ),
      (
        before,
        [
          "read(op 1)", "fetched(op 1, from n1, 5.n9, v7)", "fetched(op 1, from n3, 6.n2, v8)",
          "stored(op 1, from n1)", "stored(op 1, from n2)",
        ]
      ),
      (
        "5 replicas from n1 in steps of 16777216, R = 1, W = 4, repair before",
        ["read(op 1)", "fetched(op 1, from n1, 5.n9, v7)"]
          + (0..<4).map { "stored(op 1, from n\(1 + $0 << 24))" }
      ),
      (
        before,
        ["read(op 1)", "fetched(op 1, from n1, nothing)", "fetched(op 1, from n3, nothing)"]
      ),
    ]
  ),
  (
    dynamo.check(
      "what-is-over-is-over",
      "Who gives up is told what is known, and what is over answers nothing more.", .examples, 4),
    [
      (
        none,
        [
          "write(op 1, 5.n9, v7)", "stored(op 1, from n2)", "giveUp(op 1)", "stored(op 1, from n1)",
          "giveUp(op 1)",
        ]
      ),
      (none, ["read(op 1)", "fetched(op 1, from n2, 5.n9, v7)", "giveUp(op 1)"]),
      (
        before,
        [
          "read(op 1)", "fetched(op 1, from n2, 5.n9, v7)", "fetched(op 1, from n1, 5.n9, v7)",
          "giveUp(op 1)", "stored(op 1, from n1)", "stored(op 1, from n2)",
        ]
      ),
    ]
  ),
]
