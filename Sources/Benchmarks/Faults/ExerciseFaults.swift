import Checking
import Curriculum
import Foundation
import HiddenSuites

/// Accounts for faults, guarded faults and right variants of many exercises, and writes the table of them.
struct ExerciseFaults {
  /// How to call it.
  static let usage =
    "Benchmarks faults --exercises [NAME…] [--count N] [--jobs N] [--record] [--table]"

  private var names: [String] = []
  private var count = 40
  private var jobs = ProcessInfo.processInfo.activeProcessorCount
  private var isRecorded = false
  private var writesOnlyTable = false

  /// Reads the arguments after `--exercises`.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "--record": isRecorded = true
      case "--table": writesOnlyTable = true
      case "--count", "--jobs":
        guard let number = rest.popFirst().flatMap({ Int($0) }), number > 0 else {
          throw Command.Failed(description: "\(word): give it a number; usage: \(Self.usage)")
        }
        if word == "--count" { count = number } else { jobs = number }
      default:
        guard !word.hasPrefix("-") else {
          throw Command.Failed(description: "\(word)? usage: \(Self.usage)")
        }
        names.append(word)
      }
    }
  }

  /// Makes and grades the sources, exercise by exercise; without names of all whose figures are not those of
  /// the reference and the suite that are there, so that it may be stopped and begun again.
  /// - Returns: true when all came to what they must.
  func run(root: String) throws -> Bool {
    let curriculum = Curriculum(root: root)
    if writesOnlyTable {
      try record(nil, curriculum)
      return true
    }
    var isWell = true
    for id in try chosen(curriculum) {
      let figures = try figures(of: id, curriculum, &isWell)
      if isRecorded { try record(figures, curriculum) }
    }
    return isWell
  }

  private func chosen(_ curriculum: Curriculum) throws -> [String] {
    let all = try curriculum.exerciseIDs().filter { suiteMaker(for: $0) != nil }
    for name in names where !all.contains(name) {
      throw Command.Failed(
        description: "no exercise with a suite that asks code is called \(name); there are "
          + all.joined(separator: ", "))
    }
    if !names.isEmpty { return names }
    let known = try ExerciseFaultTable.figures(of: curriculum)
    return try all.filter { id in
      guard let figures = known[id] else { return true }
      return try figures.digest
        != ReferenceTable.digest(of: id, in: curriculum, hasAccount: false)
        || figures.suiteVersion != suite(for: id)?.version
    }
  }

  private func figures(
    of id: String, _ curriculum: Curriculum, _ isWell: inout Bool
  ) throws -> ExerciseFigures {
    func graded(_ kind: FaultGrading.Kind, _ count: Int) throws -> FaultAccount {
      let account = try FaultGrading(id, kind, count: count, jobs: jobs)
        .account(root: curriculum.root)
      if try !account.print() { isWell = false }
      return account
    }
    let file = try FaultFile(path: "\(curriculum.root)/Solutions/Faults/\(id).txt")
    return ExerciseFigures(
      exercise: id, digest: try ReferenceTable.digest(of: id, in: curriculum, hasAccount: false),
      suiteVersion: suite(for: id)?.version ?? 0, faults: try graded(.single, count).figures,
      guarded: file.situations.isEmpty
        ? .init(made: 0, passed: []) : try graded(.guarded, count).figures,
      right: try graded(.right, max(1, count / 4)).rightCount)
  }

  /// Puts the figures of an exercise among those of the others, and writes the table anew, with what has been
  /// accounted for since.
  private func record(_ figures: ExerciseFigures?, _ curriculum: Curriculum) throws {
    var all = try ExerciseFaultTable.figures(of: curriculum)
    if let figures { all[figures.exercise] = figures }
    let known = try curriculum.exerciseIDs().compactMap { all[$0] }
    try known.map { try accounted($0, curriculum).line + "\n" }.joined().write(
      toFile: "\(curriculum.root)/\(ExerciseFaultTable.figuresPath)", atomically: true,
      encoding: .utf8)
    try ExerciseFaultTable(curriculum).text.write(
      toFile: "\(curriculum.root)/\(ExerciseFaultTable.path)", atomically: true, encoding: .utf8)
  }

  /// The figures with what the exercise's file of faults accounts for now.
  private func accounted(
    _ figures: ExerciseFigures, _ curriculum: Curriculum
  ) throws -> ExerciseFigures {
    let path = "\(curriculum.root)/Solutions/Faults/\(figures.exercise).txt"
    let file = try FaultFile(path: path)
    func accounted(_ account: ExerciseFigures.Account) -> ExerciseFigures.Account {
      .init(
        made: account.made,
        passed: account.passed.map {
          .init(fault: $0.fault, isAccountedFor: file.accountsFor($0.fault))
        })
    }
    return ExerciseFigures(
      exercise: figures.exercise, digest: figures.digest, suiteVersion: figures.suiteVersion,
      faults: accounted(figures.faults), guarded: accounted(figures.guarded), right: figures.right)
  }
}
