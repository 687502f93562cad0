import Checking
import Execution
import Foundation
import Grading
import HiddenSuites

/// Grades the reference of an exercise with faults put into its source, and accounts for every mutant:
/// whatever is wrong with a submission, its grader says so.
struct FaultGrading {
  /// How to call it.
  static let usage = "Benchmarks faults EXERCISE [--count N] [--seed S] [--pairs] [--jobs N]"

  private let exercise: Target
  private let count: Int
  private let firstSeed: UInt64
  private let arePairs: Bool
  private let jobs: Int

  private struct Target {
    let name: String
    let file: String
    let interface: SubjectInterface
  }

  private static let targets = [
    Target(
      name: "happens-before", file: "VectorClock.swift",
      interface: SubjectInterface(
        type: "VectorClock", conformance: "ExerciseKit::CausalClock")),
    Target(
      name: "or-set", file: "ORSet.swift",
      interface: SubjectInterface(
        type: "ORSet<Swift::String>", conformance: "ExerciseKit::ObservedRemoveSet<Swift::String>")),
    Target(
      name: "raft-election", file: "Elector.swift",
      interface: SubjectInterface(type: "Elector", conformance: "ExerciseKit::Electing")),
  ]

  /// Reads the arguments after `faults`.
  init(_ arguments: [String]) throws {
    let target = Self.targets.first { $0.name == arguments.first }
    var (count, seed, arePairs, jobs) = (60, UInt64(0), false, 1)
    var rest = arguments.dropFirst()
    while let option = rest.popFirst() {
      if option == "--pairs" {
        arePairs = true
        continue
      }
      guard let number = rest.popFirst().flatMap({ Int($0) }), number >= 0 else {
        throw Command.Failed(description: "\(option): give it a number; usage: \(Self.usage)")
      }
      switch option {
      case "--count": count = number
      case "--seed": seed = UInt64(number)
      case "--jobs": jobs = number
      default: throw Command.Failed(description: "\(option)? usage: \(Self.usage)")
      }
    }
    guard let target else {
      let names = Self.targets.map(\.name).joined(separator: ", ")
      throw Command.Failed(description: "EXERCISE is one of \(names); usage: \(Self.usage)")
    }
    self.exercise = target
    self.count = count
    self.firstSeed = seed
    self.arePairs = arePairs
    self.jobs = jobs
  }

  /// What became of one mutant.
  private struct Ending {
    var outcome: String
    /// The first check that did not pass, or what kept it from being graded.
    var detail: String
    var seconds = 0.0
    var mebibytes = 0.0
  }

  /// Makes and grades the mutants and prints the account.
  /// - Returns: true when every one of them was graded.
  func run(root: String) throws -> Bool {
    let source = try String(
      contentsOf: URL(filePath: "\(root)/Solutions/\(exercise.name)/\(exercise.file)"),
      encoding: .utf8)
    let folder = FileManager.default.temporaryDirectory.path + "/truthbook-faults-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var mutants: [String: Mutant] = [:]
    for seed in firstSeed..<firstSeed + UInt64(count) {
      let mutant = Mutant(of: source, seed: seed, isPair: arePairs)
      mutants["seed-\(seed)"] = mutant
      try mutant.text.write(
        toFile: "\(folder)/seed-\(seed).swift", atomically: true, encoding: .utf8)
    }
    let endings = try grade(folder)
    try printAccount(of: mutants, endings)
    return !endings.values.contains { $0.outcome == Report.Outcome.ungraded.rawValue }
  }

  /// By the road that a class takes.
  private func grade(_ folder: String) throws -> [String: Ending] {
    guard let suite = suite(for: exercise.name) else {
      throw Command.Failed(description: "\(exercise.name) has no suite")
    }
    let grader = Grader(
      suite, interface: exercise.interface, installation: try .besideExecutable())
    var endings: [String: Ending] = [:]
    try Batch(try SubmissionList([folder], areCohorts: true).submissions).run(jobs: jobs) { group in
      Self.graded(group, by: grader)
    } finish: { group, outcome in
      let ending = Self.ending(outcome)
      for submission in group { endings[submission.name] = ending }
      if isatty(STDERR_FILENO) == 1 {
        FileHandle.standardError.write(
          Data("\r\(endings.count)/\(count) \(group[0].name)\u{1b}[K".utf8))
      }
    }
    if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
    return endings
  }

