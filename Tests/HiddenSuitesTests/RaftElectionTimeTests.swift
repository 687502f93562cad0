import Checking
import HiddenSuites
import Solutions
import Subjects
import Testing
import Wire

private enum DoubleVote: NamesElectionFlaw {
  static let flaw = ElectionFlaw.ignoresItsVote
}

private enum EightPeers: NamesElectionFlaw {
  static let flaw = ElectionFlaw.countsEightPeers
}

/// What a search has shown when the time for the whole grading is used up.
@Suite("Raft election: out of time")
struct RaftElectionTimeTests {
  private let stage = RaftElectionSuite().stages(for: .ofOwnCode)[0]

  /// Verdicts by check, when time is over after so many programs.
  private func verdicts(
    of type: Any.Type, after limit: Int = .max
  ) throws -> (verdicts: [String: Verdict], programs: Int) {
    let subject = EndingSubject(InProcessSubject(type), after: limit)
    let verdicts = try stage.run(subject)
    return (
      Dictionary(uniqueKeysWithValues: zip(stage.checks.map(\.name), verdicts)), subject.count
    )
  }

  @Test func `who is slow and right keeps what was seen, and is told how much`() throws {
    let whole = try verdicts(of: Elector.self)
    #expect(whole.verdicts.values.allSatisfy { $0.isPassed })
    var held: [Int] = []
    for share in 1...4 {
      let cut = try verdicts(of: Elector.self, after: whole.programs * share / 5).verdicts
      let answers = try #require(cut["answers-every-input"])
      #expect(answers.isStopped)
      #expect(!cut.values.contains { if case .failed = $0 { true } else { false } })
      let shown = cut.values.compactMap { verdict in
        if case .held(.cases(let count), let until, nil) = verdict,
          until.hasPrefix("the submission used up the 12 s")
        {
          count
        } else {
          nil
        }
      }
      // Told by their power of ten: how many there are in a time is the machine's.
      #expect(shown.allSatisfy { [1, 10, 100, 1_000, 10_000, 100_000].contains($0) })
      held.append(shown.count)
    }
    #expect(held == held.sorted() && held[0] >= stage.checks.count - 4, "\(held)")
  }

  @Test(arguments: [
    (DoubleVote.self as Any.Type, "one-vote-per-term"),
    (EightPeers.self, "majority-makes-a-leader"),
  ])
  func `what was seen stays, whenever time is over`(flaw: Any.Type, check: String) throws {
    let type: Any.Type =
      flaw == DoubleVote.self ? FlawedElector<DoubleVote>.self : FlawedElector<EightPeers>.self
    let whole = try verdicts(of: type)
    guard case .failed = whole.verdicts[check] else {
      Issue.record("\(check): \(String(describing: whole.verdicts[check]))")
      return
    }
    for left in 1...12 {
      let cut = try verdicts(of: type, after: whole.programs - left).verdicts[check]
      guard case .failed(let failure) = cut else {
        Issue.record("\(left) programs before the end: \(String(describing: cut))")
        continue
      }
      #expect(!failure.message.isEmpty)
    }
  }
}
