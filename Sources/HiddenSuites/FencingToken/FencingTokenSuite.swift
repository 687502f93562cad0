import Checking
import Dialects

/// The hidden tests of the exercise `fencing-token`.
let fencingTokenSuite = ComposedSuite(
  exercise: "fencing-token", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, service and register answer the same.",
    chapter: "specters#split-brain", points: 4),
  parts: [
    ConversationPart(
      name: "fencing-token/service", object: leaseService, rules: serviceRules,
      random: leases.check(
        "any-order-of-requests",
        "Whoever asks, whenever, with whatever lease, and restarts in between: every answer is what the "
          + "rules say.", .schedules, 10),
      copies: contract.check(
        "services-are-independent", "A copy of a service does not change with its original.",
        .examples, 4)),
    ConversationPart(
      name: "fencing-token/register", object: fencedRegister, rules: registerRules,
      random: sequencers.check(
        "any-order-of-writes",
        "Whatever tokens come, in whatever order, and restarts in between: every answer is what the rules "
          + "say.", .schedules, 8),
      copies: contract.check(
        "registers-are-independent", "A copy of a register does not change with its original.",
        .examples, 4)),
  ])

private let leases = Teaching("Gray and Cheriton 1989, section 2", in: "specters#split-brain")
private let sequencers = Teaching("Burrows 2006, section 2.4", in: "specters#split-brain")
private let contract = Teaching(Check.contract, in: "specters#split-brain")

// MARK: The service

private struct Service {
  let ttl: Int128
  var lastToken: Int128
  var lease: (holder: Int128, token: Int128, expires: Int128)?

  func lives(_ now: Int128) -> Bool { lease.map { now < $0.expires } ?? false }

  /// Times at which something ends, or a little before.
  var times: [Int128] { (lease.map { [$0.expires, $0.expires - ttl] } ?? []) + [0] }

  mutating func prolong(_ now: Int128) {
    guard let lease else { return }
    self.lease?.expires = max(lease.expires, now + ttl)
  }

  var answer: ObjectWords.Answer {
    lease.map { ObjectWords.Answer(1, [$0.holder, $0.token, $0.expires]) } ?? ObjectWords.Answer(0)
  }

  var record: ObjectWords.Answer {
    var answer = answer
    answer.numbers.append(lastToken)
    return answer
  }
}

/// Times that leave room for a lease to end.
private let time = NumberDomain(-(1 << 61)...(1 << 61))
private let token = NumberDomain.unsigned(to: 1 << 63)

private let leaseService = SequentialObject<Service>(
  subject: "lease service",
  setting: NumberForm(
    "leases of # ms, last token #", [NumberDomain(1...(1 << 40)), token]),
  start: { Service(ttl: $0[0], lastToken: $0[1]) },
  operations: [
    .init(
      NumberForm("acquire(n#, now: #)", [.node, time]), weight: 4,
      near: { [$0.lease.map { [$0.holder] } ?? [], $0.times] }
    ) { numbers, state in
      let (client, now) = (numbers[0], numbers[1])
      if let lease = state.lease, state.lives(now) {
        guard lease.holder == client else {
          return (.init(0), "n\(lease.holder)'s lease lives until \(lease.expires)")
        }
        state.prolong(now)
        return (state.answer, "n\(client) holds the lease, which is renewed")
      }
      state.lastToken += 1
      state.lease = (client, state.lastToken, now + state.ttl)
      return (
        state.answer,
        "no lease lives at \(now), so a new one gets the next token and lasts \(state.ttl) ms"
      )
    },
    .init(
      NumberForm(
        "renew(n#'s lease of token # until #, now: #)", [.node, token, time, time]), weight: 3,
      near: { state in
        let lease = state.lease
        return [
          lease.map { [$0.holder] } ?? [], lease.map { [$0.token] } ?? [],
          lease.map { [$0.expires] } ?? [], state.times,
        ]
      },
      fitting: { state in
        guard let lease = state.lease else { return [] }
        return state.times.map { [lease.holder, lease.token, lease.expires, $0 - 1] }
      }
    ) { numbers, state in
      let now = numbers[3]
      guard let lease = state.lease, lease.holder == numbers[0], lease.token == numbers[1] else {
        return (.init(0), "the last lease granted is another")
      }
      guard state.lives(now) else { return (.init(0), "the lease ended at \(lease.expires)") }
      state.prolong(now)
      return (
        state.answer,
        "the lease lives, keeps its token, and ends at the later of \(lease.expires) and \(now) + "
          + "\(state.ttl)"
      )
    },
    .init(NumberForm("restart(from: stored)")) { _, state in
      (state.record, "the last lease and the largest token are stored")
    },
    .init(
      NumberForm("restart(from: stored lease, token: #)", [token]),
      near: { [[0, $0.lastToken, $0.lastToken + 7]] }
    ) { numbers, state in
      let answer = state.record
      state.lastToken = max(numbers[0], state.lease?.token ?? 0)
      return (answer, "the last lease and the largest token are stored")
    },
  ],
  text: { answer in
    let numbers = answer.numbers
    switch (answer.kind, numbers.count) {
    case (1, 3): return "n\(numbers[0])'s lease of token \(numbers[1]) until \(numbers[2])"
    case (1, 4):
      return "n\(numbers[0])'s lease of token \(numbers[1]) until \(numbers[2]), largest token "
        + "\(numbers[3])"
    case (0, 0): return "nil"
    case (0, 1): return "no lease, largest token \(numbers[0])"
    default: return "no answer of this kind"
    }
  }, longest: 2_000, moments: time)

