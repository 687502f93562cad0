import Checking
import Execution
import Foundation
import Grading
import HiddenSuites
import Synchronization
import Testing

/// Submissions of every kind, and the reports on them.
enum Workbench {
  /// The repository's own folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Submissions by name: where each is, or what it holds, and the exercise it is for.
  private static let submissions: [String: (exercise: String, source: Source)] = [
    "reference": ("raft-election", .file("Solutions/raft-election/Elector.swift")),
    "half": (
      "raft-election", .file("Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift")
    ),
    "old-votes": (
      "raft-election",
      .file("Solutions/Mutants/raft-election/keeps-votes-between-elections.swift")
    ),
    "crashing": (
      "raft-election", .file("Solutions/Mutants/raft-election/traps-on-an-unexpected-vote.swift")
    ),
    "clock": ("happens-before", .file("Solutions/Mutants/happens-before/merge-adds-up.swift")),
    "not-compiling": ("or-set", .text(named: "ORSet.swift", notCompiling)),
    "hanging": ("or-set", .text(named: "ORSet.swift", set(adding: "while true {}"))),
    "printing": (
      "or-set", .text(named: "ORSet.swift", set(adding: #"print("\u{1b}[31mred\u{7}")"#))
    ),
    "missing": ("or-set", .file("no/such/file.swift")),
  ]

  static let names: [String] = submissions.keys.sorted()

  private enum Source {
    case file(String)
    case text(named: String, String)
  }

  private static let notCompiling = """
    import ExerciseKit

    struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
      let count: Int = "one"
    }

    """

  static func set(adding statement: String) -> String {
    """
    import ExerciseKit

    struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
      private(set) var elements: Set<Element> = []
      init(replica: NodeID) {}
      func contains(_ element: Element) -> Bool { elements.contains(element) }
      mutating func add(_ element: Element) -> Dot {
        \(statement)
        return Dot(replica: NodeID(1), sequence: 1)
      }
      mutating func remove(_ element: Element) -> Set<Dot> { [] }
      mutating func merge(_ other: ORSet) {}
    }

    """
  }

  /// A report, once there is one; tests that want it at one time wait for the first of them.
  private final class Slot: Sendable {
    let report = Mutex<Report?>(nil)
  }

  private static let slots: [String: Slot] = submissions.mapValues { _ in Slot() }

  /// The report on a submission, graded once.
  static func report(on name: String) throws -> Report {
    try #require(slots[name]).report.withLock { known in
      if let known { return known }
      let report = try grade(name)
      known = report
      return report
    }
  }

  /// Grades a submission afresh.
  static func grade(_ name: String) throws -> Report {
    let submission = try #require(submissions[name])
    let suite = try #require(suites.first { $0.exercise == submission.exercise })
    // Little time, so that the endless loop is not waited for; far more than an honest answer takes
    // on a busy machine where it is waited for by the clock.
    let milliseconds = name == "hanging" ? 200 : 2_000
    switch submission.source {
    case .file(let path):
      return try grader(suite, milliseconds)
        .grade(path.hasPrefix("no/") ? path : root.appending(path: path).path)
    case .text(let file, let text):
      return try grade(text, named: file, suite, milliseconds)
    }
  }

  /// Grades a file that holds this text.
  static func grade(
    _ text: String, named file: String, _ suite: any Suite, _ milliseconds: Int
  ) throws -> Report {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "truthbook-grading-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: file)
    try Data(text.utf8).write(to: url)
    return try grader(suite, milliseconds).grade(url.path)
  }

  /// Where a submission lies that is a file of ours.
  static func path(of name: String) -> String {
    guard case .file(let path)? = submissions[name]?.source else { return "" }
    return root.appending(path: path).path
  }

  /// What grades a submission.
  static func grader(for name: String) throws -> Grader {
    let exercise = try #require(submissions[name]).exercise
    return grader(try #require(suites.first { $0.exercise == exercise }), 2_000)
  }

  private static func grader(_ suite: any Suite, _ milliseconds: Int) -> Grader {
    Grader(
      suite, interface: interface(of: suite.exercise),
      limits: WorkerLimits(callMilliseconds: milliseconds, wallMilliseconds: 60_000))
  }

  static func interface(of exercise: String) -> SubjectInterface {
    switch exercise {
    case "or-set":
      SubjectInterface(
        type: "ORSet<Swift::String>", conformance: "ExerciseKit::ObservedRemoveSet<Swift::String>")
    case "happens-before":
      SubjectInterface(type: "VectorClock", conformance: "ExerciseKit::CausalClock")
    default:
      SubjectInterface(type: "Elector", conformance: "ExerciseKit::Electing")
    }
  }
}
