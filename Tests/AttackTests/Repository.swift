@testable import Execution

/// Where the repository's files are.
enum Repository {
  private static let root = parent(of: parent(of: parent(of: #filePath)))

  static func path(_ name: String) -> String { root + "/" + name }

  /// A right submission of the exercise that attacks are handed in for.
  static let reference = path("Solutions/or-set/ORSet.swift")

  static let interface = SubjectInterface(
    type: "ORSet<Swift::String>", conformance: "ExerciseKit::ObservedRemoveSet<Swift::String>")
}
