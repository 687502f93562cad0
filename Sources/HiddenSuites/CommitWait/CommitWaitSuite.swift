import Checking
import Dialects

/// The hidden tests of the exercise `commit-wait`.
let commitWaitSuite = ComposedSuite(
  exercise: "commit-wait", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, a leader answers the same.", chapter: "truetime#commit-wait",
    points: 4),
  parts: [
    ConversationPart(
      name: "commit-wait", object: leader, rules: rules,
      random: spanner.check(
        "any-order-of-transactions",
        "Whatever is prepared, begun, learnt, aborted, asked and asked again, under clocks of any error: "
          + "every answer is what the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of a leader does not change with its original.", chapter: "truetime#commit-wait",
        points: 4))
  ])

private let spanner = Teaching("Corbett et al. 2012, section 4.1.2", in: "truetime#commit-wait")
private let snapshots = Teaching("Corbett et al. 2012, section 4.1.3", in: "truetime#commit-wait")
private let participants = Teaching(
  "Corbett et al. 2012, section 4.2.1", in: "truetime#commit-wait")

/// What a leader must hold.
private struct Leader {
  enum Outcome: Equatable {
    case committed(Int128)
    case aborted
  }

  var last: Int128?
  var prepared: [Int128: Int128] = [:]
  var waiting: [Int128: Int128] = [:]
  var outcomes: [Int128: Outcome] = [:]

  mutating func next(_ bound: Int128) -> Int128 {
    let next = last.map { max(bound, $0 + 1) } ?? bound
    last = next
    return next
  }

  mutating func commit(_ id: Int128, at timestamp: Int128) {
    prepared[id] = nil
    waiting[id] = timestamp
    outcomes[id] = .committed(timestamp)
  }

  var known: [Int128] { Set(prepared.keys).union(outcomes.keys).sorted() }

  /// When something commits.
  var timestamps: [Int128] {
    outcomes.values.compactMap { if case .committed(let timestamp) = $0 { timestamp } else { nil } }
      .sorted()
  }

  /// Times at which something becomes visible, or a snapshot complete.
  var times: [Int128] {
    (Array(waiting.values) + Array(prepared.values) + (last.map { [$0] } ?? [])).sorted()
  }

  /// Begins a transaction.
  mutating func begin(
    _ id: Int128, _ latest: Int128, _ bounds: [Int128]
  ) -> SequentialObject<Leader>.Right {
    if case .committed(let timestamp) = outcomes[id] {
      return (.init(1, [timestamp]), "\(id) has this timestamp already")
    }
    let earlier = last
    let timestamp = next(bounds.reduce(latest, max))
    commit(id, at: timestamp)
    return (
      .init(1, [timestamp]),
      "it is the least that is not below \((bounds + [latest]).map(String.init).joined(separator: ", "))"
        + (earlier.map { " and above \($0), given or learnt before" } ?? "")
    )
  }
}

private let id = NumberDomain(-(1 << 62)...(1 << 62))
/// Times that leave room for what is later.
private let time = NumberDomain(-(1 << 61)...(1 << 61))

private func isInterval(_ numbers: [Int128]) -> Bool { numbers[1] <= numbers[2] }

private func truth(_ value: Bool) -> ObjectWords.Answer { .init(2, [value ? 1 : 0]) }

/// Beginning a transaction under so many bounds.
private func begin(_ bounds: Int, weight: Int) -> SequentialObject<Leader>.Operation {
  let list = Array(repeating: "#", count: bounds).joined(separator: ", ")
  return .init(
    NumberForm(
      "begin(#, now: [#, #], prepared: [\(list)])",
      [id, time, time] + Array(repeating: time, count: bounds), where: isInterval),
    weight: weight, isAllowed: { $1.outcomes[$0[0]] != .aborted },
    near: { [$0.known] + Array(repeating: $0.times, count: bounds + 2) }
  ) { numbers, state in
    state.begin(numbers[0], numbers[2], Array(numbers[3...]))
  }
}

