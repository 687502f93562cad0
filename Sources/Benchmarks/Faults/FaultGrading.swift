import Checking
import Curriculum
import Execution
import Foundation
import Grading
import HiddenSuites

/// Grades the reference of an exercise with faults put into its source, or with additions that change
/// nothing, and accounts for every one: what is wrong must be caught, what is right must pass, and nothing
/// may end the grader.
struct FaultGrading {
  /// How to call it.
  static let usage =
    "Benchmarks faults EXERCISE [--count N] [--seed S] [--pairs | --guarded | --right] [--jobs N]"

  /// What is made of the reference.
  enum Kind: String {
    case single = "faults"
    case pairs = "pairs of faults"
    /// Faults that show only in a situation that the exercise's file of faults names.
    case guarded = "guarded faults"
    case right = "right variants"

    /// What chooses it on the command line.
    var option: String? {
      switch self {
      case .single: nil
      case .pairs: "--pairs"
      case .guarded: "--guarded"
      case .right: "--right"
      }
    }
  }

  private let exercise: String
  private var kind = Kind.single
  private var count = 60
  private var firstSeed: UInt64 = 0
  private var jobs = 1

  /// Reads the arguments after `faults`.
  init(_ arguments: [String]) throws {
    guard let exercise = arguments.first, suite(for: exercise) != nil else {
      let names = suites.map(\.exercise).sorted().joined(separator: ", ")
      throw Command.Failed(description: "EXERCISE is one of \(names); usage: \(Self.usage)")
    }
    self.exercise = exercise
    var rest = arguments.dropFirst()
    while let option = rest.popFirst() {
      if let kind = [Kind.pairs, .guarded, .right].first(where: { $0.option == option }) {
        self.kind = kind
        continue
      }
      guard let number = rest.popFirst().flatMap({ Int($0) }), number >= 0 else {
        throw Command.Failed(description: "\(option): give it a number; usage: \(Self.usage)")
      }
      switch option {
      case "--count": count = number
      case "--seed": firstSeed = UInt64(number)
      case "--jobs": jobs = number
      default: throw Command.Failed(description: "\(option)? usage: \(Self.usage)")
      }
    }
  }

  /// Grades sources from seed 0 on.
  init(_ exercise: String, _ kind: Kind, count: Int, jobs: Int) {
    self.exercise = exercise
    self.kind = kind
    self.count = count
    self.jobs = jobs
  }

  /// Makes and grades the sources and prints the account.
  /// - Returns: true when every one of them was graded, and came to what it must as far as that is known.
  func run(root: String) throws -> Bool { try account(root: root).print() }

  /// Makes and grades the sources.
  func account(root: String) throws -> FaultAccount {
    let curriculum = Curriculum(root: root)
    let exercise = try curriculum.exercise(exercise)
    // Where a learner edits several files, the reference may have more than those.
    let files =
      exercise.fileNames.count == 1
      ? [exercise.reference] : try curriculum.referenceFiles(of: exercise.id)
    let (names, sources) = (files.map(\.name), try files.map { try $0.text() })
    let faultFile = try FaultFile(path: "\(root)/Solutions/Faults/\(exercise.id).txt")
    if kind == .guarded, faultFile.situations.isEmpty {
      throw Command.Failed(
        description: "Solutions/Faults/\(exercise.id).txt names no situation; add lines "
          + "`when WORDS: CONDITION`")
    }
    let folder = FileManager.default.temporaryDirectory.path + "/truthbook-faults-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var made: [String: FaultAccount.Source] = [:]
    for seed in firstSeed..<firstSeed + UInt64(count) {
      let (source, texts) = make(seed, of: sources, faultFile)
      made["seed-\(seed)"] = source
      let place = "\(folder)/seed-\(seed)"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      for (name, text) in zip(names, texts) {
        try text.write(toFile: "\(place)/\(name)", atomically: true, encoding: .utf8)
      }
    }
    return FaultAccount(
      title: "\(exercise.id): \(count) \(kind.rawValue) from seed \(firstSeed)", sources: made,
      endings: try grade(folder, exercise),
      accountsFor: faultFile.accountsFor,
      areRight: kind == .right
    ) { [kind] in
      "Benchmarks faults \(exercise.id) --count 1 --seed \($0)"
        + (kind.option.map { " \($0)" } ?? "")
    }
  }

  private func make(
    _ seed: UInt64, of sources: [String], _ faultFile: FaultFile
  ) -> (FaultAccount.Source, texts: [String]) {
    if kind == .right {
      let variant = RightVariant(of: sources, seed: seed)
      let source = FaultAccount.Source(
        seed: seed, key: variant.description, words: variant.description, kinds: ["right"],
        text: variant.texts.joined())
      return (source, variant.texts)
    }
    let faulty = FaultySource(
      of: sources, seed: seed, isPair: kind == .pairs,
      situations: kind == .guarded ? faultFile.situations : [])
    let source = FaultAccount.Source(
      seed: seed, key: faulty.key, situation: faulty.situation?.words, words: faulty.description,
      kinds: faulty.faults.map(\.kind.rawValue), text: faulty.texts.joined())
    return (source, faulty.texts)
  }

  /// By the road that a class takes.
  private func grade(
    _ folder: String, _ exercise: Exercise
  ) throws -> [String: FaultAccount.Ending] {
    let grader = try Grader(of: exercise, installation: .besideExecutable())
    var endings: [String: FaultAccount.Ending] = [:]
    try Batch(try SubmissionList([folder], areCohorts: true).submissions).run(jobs: jobs) { group in
      Self.graded(group, by: grader)
    } finish: { group, outcome in
      let ending = FaultAccount.Ending(outcome)
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
}
