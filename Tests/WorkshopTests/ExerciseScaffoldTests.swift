import Curriculum
import Foundation
import Testing

@testable import Workshop

@Suite("Scaffolding an exercise")
struct ExerciseScaffoldTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A folder with copies of the files that all exercises share.
  private func withRepository(_ body: (String) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appending(
      path: "truthbook-scaffold-\(UUID().uuidString)")
    defer {
      do {
        try FileManager.default.removeItem(at: root)
      } catch {
        Issue.record(error)
      }
    }
    for registration in try ExerciseScaffold(name: "x", family: .table).registrations {
      let target = root.appending(path: registration.file)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: Self.repository.appending(path: registration.file), to: target)
    }
    try body(root.path)
  }

  private func text(_ path: String, in root: String) throws -> String {
    try String(contentsOf: URL(filePath: "\(root)/\(path)"), encoding: .utf8)
  }

  @Test(arguments: ExerciseScaffold.Family.allCases)
  func `a new exercise has every part, and a line in each shared list`(
    family: ExerciseScaffold.Family
  ) throws {
    try withRepository { root in
      let scaffold = try ExerciseScaffold(name: "hash-ring", family: family)
      let paths = try scaffold.write(to: root)
      #expect(paths.contains("Exercises/hash-ring/README.md"))
      // A small exercise speaks the words of all small ones.
      let isSmall = family == .small
      let suites = "Sources/HiddenSuites/"
      #expect(
        paths.contains(
          suites + (isSmall ? "SmallExercises/HashRing.swift" : "HashRing/HashRingSuite.swift")))
      #expect(paths.count == (isSmall ? 11 : 13))
      let suite = isSmall ? "SmallTable.hashRing.suite" : "hashRingSuite"
      for (file, line) in [
        ("Exercises/Package.swift", "    exercise(\"hash-ring\"),"),
        ("Sources/HiddenSuites/Registry.swift", "  \"hash-ring\": { \(suite) },"),
      ] + (isSmall ? [] : [("Sources/Dialects/Dialect.swift", "  hashRingDialect,")]) {
        let lines = try text(file, in: root).split(separator: "\n").map(String.init)
        let before = try text(file, in: Self.repository.path).split(separator: "\n")
        #expect(lines.count == before.count + 1 && lines.contains(line), "\(file)")
      }
    }
  }

  @Test func `the workbook reads a new exercise, and says what its author has not said`() throws {
    try withRepository { root in
      _ = try ExerciseScaffold(name: "hash-ring", family: .table).write(to: root)
      let curriculum = Curriculum(root: root)
      let exercise = try curriculum.exercise("hash-ring")
      #expect(exercise.types.map(\.name) == ["HashRing"])
      #expect(try exercise.isUntouched())
      let told = curriculum.diagnostics(forExercise: "hash-ring").map(\.description)
      #expect(told.contains { $0.contains("there is no chapter 'TODO'") }, "\(told)")
    }
  }

  @Test(arguments: ExerciseScaffold.Family.allCases)
  func `what a new exercise still needs is told, file by file`(
    family: ExerciseScaffold.Family
  ) throws {
    try withRepository { root in
      _ = try ExerciseScaffold(name: "hash-ring", family: family).write(to: root)
      let told = Curriculum(root: root).diagnostics(forExercise: "hash-ring").map(\.description)
      #expect(told == Self.missing(family))
    }
  }

  /// Recorded: what `truthbook verify hash-ring` says of a scaffold's folders.
  private static func missing(_ family: ExerciseScaffold.Family) -> [String] {
    let isSmall = family == .small
    let task = "Exercises/hash-ring/README.md"
    let hints = "Exercises/hash-ring/hints.md"
    let alternatives = "Solutions/Alternatives/hash-ring"
    let open = "not written yet: TODO stands in"
    let (reference, alternative) =
      switch family {
      case .small, .table: ("3, 5, 7", "1, 4, 6, 8")
      case .replica: ("3, 5, 7, 10, 15", "1, 4, 6, 8, 11, 16")
      default: ("3, 5, 8, 11, 14", "1, 4, 6, 9, 12, 15")
      }
    return ["\(hints): 1 of at least \(isSmall ? 2 : 3) hints; add '## Hint 2'"]
      + (isSmall
        ? []
        : [
          "\(alternatives): 1 of at least 3 alternatives; "
            + "add correct implementations written otherwise"
        ])
      + [
        "\(task):\(isSmall ? 5 : 4):10: there is no chapter 'TODO'; there are none",
        "\(task):2: \(open) lines "
          + (isSmall ? "2, 5, 11, 13, 15, 17, 19" : "2, 4, 10, 12, 16, 22, 30"),
        "\(hints):3: \(open) line 3",
        "Solutions/hash-ring/HashRing.swift:3: \(open) lines \(reference)",
        "\(alternatives)/other-names.swift:1: \(open) lines \(alternative)",
      ]
  }

  @Test func `nothing that is there is overwritten, and nothing is left half written`() throws {
    try withRepository { root in
      let mine = URL(filePath: "\(root)/Solutions/hash-ring/HashRing.swift")
      try FileManager.default.createDirectory(
        at: mine.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: mine)
      let before = try FileManager.default.subpathsOfDirectory(atPath: root)
      #expect(throws: ScaffoldError.self) {
        _ = try ExerciseScaffold(name: "hash-ring", family: .replica).write(to: root)
      }
      #expect(try Data(contentsOf: mine) == Data("mine".utf8))
      #expect(try FileManager.default.subpathsOfDirectory(atPath: root) == before)
    }
  }

  @Test func `a shared file without its list is named, with the line it needs`() throws {
    try withRepository { root in
      let registry = "\(root)/Sources/HiddenSuites/Registry.swift"
      try Data("// nothing".utf8).write(to: URL(filePath: registry))
      let error = #expect(throws: ScaffoldError.self) {
        _ = try ExerciseScaffold(name: "hash-ring", family: .table).write(to: root)
      }
      #expect(error?.description.contains("Registry.swift") == true)
      #expect(error?.description.contains("hashRingSuite }") == true)
      #expect(!FileManager.default.fileExists(atPath: "\(root)/Exercises/hash-ring"))
    }
  }

  @Test(arguments: [
    "", "-", "Quorum", "quorum-", "quorum--dial", "quorum_dial", "../x", "1st", "ä",
  ])
  func `what is no name is refused`(name: String) {
    #expect(throws: ScaffoldError.self) { _ = try ExerciseScaffold(name: name, family: .table) }
  }
}
