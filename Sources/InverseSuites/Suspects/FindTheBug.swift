import Checking
import HiddenSuites
import Stepper
import Stepping
import Subjects
import Wire

/// The exercise `find-the-bug`: three listings with one wrong line each. A run shows that there is a fault, and
/// naming the line says which.
struct FindTheBug: TextSuite {
  let exercise = "find-the-bug"
  let version = 1

  /// Code with one wrong line.
  struct Suspect: Sendable {
    /// The part's name.
    var name: String
    /// What runs of it are made of.
    var suite: @Sendable () -> (any SteppableSuite)?
    /// Who takes part.
    var setting: String
    var subject: @Sendable () -> any Subject
    /// The wrong line, as it stands in the listing.
    var wrongLine: String
    /// What the line breaks.
    var guarantee: String
    var source: String
    var chapter: String
    /// What a run that breaks it, and naming the line, are worth.
    var points: (run: Int, line: Int)
  }

  static let suspects: [Suspect] = [
    Suspect(
      name: "register", suite: { suite(for: "lww-register") as? any SteppableSuite },
      setting: "clocks to 10: n1, n2, n3", subject: { InProcessSubject(SuspectRegister<Int>.self) },
      wrongLine: "if let ours = stored.tag, ours.counter >= theirs.counter { return }",
      guarantee: "the register whose replicas do not always come to hold the same",
      source: "Shapiro et al. 2011 (INRIA 7506), specification 8",
      chapter: "eventual#the-newest-write",
      points: (18, 12)),
    Suspect(
      name: "election", suite: { RaftElectionSuite() }, setting: "3 nodes",
      subject: { InProcessSubject(SuspectElector.self) },
      wrongLine: "(role, votedFor) = (.follower, nil)",
      guarantee: "the election in which a node may vote twice in a term",
      source: "Ongaro and Ousterhout 2014, section 5.2", chapter: "raft#votes", points: (20, 14)),
    Suspect(
      name: "set", suite: { suite(for: "or-set") as? any SteppableSuite },
      setting: "3 replicas", subject: { InProcessSubject(SuspectSet<String>.self) },
      wrongLine: "for dot in other.elements.flatMap(other.liveDots) where dot.replica == replica {",
      guarantee: "the set that gives one dot to two adds",
      source: "Shapiro et al. 2011, section 3.3.5", chapter: "crdts#restored-replicas",
      points: (22, 14)),
  ]

  let checks: [Check] = suspects.flatMap { suspect in
    func check(_ name: String, _ guarantee: String, _ points: Int) -> Check {
      Check(
        name: "\(suspect.name)-\(name)", guarantee: guarantee, source: suspect.source,
        chapter: suspect.chapter, kind: .examples, points: points)
    }
    return [
      check("breaks", "A run shows that \(suspect.guarantee) is wrong.", suspect.points.run),
      check(
        "line", "The line is named that makes \(suspect.guarantee) wrong.", suspect.points.line),
    ]
  }

  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
    let sections = try AnswerSections(text, key: "suspect", names: Self.suspects.map(\.name))
    var verdicts: [Verdict] = []
    var notes: [String] = []
    for suspect in Self.suspects {
      let found = try Finding(sections.lines(of: suspect.name))
      guard !found.events.isEmpty else {
        verdicts += [
          .isMissing("suspect", suspect.name),
          .notReached("no run shows yet that anything is wrong"),
        ]
        continue
      }
      let run = SuspectedRun(suspect, found.events, in: text.name)
      verdicts += [run.verdict, line(found, suspect, isBroken: run.verdict.isPassed)]
      if let broken = run.broken, let length = run.length {
        notes.append("\(suspect.name): \(length) events break \(broken)")
      }
    }
    return TextJudgement(verdicts, notes: notes)
  }

  private func line(_ found: Finding, _ suspect: Suspect, isBroken: Bool) -> Verdict {
    guard isBroken else { return .notReached("no run shows yet that anything is wrong") }
    guard let line = found.line else {
      return .failed(Failure(message: "no line is named; write 'line:' and the line as it stands"))
    }
    guard line == suspect.wrongLine else {
      return .failed(Failure(message: "'\(line.shown(80))' is not the line that makes it wrong"))
    }
    return .passed(.examples(1))
  }
}

/// What a learner has found out of a suspect.
private struct Finding {
  /// The run that breaks it.
  private(set) var events: [AnswerText.Line] = []
  /// The line that is named, with single spaces.
  private(set) var line: String?

  init(_ lines: [AnswerText.Line]) throws(TextFault) {
    for line in lines {
      guard line.text.hasPrefix("line:") else {
        events.append(line)
        continue
      }
      guard self.line == nil else { throw TextFault(line, "one line is wrong, and one is named") }
      self.line = line.words.dropFirst(line.text.hasPrefix("line: ") ? 1 : 0).map(\.text)
        .joined(separator: " ")
      guard self.line?.isEmpty == false, line.text.hasPrefix("line: ") else {
        throw TextFault(line, "the line stands behind 'line: ', as it is in the listing")
      }
    }
  }
}

/// A run of a suspect, as a learner has written it.
struct SuspectedRun {
  /// What it came to.
  private(set) var verdict = Verdict.notReached("")
  /// The check of the suspect's own exercise that breaks.
  private(set) var broken: String?
  /// How many events that took.
  private(set) var length: Int?

  private let suspect: FindTheBug.Suspect

  init(_ suspect: FindTheBug.Suspect, _ lines: [AnswerText.Line], in file: String) {
    self.suspect = suspect
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
    guard lines.count <= PlayedElection.limit else {
      throw TextFault(
        lines[PlayedElection.limit],
        "more than \(PlayedElection.limit) events; far fewer are enough")
    }
    guard let suite = suspect.suite(),
      let run = suite.steppedRun(setting: suspect.setting, check: nil)
    else { throw Stop.protocolViolation("no run of \(suspect.setting)") }
    let tree = try RunTree(
      exercise: "find-the-bug", setting: suspect.setting, check: nil, run: run,
      learner: suspect.subject())
    var end = 0
    for (number, line) in lines.enumerated() {
      try PlayedElection.requireMember(line, among: run.lanes.map(\.name))
      do {
        end = try Scenario.step(
          .init(text: line.text, number: line.number, column: line.column), after: end, tree)
      } catch let fault as Scenario.Fault {
        throw TextFault(line: fault.line, column: fault.column, message: fault.message.shown(1_000))
      }
      if let violation = tree.moments[end].told?.violations.first {
        (broken, length) = (violation.check, number + 1)
        return .passed(.examples(1))
      }
    }
    let message = "nothing goes wrong in this run"
    var drawn = tree.counterexample(to: end)
    drawn.violation = .init(sentence: message, steps: [])
    return .failed(Failure(message: message, counterexample: drawn))
  }
}
