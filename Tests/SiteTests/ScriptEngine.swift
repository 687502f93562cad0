import Foundation

/// Runs scripts of the edition where there is an engine for them: Node.js.
enum ScriptEngine {
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// True when there is an engine. Tests that need one are skipped otherwise, and say so.
  static let isThere: Bool = {
    do {
      return try printed(by: "process.stdout.write('yes')", input: "null") == "yes"
    } catch {
      print("no scripts are run: \(error)")
      return false
    }
  }()

  /// What a script prints that finds `input` in the variable of that name.
  private static func printed(by script: String, input: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "script-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "script.js")
    let text = "const input = \(input);\n" + script
    try Data(text.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["node", file.path]
    let (output, errors) = (Pipe(), folder.appending(path: "errors"))
    try Data().write(to: errors)
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Fault(description: try String(contentsOf: errors, encoding: .utf8))
    }
    return String(decoding: said, as: UTF8.self)
  }

  /// The same with values for its input and output.
  static func run<Output: Decodable>(
    _ script: String, input: some Encodable, as type: Output.Type = Output.self
  ) throws -> Output {
    let json = String(decoding: try JSONEncoder().encode(input), as: UTF8.self)
    let said = try printed(by: script, input: json)
    return try JSONDecoder().decode(Output.self, from: Data(said.utf8))
  }
}