private let leader = SequentialObject<Leader>(
  subject: "leader", setting: NumberForm("fresh"), start: { _ in Leader() },
  operations: [
    .init(
      NumberForm("prepare(#, now: [#, #])", [id, time, time], where: isInterval), weight: 2,
      near: { [$0.known, $0.times, $0.times] }
    ) { numbers, state in
      let id = numbers[0]
      if state.outcomes[id] != nil { return (.init(0), "\(id) is decided already") }
      if let bound = state.prepared[id] { return (.init(1, [bound]), "\(id) was promised this") }
      let earlier = state.last
      let bound = state.next(numbers[2])
      state.prepared[id] = bound
      return (
        .init(1, [bound]),
        "it is the least that is not below \(numbers[2])"
          + (earlier.map { " and above \($0), given or learnt before" } ?? "")
      )
    },
    begin(0, weight: 2), begin(1, weight: 1), begin(2, weight: 1), begin(3, weight: 1),
    begin(5, weight: 1),
    .init(
      NumberForm("learn(#, committedAt: #)", [id, time]), weight: 2,
      near: { [$0.prepared.keys.sorted() + $0.known, $0.times] },
      fitting: { state in
        // Above what was promised, and at another's moment, whether it waits or is shown.
        state.prepared.sorted { $0.key < $1.key }.flatMap { id, bound in
          ([bound + 3] + state.timestamps.filter { $0 >= bound }).map { [id, $0] }
        }
      }
    ) { numbers, state in
      let (id, timestamp) = (numbers[0], numbers[1])
      if let known = state.outcomes[id] {
        return (
          truth(known == .committed(timestamp)),
          known == .committed(timestamp) ? "\(id) is known to be so" : "\(id) is decided otherwise"
        )
      }
      guard let bound = state.prepared[id] else {
        return (truth(false), "\(id) was never prepared here")
      }
      guard timestamp >= bound else {
        return (truth(false), "\(id) was promised not to commit below \(bound)")
      }
      state.commit(id, at: timestamp)
      state.last = max(state.last ?? timestamp, timestamp)
      return (truth(true), "it keeps the promised bound \(bound)")
    },
    .init(NumberForm("abort(#)", [id]), near: { [$0.known] }) { numbers, state in
      let id = numbers[0]
      if let known = state.outcomes[id] {
        return (
          truth(known == .aborted),
          known == .aborted
            ? "\(id) has not committed, it is aborted already" : "\(id) has committed"
        )
      }
      state.prepared[id] = nil
      state.outcomes[id] = .aborted
      return (truth(true), "\(id) is not decided yet")
    },
    .init(
      NumberForm("poll(now: [#, #])", [time, time], where: { $0[0] <= $0[1] }), weight: 2,
      near: { [$0.times, $0.times] }
    ) { numbers, state in
      let past = state.waiting.filter { $0.value < numbers[0] }
        .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      for (id, _) in past { state.waiting[id] = nil }
      let waiting = state.waiting.values.min().map { ", and \($0) is not" } ?? ""
      return (
        .init(3, past.map(\.key)),
        past.isEmpty
          ? "no timestamp that waits is before \(numbers[0])"
          : "\(past.map { "\($0.value)" }.joined(separator: ", ")) is past on every clock\(waiting)"
      )
    },
    .init(
      NumberForm("safeSnapshot(at: #)", [time]), weight: 2, near: { [$0.times] }
    ) { numbers, state in
      let time = numbers[0]
      guard let last = state.last, time <= last else {
        return (truth(false), "the next timestamp may still be at or before \(time)")
      }
      if let bound = state.prepared.values.filter({ $0 <= time }).min() {
        return (truth(false), "what was promised \(bound) may still commit at or before \(time)")
      }
      if let timestamp = state.waiting.values.filter({ $0 <= time }).min() {
        return (truth(false), "what commits at \(timestamp) is not visible yet")
      }
      return (truth(true), "nothing can become visible at or before it any more")
    },
  ],
  text: { answer in
    let words = answer.numbers.map(String.init)
    switch (answer.kind, words.count) {
    case (0, 0): return "nil"
    case (1, 1): return words[0]
    case (2, 1): return words[0] == "1" ? "true" : "false"
    case (3, _): return "[\(words.joined(separator: ", "))]"
    default: return "no answer of this kind"
    }
  }, moments: time)

/// So many transactions.
private let many = 1...130

