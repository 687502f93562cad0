import Checking
import Dialects

/// The hidden tests of the exercise `exactly-once-client`.
let exactlyOnceClientSuite = ComposedSuite(
  exercise: "exactly-once-client", version: 1,
  repeatability: .answersAlike(
    "Replicas that apply the same log give the same answers, and come to the same balance.",
    chapter: "raft#asking-twice", points: 8),
  parts: [
    ConversationPart(
      name: "exactly-once-client", object: account, rules: rules,
      random: sessions.check(
        "any-log",
        "Whatever stands in the log, doubled, late, with gaps or of sessions long gone: every answer and "
          + "the balance are what the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of the account does not change with its original.", chapter: "raft#asking-twice",
        points: 4))
  ])

private let sessions = Teaching(
  "Ongaro 2014, section 6.3", in: "raft#asking-twice")

/// What an account must hold.
private struct Account {
  struct Session {
    var serial: Int128 = 0
    var answer = ObjectWords.Answer(1, [0])
    var lastUse: Int
  }

  let most: Int128
  var balance: Int128 = 0
  var opened: Int128 = 0
  var uses = 0
  var sessions: [Int128: Session] = [:]

  func answer(_ answer: ObjectWords.Answer) -> ObjectWords.Answer {
    ObjectWords.Answer(answer.kind, answer.numbers + [balance])
  }

  /// The session that makes room.
  var oldest: Int128? { sessions.min { $0.value.lastUse < $1.value.lastUse }?.key }
}

private let numbers = Int128(Int.min)...Int128(Int.max)
private let serials = NumberDomain.unsigned()

private let account = SequentialObject<Account>(
  subject: "account",
  setting: NumberForm("at most # sessions", [NumberDomain(1...(1 << 32))]),
  start: { Account(most: $0[0]) },
  operations: [
    .init(NumberForm("open()")) { _, state in
      state.uses += 1
      state.opened += 1
      let opened = state.opened
      var reason = "session numbers are counted from 1 and never used again"
      if Int128(state.sessions.count) == state.most, let oldest = state.oldest {
        state.sessions[oldest] = nil
        reason += "; session \(oldest), used longest ago, is dropped"
      }
      state.sessions[opened] = Account.Session(lastUse: state.uses)
      return (state.answer(.init(0, [opened])), reason)
    },
    .init(
      NumberForm("apply(session #, serial #, delta #)", [serials, serials, NumberDomain(numbers)]),
      weight: 5,
      near: { state in
        let serials = state.sessions.values.map(\.serial)
        return [
          Array(max(1, state.opened - 6)...max(1, state.opened)),
          serials.sorted().flatMap { [$0, $0 + 1, $0 + 1] },
          [
            numbers.upperBound - state.balance, numbers.lowerBound - state.balance,
            -state.balance, numbers.upperBound, numbers.lowerBound, 5,
          ],
        ]
      },
      fitting: { state in
        state.sessions.sorted { $0.key < $1.key }.suffix(8).flatMap { name, session in
          [[name, session.serial + 1, 5], [name, session.serial, 5]]
        }
      }
    ) { arguments, state in
      let (name, serial, delta) = (arguments[0], arguments[1], arguments[2])
      guard var session = state.sessions[name] else {
        return (state.answer(.init(2)), "there is no session \(name), or no longer")
      }
      state.uses += 1
      session.lastUse = state.uses
      defer { state.sessions[name] = session }
      if serial == session.serial, serial > 0 {
        return (state.answer(session.answer), "serial \(serial) was answered so the first time")
      }
      if serial < session.serial {
        return (
          state.answer(.init(4, [session.serial])),
          "the client has gone on to serial \(session.serial)"
        )
      }
      guard serial == session.serial + 1 else {
        return (
          state.answer(.init(3, [session.serial + 1])),
          "serial \(session.serial + 1) has not come yet"
        )
      }
      let sum = state.balance + delta
      session.serial = serial
      if numbers.contains(sum) {
        state.balance = sum
        session.answer = .init(1, [sum])
        return (state.answer(session.answer), "it is new, and \(delta) is added once")
      }
      session.answer = .init(5)
      return (state.answer(session.answer), "the sum is beyond what an Int holds")
    },
  ],
  text: { answer in
    let words = answer.numbers.map(String.init)
    let balance = "and the balance is \(words.last ?? "not told")"
    let first = words.first ?? ""
    switch answer.kind {
    case 0: return "session \(first), \(balance)"
    case 1: return "success \(first), \(balance)"
    case 2: return "expired, \(balance)"
    case 3: return "gap, expected \(first), \(balance)"
    case 4: return "superseded by \(first), \(balance)"
    default: return "overflow, \(balance)"
    }
  },
  isTelling: { $0.kind == 1 }, longest: 2_000)

private let four = "at most 4 sessions"

