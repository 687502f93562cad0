import Foundation
import Testing

/// `truthbook grade --format`: what consumers of its reports get.
@Suite("truthbook: reports")
struct ReportCommandTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  private static let formats = [
    "text", "json", "junit", "exercism", "gradescope", "github", "classroom", "classroom50", "tap",
    "html", "markdown",
  ]

  /// A set that does something when it is asked to add.
  private func write(_ folder: String, _ statement: String) throws -> String {
    try home.write(
      "\(folder)/ORSet.swift",
      Array(
        """
        import ExerciseKit
        import Glibc

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

        """.utf8))
  }

  private static let runner = [
    "CLASSROOM=ds", "ASSIGNMENT=or-set", "USERNAME=alice", "COMMIT_URL=https://x/c",
    "RELEASE_URL=https://x/r", "SUBMISSION_TAG=submit/2026-09-01T14-32-05Z-a1b2c3d",
  ]

  /// The reports of a submission in every format, by the format's name.
  private func reports(
    _ path: String, feedback: String, status: Int32
  ) throws -> [String: String] {
    let options = Self.formats.flatMap { ["--format", "\($0)=\(home.path($0))"] }
    let outcome = try home.run(
      ["grade", "or-set", path, "--feedback", feedback] + options,
      environment: Self.runner)
    #expect(outcome.status == status, "\(outcome.errors)")
    var reports: [String: String] = [:]
    for format in Self.formats {
      reports[format] = try String(contentsOfFile: home.path(format), encoding: .utf8)
    }
    return reports
  }

  @Test(arguments: [
    ("exit(65)", "exit(66)", 4), ("abort()", "fatalError(String(describing: element))", 1),
    ("print(element); exit(1)", "for _ in 0..<3 { print(element) }; exit(2)", 4),
  ])
  func `below full a submission cannot say what it was given`(
    _ one: String, _ other: String, _ status: Int32
  ) throws {
    let (first, second) = (try write("a", one), try write("b", other))
    for feedback in ["hint", "verdict"] {
      let reports = (
        try reports(first, feedback: feedback, status: status),
        try reports(second, feedback: feedback, status: status)
      )
      for format in Self.formats { #expect(reports.0[format] == reports.1[format], "\(format)") }
    }
  }

  @Test func `a command that grades nothing says so in an annotation`() throws {
    for (arguments, words) in [
      (["nowhere.swift", "--format", "github"], "nowhere.swift: no such file or folder"),
      (["nowhere.swift", "--format=github=-"], "nowhere.swift: no such file or folder"),
      (["--format", "github"], "Missing expected argument"),
      (["x.swift", "--format", "github", "--timeout", "0"], "--timeout takes a number"),
      (["x.swift", "--format", "github", "--fromat", "json"], "--fromat"),
    ] {
      let outcome = try home.run(["grade", "or-set"] + arguments)
      #expect(outcome.status == 64)
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 1, "\(outcome.output)")
      #expect(lines.first?.hasPrefix("::error title=Truthbook::") == true)
      #expect(lines.first?.contains(words) == true, "\(outcome.output)")
      #expect(outcome.errors.contains(words))
    }
    let elsewhere = try home.run("grade", "or-set", "nowhere.swift", "--format", "github=log.txt")
    #expect(elsewhere.output == "")
  }

  @Test func `an annotation from a folder of the checkout names the path in it`() throws {
    _ = try write("checkout/class/alice", "return 1")
    let outcome = try home.run(
      ["grade", "or-set", "checkout/class/../class/alice/ORSet.swift", "--format", "github"],
      environment: ["GITHUB_WORKSPACE=" + home.path("checkout")])
    #expect(outcome.status == 3)
    #expect(outcome.output.hasPrefix("::error file=class/alice/ORSet.swift,line=9,col="))
  }

  @Test func `Classroom 50 is refused where nobody says whose submission it is`() throws {
    let path = try write("a", "return 1")
    try home.run("grade", "or-set", path, "--format", "classroom50=result.json").expectFault(
      64, containing: "the environment lacks CLASSROOM, ASSIGNMENT, USERNAME, SUBMISSION_TAG")
    #expect(!FileManager.default.fileExists(atPath: home.path("result.json")))
    try home.run(
      "grade", "or-set", path, "--batch", "--output", "out", "--format", "classroom50"
    ).expectFault(64, containing: "grade one at a time")
  }
}
