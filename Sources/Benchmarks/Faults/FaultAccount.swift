import Curriculum
import Execution
import Foundation
import Grading

/// What became of all the sources that were made of one reference.
struct FaultAccount {
  /// A source that was made.
  struct Source {
    var seed: UInt64
    /// Its faults without their places.
    var key: String
    /// In which situation alone they show, in words; nil for always.
    var situation: String?
    /// What is wrong or other in it.
    var words: String
    var kinds: [String]
    var text: String

    /// Its faults, with the situation in which alone they show.
    var fault: String { key + (situation.map { ", only \($0)" } ?? "") }
  }

  /// What became of one.
  struct Ending {
    var outcome: String
    /// The first check that did not pass, or what kept it from being graded.
    var detail: String
    var seconds = 0.0
    var mebibytes = 0.0

    /// Reads what the copy of the grader says, or how it ended.
    init(_ outcome: SupervisedWork.Outcome) {
      switch outcome {
      case .fault(let fault):
        (self.outcome, detail) = ("ungraded", "the grader \(fault)")
      case .finished(let result, let status):
        let fields = String(decoding: result, as: UTF8.self).split(
          separator: "\t", omittingEmptySubsequences: false
        ).map(String.init)
        guard status == 0, fields.count == 4 else {
          (self.outcome, detail) = ("ungraded", "the grader ended with status \(status)")
          return
        }
        (self.outcome, detail) = (fields[0], fields[1])
        seconds = Double(fields[2]) ?? 0
        mebibytes = Double(fields[3]) ?? 0
      }
    }
  }

  let title: String
  let sources: [String: Source]
  let endings: [String: Ending]
  /// Whether somebody has said why a fault changes nothing that the task asks for.
  let accountsFor: (String) -> Bool
  /// Whether all of them must pass, and not none.
  let areRight: Bool
  /// The arguments that make and grade the source of a seed again.
  let replay: (UInt64) -> String

  private var compiled: [String] {
    named { $0.outcome != Report.Outcome.doesNotCompile.rawValue }
  }

  private var passed: [String] { named { $0.outcome == Report.Outcome.passed.rawValue } }

  /// How many right ones passed, of those that compile.
  var rightCount: ExerciseFigures.Count {
    .init(made: compiled.count, well: passed.count)
  }

  /// Which faults passed, of how many that compile.
  var figures: ExerciseFigures.Account {
    .init(
      made: compiled.count,
      passed: passed.compactMap { name in
        sources[name].map { .init(fault: $0.fault, isAccountedFor: isEquivalent(name)) }
      })
  }

  /// Prints it.
  /// - Returns: true when every source was graded and came to what it must.
  func print() throws -> Bool {
    // A source without an ending would be one that the account has lost.
    guard sources.count == endings.count else {
      throw Command.Failed(description: "\(sources.count - endings.count) sources are lost")
    }
    Swift.print("\(title), \(Set(sources.values.map(\.text)).count) of them different")
    Swift.print("  " + Self.counted(sources.values.flatMap(\.kinds)))
    for outcome in Report.Outcome.allCases.map(\.rawValue) {
      let some = endings.filter { $0.value.outcome == outcome }
      guard !some.isEmpty || outcome == "ungraded" else { continue }
      let details = some.values.map(\.detail).filter { !$0.isEmpty }
      Swift.print(
        "  \(outcome): \(some.count)" + (details.isEmpty ? "" : " (\(Self.counted(details)))"))
    }
    printExtreme("slowest", by: \.seconds, unit: "s")
    printExtreme("largest", by: \.mebibytes, unit: "MiB")
    let ungraded = named { $0.outcome == "ungraded" }
    printEach("UNGRADED", ungraded)
    if areRight {
      let failed = Set(compiled).subtracting(passed).sorted()
      Swift.print("  passed: \(passed.count) of \(compiled.count) that compile")
      printEach("FAILED", failed)
      return failed.isEmpty
    }
    let equivalent = passed.filter(isEquivalent)
    let survivors = Set(passed).subtracting(equivalent).sorted()
    Swift.print(
      "  caught: \(compiled.count - passed.count) of \(compiled.count - equivalent.count) that "
        + "compile and are not equivalent (\(equivalent.count) are)")
    printEach("SURVIVOR", survivors)
    return ungraded.isEmpty && survivors.isEmpty
  }

  private func isEquivalent(_ name: String) -> Bool {
    sources[name].map { accountsFor($0.fault) } ?? false
  }

  private func named(_ condition: (Ending) -> Bool) -> [String] {
    endings.filter { condition($0.value) }.keys.sorted()
  }

  private func printEach(_ title: String, _ names: [String]) {
    for name in names {
      guard let source = sources[name], let ending = endings[name] else { continue }
      Swift.print(
        "  \(title)" + (ending.detail.isEmpty ? "" : ": \(ending.outcome), \(ending.detail)"))
      Swift.print("    \(source.words)")
      Swift.print("    swift run -c release \(replay(source.seed))")
    }
  }

  private func printExtreme(_ title: String, by figure: KeyPath<Ending, Double>, unit: String) {
    guard
      let most = endings.max(by: {
        ($0.value[keyPath: figure], $1.key) < ($1.value[keyPath: figure], $0.key)
      }), let source = sources[most.key]
    else { return }
    Swift.print(
      "  \(title): \(most.value[keyPath: figure].text) \(unit), \(most.value.outcome), "
        + "seed \(source.seed): \(source.words)")
  }

  /// Each word with how often it comes, the most frequent first.
  private static func counted(_ words: [String]) -> String {
    Dictionary(grouping: words, by: \.self).map { (word: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.word) < ($0.count, $1.word) }
      .map { "\($0.count) \($0.word)" }.joined(separator: ", ")
  }
}
