import Checking
import ExerciseKit

/// The exercise `be-the-scheduler`: an order of events that keeps an election from ending although nothing is
/// lost, and what chance does to it.
struct BeTheScheduler: TextSuite {
  let exercise = "be-the-scheduler"
  let version = 1

  /// How many election timers run out while nobody may be elected.
  static let timeouts = 30
  /// How many elections are held by chance.
  static let elections = 1000
  /// How many of these must be over.
  static let most = 990

  let checks: [Check] = [
    check(
      "nobody-is-elected",
      "Whoever decides what arrives when can keep an election from ending: played again and again, the "
        + "round elects nobody in \(timeouts) time-outs.",
      "Fischer, Lynch and Paterson 1985, section 3", "raft#liveness", .schedules, 40),
    check(
      "every-message-arrives",
      "The network is late and loses nothing: when a round is over, all that was sent has arrived.",
      "Fischer, Lynch and Paterson 1985, section 2", "raft#liveness", .schedules, 20),
    check(
      "no-node-is-starved",
      "In each round every node stands for election or has a reason to set its timer anew.",
      "Fischer, Lynch and Paterson 1985, section 2", "raft#liveness", .schedules, 15),
    check(
      "chance-ends-it",
      "Where time-outs are drawn at random the same cluster elects a leader after few: \(most) of "
        + "\(elections) elections end within as many as predicted, and not within one fewer.",
      "Ongaro and Ousterhout 2014, sections 5.2 and 9.3", "raft#timers", .schedules, 25),
  ]

  private static func check(
    _ name: String, _ guarantee: String, _ source: String, _ chapter: String, _ kind: Check.Kind,
    _ points: Int
  ) -> Check {
    Check(
      name: name, guarantee: guarantee, source: source, chapter: chapter, kind: kind, points: points
    )
  }

  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
    let round = try WrittenRound(text)
    var played = PlayedRounds(round, in: text.name)
    played.play()
    let lengths = (0..<Self.elections).map {
      ScheduledElection.timeoutsByChance(nodes: round.nodes, seed: UInt64($0))
    }
    let verdicts = played.verdicts + [predicted(round, lengths)]
    guard verdicts[0].isPassed else { return TextJudgement(verdicts) }
    let ended = lengths.reduce(0, +)
    return TextJudgement(
      verdicts,
      notes: [
        "your order: \(played.election.timeouts) time-outs, term \(played.election.term), no leader",
        "by chance: \(Self.elections) elections of \(round.nodes) nodes took \(ended) time-outs, the "
          + "longest \(lengths.max() ?? 0)",
      ])
  }

  private func predicted(_ round: WrittenRound, _ lengths: [Int]) -> Verdict {
    guard let prediction = round.prediction else {
      return .failed(
        Failure(message: "nothing is predicted yet; write 'by chance:' and a number of time-outs"))
    }
    func ended(_ most: Int) -> Int { lengths.count { $0 <= most } }
    guard ended(prediction) >= Self.most else {
      return .failed(
        Failure(
          message:
            "only \(ended(prediction)) of \(Self.elections) elections end within \(prediction) "
            + "time-outs; \(Self.most) must"))
    }
    guard ended(prediction - 1) < Self.most else {
      return .failed(
        Failure(
          message:
            "fewer are enough: \(ended(prediction - 1)) of \(Self.elections) elections end within "
            + "\(prediction - 1)"))
    }
    return .passed(.schedules(Self.elections, steps: lengths.reduce(0, +)))
  }
}

/// A learner's round, played until enough timers have run out.
struct PlayedRounds {
  private(set) var election: ScheduledElection
  /// What came of it: nobody elected, everything arrived, nobody starved.
  private(set) var verdicts: [Verdict] = []

  private let round: WrittenRound
  private let file: String

  /// - Parameter file: what the learner's file is called.
  init(_ round: WrittenRound, in file: String) {
    self.round = round
    self.file = file
    election = ScheduledElection(round.nodes)
  }

  /// Plays it.
  mutating func play() {
    guard round.events.contains(where: { if case .timeout = $0.event { true } else { false } })
    else {
      let failure = Failure(
        message: "there is no time-out in it, so nothing is put off; write 'n1 times out'")
      verdicts = [
        .failed(failure), .notReached("there is no round"), .notReached("there is no round"),
      ]
      return
    }
    var late: Failure?
    var starved: Failure?
    var rounds = 0
    while election.timeouts < BeTheScheduler.timeouts {
      rounds += 1
      election.beginRound()
      for (event, line) in round.events {
        do throws(TextFault) {
          try election.perform(event, line)
        } catch {
          return finish(
            stuck(error, rounds), late: late, starved: starved, "the round could not be played")
        }
        if let leader = election.leader {
          return finish(elected(leader, line), late: late, starved: starved, "somebody was elected")
        }
      }
      if late == nil, !election.waiting.isEmpty { late = self.late(rounds) }
      if starved == nil, let node = election.starved.first { starved = self.starved(node, rounds) }
    }
    finish(nil, late: late, starved: starved, "")
  }

  private mutating func finish(
    _ failure: Failure?, late: Failure?, starved: Failure?, _ why: String
  ) {
    let strength = Strength.schedules(1, steps: election.steps.count)
    func verdict(_ failure: Failure?) -> Verdict {
      if let failure { return .failed(failure) }
      return why.isEmpty ? .passed(strength) : .notReached("\(why) before the rounds were over")
    }
    verdicts = [
      failure.map(Verdict.failed) ?? .passed(strength), verdict(late), verdict(starved),
    ]
  }

  private func stuck(_ fault: TextFault, _ rounds: Int) -> Failure {
    let message = fault.description(in: file) + (rounds > 1 ? " (in round \(rounds))" : "")
    return Failure(
      message: message,
      counterexample: election.drawn("this event cannot happen", check: "nobody-is-elected"))
  }

  private func elected(_ leader: Int, _ line: AnswerText.Line) -> Failure {
    let message =
      "n\(leader + 1) is elected in term \(election.term), by line \(line.number), after "
      + "\(election.timeouts) time-outs"
    return Failure(
      message: message, counterexample: election.drawn(message, check: "nobody-is-elected"))
  }

  private func late(_ rounds: Int) -> Failure {
    let message =
      "when round \(rounds) is over this is still on its way: "
      + election.waiting.prefix(6).joined(separator: ", ")
      + (election.waiting.count > 6 ? " and \(election.waiting.count - 6) more" : "")
    return Failure(
      message: message, counterexample: election.drawn(message, check: "every-message-arrives"))
  }

  private func starved(_ node: Int, _ rounds: Int) -> Failure {
    let message =
      "in round \(rounds) n\(node + 1) neither stands nor sets its timer anew, so it would have run out"
    return Failure(
      message: message, counterexample: election.drawn(message, check: "no-node-is-starved"))
  }
}
