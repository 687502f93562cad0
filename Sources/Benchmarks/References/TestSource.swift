import Foundation

/// What the source of a test tells of it.
struct TestSource {
  /// How much of what may happen a test goes through.
  enum Strength {
    /// Every run or schedule within bounds.
    case search
    /// Runs that seeds draw.
    case walk
    case examples
  }

  /// Its sentence.
  let name: String
  let strength: Strength

  /// Reads the function at the place of a test.
  init(of test: TestBundle.Test, root: String) throws {
    // `SolutionsTests/PaxosTests.swift:57`
    let parts = test.place.split(separator: ":")
    guard parts.count == 2, let line = Int(parts[1]) else {
      throw Command.Failed(description: "\(test.place) is no place of a test")
    }
    let file = String(parts[0])
    let text = try String(contentsOfFile: "\(root)/Tests/\(file)", encoding: .utf8)
    let lines = SourceLines(text).lines
    let function = lines[min(line - 1, lines.count)...].prefix { $0 != "  }" }
      .joined(separator: "\n")
    name = function.firstMatch(of: #/func `(.*?)`/#).map { String($0.1) } ?? test.place
    let searching = ["Search", "EveryRun", "Schedules"]
    if searching.contains(where: { file.contains($0) || function.contains($0) }) {
      strength = .search
    } else if function.contains("seed") || function.contains("andom") {
      strength = .walk
    } else {
      strength = .examples
    }
  }
}
