import Checking
import Curriculum
import Execution
import Foundation
import Glibc
import Grading
import HiddenSuites

/// All exercises in a table: the verdict on the reference beside the compile floor, in time and in processor
/// time, and how long a mutant takes to its first failing check.
///
/// The floor is compiling, linking and loading the same source. Processor time is that of all processes of
/// one verdict, and says more than time does while others work on the machine.
struct EveryVerdict {
  let root: String
  let truthbook: String
  let installation: Installation
  let compiler: BareCompiler

  /// What is wanted: so many times the floor, and so many milliseconds to the first failing check.
  private static let (mostTimes, mostMilliseconds) = (1.5, 500.0)
  private static let rounds = 3

  /// What one exercise takes, in milliseconds.
  private struct Row {
    var floor: Spent
    var verdict: Spent
    var mutant: (name: String, check: String, time: Double)?

    var times: Double { verdict.processor / floor.processor }
  }

  private struct Spent {
    var time: Double
    var processor: Double
  }

  /// Prints the table, and which exercises are beyond what is wanted.
  func run() throws {
    let curriculum = Curriculum(root: root)
    print(
      "Every verdict: floor, verdict and ratio in ms of time, the same in ms of processor time,")
    print("and a mutant's first failing check in ms of time")
    var slow: [String] = []
    for id in try curriculum.exerciseIDs() {
      let exercise = try curriculum.exercise(id)
      // Nothing is compiled where the answer is a text.
      if exercise.isText { continue }
      let row = try measure(exercise)
      let ratios = (row.verdict.time / row.floor.time, row.times)
      let figures = [
        row.floor.time, row.verdict.time, ratios.0, row.floor.processor, row.verdict.processor,
        ratios.1,
      ].map(\.text)
      let mutant = row.mutant.map { "\($0.time.text)  \($0.name): \($0.check)" } ?? "no mutant"
      print("  \(([id] + figures).joined(separator: "  "))  \(mutant)")
      let isLate = row.mutant.map { $0.time > Self.mostMilliseconds } ?? false
      if ratios.1 > Self.mostTimes || isLate { slow.append(id) }
    }
    print(
      slow.isEmpty
        ? "  all within \(Self.mostTimes.text) times the floor, and \(Self.mostMilliseconds.text) ms"
        : "  beyond \(Self.mostTimes.text) times the floor, or \(Self.mostMilliseconds.text) ms: "
          + slow.joined(separator: ", "))
  }

  private func measure(_ exercise: Exercise) throws -> Row {
    // As one file, which the bare compiler takes.
    let source = try Curriculum(root: root).referenceFiles(of: exercise.id).map { try $0.text() }
      .joined(separator: "\n")
    let folder = FileManager.default.temporaryDirectory.path + "/truthbook-every"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let edited = "\(folder)/Submission.swift"
    var edits = 0
    func edit() throws {
      edits += 1
      try (source + "\nprivate let edit = \(edits)\n").write(
        toFile: edited, atomically: true, encoding: .utf8)
    }
    var (floors, verdicts): ([Spent], [Spent]) = ([], [])
    for round in 0...Self.rounds {
      try edit()
      let floor = try spent {
        let library = try compiler.compile(edited)
        try Command([installation.worker, library]).run()
      }
      try edit()
      let verdict = try spent {
        let status = try Command([truthbook, "test", exercise.id, edited], in: root).run()
        guard status == 0 else {
          throw Command.Failed(description: "truthbook test \(exercise.id) exited with \(status)")
        }
      }
      // The first round fills caches.
      if round > 0 {
        floors.append(floor)
        verdicts.append(verdict)
      }
    }
    return Row(
      floor: median(floors), verdict: median(verdicts), mutant: try firstFailure(exercise))
  }

  private func median(_ all: [Spent]) -> Spent {
    Spent(
      time: Measurement(all.map(\.time)).median,
      processor: Measurement(all.map(\.processor)).median)
  }

  /// What happens takes in time, and in processor time of the processes that it waits for.
  private func spent(_ body: () throws -> Void) rethrows -> Spent {
    func processor() -> Double {
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
      let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      let microseconds = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
      return seconds * 1e3 + microseconds / 1e3
    }
    let (begin, before) = (ContinuousClock.now, processor())
    try body()
    return Spent(
      time: (ContinuousClock.now - begin).milliseconds, processor: processor() - before)
  }

  /// From an edit to the first failing check of the exercise's first mutant; the fastest of some.
  private func firstFailure(
    _ exercise: Exercise
  ) throws -> (name: String, check: String, time: Double)? {
    guard let mutant = try exercise.mutants().first else { return nil }
    let grader = try Grader(of: exercise, installation: installation)
    var first: (check: String, time: Double)?
    for round in 0...Self.rounds {
      let files = mutant.sources.map {
        SourceFile(name: $0.name, bytes: Array(($0.text + "\n// \(round)\n").utf8))
      }
      let begin = ContinuousClock.now
      var found: (check: String, time: Double)?
      func look(_ report: Report) {
        // What has not been reached yet says nothing.
        guard found == nil, let failure = report.firstFailure,
          failure.status == .fail || failure.status == .error
        else { return }
        found = (failure.check.name, (ContinuousClock.now - begin).milliseconds)
      }
      look(try grader.grade(files, keep: look))
      if let found, found.time < first?.time ?? .infinity { first = found }
    }
    return first.map { (mutant.name, $0.check, $0.time) }
  }
}

extension Grader {
  /// Grades an exercise's submissions as a course does.
  init(of exercise: Exercise, installation: Installation) throws {
    guard let suite = suite(for: exercise.id) else {
      throw Command.Failed(description: "\(exercise.id) has no suite")
    }
    let interfaces = exercise.types.map {
      SubjectInterface(type: $0.expression, conformance: $0.protocolExpression)
    }
    self.init(
      suite,
      interface: SubjectInterface(
        type: interfaces[0].type, conformance: interfaces[0].conformance,
        others: Array(interfaces.dropFirst())),
      installation: installation, points: exercise.points)
  }
}
