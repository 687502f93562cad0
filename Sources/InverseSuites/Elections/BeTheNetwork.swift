import Checking
import ExerciseKit
import HiddenSuites
import Stepper
import Stepping
import Subjects
import Wire

/// The exercise `be-the-network`: for each of four wrong elections a run that elects two leaders in a term.
struct BeTheNetwork: TextSuite {
  let exercise = "be-the-network"
  let version = 1

  /// A wrong election.
  struct Opponent: Sendable {
    var flaw: ElectionFlaw
    var nodes: Int
    var points: Int
    /// The last term that a search for the shortest run looks at.
    var maxTerm: Term
    var guarantee: String
    var chapter: String
    var subject: @Sendable () -> any Subject
  }

  static let opponents = [
    Opponent(
      flaw: .halfIsEnough, nodes: 4, points: 20, maxTerm: 1,
      guarantee:
        "Where half of the cluster elects, two leaders are elected in one term.",
      chapter: "raft#majority", subject: { InProcessSubject(Flawed<HalfIsEnough>.self) }),
    Opponent(
      flaw: .forgetsItsVote, nodes: 3, points: 25, maxTerm: 1,
      guarantee:
        "Where a vote does not outlive a crash, two leaders are elected in one term.",
      chapter: "raft#persistence", subject: { InProcessSubject(Flawed<ForgetsItsVote>.self) }),
    Opponent(
      flaw: .countsVotesTwice, nodes: 4, points: 25, maxTerm: 1,
      guarantee:
        "Where votes are counted and not voters, two leaders are elected in one term.",
      chapter: "raft#majority", subject: { InProcessSubject(Flawed<CountsVotesTwice>.self) }),
    Opponent(
      flaw: .countsOldVotes, nodes: 3, points: 30, maxTerm: 2,
      guarantee:
        "Where votes of earlier terms count, two leaders are elected in one term.",
      chapter: "raft#majority", subject: { InProcessSubject(Flawed<CountsOldVotes>.self) }),
  ]

  let checks = opponents.map { opponent in
    Check(
      name: opponent.flaw.rawValue, guarantee: opponent.guarantee,
      source: "Ongaro and Ousterhout 2014, section 5.2, figure 3", chapter: opponent.chapter,
      kind: .examples, points: opponent.points)
  }

  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
    let names = Self.opponents.map(\.flaw.rawValue)
    let sections = try AnswerSections(text, key: "against", names: names)
    var verdicts: [Verdict] = []
    var notes: [String] = []
    for opponent in Self.opponents {
      let lines = sections.lines(of: opponent.flaw.rawValue)
      guard !lines.isEmpty else {
        verdicts.append(.isMissing("against", opponent.flaw.rawValue))
        continue
      }
      let played = PlayedElection(opponent, lines, in: text.name)
      verdicts.append(played.verdict)
      if played.verdict.isPassed { notes.append(note(on: played, opponent)) }
    }
    return TextJudgement(verdicts, notes: notes)
  }

  /// The fewest events that elect two leaders, worked out when somebody has done it.
  private static let pars: [ElectionFlaw: Int] = {
    var pars: [ElectionFlaw: Int] = [:]
    for opponent in opponents {
      do throws(Stop) {
        pars[opponent.flaw] = try FlawedCluster.fewestEvents(
          opponent.nodes, flaw: opponent.flaw, maxTerm: opponent.maxTerm,
          restarts: opponent.flaw == .forgetsItsVote)
      } catch {
        // Our own nodes do not stop; without a number the note says nothing of it.
        continue
      }
    }
    return pars
  }()

  private func note(on played: PlayedElection, _ opponent: Opponent) -> String {
    let name = opponent.flaw.rawValue
    let par = Self.pars[opponent.flaw]
    guard let par else { return "\(name): \(played.length) events" }
    return "\(name): \(played.length) events; "
      + (played.length > par ? "\(par) are enough" : "no shorter run does it")
  }
}

/// A run as a learner has written it, played against nodes of ours.
struct PlayedElection {
  /// What it came to.
  private(set) var verdict: Verdict
  /// How many events it has in which a node takes part, up to the second leader. A step that is cut short by a
  /// crash counts as two; what the network alone does counts as nothing.
  private(set) var length = 0

  /// The most lines of one run.
  static let limit = 200

  private let opponent: BeTheNetwork.Opponent

  /// Plays the lines.
  /// - Parameter file: what the learner's file is called.
  init(_ opponent: BeTheNetwork.Opponent, _ lines: [AnswerText.Line], in file: String) {
    self.opponent = opponent
    verdict = .notReached("")
    do {
      verdict = try play(lines)
    } catch let fault as TextFault {
      verdict = .failed(Failure(message: fault.description(in: file)))
    } catch let stop as Stop {
      verdict = .stopped(stop, nil)
    } catch {
      verdict = .failed(Failure(message: "the run cannot be walked: \("\(error)".shown(300))"))
    }
  }

  private mutating func play(_ lines: [AnswerText.Line]) throws -> Verdict {
    guard lines.count <= Self.limit else {
      throw TextFault(lines[Self.limit], "more than \(Self.limit) events; far fewer are enough")
    }
    let setting = "\(opponent.nodes) nodes"
    guard let run = RaftElectionSuite().steppedRun(setting: setting, check: nil) else {
      throw Stop.protocolViolation("no cluster of \(setting)")
    }
    let tree = try RunTree(
      exercise: "be-the-network", setting: setting, check: FlawedCluster.check, run: run,
      learner: opponent.subject())
    var end = 0
    for line in lines {
      try Self.requireMember(line, among: run.lanes.map(\.name))
      do {
        end = try Scenario.step(
          .init(text: line.text, number: line.number, column: line.column), after: end, tree)
      } catch let fault as Scenario.Fault {
        throw TextFault(line: fault.line, column: fault.column, message: fault.message.shown(1_000))
      }
      count(tree.moments[end])
      let broken = tree.moments[end].told?.violations.map(\.check) ?? []
      if broken.contains(FlawedCluster.check) { return .passed(.examples(1)) }
    }
    return .failed(Failure(message: missed(tree, end), counterexample: drawn(tree, end)))
  }

  /// A message comes from a node of the cluster: the network invents none.
  static func requireMember(
    _ line: AnswerText.Line, among members: [String]
  ) throws(TextFault) {
    guard let arrow = line.words.first(where: { $0.text == "->" }), arrow.offset > 0 else { return }
    let sender = line.words.last { $0.offset < arrow.offset }
    guard let sender, !members.contains(sender.text) else { return }
    throw line.fault(
      sender,
      "'\(sender.text.shown())' is not in the cluster, and the network invents no message; there are "
        + members.joined(separator: ", "))
  }

  private mutating func count(_ moment: Moment) {
    guard !moment.isOfNetwork else { return }
    length += moment.event.contains(" and crashes after ") ? 2 : 1
  }

  private func missed(_ tree: RunTree, _ end: Int) -> String {
    let states = zip(tree.moments[end].run.lanes, tree.moments[end].view.states)
      .map { "\($0.name) is \($1)" }.joined(separator: ", ")
    return "this run elects no two leaders in a term; at its end \(states)"
  }

  private func drawn(_ tree: RunTree, _ end: Int) -> Counterexample {
    var drawn = tree.counterexample(to: end)
    drawn.violation = .init(sentence: missed(tree, end), steps: [])
    return drawn
  }
}
