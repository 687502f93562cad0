import Curriculum
import Foundation
@testable import InverseSuites
import Testing

/// What is shown of a suspect is what runs.
@Suite("The listings of suspects")
struct SuspectListingTests {
  private static let files = [
    "register": "SuspectRegister.swift", "election": "SuspectElector.swift",
    "set": "SuspectSet.swift",
  ]

  @Test(arguments: FindTheBug.suspects.map(\.name))
  func `the task shows the code that is run, in which the wrong line stands once`(
    _ name: String
  ) throws {
    let suspect = try #require(FindTheBug.suspects.first { $0.name == name })
    let file = try #require(Self.files[name])
    let source = try String(
      contentsOf: URL(
        filePath: GivenAnswers.root + "/Sources/InverseSuites/Suspects/" + file), encoding: .utf8)
    let mark = "// Shown from here on.\n"
    let listing = try #require(source.range(of: mark)).upperBound
    let task = try GivenAnswers.exercise("find-the-bug").markdown
    #expect(task.contains("```swift\n" + source[listing...] + "```"))
    let lines = source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.count { $0 == suspect.wrongLine } == 1)
  }
}
