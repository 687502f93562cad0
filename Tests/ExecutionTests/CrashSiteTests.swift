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
}
