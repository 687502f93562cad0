import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// The account after commands that were sent more than once.
  static let sessionTrace = TracingQuestion("session-trace") { random in
    var table = SessionTable(maxSessions: 4)
    let session = table.open()
    var serial: UInt64 = 0
    var deltas: [UInt64: Int] = [:]
    var commands: [SessionCommand] = []
    for position in 0..<5 {
      // The second and fourth are repetitions now and then, so that there is always one.
      if position == 0 || (position != 3 && random.chance(1, in: 2)) {
        serial += 1
        deltas[serial] = 10 * (1 + random.index(below: 9))
      }
      commands.append(
        SessionCommand(session: session, serial: serial, delta: deltas[serial, default: 0]))
    }
    for command in commands { _ = table.apply(command) }
    let everyAttempt = commands.map(\.delta).reduce(0, +)
    var distinct: [Int] = []
    for command in commands where !distinct.contains(command.delta) {
      distinct.append(command.delta)
    }
    let list = commands.map { "#\($0.serial) +\($0.delta)" }.joined(separator: ", ")
    return Question(
      ask:
        "The log of a replicated account holds, for one session, in this order: `\(list)`. The balance "
        + "was 0. What is it now?",
      answer: .single(
        choices(
          right: "\(table.balance)",
          wrong: [
            .wrong(
              "\(everyAttempt)", "every entry in the log takes effect",
              why: "A repetition stands in the log and is answered from the table."),
            .wrong(
              "\(distinct.reduce(0, +))", "equal commands are repetitions",
              why: "The serial number says what is a repetition, not the amount."),
            .wrong(
              "\(commands[0].delta)", "a session counts once",
              why: "Each serial number counts once."),
            .wrong(
              "\(table.balance - (deltas[serial] ?? 0))", "a repeated command is cancelled",
              why: "Its first attempt stands."),
          ])),
      why: "Each serial number takes effect once: "
        + (1...serial).map { "#\($0) +\(deltas[$0, default: 0])" }.joined(separator: ", ") + ".")
  }

  /// Which sizes of electing and storing quorums always meet.
  static let flexibleQuorums = TracingQuestion("flexible-quorums") { random in
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
    return Question(
      ask:
        "A cluster of \(size) nodes elects its leader with one quorum and stores entries with another. "
        + "With which sizes does every new leader meet a node that has every committed entry?",
      answer: .multiple(options),
      why: "Two sets of \(size) nodes must share one when their sizes add up to more than \(size).")
  }

  /// Which sides of a partition can go on.
  static let partitionSides = TracingQuestion("partition-sides") { random in
    let size = 3 + random.index(below: 6)
    let third = size >= 5 && random.chance(1, in: 3) ? 1 : 0
    let first = 1 + random.index(below: size - 1 - third)
    let parts = [first, size - first - third, third].filter { $0 > 0 }
    let majority = Cluster.majority(of: size)
    let able = parts.indices.filter { parts[$0] >= majority }
    let names = ["the first", "the second", "the third"]
    let right = able.isEmpty ? "none of them" : names[able[0]]
    let largest = parts.indices.max { parts[$0] < parts[$1] } ?? 0
    return Question(
      ask: "A cluster of \(size) is cut into parts of "
        + parts.map(String.init).joined(separator: ", ")
        + " nodes. Clients can reach all parts. In which part can a write be committed?",
      answer: .single(
        choices(
          right: right,
          wrong: [
            .wrong(
              names[largest], "the largest part goes on",
              why: "It has \(parts[largest]); a majority of \(size) is \(majority)."),
            .wrong(
              "the one with the leader", "a leader can always write",
              why: "A leader that reaches no majority commits nothing."),
            .wrong(
              "all of them", "a partition only delays",
              why: "Then two parts could commit different things."),
            .wrong(
              "none of them", "a partition stops everything",
              why: "A part with \(majority) nodes has a majority."),
          ])),
      why: "A majority of \(size) is \(majority), and two parts cannot both have one.")
  }
}