private let rules: [ObjectRule] = [
  (
    spanner.check(
      "a-timestamp-is-past-nowhere",
      "A timestamp is not past on any clock when it is chosen: it is the "
        + "interval's latest end, unless something asks for more.", .examples, 10),
    [
      ("fresh", ["begin(1, now: [1000, 1008], prepared: [])"]),
      ("fresh", ["begin(1, now: [-20, -6], prepared: [])"]),
      ("fresh", ["begin(1, now: [7, 7], prepared: [])"]),
      ("fresh", ["begin(1, now: [-6, 0], prepared: [])", "begin(2, now: [-6, -1], prepared: [])"]),
    ]
  ),
  (
    spanner.check(
      "timestamps-increase",
      "Each timestamp of a leader is larger than every one it gave, promised or "
        + "learnt before.", .examples, 12),
    [
      (
        "fresh",
        [
          "begin(1, now: [1000, 1008], prepared: [])", "begin(2, now: [1001, 1008], prepared: [])",
          "begin(3, now: [900, 910], prepared: [])",
        ]
      ),
      (
        "fresh",
        [
          "prepare(1, now: [10, 20])", "begin(2, now: [10, 20], prepared: [])",
          "prepare(3, now: [10, 20])",
        ]
      ),
      (
        "fresh",
        [
          "prepare(1, now: [10, 20])", "learn(1, committedAt: 90)",
          "begin(2, now: [11, 21], prepared: [])", "prepare(3, now: [12, 22])",
        ]
      ),
      // Learnt while others wait for one moment.
      (
        "fresh",
        (1...3).map { "prepare(\($0), now: [10, 20])" } + [
          "learn(1, committedAt: 40)", "learn(2, committedAt: 40)", "learn(3, committedAt: 60)",
          "begin(4, now: [11, 21], prepared: [])", "prepare(5, now: [12, 22])",
        ]
      ),
    ]
  ),
  (
    participants.check(
      "not-below-what-was-promised", "A timestamp is not below any participant's bound.", .examples,
      8),
    [
      ("fresh", ["begin(1, now: [1000, 1008], prepared: [1030, 1020])"]),
      ("fresh", ["begin(1, now: [1000, 1008], prepared: [900])"]),
      (
        "fresh",
        [
          "begin(1, now: [0, 0], prepared: [5, 0, 0])",
          "begin(2, now: [0, 0], prepared: [0, 9, 0])",
          "begin(3, now: [0, 0], prepared: [0, 0, 12])",
          "begin(4, now: [0, 0], prepared: [0, 0, 20, 0, 0])",
        ]
      ),
      (
        "fresh",
        ["begin(1, now: [0, 5], prepared: [5])", "begin(2, now: [0, 5], prepared: [3, 6])"]
      ),
      // Times before zero, and zero.
      (
        "fresh",
        [
          "begin(1, now: [-20, -10], prepared: [-5])", "begin(2, now: [-20, -10], prepared: [-9])",
          "begin(3, now: [-20, -10], prepared: [-2, -3])",
          "begin(4, now: [-20, -10], prepared: [0])", "begin(5, now: [-1, 0], prepared: [-1])",
        ]
      ),
    ]
  ),
  (
    spanner.check(
      "nothing-shows-before-it-is-past",
      "A transaction becomes visible when its timestamp is before the "
        + "earliest end of the interval, not at it, and once.", .examples, 14),
    [
      (
        "fresh",
        [
          "begin(1, now: [1000, 1008], prepared: [])", "poll(now: [1004, 1012])",
          "poll(now: [1008, 1016])", "poll(now: [1009, 1017])", "poll(now: [1010, 1018])",
        ]
      ),
      (
        "fresh",
        [
          "begin(9, now: [0, 5], prepared: [40])", "begin(4, now: [0, 5], prepared: [])",
          "begin(6, now: [0, 5], prepared: [])", "poll(now: [42, 50])", "poll(now: [43, 50])",
        ]
      ),
      // Two leaders may have chosen the same.
      (
        "fresh",
        [
          "prepare(7, now: [0, 10])", "prepare(-3, now: [0, 10])", "prepare(2, now: [0, 10])",
          "learn(7, committedAt: 20)", "learn(-3, committedAt: 20)", "learn(2, committedAt: 20)",
          "poll(now: [21, 30])",
        ]
      ),
      (
        "fresh",
        [
          "begin(1, now: [-9, -4], prepared: [])", "begin(2, now: [-9, -4], prepared: [0])",
          "poll(now: [-4, -1])", "poll(now: [-3, 0])", "poll(now: [0, 1])", "poll(now: [1, 2])",
        ]
      ),
      (
        "fresh",
        many.map { "begin(\($0), now: [0, 0], prepared: [])" } + [
          "poll(now: [129, 140])", "poll(now: [1000, 1001])",
        ]
      ),
    ]
  ),
  (
    participants.check(
      "a-promise-is-kept",
      "A promise asked for again is the same, what contradicts it is refused, and what "
        + "is decided is promised no more.", .examples, 12),
    [
      (
        "fresh",
        [
          "prepare(1, now: [0, 10])", "prepare(2, now: [0, 10])", "prepare(1, now: [50, 60])",
          "learn(1, committedAt: 9)", "learn(1, committedAt: 10)", "learn(1, committedAt: 10)",
          "learn(1, committedAt: 11)", "prepare(1, now: [50, 60])",
        ]
      ),
      (
        "fresh",
        [
          "prepare(1, now: [-10, -5])", "learn(1, committedAt: -6)", "learn(1, committedAt: -5)",
          "poll(now: [-4, 0])", "prepare(2, now: [-4, 0])", "learn(2, committedAt: -1)",
          "learn(2, committedAt: 0)",
        ]
      ),
      ("fresh", ["learn(1, committedAt: 10)", "poll(now: [11, 12])"]),
      (
        "fresh",
        [
          "begin(1, now: [0, 10], prepared: [])", "begin(1, now: [50, 60], prepared: [70])",
          "prepare(1, now: [50, 60])", "learn(1, committedAt: 10)",
        ]
      ),
    ]
  ),
  (
    participants.check(
      "an-abort-frees-what-it-held",
      "What aborts is never committed, and holds no snapshot back; what has "
        + "committed does not abort.", .examples, 8),
    [
      (
        "fresh",
        [
          "prepare(1, now: [0, 10])", "safeSnapshot(at: 10)", "abort(1)", "safeSnapshot(at: 10)",
          "learn(1, committedAt: 10)", "abort(1)", "learn(1, committedAt: 20)",
          "prepare(1, now: [0, 10])",
        ]
      ),
      (
        "fresh",
        ["begin(1, now: [0, 10], prepared: [])", "abort(1)", "poll(now: [11, 12])", "abort(1)"]
      ),
    ]
  ),
  (
    snapshots.check(
      "a-safe-snapshot-never-changes",
      "A snapshot is safe only where nothing can become visible at or "
        + "before it any more.", .examples, 12),
    [
      ("fresh", ["abort(1)", "safeSnapshot(at: -2305843009213693952)"]),
      (
        "fresh",
        [
          "prepare(4, now: [0, 0])", "prepare(1, now: [0, 0])", "prepare(2, now: [0, 0])",
          "prepare(3, now: [0, 0])", "safeSnapshot(at: 0)", "abort(4)", "safeSnapshot(at: 0)",
        ]
      ),
      (
        "fresh",
        ["safeSnapshot(at: 0)", "begin(1, now: [0, 10], prepared: [])", "safeSnapshot(at: 9)"]
      ),
      (
        "fresh",
        [
          "begin(1, now: [0, 10], prepared: [])", "safeSnapshot(at: 10)", "poll(now: [11, 20])",
          "safeSnapshot(at: 10)", "safeSnapshot(at: 11)",
        ]
      ),
      (
        "fresh",
        [
          "begin(1, now: [-9, -4], prepared: [])", "safeSnapshot(at: -4)", "poll(now: [-3, -1])",
          "safeSnapshot(at: -4)", "safeSnapshot(at: -5)", "safeSnapshot(at: -3)",
          "prepare(2, now: [-3, 0])", "safeSnapshot(at: -1)", "safeSnapshot(at: 0)", "abort(2)",
          "safeSnapshot(at: 0)", "safeSnapshot(at: 1)",
        ]
      ),
      // Another has been shown with the timestamp for which this one waits.
      (
        "fresh",
        [
          "prepare(1, now: [0, 10])", "prepare(2, now: [0, 10])", "learn(1, committedAt: 20)",
          "poll(now: [21, 30])", "learn(2, committedAt: 20)", "safeSnapshot(at: 19)",
          "safeSnapshot(at: 20)", "poll(now: [21, 30])", "safeSnapshot(at: 20)",
        ]
      ),
      (
        "fresh",
        many.map { "prepare(\($0), now: [0, 0])" } + many.dropLast().map { "abort(\($0))" } + [
          "safeSnapshot(at: 128)", "safeSnapshot(at: 129)",
        ]
      ),
      (
        "fresh",
        [
          "prepare(1, now: [0, 10])", "begin(2, now: [5, 15], prepared: [])", "poll(now: [16, 20])",
          "safeSnapshot(at: 9)", "safeSnapshot(at: 10)", "learn(1, committedAt: 12)",
          "safeSnapshot(at: 11)", "safeSnapshot(at: 12)", "poll(now: [16, 20])",
          "safeSnapshot(at: 15)",
        ]
      ),
    ]
  ),
]
