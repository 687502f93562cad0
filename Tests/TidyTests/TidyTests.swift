import Checking
import Foundation
import HiddenSuites
import Testing

/// What the repository keeps to, beyond what the compiler sees.
@Suite("Tidiness")
struct TidyTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The Swift files of ours below some folders; what a learner edits is not ours.
  private static func swiftFiles(_ folders: String...) -> [String] {
    folders.flatMap { files($0, ending: [".swift"]) }.sorted()
  }

  private static func files(_ folder: String, ending endings: [String]) -> [String] {
    (FileManager.default.subpaths(atPath: root.appending(path: folder).path) ?? [])
      .filter { file in
        endings.contains { file.hasSuffix($0) } && !file.contains(".build/")
      }
      .map { folder + "/" + $0 }
  }

  private static let exerciseFiles =
    ["Exercises/Package.swift"] + swiftFiles("Exercises").filter { $0.contains("/Starter/") }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test func `every file of ours is formatted`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.currentDirectoryURL = Self.root
    process.arguments =
      ["swift", "format", "lint", "--strict", "--parallel", "--recursive"]
      + ["Sources", "Tests", "Solutions", "Package.swift"] + Self.exerciseFiles
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
  }

  @Test func `no file of ours is longer than 600 lines`() throws {
    let files = Self.swiftFiles("Sources", "Tests", "Solutions") + Self.exerciseFiles
    #expect(files.count > 300)
    for file in files {
      let lines = try Self.text(file).split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 600, "\(file)")
    }
  }

  @Test func `no source silences an error or a data race`() throws {
    for file in Self.swiftFiles("Sources") {
      let text = try Self.text(file)
      for word in ["try!", "@unchecked Sendable", "as!"] {
        let isUsed = text.split(separator: "\n").contains {
          $0.contains(word) && !$0.drop { $0 == " " }.hasPrefix("//")
        }
        #expect(!isUsed, "\(file): \(word)")
      }
    }
  }

  // MARK: Floors

  /// What each target may import of ours: what Package.swift says it depends on.
  private static func dependencies() throws -> [String: Set<String>] {
    var dependencies: [String: Set<String>] = [:]
    let target =
      #/(?:[tT]arget|systemLibrary)\(\s*name: "([\w-]+)"(?<rest>[^()]*(?:\([^()]*\)[^()]*)*)\)/#
    for match in try text("Package.swift").matches(of: target) {
      let list = match.rest.firstMatch(of: #/dependencies: \[(?<list>[^\]]*)\]/#)
      let names = list?.list.matches(of: #/"([\w-]+)"/#).map { String($0.1) } ?? []
      dependencies[String(match.1)] = Set(names)
    }
    return dependencies
  }

  private static func imports(of target: String) throws -> Set<String> {
    var imports: Set<String> = []
    for file in swiftFiles("Sources/" + target) {
      // What is indented is text of ours that holds Swift.
      for line in try text(file).split(separator: "\n") where !line.hasPrefix(" ") {
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), keyword <= 2,
          words[..<keyword].allSatisfy({ $0.hasPrefix("@") || Self.levels.contains(String($0)) }),
          let module = words.dropFirst(keyword + 1).first
        else { continue }
        imports.insert(String(module))
      }
    }
    return imports
  }

  private static let levels: Set<String> = ["public", "package", "internal", "private"]

  @Test(arguments: ["README.md", "GRADING.md", "HANDBOOK.md", "Engines/README.md", "action.yml"])
  func `what a command of a guide names is there`(guide: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: guide), encoding: .utf8)
    // What a reader fills in is in capitals: `Chapters/PART/NAME.md`.
    let toFillIn = /\/(?!README)[A-Z]{2,}(?![a-z])/
    let path = /\b(?:bin|Chapters|Engines|Exercises|Solutions|Sources|Tests)\/[A-Za-z0-9_.\/+-]+/
    let named = text.matches(of: path).map { String($0.output) }
      .map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
    for name in named where !name.contains(toFillIn) {
      #expect(
        FileManager.default.fileExists(atPath: Self.root.appending(path: name).path), "\(name)")
    }
  }

  private static var targets: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
        .sorted()
    }
  }

  @Test func `no target imports what Package.swift does not give it`() throws {
    let dependencies = try Self.dependencies()
    let ours = Set(try Self.targets + ["Solutions"])
    #expect(dependencies["Wire"] == ["ExerciseKit"])
    #expect(ours.isSubset(of: dependencies.keys))
    var seen: Set<String> = []
    for target in try Self.targets {
      let imports = try Self.imports(of: target).intersection(ours)
      seen.formUnion(imports)
      let undeclared = imports.subtracting(dependencies[target] ?? []).subtracting([target])
      #expect(undeclared == [], "\(target)")
    }
    #expect(seen.count > 10)
  }

  @Test func `each target stands on lower floors only`() throws {
    let floors = [
      [
        "ExerciseKit", "Simulation", "CCmark", "CWorkerSurroundings", "CSelfProtection", "Terminal",
        "Parameters", "Digests", "Histories", "CLibarchive", "Workshop",
      ],
      ["Wire", "Markdown", "Solutions", "AsPrinted", "HistoryFiles"], ["Dialects"],
      ["Subjects", "Checking", "Execution", "Curriculum", "Reader", "Calculators", "Clusters"],
      ["Stepping"], ["HiddenSuites", "Diagrams", "Quizzes", "Screen"],
      ["Grading", "Figures", "Errata", "Stepper"],
      ["Book", "Desk", "InverseSuites", "League"], ["Site"],
      ["truthbook", "truthbook-worker", "truthbook-jail", "truthbook-unpack", "Benchmarks"],
    ]
    var floor: [String: Int] = [:]
    for (number, targets) in floors.enumerated() {
      for target in targets { floor[target] = number }
    }
    let dependencies = try Self.dependencies()
    for target in try Self.targets {
      let own = try #require(floor[target], "\(target) has no floor")
      for lower in try #require(dependencies[target]).sorted() {
        guard let below = floor[lower] else { continue }
        #expect(below < own, "\(target) depends on \(lower)")
      }
    }
  }

  @Test func `what decides touches no files, and only Markdown knows its parser`() throws {
    for target in [
      "ExerciseKit", "Wire", "Simulation", "Digests", "Histories", "Checking", "Stepping",
      "HiddenSuites",
    ] {
      let imports = try Self.imports(of: target)
      #expect(imports.isDisjoint(with: ["Foundation", "FoundationEssentials"]), "\(target)")
    }
    let users = try Self.targets.filter { try Self.imports(of: $0).contains("CCmark") }
    #expect(users == ["Markdown"])
  }

  // MARK: Mutants

  @Test(arguments: suites.map(\.exercise))
  func `every check has a mutant that it must catch`(exercise: String) throws {
    let suite = try #require(suites.first { $0.exercise == exercise })
    var named: Set<String> = []
    for file in Self.files("Solutions/Mutants/" + exercise, ending: [".swift", ".patch"]) {
      let first = try Self.text(file).prefix { $0 != "\n" }
      let names = first.trimmingPrefix("// fails: ").split(separator: ", ").map(String.init)
      #expect(first.hasPrefix("// fails: ") && !names.isEmpty, "\(file)")
      named.formUnion(names)
    }
    #expect(named == Set(suite.checks.map(\.name)))
  }
}
