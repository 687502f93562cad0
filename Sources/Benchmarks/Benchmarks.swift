import Execution
import Foundation

/// Prints every figure this project quotes, with its peer in the same run.
///
/// Run in the clone: `swift run -c release Benchmarks [explorer] [verdict] [jail] [batch] [render]
/// [limits] [histories] [desk] [store] [FILE.md …]`.
/// `--all` takes every exercise in place of the few of `verdict`, and says which are slow.
/// The files are documents to render besides our own chapters.
/// `slowest [NAME…]`: how near our slowest right submissions come to the limit of a grading.
///
/// Or puts faults into a reference and grades it, which tries the grader and measures nothing else:
/// `swift run -c release Benchmarks faults EXERCISE [--count N] [--seed S] [--pairs] [--jobs N]`.
/// Of many exercises, with the table of what came of them: `Benchmarks faults --exercises [NAME…] [--record]`.
/// Or puts them into any reference, for the project's own tests to notice, once these are built:
/// `swift run Benchmarks faults --references [NAME…] [--sample N] [--seed S]`.
/// Or draws the desk's picture for the README: `swift run Benchmarks picture FILE.svg`.
@main
struct Benchmarks {
  static func main() {
    // Each figure when it is known: all of them take a quarter of an hour.
    showLinesAtOnce()
    do {
      try measure()
    } catch {
      print("Benchmarks: \(error)")
      exit(1)
    }
  }

  /// The folder of what a learner runs, as bin/truthbook links it.
  private static func program(_ root: String) throws -> String {
    let program =
      ProcessInfo.processInfo.environment["TRUTHBOOK_PROGRAM"] ?? root + "/.build/program"
    guard FileManager.default.fileExists(atPath: program + "/truthbook") else {
      throw Command.Failed(
        description: "build what is measured first, as in: bin/truthbook doctor")
    }
    return program
  }

  private static func measure() throws {
    let root = FileManager.default.currentDirectoryPath
    guard FileManager.default.fileExists(atPath: root + "/Sources/Benchmarks/Peers") else {
      throw Command.Failed(
        description: "run this in the clone, as in: swift run -c release Benchmarks")
    }
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.starts(with: ["faults", "--references"]) {
      let isNoticed = try ReferenceFaults(Array(arguments.dropFirst(2))).run(root: root)
      if !isNoticed { throw Command.Failed(description: "not every fault is noticed") }
      return
    }
    if arguments.starts(with: ["faults", "--exercises"]) {
      let isWell = try ExerciseFaults(Array(arguments.dropFirst(2))).run(root: root)
      if !isWell { throw Command.Failed(description: "not all came to what they must") }
      return
    }
    if arguments.first == "slowest" {
      let isWell = try SlowestBenchmark(
        root: root, truthbook: try program(root) + "/truthbook", names: Array(arguments.dropFirst())
      ).run()
      if !isWell { throw Command.Failed(description: "a right submission is near its limit") }
      return
    }
    if arguments.first == "picture" {
      guard arguments.count == 2, let file = arguments.last, file.hasSuffix(".svg") else {
        throw Command.Failed(description: "name the picture, as in: Benchmarks picture desk.svg")
      }
      return try DeskPicture.write(
        to: file, root: root, truthbook: try program(root) + "/truthbook")
    }
    if arguments.first == "faults" {
      let isGraded = try FaultGrading(Array(arguments.dropFirst())).run(root: root)
      if !isGraded { throw Command.Failed(description: "not all came to what they must") }
      return
    }
    let documents = arguments.filter { $0.hasSuffix(".md") || $0.hasSuffix(".txt") }
    let chosen = Set(arguments).subtracting(documents)
    if chosen.isEmpty || chosen.contains("histories") {
      guard HistoriesBenchmark().run() else {
        throw Command.Failed(description: "a verdict on a history is wrong or late")
      }
    }
    if chosen.isEmpty || chosen.contains("store") {
      guard StoreBenchmark().run() else {
        throw Command.Failed(description: "the replicated store broke or was late")
      }
    }
    // Nothing else needs to be built for these.
    if !chosen.isEmpty, chosen.isSubset(of: ["histories", "store"]) { return }
    let program = try program(root)
    let truthbook = program + "/truthbook"
    if chosen.isEmpty || chosen.contains("desk") {
      try DeskBenchmark(root: root, truthbook: truthbook).run()
      if chosen == ["desk"] { return }
    }
    let installation = try Installation(folder: program)
    let toolchain = try Toolchain.find()
    let compiler = try BareCompiler(toolchain, installation)
    print(try toolchain.version())

    var isRight = true
    if chosen.isEmpty || chosen.contains("explorer") {
      let submission = try Submission.prepare(
        path: root + "/Solutions/raft-election/Elector.swift",
        interface: SubjectInterface(type: "Elector", conformance: "ExerciseKit::Electing"))
      isRight = try ExplorerBenchmark(
        submission: submission, peers: root + "/Sources/Benchmarks/Peers"
      ).run()
    }
    if chosen.contains("--all") {
      try EveryVerdict(
        root: root, truthbook: truthbook, installation: installation, compiler: compiler
      ).run()
      return
    }
    if chosen.isEmpty || chosen.contains("verdict") {
      print("From an edit to the verdict")
      let verdict = try VerdictBenchmark(
        root: root, truthbook: truthbook, installation: installation, compiler: compiler)
      try verdict.run("happens-before", file: "VectorClock.swift", allowed: 1.5)
      try verdict.run("or-set", file: "ORSet.swift", allowed: 1.5)
      try verdict.run("raft-election", file: "Elector.swift", allowed: 3)
    }
    if chosen.isEmpty || chosen.contains("limits") {
      let isRunOften = chosen.contains("limits")
      guard
        try LimitsBenchmark(
          root: root, truthbook: truthbook, runs: isRunOften ? 200 : 20
        ).run()
      else { throw Command.Failed(description: "a limit turned a verdict") }
    }
    let batch = BatchBenchmark(
      root: root, truthbook: truthbook, installation: installation, compiler: compiler,
      toolchain: toolchain)
    if chosen.isEmpty || chosen.contains("jail") { try batch.measureJail() }
    if chosen.isEmpty || chosen.contains("batch") { try batch.run() }
    if chosen.isEmpty || chosen.contains("render") {
      try RenderBenchmark(root: root, truthbook: truthbook)?.run(documents)
    }
    if !isRight { throw Command.Failed(description: "a count differs from its golden value") }
  }
}
