import Terminal

extension BatchReport {
  /// The batch as a table for a terminal: a line per submission, then the totals.
  /// - Parameter width: the columns available.
  public func table(width: Int) -> String {
    let names = submissions.map { Sanitizer.clean($0.name) }
    let widest = names.map { DisplayWidth.columns(of: $0) }.max() ?? 0
    let column = min(max(widest, 10), max(10, width / 2))
    var lines: [String] = []
    for (entry, name) in zip(submissions, names) {
      let points = "\(entry.score)/\(entry.maximum)"
      var line = DisplayWidth.padded(name, to: column) + "  "
      line += DisplayWidth.padded(Self.word(for: entry), to: 16)
      line += String(repeating: " ", count: max(0, 7 - points.count)) + points
      let failure = Sanitizer.clean(entry.firstFailure)
      if !failure.isEmpty { line += "  " + failure }
      lines.append(line.count > width ? line.prefix(max(width, column + 25) - 1) + "…" : line)
    }
    lines += ["", summary]
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many came to what.
  public var summary: String {
    var parts: [String] = []
    for outcome in Report.Outcome.allCases {
      let count = submissions.count { $0.outcome == outcome.rawValue }
      if count > 0 { parts.append("\(count) \(Self.word(for: outcome.rawValue))") }
    }
    let total = "\(submissions.count) submission\(submissions.count == 1 ? "" : "s")"
    return parts.isEmpty ? total + "." : "\(total): \(parts.joined(separator: ", "))."
  }

  private static func word(for entry: BatchEntry) -> String { word(for: entry.outcome) }

  static func word(for outcome: String) -> String {
    switch Report.Outcome(rawValue: outcome) {
    case .doesNotCompile: "does not compile"
    case .compilerLimit: "compiler limit"
    default: outcome
    }
  }

  /// The batch for a gradebook: comma-separated values (RFC 4180), a line per submission.
  ///
  /// Names that a spreadsheet would take for a formula get an apostrophe before them.
  public var csv: String {
    var lines = ["submission,status,outcome,score,maximum,first failure"]
    for entry in submissions {
      let fields = [
        entry.name, entry.status, entry.outcome, String(entry.score), String(entry.maximum),
        entry.firstFailure,
      ]
      lines.append(fields.map(Self.field).joined(separator: ","))
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  private static func field(_ text: String) -> String {
    var text = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
      text = "'" + text
    }
    guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.replacingScalars { $0 == "\"" ? "\"\"" : nil } + "\""
  }
}
