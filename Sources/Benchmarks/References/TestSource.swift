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

  /// Reads the function of a test.
  init(of test: TestBundle.Test, root: String) throws {
    let parts = test.place.split(separator: " ", maxSplits: 1)
    let (file, call) = (String(parts[0]), String(parts[1]))
    let declared = "func " + call.prefix { $0 != "(" }
    let lines = SourceLines(
      try String(contentsOfFile: "\(root)/Tests/\(file)", encoding: .utf8)
    ).lines
    guard let start = lines.firstIndex(where: { $0.contains(declared + "(") }) else {
      throw Command.Failed(description: "Tests/\(file) has no \(declared); build the tests again")
    }
    let function = lines[start...].prefix { $0 != "  }" }.joined(separator: "\n")
    name = String(declared.dropFirst("func ".count)).filter { $0 != "`" }
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