private let rules: [ObjectRule] = [
  (
    sessions.check(
      "a-command-counts-once", "A command that stands in the log twice takes effect once.",
      .examples, 14),
    [
      (
        four,
        [
          "open()", "apply(session 1, serial 1, delta 100)",
          "apply(session 1, serial 1, delta 100)",
          "apply(session 1, serial 2, delta 5)", "apply(session 1, serial 2, delta 5)",
        ]
      ),
      (
        four,
        ["open()"] + (1...300).map { "apply(session 1, serial \($0), delta 1)" }
          + ["apply(session 1, serial 300, delta 1)"]
      ),
      (
        four,
        [
          "open()", "open()", "apply(session 2, serial 1, delta 7)",
          "apply(session 1, serial 1, delta 7)", "apply(session 2, serial 1, delta 7)",
          "apply(session 1, serial 1, delta 7)",
        ]
      ),
    ]
  ),
  (
    sessions.check(
      "a-repetition-gets-the-first-answer",
      "Whoever repeats a command is answered as the first time, whatever others did meanwhile.",
      .examples, 14),
    [
      (
        four,
        [
          "open()", "open()", "apply(session 1, serial 1, delta 100)",
          "apply(session 2, serial 1, delta 1)", "apply(session 1, serial 1, delta 100)",
          "apply(session 2, serial 2, delta 1)", "apply(session 1, serial 1, delta 100)",
        ]
      ),
      // The number is the command's name: what else stands in it decides nothing.
      (
        four,
        [
          "open()", "apply(session 1, serial 1, delta 100)", "apply(session 1, serial 1, delta 9)",
          "apply(session 1, serial 2, delta 100)",
        ]
      ),
    ]
  ),
  (
    sessions.check(
      "no-serial-is-left-out",
      "A serial that leaves one out is refused with the one expected, and changes "
        + "nothing.", .examples, 10),
    [
      (
        four,
        [
          "open()", "apply(session 1, serial 2, delta 5)", "apply(session 1, serial 1, delta 1)",
          "apply(session 1, serial 3, delta 5)", "apply(session 1, serial 2, delta 5)",
        ]
      ),
      (four, ["open()", "apply(session 1, serial 18446744073709551615, delta 5)"]),
    ]
  ),
  (
    sessions.check(
      "earlier-commands-are-superseded",
      "A serial below the last one is refused with the last one, and never applied again.",
      .examples, 8),
    [
      (
        four,
        [
          "open()", "apply(session 1, serial 1, delta 1)", "apply(session 1, serial 2, delta 1)",
          "apply(session 1, serial 1, delta 1)", "apply(session 1, serial 2, delta 1)",
          "apply(session 1, serial 0, delta 1)",
        ]
      ),
      (four, ["open()", "apply(session 1, serial 0, delta 5)"]),
    ]
  ),
  (
    sessions.check(
      "a-dropped-session-is-an-error",
      "A command of a session that was dropped or never opened is an error, never a second effect.",
      .examples, 10),
    [
      (
        four,
        ["apply(session 1, serial 1, delta 5)", "open()", "apply(session 2, serial 1, delta 5)"]
      ),
      (
        "at most 1 sessions",
        [
          "open()", "apply(session 1, serial 1, delta 5)", "open()",
          "apply(session 1, serial 1, delta 5)", "apply(session 1, serial 2, delta 5)",
          "apply(session 2, serial 1, delta 5)",
        ]
      ),
    ]
  ),
  (
    sessions.check(
      "the-longest-unused-makes-room",
      "Where there are too many sessions, the one used longest ago is dropped, and no other.",
      .examples,
      10),
    [
      (
        "at most 2 sessions",
        [
          "open()", "open()", "apply(session 1, serial 1, delta 1)", "open()",
          "apply(session 2, serial 1, delta 1)", "apply(session 1, serial 2, delta 1)",
          "apply(session 3, serial 1, delta 1)",
        ]
      ),
      // A repetition and a refusal are uses as well.
      (
        "at most 2 sessions",
        [
          "open()", "apply(session 1, serial 1, delta 1)", "open()",
          "apply(session 1, serial 1, delta 1)", "open()", "apply(session 1, serial 2, delta 1)",
          "apply(session 3, serial 4, delta 1)", "open()",
          "apply(session 3, serial 1, delta 1)",
        ]
      ),
    ]
  ),
  (
    sessions.check(
      "too-much-is-refused-once",
      "A sum beyond the largest or smallest number is an error, changes no "
        + "balance, and is an answer like any other.", .examples, 6),
    [
      (
        four,
        [
          "open()", "open()", "apply(session 1, serial 1, delta 9223372036854775807)",
          "apply(session 2, serial 1, delta 1)", "apply(session 1, serial 2, delta -1)",
          "apply(session 2, serial 1, delta 1)", "apply(session 2, serial 2, delta 1)",
        ]
      ),
      (
        four,
        [
          "open()", "apply(session 1, serial 1, delta -9223372036854775808)",
          "apply(session 1, serial 2, delta -1)", "apply(session 1, serial 2, delta -1)",
          "apply(session 1, serial 3, delta 1)",
        ]
      ),
    ]
  ),
]
