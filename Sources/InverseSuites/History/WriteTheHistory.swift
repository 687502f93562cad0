import Checking
import Histories
import HistoryFiles

/// The exercise `write-the-history`: for each two neighbours in the spectrum a history that one of them
/// allows and the other does not.
struct WriteTheHistory: TextSuite {
  let exercise = "write-the-history"
  let version = 1

  let checks: [Check] = [
    check(
      "sequential-not-linearizable",
      "Some order of all operations that keeps each client's own explains the history, and none that "
        + "keeps real time does.", "Herlihy and Wing 1990, section 3.4; Lamport 1979",
      "spectrum#linearizable", 14),
    check(
      "causal-not-sequential",
      "Each client sees causes before their effects, and no single order explains what all of them see.",
      "Ahamad et al. 1995, section 2", "spectrum#sequential", 18),
    check(
      "sessions-not-causal",
      "All four guarantees of sessions hold, and the history is not causal.",
      "Terry et al. 1994, section 3; Ahamad et al. 1995, section 2", "spectrum#causal", 20),
    check(
      "all-but-read-your-writes",
      "A client does not see its own write, and the three other guarantees of sessions hold.",
      "Terry et al. 1994, section 3", "spectrum#causal", 12),
    check(
      "all-but-monotonic-reads",
      "What a client has read is gone when it reads again, and the three other guarantees hold.",
      "Terry et al. 1994, section 3", "spectrum#causal", 12),
    check(
      "all-but-monotonic-writes",
      "Two writes of one client are seen in the other order, and the three other guarantees hold.",
      "Terry et al. 1994, section 3", "spectrum#causal", 12),
    check(
      "all-but-writes-follow-reads",
      "A write is seen without what its writer had read before, and the three other guarantees hold.",
      "Terry et al. 1994, section 3", "spectrum#causal", 12),
  ]

  private static func check(
    _ name: String, _ guarantee: String, _ source: String, _ chapter: String,
    _ points: Int
  ) -> Check {
    Check(
      name: name, guarantee: guarantee, source: source, chapter: chapter, kind: .examples,
      points: points)
  }

  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement {
    let sections = try AnswerSections(
      text, key: "history", names: NeighbouringLevels.all.map(\.name))
    var histories: [WrittenHistory] = []
    for pair in NeighbouringLevels.all {
      histories.append(try WrittenHistory(sections.lines(of: pair.name)))
    }
    var verdicts: [Verdict] = []
    var notes: [String] = []
    for (pair, history) in zip(NeighbouringLevels.all, histories) {
      let verdict = verdict(on: history, pair)
      verdicts.append(verdict)
      if verdict.isPassed { notes.append(length(of: history, pair)) }
    }
    return TextJudgement(verdicts, notes: notes)
  }

  private func length(of history: WrittenHistory, _ pair: NeighbouringLevels) -> String {
    let count = history.operations.count
    let shorter = ShortestHistory(pair).found(below: count)
    let par =
      shorter.map { "\($0.count) are enough" }
      ?? (count <= ShortestHistory.longest + 1
        ? "no shorter history does it" : "no history of \(ShortestHistory.longest) does it")
    return "\(pair.name): \(count) operations; \(par)"
  }

  private func verdict(on history: WrittenHistory, _ pair: NeighbouringLevels) -> Verdict {
    guard !history.operations.isEmpty else { return .isMissing("history", pair.name) }
    let levels = history.levels
    if pair.isBetween(levels) { return .passed(.examples(1)) }
    for (level, finding) in levels {
      if let failure = failure(of: level, finding, history, pair) { return .failed(failure) }
    }
    return .failed(Failure(message: "it is not between the two levels"))
  }

  /// What is wrong with a history at one level.
  private func failure(
    of level: ConsistencyLevel, _ finding: ConsistencyLevel.Finding, _ history: WrittenHistory,
    _ pair: NeighbouringLevels
  ) -> Failure? {
    func told(_ message: String, part: [Int]) -> Failure {
      Failure(
        message: message, counterexample: history.drawn(message, part: part, check: pair.name))
    }
    let name = level.title
    switch finding {
    case .kept(let order) where level == pair.broken:
      let words = order.map { $0.map(history.words).joined(separator: "; ") }
      return told(
        "it keeps \(name) and must not" + (words.map { ": this order explains it: \($0)" } ?? ""),
        part: [])
    case .broken(let part) where pair.kept.contains(level):
      if let stray = part.first(where: { history.isOfNowhere($0) }) {
        return told(
          "it must keep \(name), and \(history.words(of: stray)), which nobody writes",
          part: [stray])
      }
      let words = part.map(history.words).joined(separator: "; ")
      return told("it breaks \(name) and must not: \(words)", part: part)
    case .unknown(let why) where level == pair.broken || pair.kept.contains(level):
      return told("whether it keeps \(name) is not known: \(why)", part: [])
    default: return nil
    }
  }
}

extension WrittenHistory {
  /// Whether an operation reads what nobody writes.
  func isOfNowhere(_ index: Int) -> Bool {
    guard case .get(let key) = operations[index].input,
      case .value(let value?) = operations[index].answer?.output
    else { return false }
    return !operations.contains { $0.input == .put(key, value) }
  }
}

extension ConsistencyLevel {
  /// What it is called in a sentence.
  var title: String {
    switch self {
    case .linearizable: "linearizability"
    case .sequential: "sequential consistency"
    case .causal: "causal consistency"
    case .writesFollowReads: "writes follow reads"
    case .monotonicWrites: "monotonic writes"
    case .monotonicReads: "monotonic reads"
    case .readYourWrites: "read your writes"
    }
  }
}
