import Foundation

/// A new exercise: complete, so that everything builds and `verify` has something to say, and failing,
/// because its author has not written it yet.
public struct ExerciseScaffold: Sendable {
  /// What kind of suite an exercise has. See HANDBOOK.md.
  public enum Family: String, CaseIterable, Sendable {
    /// One pure function of whole numbers, for a few minutes between two sections.
    case small
    /// Pure functions, judged by tables, laws and an oracle.
    case table
    /// A value whose every answer follows from what it was told before.
    case object
    /// A value that is told something line by line, judged over a shadow of its own.
    case conversation
    /// Values whose states travel and merge.
    case replica
    /// Clients of servers, judged step by step and by what they see of each other.
    case service
    /// Nodes of a cluster, judged step by step and by all their runs within bounds.
    case `protocol`
  }

  /// A line that a file which all exercises share needs.
  struct Registration: Sendable {
    var file: String
    /// The line stands before the first line that starts with this, below `after`.
    var before: String
    var after: String
    var line: String
  }

  /// The exercise's name: that of its folders, such as `hash-ring`.
  public let name: String
  /// What kind of suite it has.
  public let family: Family
  let type: String
  let camel: String

  /// Describes a new exercise.
  /// - Throws: `ScaffoldError` for a name that is none.
  public init(name: String, family: Family) throws(ScaffoldError) {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    let isName = words.allSatisfy { word in
      word.first.map { $0.isASCII && $0.isLowercase } == true
        && word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
    }
    guard isName, name.utf8.count <= 40 else {
      throw ScaffoldError(
        "'\(name)' is no name for an exercise; use words of small letters, as in hash-ring")
    }
    self.name = name
    self.family = family
    type = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    camel = String(words[0]) + type.dropFirst(words[0].count)
  }

  /// The files of the exercise alone, by their path in the repository.
  var files: [(path: String, text: String)] {
    let starter = starter
    return [
      ("Exercises/\(name)/README.md", family == .small ? smallTask : task),
      ("Exercises/\(name)/hints.md", hints),
      ("Exercises/\(name)/\(type).swift", starter),
      ("Exercises/\(name)/Starter/\(type).swift", starter),
      ("Solutions/\(name)/\(type).swift", reference(from: starter)),
      (
        "Solutions/Mutants/\(name)/starter.swift",
        "// fails: examples\n// The starter as it is.\n" + starter
      ),
      ("Solutions/Alternatives/\(name)/other-names.swift", "// TODO: Right, and odd.\n" + starter),
    ] + sources
  }

  private var starter: String {
    switch family {
    case .small, .table: tableStarter
    case .replica: replicaStarter
    case .object, .conversation, .service, .protocol: nodeStarter
    }
  }

  /// The kit's protocol, the words of grader and worker, and the suite.
  private var sources: [(path: String, text: String)] {
    if family == .small {
      // All small exercises have the same words.
      return [
        ("Sources/ExerciseKit/SmallExercises/\(type)Interface.swift", smallKit),
        ("Sources/HiddenSuites/SmallExercises/\(type).swift", smallSuite),
      ]
    }
    let (kit, dialect, suite) =
      switch family {
      case .small, .table: (tableKit, tableDialect, tableSuite)
      case .object: (nodeKit, objectDialect, objectSuite)
      case .replica: (replicaKit, replicaDialect, replicaSuite)
      case .conversation, .service, .protocol: (nodeKit, nodeDialect, nodeSuite)
      }
    return [
      ("Sources/ExerciseKit/\(type)Interface.swift", kit),
      ("Sources/Dialects/\(type).swift", dialect),
      ("Sources/HiddenSuites/\(type)/\(type)Suite.swift", suite),
    ]
  }

  /// The lines that shared files need.
  var registrations: [Registration] {
    let suite = family == .small ? "SmallTable.\(camel).suite" : "\(camel)Suite"
    let dialect = Registration(
      file: "Sources/Dialects/Dialect.swift", before: "]", after: "private let dialects",
      line: "  \(camel)Dialect,")
    return [
      Registration(
        file: "Exercises/Package.swift", before: "  ])", after: "  targets: [",
        line: "    exercise(\"\(name)\"),"),
      Registration(
        file: "Sources/HiddenSuites/Registry.swift", before: "]", after: "private let makers",
        line: "  \"\(name)\": { \(suite) },"),
    ] + (family == .small ? [] : [dialect])
  }

  /// Writes the exercise into a repository.
  /// - Parameter root: the repository's folder.
  /// - Returns: the paths written or changed, in order.
  /// - Throws: `ScaffoldError` when there is such an exercise, or a file cannot be written; nothing is
  ///   changed then, unless the disk fails on the way.
  public func write(to root: String) throws(ScaffoldError) -> [String] {
    let files = files
    for (path, _) in files where FileManager.default.fileExists(atPath: "\(root)/\(path)") {
      throw ScaffoldError("\(path): is there already; choose another name, or remove it")
    }
    var changed: [(path: String, text: String)] = []
    for registration in registrations {
      changed.append((registration.file, try registered(registration, in: root)))
    }
    for (path, text) in files + changed {
      do {
        let url = URL(filePath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
      } catch {
        throw ScaffoldError("\(path): cannot be written: \(error.localizedDescription)")
      }
    }
    return files.map(\.path) + changed.map(\.path)
  }

  /// A shared file with the exercise's line in it.
  private func registered(
    _ registration: Registration, in root: String
  ) throws(ScaffoldError) -> String {
    let text: String
    do {
      text = try String(
        contentsOf: URL(filePath: "\(root)/\(registration.file)"), encoding: .utf8)
    } catch {
      throw ScaffoldError("\(registration.file): cannot be read: \(error.localizedDescription)")
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(where: { $0.hasPrefix(registration.after) }),
      let end = lines[(start + 1)...].firstIndex(where: { $0.hasPrefix(registration.before) })
    else {
      throw ScaffoldError(
        "\(registration.file): found no place for the line '\(registration.line)': there is no list "
          + "that begins with '\(registration.after)'")
    }
    lines.insert(registration.line, at: end)
    return lines.joined(separator: "\n")
  }

  /// The reference starts as the starter does, public since the book runs it.
  private func reference(from starter: String) -> String {
    starter.replacing("import ExerciseKit", with: "public import ExerciseKit")
      .replacing("\nenum ", with: "\npublic enum ").replacing("\nstruct ", with: "\npublic struct ")
      .replacing("  static func", with: "  public static func")
      .replacing("  init(", with: "  public init(").replacing("  var ", with: "  public var ")
      .replacing("  mutating func", with: "  public mutating func")
  }
}

/// Why an exercise could not be scaffolded, and what to do.
public struct ScaffoldError: Error, CustomStringConvertible, Sendable {
  /// The sentence.
  public let description: String

  init(_ description: String) { self.description = description }
}
