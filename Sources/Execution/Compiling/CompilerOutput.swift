/// The compiler's text taken apart: one entry per diagnostic, in the order it came.
///
/// A header counts only when its path is one of ours, in a folder whose name is random, or names a
/// declaration of a module: a submission can neither write such a line nor, with `#sourceLocation`,
/// make the compiler write one.
struct CompilerOutput {
  /// Where the compiler says something is.
  enum Location: Hashable {
    /// In the learner's file with this number.
    case submission(file: Int, line: Int, column: Int)
    /// In the entry point.
    case entryPoint
    /// At a requirement of a protocol of the kit or the standard library, declared like this.
    case requirement(declaration: String)
    /// Nowhere in particular.
    case unknown
  }

  struct Entry {
    let location: Location
    let severity: Diagnostic.Severity
    let message: String
  }

  private(set) var entries: [Entry] = []

  /// Reads what the compiler printed in its `llvm` style.
  /// - Parameter folder: where the staged files are.
  init(_ bytes: [UInt8], folder: String) {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let header = Header(line) else { continue }
      let next = index + 1 < lines.count ? lines[index + 1] : ""
      guard let location = Self.location(header, folder: folder, next: next) else { continue }
      entries.append(
        Entry(
          location: location, severity: header.severity,
          message: Self.bounded(header.message.replacing(folder + "/", with: ""))))
    }
  }

  /// The most bytes of a message that are kept: a name may be as long as a file.
  private static let longestMessage = 2_000

  private static func bounded(_ message: String) -> String {
    guard message.utf8.count > longestMessage else { return printable(message) }
    // What was cut in the middle of a character is repaired.
    return printable(String(decoding: message.utf8.prefix(longestMessage), as: UTF8.self)) + "…"
  }

  private static func location(_ header: Header, folder: String, next: Substring) -> Location? {
    if header.path == "<unknown>" { return .unknown }
    if header.path.hasPrefix(folder + "/") {
      let name = header.path.dropFirst(folder.count + 1)
      if name == StagedSubmission.entryPointName { return .entryPoint }
      guard let file = StagedSubmission.fileNumber(name) else { return nil }
      return .submission(file: file, line: header.line, column: header.column)
    }
    // `ExerciseKit.Mergeable.merge`: the compiler shows a declaration it has no source of, alone in
    // the braces of its protocol, whose closing one follows it.
    guard header.severity == .note, header.message.hasPrefix("protocol requires"),
      !header.path.contains("/")
    else { return nil }
    return .requirement(declaration: declaration(next))
  }

  private static func declaration(_ line: Substring) -> String {
    var text = bounded(String(line.drop { $0 == " " }))
    if text.hasSuffix("}") { text.removeLast() }
    return text.replacing("ExerciseKit.", with: "").replacing("Swift.", with: "")
      .replacing("Self.", with: "")
  }
}

/// `path:line:column: severity: message`.
private struct Header {
  let path: String
  let line: Int
  let column: Int
  let severity: Diagnostic.Severity
  let message: String

  init?(_ text: Substring) {
    for severity in [Diagnostic.Severity.error, .warning, .note] {
      guard let found = text.firstRange(of: ": \(severity.rawValue): ") else { continue }
      let parts = text[..<found.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      message = String(text[found.upperBound...])
      self.severity = severity
      if parts.count == 2, parts[0] == "<unknown>" {
        (path, line, column) = ("<unknown>", 0, 0)
        return
      }
      guard parts.count >= 3, let line = Int(parts[parts.count - 2]),
        let column = Int(parts[parts.count - 1])
      else { return nil }
      path = parts.dropLast(2).joined(separator: ":")
      self.line = line
      self.column = column
      return
    }
    return nil
  }
}