private let fresh = "leases of 100 ms, last token 32"

private let serviceRules: [ObjectRule] = [
  (
    leases.check(
      "one-lease-at-a-time",
      "While a lease lives, nobody else gets one; when it has ended, the next "
        + "who asks does.", .examples, 10),
    [
      (fresh, ["acquire(n1, now: 0)", "acquire(n2, now: 1)", "acquire(n2, now: 99)"]),
      (fresh, ["acquire(n1, now: 0)", "acquire(n2, now: 100)", "acquire(n1, now: 101)"]),
      (fresh, ["acquire(n7, now: -50)", "acquire(n2, now: 49)", "acquire(n2, now: 50)"]),
      // Leases that end at zero, and before.
      (
        "leases of 6 ms, last token 32",
        ["acquire(n1, now: -6)", "acquire(n2, now: -1)", "acquire(n2, now: 0)"]
      ),
      (fresh, ["acquire(n1, now: -500)", "acquire(n2, now: -401)", "acquire(n2, now: -400)"]),
    ]
  ),
  (
    sequencers.check(
      "tokens-grow",
      "Each new lease has a token larger than every one before; a renewed lease keeps its "
        + "own.", .examples, 10),
    [
      (
        "leases of 10 ms, last token 0",
        [
          "acquire(n1, now: 0)", "acquire(n2, now: 10)", "acquire(n1, now: 20)",
          "acquire(n1, now: 25)",
        ]
      ),
      ("leases of 10 ms, last token 4294967295", ["acquire(n1, now: 0)", "acquire(n1, now: 10)"]),
    ]
  ),
  (
    leases.check(
      "only-a-living-lease-is-renewed",
      "A lease is renewed only while it lives and is the last one granted, by holder and token.",
      .examples, 12),
    [
      (
        fresh,
        [
          "acquire(n1, now: 0)", "renew(n1's lease of token 33 until 100, now: 60)",
          "renew(n1's lease of token 33 until 160, now: 159)",
          "renew(n1's lease of token 33 until 259, now: 259)", "acquire(n2, now: 259)",
          "renew(n1's lease of token 33 until 259, now: 260)",
        ]
      ),
      (
        fresh,
        [
          "acquire(n1, now: 0)", "renew(n2's lease of token 33 until 100, now: 5)",
          "renew(n1's lease of token 32 until 100, now: 5)",
          "renew(n1's lease of token 34 until 100, now: 5)",
        ]
      ),
      // What the lease says of its own end decides nothing.
      (
        fresh,
        [
          "acquire(n1, now: 0)", "renew(n1's lease of token 33 until 5000, now: 100)",
          "acquire(n1, now: 200)", "renew(n1's lease of token 34 until 0, now: 250)",
        ]
      ),
      (
        "leases of 6 ms, last token 32",
        [
          "acquire(n1, now: -9)", "renew(n1's lease of token 33 until -3, now: -6)",
          "renew(n1's lease of token 33 until 0, now: -1)",
          "renew(n1's lease of token 33 until 5, now: 5)",
        ]
      ),
    ]
  ),
  (
    leases.check(
      "renewing-never-shortens",
      "A renewed lease never ends earlier than it did, also when the clock was "
        + "set back.", .examples, 6),
    [
      (
        fresh,
        [
          "acquire(n1, now: 1000)", "renew(n1's lease of token 33 until 1100, now: 500)",
          "acquire(n1, now: 600)", "acquire(n2, now: 1099)",
        ]
      )
    ]
  ),
  (
    sequencers.check(
      "a-restart-forgets-nothing",
      "A service that starts again from what it stored grants no second lease, and no token twice.",
      .examples, 10),
    [
      (fresh, ["restart(from: stored)", "acquire(n1, now: 0)"]),
      (
        fresh,
        [
          "acquire(n1, now: 0)", "restart(from: stored)", "acquire(n2, now: 50)",
          "renew(n1's lease of token 33 until 100, now: 60)", "restart(from: stored)",
          "acquire(n2, now: 159)", "acquire(n2, now: 160)", "restart(from: stored)",
        ]
      ),
      (
        fresh,
        [
          "acquire(n1, now: 0)", "restart(from: stored lease, token: 0)",
          "acquire(n2, now: 100)",
        ]
      ),
      (
        fresh,
        [
          "acquire(n1, now: 0)", "restart(from: stored lease, token: 40)", "acquire(n2, now: 99)",
          "acquire(n2, now: 100)", "restart(from: stored)",
        ]
      ),
    ]
  ),
]

