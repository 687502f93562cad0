/// Finds characters that make a source read otherwise than it is compiled. The compiler takes them
/// silently inside comments and strings (Boucher and Anderson, Trojan Source, 2021), so whoever reads
/// the source has to be told.
enum HiddenCharacters {
  private struct Kind {
    var severity: Diagnostic.Severity
    var explanation: String
  }

  /// What there is to say of a file: at most one diagnostic of each kind, at its first place.
  static func diagnostics(in file: SourceFile) -> [Diagnostic] {
    // Below these there is nothing but ASCII and letters.
    guard file.bytes.contains(where: { $0 >= 0xD8 }) else { return [] }
    var found: [(kind: Kind, scalar: Unicode.Scalar, line: Int, column: Int, count: Int)] = []
    var (line, column, isFirst) = (1, 1, true)
    for scalar in String(decoding: file.bytes, as: UTF8.self).unicodeScalars {
      if let kind = kind(of: scalar, isFirst: isFirst) {
        if let index = found.firstIndex(where: { $0.kind.explanation == kind.explanation }) {
          found[index].count += 1
        } else {
          found.append((kind, scalar, line, column, 1))
        }
      }
      isFirst = false
      column += UTF8.width(scalar)
      if scalar == "\n" { (line, column) = (line + 1, 1) }
    }
    return found.map { kind, scalar, line, column, count in
      let name = "U+" + String(scalar.value, radix: 16, uppercase: true)
      let more = count > 1 ? "; there are \(count - 1) more such characters" : ""
      return Diagnostic(
        severity: kind.severity, message: "\(name) \(kind.explanation)\(more)",
        place: Diagnostic.Place(
          file: file.name, line: line, column: column, source: file.line(line) ?? ""))
    }
  }

  private static func kind(of scalar: Unicode.Scalar, isFirst: Bool) -> Kind? {
    switch scalar.value {
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      Kind(
        severity: .warning,
        explanation:
          "changes the direction of the text, so the code may not be what it looks like; "
          + "write it as \\u{…}")
    case 0xFEFF where isFirst:
      Kind(
        severity: .note, explanation: "is a byte order mark; save the file as UTF-8 without one")
    case 0x200B, 0x2060...0x2064, 0xFEFF, 0xE0000...0xE007F:
      Kind(severity: .warning, explanation: "cannot be seen; write it as \\u{…}")
    default: nil
    }
  }
}

extension SourceFile {
  /// What whoever reads the file should know of characters in it that cannot be seen.
  public var notes: [Diagnostic] { HiddenCharacters.diagnostics(in: self) }
}
