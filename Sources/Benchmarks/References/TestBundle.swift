import Foundation
import Glibc
import Synchronization

/// The tests of this package as a program, run a part at a time.
struct TestBundle {
  /// How a run of tests ended.
  enum Ending: Hashable {
    case passed
    /// The first test that failed.
    case failed(String)
    /// What the process said last.
    case crashed(String)
    /// It used more processor time than it may.
    case stopped
  }

  /// A test, what it takes, and which functions it reaches.
  struct Test {
    /// Its module and file, and its name: ``SolutionsTests/PaxosTests.swift `to accept is to promise`()``.
    let place: String
    /// How long it takes without others beside it.
    let seconds: Double
    let functions: Set<Int>

    /// As the list of tests has it, but for its suite.
    var name: String { TestBundle.name(place) }
  }

  /// The module and the name of a test at a place: ``SolutionsTests `to accept is to promise`()``.
  static func name(_ place: String) -> String {
    let parts = place.split(separator: " ", maxSplits: 1)
    return "\(parts[0].prefix { $0 != "/" }) \(parts.count > 1 ? parts[1] : "")"
  }

  /// What finds the tests of a module and a name.
  static func pattern(_ name: String) -> String {
    let parts = name.split(separator: " ", maxSplits: 1).map(wildcards)
    return "^\(parts[0])..*/\(parts[1])/"
  }

  private static func wildcards(_ text: Substring) -> String {
    String(text.map { $0.isLetter || $0.isNumber || $0 == "/" ? $0 : "." })
  }

  /// The modules and names of all tests of some targets.
  func list(_ targets: [String]) throws -> Set<String> {
    let run = try run(["--list-tests"], environment: [:], seconds: 120, untilIssue: false)
    return Set(
      run.output.split(separator: "\n").compactMap { line in
        let module = line.prefix { $0 != "." }
        guard targets.contains(String(module)), let slash = line.firstIndex(of: "/") else {
          return nil
        }
        return "\(module) \(line[line.index(after: slash)...])"
      })
  }

  let path: String
  let folder: String

  /// Runs tests without a fault, one after another.
  func tests(matching patterns: [String]) throws -> [Test] {
    let map = folder + "/reach"
    let (ending, output, _) = try run(
      ["--no-parallel"] + patterns.flatMap { ["--filter", $0] },
      environment: ["TRUTHBOOK_REACH": map], seconds: 1200, untilIssue: true)
    guard ending == .passed else {
      throw Command.Failed(
        description: "the tests fail without any fault: \(ending)\n\(output.suffix(1000))")
    }
    // Nothing is written when nothing is reached.
    guard FileManager.default.fileExists(atPath: map) else { return [] }
    return try String(contentsOfFile: map, encoding: .utf8).split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return Test(
        place: fields[0], seconds: Double(fields[1]) ?? 0,
        functions: Set(fields.dropFirst(2).compactMap(Int.init)))
    }.sorted { $0.place < $1.place }
  }

  /// Runs tests with a fault, the quick ones first, until one fails.
  func judge(_ fault: Int, by tests: [Test]) throws -> Ending {
    var rest = tests.sorted { ($0.seconds, $0.place) < ($1.seconds, $1.place) }[...]
    while !rest.isEmpty {
      var part: [Test] = []
      var seconds = 0.0
      while let next = rest.first, part.isEmpty || seconds + next.seconds < 0.5 {
        part.append(next)
        seconds += next.seconds
        rest.removeFirst()
      }
      let run = try run(
        Self.filter(part), environment: ["TRUTHBOOK_FAULT": "\(fault)"],
        seconds: 3 + Int(4 * seconds), untilIssue: true)
      if run.ending != .passed { return run.ending }
      guard !run.output.contains("Test run with 0 tests") else {
        throw Command.Failed(
          description: "the tests have no \(part.map(\.place)); build them again")
      }
    }
    return .passed
  }

  private static func filter(_ tests: [Test]) -> [String] {
    tests.flatMap { test -> [String] in
      let parts = test.place.split(separator: " ", maxSplits: 1).map(wildcards)
      let file = parts[0].split(separator: "/")
      return ["--filter", "^\(file[0])..*/\(parts[1])/\(file[1]):"]
    }
  }

  /// Runs the program, for no more than some seconds of processor time and 4 GiB of memory.
  private func run(
    _ arguments: [String], environment: [String: String], seconds: Int, untilIssue: Bool
  ) throws -> (ending: Ending, output: String, seconds: Double) {
    let words =
      [
        "/bin/sh", "-c", "ulimit -c 0; ulimit -t \(seconds); ulimit -v 4194304; exec \"$@\"", "sh",
        path,
        "--testing-library", "swift-testing",
      ] + arguments
    let settings = ProcessInfo.processInfo.environment
      .merging(environment.merging(["NO_COLOR": "1", "SWIFT_BACKTRACE": "enable=no"]) { $1 }) { $1 }
    let (process, end) = try Self.spawning.withLock { _ in try Self.spawn(words, settings) }
    defer { close(end) }
    let output = Self.output(of: process, from: end, untilIssue: untilIssue)
    var ended: Int32 = 0
    var usage = rusage()
    while wait4(process, &ended, 0, &usage) < 0 && errno == EINTR {}
    let used =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    return (
      Self.ending(output, status: ended, isOutOfTime: used >= Double(seconds)), output, used
    )
  }

  /// One at a time, so that none inherits what is meant for another.
  private static let spawning = Mutex(())

  /// Starts a program.
  /// - Returns: its process, and where to read what it writes.
  private static func spawn(
    _ words: [String], _ environment: [String: String]
  ) throws -> (process: pid_t, end: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0, fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 else {
      throw Command.Failed(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    posix_spawn_file_actions_addclose(&actions, ends[1])
    var arguments = words.map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in arguments + settings { free(word) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, words[0], &actions, nil, &arguments, &settings)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw Command.Failed(description: "cannot run \(words[0])")
    }
    return (process, ends[0])
  }

  /// What a process writes, which is ended at the first test that fails.
  private static func output(of process: pid_t, from end: Int32, untilIssue: Bool) -> String {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(end, &part, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += part.prefix(count)
      if untilIssue,
        String(decoding: part.prefix(count), as: UTF8.self).contains(" recorded an issue")
      {
        kill(process, SIGKILL)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func ending(_ output: String, status: Int32, isOutOfTime: Bool) -> Ending {
    if let line = output.split(separator: "\n").first(where: { $0.contains(" recorded an issue") })
    {
      return .failed(
        line.firstMatch(of: #/Test "(.*?)"|Test (.*?) recorded/#)
          .map { String($0.1 ?? $0.2 ?? "") } ?? String(line))
    }
    if status == 0 { return .passed }
    if isOutOfTime { return .stopped }
    let last = output.split(separator: "\n").first { $0.contains("Fatal error") }
    return .crashed(last.map(String.init) ?? "status \(status)")
  }
}
