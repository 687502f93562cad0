import Glibc
import Testing
import Wire

@testable import Execution

/// Where a submission crashed, as seen from outside.
@Suite struct `Crash sites` {
  private static let crashes = Result {
    try Submission.prepare(
      path: Workbench.folder + "/Fixtures/Crashes.swift", interface: Workbench.interface)
  }

  private func site(of way: String) throws -> CrashSite? {
    try Self.crashes.get().crashSite(of: Workbench.adding([way]))
  }

  @Test(arguments: [
    "nil", "cast", "range", "key", "abort", "pointer", "thread", "forged",
    "handled", "endless",
  ])
  func `are the learner's innermost line, whatever was printed`(way: String) throws {
    let site = try #require(try site(of: way))
    #expect(site.file == "Crashes.swift")
    #expect(site.source.hasSuffix("// HERE \(way)"), "\(site)")
  }

  @Test(arguments: ["survived", "killed", "only forged", "none"])
  func `are not told of what ends otherwise`(way: String) throws {
    #expect(try site(of: way) == nil)
  }

  @Test func `never lie in another file, whatever the code says of itself`() throws {
    let site = try #require(try site(of: "elsewhere"))
    #expect(site.file == "Crashes.swift" && site.source.contains("misplaced()"))
  }

  /// The linker puts the code of a small library where that of a large one has its tables.
  @Test(arguments: [0, 10, 100, 1000])
  func `are found in a library of any size`(functions: Int) throws {
    let more = (0..<functions).map { "func more\($0)() -> Int { \($0) }\n" }.joined()
    let submission = try Workbench.submission([
      (
        "ORSet.swift",
        """
        import ExerciseKit
        struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
          var elements: Set<Element> { [] }
          init(replica: NodeID) {}
          func contains(_ element: Element) -> Bool { false }
          mutating func add(_ element: Element) -> Dot {
            fatalError("later")
          }
          mutating func remove(_ element: Element) -> Set<Dot> { [] }
          mutating func merge(_ other: ORSet) {}
        }
        \(more)
        """
      )
    ])
    #expect(try submission.crashSite(of: Workbench.adding(["a"]))?.line == 7)
  }
}
