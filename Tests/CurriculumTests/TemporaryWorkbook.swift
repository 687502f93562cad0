import Foundation

/// A workbook in a temporary folder, complete unless a test takes something away.
final class TemporaryWorkbook {
  let root: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("truthbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    root = folder.resolvingSymlinksInPath().path
    try write("Package.swift", "")
    try write("Chapters/A-first/README.md", "---\ntitle: First\n---\n")
    try write(chapter, Self.chapterText())
    try write("Exercises/Package.swift", #"targets: [exercise("or-set")]"#)
    try write(task, Self.taskText())
    try write("Exercises/or-set/ORSet.swift", "// edited")
    try write("Exercises/or-set/Starter/ORSet.swift", "// pristine")
    try write(hints, "## Hint 1\n\nOne.\n\n## Hint 2\nTwo.\n\n## Hint 3\nThree.\n")
    try write("Solutions/or-set/ORSet.swift", "")
    try write("Solutions/Mutants/or-set/two-phase.swift", "// fails: add-wins, laws\n")
    for name in ["a", "b", "c"] { try write("Solutions/Alternatives/or-set/\(name).swift", "") }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  let chapter = "Chapters/A-first/crdts.md"
  let task = "Exercises/or-set/README.md"
  let hints = "Exercises/or-set/hints.md"

  static func chapterText(_ changes: [String: String] = [:]) -> String {
    let fields = [
      ("title", "Convergence"), ("part", "A"), ("order", "1"), ("level", "3"), ("minutes", "30"),
      ("coverage", "{top: [S0-19]}"), ("errata", "[E-16]"),
    ]
    return frontMatter(fields, changes) + "\n# Convergence\n"
  }

  static func taskText(_ changes: [String: String] = [:]) -> String {
    let fields = [
      ("title", "Set"), ("level", "3"), ("chapter", "crdts#or-set"), ("file", "ORSet.swift"),
      ("type", "ORSet<Swift::String>"),
      ("protocol", "ExerciseKit::ObservedRemoveSet<Swift::String>"),
    ]
    return frontMatter(fields, changes) + "\n# Set\n"
  }

  private static func frontMatter(
    _ fields: [(String, String)], _ changes: [String: String]
  ) -> String {
    let lines = fields.map { "\($0.0): \(changes[$0.0] ?? $0.1)\n" }
    return "---\n" + lines.joined() + "---\n"
  }

  func write(_ path: String, _ text: String) throws {
    let url = URL(fileURLWithPath: root + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)), as: UTF8.self)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: root + "/" + path)
  }
}

extension TemporaryWorkbook {
  func append(_ bytes: [UInt8], to path: String) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: root + "/" + path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }
}
