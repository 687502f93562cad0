import Curriculum
import Execution
import Foundation
import Synchronization

/// Two hundred submissions graded by one command, beside the compiler alone on the same files; and
/// what confining a worker costs.
struct BatchBenchmark {
  let root: String
  let truthbook: String
  let installation: Installation
  let compiler: BareCompiler
  let toolchain: Toolchain

  private static let size = 200
  /// One round takes minutes, and is a mean over all its submissions already.
  private static let rounds = 1

  private var folder: String { FileManager.default.temporaryDirectory.path + "/truthbook-batch" }

  /// Measures cohorts and prints what they take.
  func run() throws {
    let exercise = try Curriculum(root: root).exercise("or-set")
    let right = try [exercise.reference.text()] + exercise.alternatives().map { try $0.text() }
    let wrong = try exercise.mutants().map { $0.sources.map(\.text).joined() }
    print("Grading \(Self.size) submissions of or-set, no two alike")
    let half = Self.size / 2
    try measure(
      "half right, half wrong: every one of ours in turn",
      repeated(right, half) + repeated(wrong, Self.size - half))
    try measure("all wrong: every mutant in turn", repeated(wrong, Self.size))
  }

  private func repeated(_ sources: [String], _ count: Int) -> [String] {
    (0..<count).map { sources[$0 % sources.count] }
  }

  private func measure(_ title: String, _ sources: [String]) throws {
    let cohort = folder + "/cohort"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: cohort, withIntermediateDirectories: true)
    let files = try sources.enumerated().map { number, source in
      let path = "\(cohort)/s\(number).swift"
      try (source + "private let copyNumber = \(number)\n").write(
        toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    var bare: [Double] = []
    var times: [Int: [Double]] = [:]
    var memory = 0.0
    // In turn, so that a machine that slows down slows all of them.
    for _ in 0..<Self.rounds {
      bare.append(try milliseconds { try compileInPairs(files) })
      for jobs in [1, 2] {
        try? FileManager.default.removeItem(atPath: "\(folder)/jobs-\(jobs)")
        let time = try milliseconds {
          memory = max(memory, try grade(cohort, jobs: jobs).memory)
        }
        times[jobs, default: []].append(time)
      }
    }
    let results = try [1, 2].map {
      try Data(contentsOf: URL(filePath: "\(folder)/jobs-\($0)/batch.json"))
    }
    guard results[0] == results[1] else {
      throw Command.Failed(description: "--jobs 1 and --jobs 2 came to different results")
    }
    let (floor, alone, pair) = (
      Measurement(bare), Measurement(times[1] ?? []), Measurement(times[2] ?? [])
    )
    print("  \(title)")
    print("    compiler and linker, two at a time   \(floor.text)")
    print("    truthbook grade --jobs 1             \(alone.text)")
    print("    truthbook grade --jobs 2             \(pair.text), \(memory.text) MiB at most")
    print(
      "    --jobs 2 is \((alone.median / pair.median).text) times as fast as --jobs 1 (at least 1.8)"
        + " and takes \((pair.median / floor.median).text) times the bare compiles (at most 1.3)")
  }

  private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
    let begin = ContinuousClock.now
    try body()
    return (ContinuousClock.now - begin).milliseconds
  }

  private func grade(_ cohort: String, jobs: Int) throws -> Command.Usage {
    try Command([
      truthbook, "grade", "or-set", cohort, "--batch", "--exit-zero", "--jobs", "\(jobs)",
      "--output", "\(folder)/jobs-\(jobs)",
    ]).succeed()
  }

  private func compileInPairs(_ files: [String]) throws {
    let halves = [0, 1].map { half in
      files.enumerated().filter { $0.offset % 2 == half }.map(\.element)
    }
    let failure = Mutex<String?>(nil)
    DispatchQueue.concurrentPerform(iterations: halves.count) { half in
      for file in halves[half] {
        do {
          _ = try compiler.compile(file)
        } catch {
          failure.withLock { $0 = "\(error)" }
        }
      }
    }
    if let what = failure.withLock(\.self) { throw Command.Failed(description: what) }
  }

  /// Starts a worker that loads a library and finds no submission in it.
  private func start(_ command: [String]) throws {
    // A worker's own: chance is closed to it, and the runtime may not look for any.
    let environment = ["LC_ALL=C", "SWIFT_DETERMINISTIC_HASHING=1", "SWIFT_BACKTRACE=enable=no"]
    let status = try Command(command, environment: environment).run()
    guard status == 2 else {
      throw Command.Failed(
        description: "\(command.joined(separator: " ")) exited with \(status), not 2")
    }
  }

  /// Starts a worker that has nothing to do, with the launcher before it and without.
  func measureJail() throws {
    let library = try compiler.compile("\(root)/Solutions/or-set/ORSet.swift")
    let worker = [installation.worker, library]
    let readable = [
      "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/null",
      toolchain.libraries, root, FileManager.default.temporaryDirectory.path,
    ]
    let user = getuid() == 0 ? ["user=64999"] : []
    let launcher =
      [
        URL(filePath: installation.worker).deletingLastPathComponent().path + "/truthbook-jail",
        "run", "parent=\(getpid())", "status=3", "close-from=4", "processor=10",
        "memory=1073741824", "file-size=0",
      ] + user + readable.map { "read=\($0)" } + ["--"]
    var (with, without): ([Double], [Double]) = ([], [])
    for _ in 0..<200 {
      without.append(try milliseconds { try start(worker) })
      with.append(try milliseconds { try start(launcher + worker) })
    }
    let (confined, free) = (Measurement(with), Measurement(without))
    print("Starting a worker")
    print("    alone                                \(free.text)")
    print("    confined by the launcher             \(confined.text)")
    print("    the jail costs \((confined.median - free.median).text) ms (at most 5)")
  }
}
