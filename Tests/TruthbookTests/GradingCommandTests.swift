import Foundation
import Testing

/// `truthbook grade`: a verdict for programs, whatever it is given.
@Suite("truthbook: grading")
struct GradingCommandTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  private func set(adding statement: String) -> [UInt8] {
    Array(
      """
      import ExerciseKit

      struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
        private(set) var elements: Set<Element> = []
        init(replica: NodeID) {}
        func contains(_ element: Element) -> Bool { elements.contains(element) }
        mutating func add(_ element: Element) -> Dot {
          \(statement)
        }
        mutating func remove(_ element: Element) -> Set<Dot> { [] }
        mutating func merge(_ other: ORSet) {}
      }

      """.utf8)
  }

  @Test func `the report is one JSON document and nothing else`() throws {
    let outcome = try home.run(
      "grade", "raft-election", TemporaryHome.book("Solutions/raft-election/Elector.swift"),
      "--format", "json")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(report["status"] as? String == "pass")
    #expect(report["score"] as? Int == report["maximum"] as? Int)
    #expect(!FileManager.default.fileExists(atPath: home.path(".truthbook")))
  }

  @Test func `the report goes to a file, and the verdict need not fail the job`() throws {
    let outcome = try home.run(
      "grade", "happens-before",
      TemporaryHome.book("Solutions/Mutants/happens-before/merge-adds-up.swift"),
      "--format", "json=report.json", "--exit-zero")
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    let data = try Data(contentsOf: home.root.appending(path: "report.json"))
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(report["status"] as? String == "fail")
  }

  @Test func `on a runner's terminal no progress stands before the first annotation`() throws {
    let terminal = try PseudoTerminal(
      home, columns: 80, rows: 24, environment: ["CI=true"], "grade", "happens-before",
      TemporaryHome.book("Solutions/Mutants/happens-before/merge-ticks.swift"),
      "--format", "github", "--require-sandbox=none")
    let text = try terminal.expect("checks passed")
    #expect(text.hasPrefix("::error file="))
    #expect(!text.contains("[K"))
    #expect(terminal.wait() == 1 << 8)
  }

  @Test func `an endless loop is stopped`() throws {
    let file = try home.write("ORSet.swift", set(adding: "while true {}"))
    let outcome = try home.run("grade", "or-set", file, "--timeout", "0.2", "--plain")
    #expect(outcome.status == 4)
    #expect(outcome.output.contains("did not answer a call within 800 ms of processor time"))
    outcome.expectNoEscapes()
  }

  @Test func `a report file tells what was found when the grader is killed`() throws {
    try home.write("report.json", Array("of an earlier run".utf8))
    // Right until it has been asked often, and then it waits.
    let file = try home.write(
      "ORSet.swift",
      set(
        adding: "calls += 1; if calls > 200 { while true {} }; elements.insert(element); "
          + "return Dot(replica: NodeID(1), sequence: calls)")
        + Array("nonisolated(unsafe) var calls: UInt64 = 0\n".utf8))
    let process = Process()
    process.executableURL = TemporaryHome.program
    process.arguments = [
      "grade", "or-set", file, "--timeout", "600", "--format", "json=report.json",
    ]
    process.currentDirectoryURL = home.root
    process.environment = ["TRUTHBOOK_HOME": home.root.path, "PATH": "/usr/bin:/bin"]
      .merging(ProcessInfo.processInfo.environment) { $1 }
      .merging(["TRUTHBOOK_HOME": home.root.path]) { $1 }
    try process.run()
    var report: [String: Any] = [:]
    func statuses() -> [String] {
      (report["checks"] as? [[String: Any]] ?? []).compactMap { $0["status"] as? String }
    }
    while process.isRunning, !statuses().contains("pass") {
      usleep(10_000)
      let data = try Data(contentsOf: home.root.appending(path: "report.json"))
      // At first it is that of an earlier run.
      report = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] ?? [:]
    }
    #expect(kill(process.processIdentifier, SIGKILL) == 0)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    let data = try Data(contentsOf: home.root.appending(path: "report.json"))
    report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(report["complete"] as? Bool == false)
    #expect(report["outcome"] as? String == "unfinished")
    #expect(report["status"] as? String == "error")
    #expect(statuses().contains("pass") && statuses().contains("skipped"))
  }

  /// Starts the program with temporary files going to a folder of their own.
  private func start(_ arguments: [String], temporary: String) throws -> Process {
    let process = Process()
    process.executableURL = TemporaryHome.program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "TRUTHBOOK_HOME": home.root.path, "TMPDIR": temporary,
    ]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test func `what a killed grader left goes with the next one, and a living one keeps its own`()
    throws
  {
    let temporary = home.path("temporary")
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
    func folders() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: temporary)
    }
    let endless = try home.write("ORSet.swift", set(adding: "while true {}"))
    let killed = try start(["grade", "or-set", endless, "--timeout", "600"], temporary: temporary)
    // What tries the sandbox out comes and goes before the files are compiled.
    func isAtWork() throws -> Bool {
      try folders().contains {
        FileManager.default.fileExists(atPath: "\(temporary)/\($0)/files/entry.swift")
      }
    }
    while killed.isRunning, try !isAtWork() { usleep(10_000) }
    let broken = try home.write("Broken.swift", "nothing".utf8)
    func gradeAnother() throws {
      let another = try start(["grade", "or-set", broken], temporary: temporary)
      another.waitUntilExit()
      #expect(another.terminationStatus == 3)
    }
    let own = try folders()
    try gradeAnother()
    #expect(try folders() == own)
    #expect(try isAtWork())
    #expect(kill(killed.processIdentifier, SIGKILL) == 0)
    killed.waitUntilExit()
    #expect(try folders() == own)
    try gradeAnother()
    #expect(try folders() == [])
  }

  @Test func `a crash is told with its line`() throws {
    let file = try home.write("ORSet.swift", set(adding: #"fatalError("not yet")"#))
    let outcome = try home.run("grade", "or-set", file, "--plain")
    // A crash instead of an answer is a failure.
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("not yet"))
    #expect(outcome.output.contains("ORSet.swift:8"))
  }

  @Test func `what does not compile is told by file, line and column`() throws {
    let file = try home.write("ORSet.swift", set(adding: "return 1"))
    let outcome = try home.run("grade", "or-set", file)
    #expect(outcome.status == 3)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("ORSet.swift:8:12: error: "))
    #expect(!outcome.output.contains(home.root.path))
    outcome.expectNoEscapes()
  }

  @Test func `a path to nothing is a mistake in usage`() throws {
    try home.run("grade", "or-set", "nowhere.swift").expectFault(
      64, containing: "nowhere.swift: no such file or folder")
    let outcome = try home.run("grade", "or-set", "x.swift", "--timeout", "0")
    #expect(outcome.status == 64)
  }

  // MARK: Paths that are no submission

  /// The one sentence that says why.
  private func expectRefusal(
    _ path: String, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try home.run("grade", "or-set", path, "--width", "1000")
    #expect(outcome.status == 3, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors == "", sourceLocation: sourceLocation)
    let said = outcome.output.split(separator: "\n").filter { $0.contains(sentence) }
    #expect(said.count == 1, "\(outcome.output)", sourceLocation: sourceLocation)
    #expect(outcome.output.contains("Not graded."), sourceLocation: sourceLocation)
    outcome.expectNoEscapes(sourceLocation: sourceLocation)
  }

  @Test func `an empty folder is refused`() throws {
    try FileManager.default.createDirectory(
      atPath: home.path("empty"), withIntermediateDirectories: false)
    try expectRefusal("empty", "holds no Swift file")
  }

  @Test func `a file that is not UTF-8 is refused with its line`() throws {
    try home.write("ORSet.swift", Array("let a = 1\nlet b = \"".utf8) + [0xff, 0x22])
    try expectRefusal("ORSet.swift", "ORSet.swift:2: is not UTF-8 (byte 10 of the line)")
  }

  @Test func `a link is refused`() throws {
    try home.write("real.swift", set(adding: "return 1"))
    try FileManager.default.createSymbolicLink(
      atPath: home.path("ORSet.swift"), withDestinationPath: home.path("real.swift"))
    try expectRefusal("ORSet.swift", "is a link to another file")
  }

  @Test func `a pipe is refused and not waited for`() throws {
    try #require(mkfifo(home.path("ORSet.swift"), 0o600) == 0)
    try expectRefusal("ORSet.swift", "is a pipe, socket or device")
  }

  @Test func `a folder that is called like a file holds no file by that`() throws {
    try FileManager.default.createDirectory(
      atPath: home.path("x.swift"), withIntermediateDirectories: false)
    try expectRefusal("x.swift", "holds no Swift file")
    try FileManager.default.createDirectory(
      atPath: home.path("mine/ORSet.swift"), withIntermediateDirectories: true)
    try expectRefusal("mine", "holds no Swift file")
  }

  @Test func `a folder in a folder, a package and a folder's files are one submission`() throws {
    let reference = TemporaryHome.book("Solutions/happens-before/VectorClock.swift")
    let right = try Data(contentsOf: URL(filePath: reference))
    try home.write("nest/lab1/VectorClock.swift", right)
    try home.write("nest/__MACOSX/lab1/._VectorClock.swift", [0xFF])
    try home.write("13/Package.swift", Array("#error(\"read\")".utf8))
    try home.write("13/Sources/C/VectorClock.swift", right)
    try home.write("13/Tests/T/T.swift", Array("import XCTest".utf8))
    try home.write("glob/VectorClock.swift", right)
    try home.write("glob/Other.swift", Array("struct Other {}".utf8))
    let wrong = Array("struct VectorClock {}".utf8)
    try home.write("bad/lab1/VectorClock.swift", wrong)
    try home.write("bad/lab1/Other.swift", wrong)
    for paths in [["nest"], ["13"], ["glob/Other.swift", "glob/VectorClock.swift"]] {
      let outcome = try home.run(["grade", "happens-before"] + paths)
      #expect(outcome.status == 0, "\(outcome.output)")
      #expect(outcome.output.contains("All "), "\(outcome.output)")
    }
    for paths in [["bad"], ["bad/lab1/VectorClock.swift", "bad/lab1/Other.swift"]] {
      let outcome = try home.run(
        ["grade", "happens-before", "--format", "github"] + paths)
      #expect(outcome.status == 3, "\(outcome.output)")
      #expect(outcome.output.contains("::error"), "\(outcome.output)")
    }
  }

  @Test func `a file far too large is refused without being read`() throws {
    let path = try home.write("ORSet.swift", [])
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: 300 << 20)
    try handle.close()
    try expectRefusal("ORSet.swift", "has 314572800 bytes, and a Swift file may have 196608")
  }

  @Test func `a file that is not Swift is refused`() throws {
    try home.write("ORSet.txt", Array("hello".utf8))
    try expectRefusal("ORSet.txt", "is not a Swift file")
  }
}
