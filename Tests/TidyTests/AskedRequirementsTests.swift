import Foundation
import Testing

/// That a suite can ask for whatever an exercise's protocol demands: what a learner must write and nobody
/// calls would be a rule without a check.
@Suite("What protocols demand")
struct AskedRequirementsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A protocol of the kit.
  private struct Demand {
    /// The protocols it refines.
    let bases: [String]
    /// The names of its functions and properties.
    let members: [String]
  }

  private static func texts(in folder: String, ending: String) throws -> [String] {
    let place = root.appending(path: folder)
    return try (FileManager.default.subpaths(atPath: place.path) ?? [])
      .filter { $0.hasSuffix(ending) }.sorted()
      .map { try String(contentsOf: place.appending(path: $0), encoding: .utf8) }
  }

  /// Reads the kit's protocols.
  private static func demands(in texts: [String]) -> [String: Demand] {
    var demands: [String: Demand] = [:]
    let head = /public protocol (\w+)(?:<[^>]*>)?:? ?([^{]*)\{\n((?s).*?)\n\}/
    for found in texts.flatMap({ $0.matches(of: head) }) {
      let bases = found.2.prefix { $0 != "\n" }.split(separator: ", ").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let members = found.3.split(separator: "\n").compactMap { line in
        line.firstMatch(of: /^  (?:static |mutating )*(?:func|var) (\w+)/).map { String($0.1) }
      }
      demands[String(found.1)] = Demand(bases: bases, members: members)
    }
    return demands
  }

  /// A protocol and all it refines, as far as they are the kit's.
  private static func family(of name: String, in demands: [String: Demand]) -> [String] {
    guard let demand = demands[name] else { return [] }
    return [name] + demand.bases.flatMap { family(of: $0, in: demands) }
  }

  /// What the protocols of the exercises demand and no text that speaks of them calls.
  private static func unasked(_ exercises: [String], _ kit: [String], _ callers: [String])
    -> [String]
  {
    let demands = demands(in: kit)
    return exercises.flatMap { text -> [String] in
      let protocols = text.firstMatch(of: /\nprotocol: (.*)/).map {
        $0.1.matches(of: /ExerciseKit::(\w+)/).map { String($0.1) }.filter { demands[$0] != nil }
      }
      return (protocols ?? []).flatMap { name -> [String] in
        let family = family(of: name, in: demands)
        let asking = callers.filter { caller in family.contains { caller.contains($0) } }
        return family.flatMap { demands[$0]?.members ?? [] }.filter { member in
          !asking.contains { caller in
            caller.ranges(of: ".\(member)").contains {
              caller[$0.upperBound...].first.map { !$0.isLetter } ?? true
            }
          }
        }.map { "\(name).\($0)" }
      }
    }
  }

  @Test func `a dialect asks for whatever its exercise's protocol demands`() throws {
    // The one function of a small exercise is called by the kit itself.
    let exercises = try Self.texts(in: "Exercises", ending: "README.md")
      .filter { !$0.contains("\nsize: small\n") }
    let kit = try Self.texts(in: "Sources/ExerciseKit", ending: ".swift")
    let callers =
      try Self.texts(in: "Sources/Dialects", ending: ".swift")
      + Self.texts(in: "Sources/Subjects", ending: ".swift")
    #expect(Self.unasked(exercises, kit, callers) == [])
    // With nobody to call them, all of them are missed.
    #expect(Self.unasked(exercises, kit, []).count > 100)
    let few = callers.map { $0.replacing(".contains", with: ".holds") }
    #expect(Self.unasked(exercises, kit, few) == ["ObservedRemoveSet.contains"])
  }
}
