import Checking

/// The exercise `write-the-invariant`: what every state of an election keeps, so strong that no wrong election
/// does.
struct WriteTheInvariant: TextSuite {
  let exercise = "write-the-invariant"
  let version = 1

  /// The name of the check that right elections keep it.
  private static let rightCheck = "no-false-alarm"
  /// How many walks of how many events are looked at, of right nodes and of each kind of wrong ones.
  private static let walks = (right: 400, wrong: 120, events: 80)
  /// How many steps judging may take in all.
  private static let budget = 150_000_000
  /// The most invariants.
  private static let limit = 20

  private static let flaws: [(flaw: ElectionFlaw, guarantee: String)] = [
    (.halfIsEnough, "An election in which half of the cluster elects breaks the invariant."),
    (.countsVotesTwice, "An election that counts votes and not voters breaks the invariant."),
    (.countsOldVotes, "An election that counts votes of earlier terms breaks the invariant."),
    (.countsRefusals, "An election that counts refusals breaks the invariant."),
    (.forgetsItsVote, "An election whose votes do not outlive a crash breaks the invariant."),
    (.grantsToEverybody, "An election whose votes are not remembered breaks the invariant."),
    (
      .heartbeatFreesTheVote,
      "An election in which a heartbeat frees the vote breaks the invariant."
    ),
    (.candidateGrants, "An election whose candidates vote for others breaks the invariant."),
    (
      .standsInTheSameTerm,
      "An election in which a voter stands in the same term breaks the invariant."
    ),
  ]

  let checks: [Check] =
    [
      Check(
        name: rightCheck, guarantee: "Right elections keep the invariant in every state.",
        source: "Ongaro and Ousterhout 2014, section 5.2", chapter: "raft#majority",
        kind: .schedules,
        points: 19)
    ]
    + flaws.map {
      Check(
        name: "catches-" + $0.flaw.rawValue, guarantee: $0.guarantee,
        source: "Ongaro and Ousterhout 2014, section 5.2", chapter: "raft#majority",
        kind: .schedules, points: 9)
    }

  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
    if text.lines.count > Self.limit {
      throw TextFault(
        text.lines[Self.limit], "more than \(Self.limit) invariants; fewer are enough")
    }
    var invariants: [(line: AnswerText.Line, expression: Expression)] = []
    for line in text.lines { invariants.append((line, try ExpressionReader.statement(line))) }
    var evaluation = Evaluation(budget: Self.budget)
    let right = ElectionWalk.states(
      of: nil, walks: Self.walks.right, events: Self.walks.events)
    for state in right {
      for (line, expression) in invariants where !evaluation.holds(expression, in: state) {
        guard !evaluation.isSpent else { throw Self.tooSlow(line) }
        return falseAlarm(line, state, in: text.name)
      }
    }
    var verdicts: [Verdict] = [
      invariants.isEmpty
        ? .failed(Failure(message: "there is no invariant yet; write one on a line"))
        : .passed(.cases(right.count))
    ]
    var missed: [String] = []
    for (flaw, _) in Self.flaws {
      let states = ElectionWalk.states(
        of: flaw, walks: Self.walks.wrong, events: Self.walks.events)
      let caught = states.firstIndex { state in
        invariants.contains { !evaluation.holds($0.expression, in: state) }
      }
      if evaluation.isSpent, let first = invariants.first { throw Self.tooSlow(first.line) }
      if let caught {
        verdicts.append(.passed(.cases(caught + 1)))
      } else {
        missed.append(flaw.rawValue)
        verdicts.append(
          .failed(Failure(message: "it holds in all \(states.count) states of this election")))
      }
    }
    let caught = Self.flaws.count - missed.count
    return TextJudgement(
      verdicts,
      notes: invariants.isEmpty
        ? []
        : [
          "\(caught) of \(Self.flaws.count) wrong elections are caught by \(invariants.count) "
            + (invariants.count == 1 ? "invariant" : "invariants")
        ])
  }

  private static func tooSlow(_ line: AnswerText.Line) -> TextFault {
    TextFault(line, "judging this takes too long; take fewer names at once, or shorter lines")
  }

  private func falseAlarm(
    _ line: AnswerText.Line, _ state: SeenState, in file: String
  ) -> TextJudgement {
    let message =
      "\(file):\(line.number):\(line.column): a right election can be in a state that breaks this: "
      + Self.words(state)
    return TextJudgement(
      [.failed(Failure(message: message))]
        + Self.flaws.map { _ in .notReached("an invariant that right elections break says nothing")
        })
  }

  /// A state in the words of the language.
  static func words(_ state: SeenState) -> String {
    func name(_ node: Int) -> String { node < 0 ? "nobody" : "n\(node + 1)" }
    return state.nodes.enumerated().map { index, node in
      "n\(index + 1) is \(Expression.roles[node.role]), term \(node.term), vote \(name(node.vote)), "
        + "votes \(node.votes), led \(node.led), stored-term \(node.storedTerm), stored-vote "
        + name(node.storedVote)
    }.joined(separator: "; ")
  }
}