  /// Grades in a copy of this process, and writes the report in every format.
  private static func graded(_ group: [ListedSubmission], by grader: Grader) -> [UInt8] {
    let begin = ContinuousClock.now
    var fields = ["ungraded", "the copy wrote no report"]
    for (_, report) in grader.reports(on: group) {
      for format in ReportFormat.allCases where format != .classroom50 {
        do {
          _ = try format.render(report)
        } catch {
          return Array("ungraded\t\(format.rawValue): \(error)\t0\t0".utf8)
        }
      }
      let detail = report.firstFailure?.check.name ?? ""
      fields = [
        report.outcome.rawValue, report.outcome == .ungraded ? report.message ?? "" : detail,
      ]
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    fields += [
      "\((ContinuousClock.now - begin).milliseconds / 1e3)", "\(Double(usage.ru_maxrss) / 1024)",
    ]
    return Array(fields.joined(separator: "\t").utf8)
  }

  private static func ending(_ outcome: SupervisedWork.Outcome) -> Ending {
    switch outcome {
    case .fault(let fault): return Ending(outcome: "ungraded", detail: "the grader \(fault)")
    case .finished(let result, let status):
      let fields = String(decoding: result, as: UTF8.self).split(
        separator: "\t", omittingEmptySubsequences: false
      ).map(String.init)
      guard status == 0, fields.count == 4 else {
        return Ending(outcome: "ungraded", detail: "the grader ended with status \(status)")
      }
      return Ending(
        outcome: fields[0], detail: fields[1], seconds: Double(fields[2]) ?? 0,
        mebibytes: Double(fields[3]) ?? 0)
    }
  }

  private func printAccount(of mutants: [String: Mutant], _ endings: [String: Ending]) throws {
    // A mutant without an ending would be one that the account has lost.
    guard mutants.count == endings.count else {
      throw Command.Failed(description: "\(mutants.count - endings.count) mutants are lost")
    }
    print(
      "\(exercise.name): \(count) \(arePairs ? "pairs of faults" : "faults"), "
        + "\(Set(mutants.values.map(\.text)).count) of them different, from seed \(firstSeed)")
    let kinds = mutants.values.flatMap(\.faults).map(\.kind.rawValue)
    print("  " + Self.counted(kinds))
    for outcome in Report.Outcome.allCases.map(\.rawValue) {
      let some = endings.filter { $0.value.outcome == outcome }
      guard !some.isEmpty || outcome == "ungraded" else { continue }
      let details = some.values.map(\.detail).filter { !$0.isEmpty }
      print("  \(outcome): \(some.count)" + (details.isEmpty ? "" : " (\(Self.counted(details)))"))
    }
    try printExtreme("slowest", endings, mutants, by: \.seconds, unit: "s")
    try printExtreme("largest", endings, mutants, by: \.mebibytes, unit: "MiB")
    for name in endings.keys.sorted() where endings[name]?.outcome == "ungraded" {
      guard let mutant = mutants[name], let ending = endings[name] else { continue }
      print("  UNGRADED: \(ending.detail)")
      print("    \(mutant.description)")
      print("    swift run -c release \(replay(mutant))")
    }
  }

  private func replay(_ mutant: Mutant) -> String {
    "Benchmarks faults \(exercise.name) --count 1 --seed \(mutant.seed)"
      + (arePairs ? " --pairs" : "")
  }

  private func printExtreme(
    _ title: String, _ endings: [String: Ending], _ mutants: [String: Mutant],
    by figure: KeyPath<Ending, Double>, unit: String
  ) throws {
    guard
      let most = endings.max(by: {
        ($0.value[keyPath: figure], $1.key) < ($1.value[keyPath: figure], $0.key)
      }), let mutant = mutants[most.key]
    else { return }
    print(
      "  \(title): \(most.value[keyPath: figure].text) \(unit), \(most.value.outcome), "
        + "seed \(mutant.seed): \(mutant.description)")
  }

  /// Each word with how often it comes, the most frequent first.
  private static func counted(_ words: [String]) -> String {
    Dictionary(grouping: words, by: \.self).map { (word: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.word) < ($0.count, $1.word) }
      .map { "\($0.count) \($0.word)" }.joined(separator: ", ")
  }
}
