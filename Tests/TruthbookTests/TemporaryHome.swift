import Foundation
import Testing

/// What a command left behind.
struct Outcome {
  var status: Int32
  var output: String
  var errors: String
}

/// A workbook of its own in a temporary folder, in which no exercise has been begun, and the built
/// program to run in it.
///
/// Chapters and solutions are the book's own, by way of links; progress and exercises are not.
final class TemporaryHome {
  /// The repository's own folder.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The program, which a build leaves beside the tests.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "truthbook")

  let root: URL

  init() throws {
    let files = FileManager.default
    root = files.temporaryDirectory.appending(path: "truthbook-home-\(UUID().uuidString)")
    try files.createDirectory(at: root, withIntermediateDirectories: true)
    for name in ["Chapters", "Solutions", "Package.swift"] { try link(name) }
    let exercises = Self.repository.appending(path: "Exercises")
    try files.createDirectory(
      at: root.appending(path: "Exercises"), withIntermediateDirectories: false)
    try link("Exercises/Package.swift")
    for folder in try files.contentsOfDirectory(atPath: exercises.path) {
      let starter = exercises.appending(path: folder + "/Starter")
      guard files.fileExists(atPath: starter.path) else { continue }
      try files.createDirectory(
        at: root.appending(path: "Exercises/" + folder), withIntermediateDirectories: false)
      for name in ["README.md", "hints.md", "Starter"] { try link("Exercises/\(folder)/\(name)") }
      if files.fileExists(atPath: exercises.appending(path: folder + "/Scenarios").path) {
        try link("Exercises/\(folder)/Scenarios")
      }
      for name in try files.contentsOfDirectory(atPath: starter.path) {
        try files.copyItem(
          at: starter.appending(path: name),
          to: root.appending(path: "Exercises/\(folder)/\(name)"))
      }
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }

  private func link(_ name: String) throws {
    try FileManager.default.createSymbolicLink(
      at: root.appending(path: name), withDestinationURL: Self.repository.appending(path: name))
  }

  /// The path of a file of the book's own.
  static func book(_ path: String) -> String { repository.appending(path: path).path }

  /// The path of a file here.
  func path(_ name: String) -> String { root.appending(path: name).path }

  /// Writes a file here.
  /// - Returns: its path.
  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = root.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a file in the place of one that is linked from the book.
  func replace(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try FileManager.default.removeItem(at: root.appending(path: name))
    try write(name, bytes)
  }

  /// Runs the program in this workbook, its output going to pipes and files rather than a terminal.
  func run(_ arguments: String..., input: String = "") throws -> Outcome {
    try run(arguments, input: input)
  }

  /// The same with a list of arguments.
  /// - Parameters:
  ///   - variables: what else is in the environment, each as `NAME=value`.
  ///   - folder: the working directory, if not this workbook.
  func run(
    _ arguments: [String], input: String = "", environment variables: [String] = [],
    in folder: URL? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? root
    var environment = ProcessInfo.processInfo.environment
    for name in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
      environment[name] = nil
    }
    environment["TRUTHBOOK_HOME"] = root.path
    environment["TERM"] = "xterm-256color"
    for variable in variables {
      let parts = variable.split(separator: "=", maxSplits: 1)
      environment[String(parts[0])] = String(parts[1])
    }
    process.environment = environment
    let inputFile = root.appending(path: ".input-\(UUID().uuidString)")
    try Data(input.utf8).write(to: inputFile)
    let errorFile = root.appending(path: ".errors-\(UUID().uuidString)")
    try Data().write(to: errorFile)
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationReason == .exit)
    return Outcome(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: try String(contentsOf: errorFile, encoding: .utf8))
  }
}

extension Outcome {
  /// Holds what every command keeps to: one sentence on standard error when something is wrong, and no
  /// escape sequences where there is no terminal.
  func expectFault(
    _ status: Int32, containing words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, "\(errors)", sourceLocation: sourceLocation)
    #expect(output == "", sourceLocation: sourceLocation)
    #expect(errors.hasPrefix("truthbook: "), "\(errors)", sourceLocation: sourceLocation)
    #expect(
      errors.split(separator: "\n").count == 1, "\(errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(errors.contains(word), "\(errors)", sourceLocation: sourceLocation)
    }
    expectNoEscapes(sourceLocation: sourceLocation)
  }

  /// No escape sequence is sent to a pipe.
  func expectNoEscapes(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      !output.contains("\u{1b}") && !errors.contains("\u{1b}"), sourceLocation: sourceLocation)
  }
}
