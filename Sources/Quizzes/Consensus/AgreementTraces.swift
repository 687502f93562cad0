import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// The account after commands that were sent more than once.
  static let sessionTrace = TracingQuestion("session-trace") { random in
    // The client sends a command again until it has an answer; the log holds every attempt.
    var table = SessionTable(maxSessions: 4)
    let session = table.open()
    var log: [SessionCommand] = []
    var serial: UInt64 = 0
    while log.count < 5 {
      serial += 1
      let command = SessionCommand(
        session: session, serial: serial, delta: 10 * (1 + random.index(below: 9)))
      for _ in 0...random.index(below: 3) where log.count < 5 { log.append(command) }
    }
    var effects: [SessionCommand] = []
    for command in log {
      let before = table.balance
      _ = table.apply(command)
      if table.balance != before { effects.append(command) }
    }
    let everyAttempt = log.map(\.delta).reduce(0, +)
    let amounts = Set(log.map(\.delta)).reduce(0, +)
    let once = log.filter { one in log.count { $0.serial == one.serial } == 1 }
    return Instance(
      ask:
        "The log of a replicated account holds, for one session, in this order: `"
        + log.map(shown).joined(separator: ", ")
        + "`. The balance was 0. What is it now?",
      right: .right("\(table.balance)"),
      traps: [
        .wrong(
          "\(everyAttempt)", "every entry in the log takes effect",
          why: "A repetition stands in the log and is answered from the table."),
        .wrong(
          "\(amounts)", "equal commands are repetitions",
          why: "The serial number says what is a repetition, not the amount."),
        .wrong(
          "\(once.map(\.delta).reduce(0, +))", "a repeated command is cancelled",
          why: "Its first attempt stands."),
      ],
      others: [
        .wrong("\(log[0].delta)", "a session counts once", why: "Each serial number counts once.")
      ],
      why: "Each serial number takes effect once: " + effects.map(shown).joined(separator: ", ")
        + ".")
  }

  private static func shown(_ command: SessionCommand) -> String {
    "#\(command.serial) +\(command.delta)"
  }

  /// Which sizes of electing and storing quorums always meet.
  static let flexibleQuorums = TracingQuestion(
    "flexible-quorums", outcomes: ["1", "2", "3"]
  ) { random in
    let size = 4 + random.index(below: 7)
    var pairs: [(Int, Int)] = [(size / 2, size - size / 2)]
    while pairs.count < 5 {
      let one = 1 + random.index(below: size)
      let other = max(1, min(size, size - one + random.index(below: 3)))
      if !pairs.contains(where: { $0 == (one, other) }) { pairs.append((one, other)) }
    }
    let options = pairs.map { one, other -> Choice in
      let sum = "\(one) + \(other) = \(one + other), and there are \(size) nodes."
      let text = "electing takes \(one), storing \(other)"
      return Cluster.quorumsIntersect(size, one, other)
        ? .right(text, why: sum)
        : .wrong(
          text,
          one + other == size ? "all nodes together is enough" : "any two quorums meet", why: sum)
    }
    return Instance(
      Question(
        ask:
          "A cluster of \(size) nodes elects its leader with one quorum and stores entries with "
          + "another. With which sizes does every new leader meet a node that has every committed "
          + "entry?",
        answer: .multiple(options),
        why:
          "Two sets of \(size) nodes must share one when their sizes add up to more than \(size). "
          + "Electing by n1 to n\(pairs[0].0) and storing on n\(pairs[0].0 + 1) to n\(size), for "
          + "example, they would not meet."),
      outcome: "\(options.count { $0.isRight })")
  }

  /// Which sides of a partition can go on.
  static let partitionSides = TracingQuestion(
    "partition-sides", outcomes: ["the first", "the second", "none of them"]
  ) { random in
    let size = 3 + random.index(below: 6)
    let third = size >= 5 && random.chance(1, in: 3) ? 1 : 0
    let first = 1 + random.index(below: size - 1 - third)
    let parts = [first, size - first - third, third].filter { $0 > 0 }
    let majority = Cluster.majority(of: size)
    let names = ["the first", "the second", "the third"]
    let able = parts.indices.first { parts[$0] >= majority }
    let right = able.map { names[$0] } ?? "none of them"
    let largest = parts.indices.max { parts[$0] < parts[$1] } ?? 0
    let leading = random.index(below: parts.count)
    return Instance(
      ask: "A cluster of \(size) is cut into parts of "
        + parts.map(String.init).joined(separator: ", ")
        + " nodes; the leader is in \(names[leading]). Clients can reach all parts. In which part can "
        + "writes be committed, now or after an election?",
      right: .right(right),
      traps: [
        .wrong(
          names[largest], "the largest part goes on",
          why: "It has \(parts[largest]); a majority of \(size) is \(majority)."),
        .wrong(
          names[leading], "a leader can always write",
          why: "A leader that reaches no majority commits nothing."),
      ],
      others: [
        .wrong(
          "all of them", "a partition only delays",
          why: "Then two parts could commit different things."),
        .wrong(
          "none of them", "a partition stops everything",
          why: "A part with \(majority) nodes has a majority."),
      ],
      why: "A majority of \(size) is \(majority)"
        + (able.map { ", and \(names[$0]) part has \(parts[$0]): the quorum is there." }
          ?? ", and no part has so many."),
      outcome: right)
  }
}