// MARK: The register

private struct Register {
  var value: Int128?
  var largest: Int128 = 0

  var contents: [Int128] { value.map { [$0] } ?? [] }
}

private let fencedRegister = SequentialObject<Register>(
  subject: "register", type: 1,
  setting: NumberForm("empty"),
  start: { _ in Register() },
  operations: [
    .init(
      NumberForm(
        "write(#, token: #)", [NumberDomain(-(1 << 63)...(1 << 63 - 1)), .unsigned()]), weight: 5,
      near: { [[], [$0.largest, $0.largest + 1]] }
    ) { numbers, state in
      if numbers[1] < state.largest {
        return (.init(0, state.contents), "token \(state.largest) has been seen")
      }
      state = Register(value: numbers[0], largest: numbers[1])
      return (.init(1, state.contents), "no larger token has been seen")
    },
    .init(NumberForm("restart(from: stored)")) { _, state in
      (.init(2, [state.largest] + state.contents), "value and largest token are stored")
    },
  ],
  text: { answer in
    let numbers = answer.numbers.map(String.init)
    switch answer.kind {
    case 0: return "refused, and the value is \(numbers.first ?? "nil")"
    case 1: return "written, and the value is \(numbers.first ?? "nil")"
    default:
      return "value \(numbers.dropFirst().first ?? "nil") under token \(numbers.first ?? "nil")"
    }
  })

private let registerRules: [ObjectRule] = [
  (
    sequencers.check(
      "old-tokens-are-refused",
      "Once a write with a token was taken, none with a smaller one is, and what "
        + "is refused changes nothing.", .examples, 10),
    [
      ("empty", ["write(1, token: 34)", "write(2, token: 33)", "write(3, token: 34)"]),
      (
        "empty",
        ["write(1, token: 5)", "write(2, token: 3)", "write(3, token: 4)", "write(4, token: 6)"]
      ),
      ("empty", ["write(1, token: 9223372036854775808)", "write(2, token: 1)"]),
    ]
  ),
  (
    sequencers.check(
      "the-holder-goes-on-writing",
      "A write with the largest token seen, or a larger one, is taken.",
      .examples, 6),
    [
      ("empty", ["write(1, token: 1)", "write(2, token: 1)", "write(2, token: 1)"]),
      ("empty", ["write(7, token: 0)", "write(-7, token: 12)", "write(0, token: 13)"]),
    ]
  ),
  (
    sequencers.check(
      "a-restart-fences-still",
      "A register that starts again from what it stored refuses what it refused "
        + "before.", .examples, 6),
    [("empty", ["write(1, token: 9)", "restart(from: stored)", "write(2, token: 8)"])]
  ),
]
