/// Turns what the compiler said of a submission and our entry point into what a learner can act on:
/// their own lines as the compiler says them, and one plain sentence where it speaks of code they
/// have never seen.
struct CompilerExplanation {
  private let staged: StagedSubmission
  private let lines: [LineIndex]

  init(_ staged: StagedSubmission) {
    self.staged = staged
    lines = staged.files.map(LineIndex.init)
  }

  /// How many diagnostics are kept, and how many notes of each. Nobody reads more.
  private static let mostDiagnostics = 100
  private static let mostNotes = 10

  /// The errors of a failed compilation.
  func failure(_ output: CompilerOutput) -> CompileFailure {
    let diagnostics = group(output.entries)
    var errors = diagnostics.filter { $0.severity == .error }
    if errors.isEmpty {
      // Only once the learner's own lines are right is it worth saying what the exercise expects.
      let said = output.entries.first { $0.location == .entryPoint && $0.severity == .error }
      errors = [said.map { mismatch($0.message) } ?? unplaced(output)]
    }
    return CompileFailure(
      diagnostics: Array(errors.prefix(Self.mostDiagnostics)),
      omitted: max(0, errors.count - Self.mostDiagnostics))
  }

  /// The warnings of a compilation that succeeded.
  func warnings(_ output: CompilerOutput) -> [Diagnostic] {
    Array(
      group(output.entries).filter { $0.severity == .warning }.prefix(Self.mostDiagnostics))
  }

  /// Diagnostics in the learner's files with their notes, in order of file, line and column.
  private func group(_ entries: [CompilerOutput.Entry]) -> [Diagnostic] {
    var found: [(file: Int, line: Int, column: Int, diagnostic: Diagnostic)] = []
    var missing: [[String]] = []
    var isOurs = false
    for entry in entries {
      switch (entry.severity, entry.location) {
      case (.error, .submission(let file, let line, let column)),
        (.warning, .submission(let file, let line, let column)):
        isOurs = false
        found.append((file, line, column, diagnostic(entry, file, line, column)))
        missing.append([])
      case (.error, _), (.warning, _):
        isOurs = true
      case (.note, .submission(let file, let line, let column)):
        if isOurs || found.isEmpty || entry.message == "add stubs for conformance" { continue }
        guard found[found.count - 1].diagnostic.notes.count < Self.mostNotes else { continue }
        found[found.count - 1].diagnostic.notes.append(diagnostic(entry, file, line, column))
      case (.note, .requirement(let declaration)):
        if isOurs || found.isEmpty || missing[missing.count - 1].count >= Self.mostNotes {
          continue
        }
        missing[missing.count - 1].append(declaration)
      case (.note, _):
        continue
      }
    }
    for index in found.indices where !missing[index].isEmpty {
      found[index].diagnostic.notes += missing[index].map { declaration in
        Diagnostic(severity: .note, message: "the exercise needs: `\(declaration)`")
      }
    }
    func order(_ index: Int) -> (Int, Int, Int, Int) {
      (found[index].file, found[index].line, found[index].column, index)
    }
    return found.indices.sorted { order($0) < order($1) }.map { found[$0].diagnostic }
  }

  private func diagnostic(
    _ entry: CompilerOutput.Entry, _ file: Int, _ line: Int, _ column: Int
  ) -> Diagnostic {
    var place: Diagnostic.Place?
    if staged.files.indices.contains(file) {
      let source = staged.files[file]
      place = Diagnostic.Place(
        file: source.name, line: line, column: column, source: lines[file].line(line) ?? "")
    }
    return Diagnostic(severity: entry.severity, message: entry.message, place: place)
  }

  /// What the exercise expects, when the learner's files compile but offer something else.
  /// - Parameter message: what the compiler says of the entry point.
  private func mismatch(_ message: String) -> Diagnostic {
    let interface = staged.interface.part(named: message)
    let name = interface.typeName
    let conforming = "that conforms to `\(interface.protocolName)`"
    let usable = "that can be used as `\(interface.displayedType)`"
    if message.hasPrefix("multiple definitions") {
      return Diagnostic(
        severity: .error,
        message: "the exercise keeps the symbol `truthbook_subject` for itself; rename yours")
    }
    let text =
      if message.hasPrefix("cannot find") {
        "\(conforming); \(declarations())"
      } else if message.contains("protection level") {
        "that other files can use; remove `private` or `fileprivate` from it"
      } else if message.hasPrefix("cannot specialize") {
        "\(usable); yours takes no type in angle brackets"
      } else if message.contains("type parameters") || message.contains("type arguments") {
        "\(usable); yours takes another number of types in angle brackets"
      } else if message.hasPrefix("cannot convert") {
        "\(conforming); yours does not: write `: \(interface.protocolName)` after its name"
      } else {
        "\(usable) and \(conforming); the compiler says: \(message)"
      }
    return Diagnostic(
      severity: .error, message: "the exercise expects a type named `\(name)` \(text)",
      place: declaration(of: name))
  }

  private func declarations() -> String {
    let declared = staged.files.compactMap { file -> String? in
      let names = Self.declaredTypes(in: file).prefix(5).map { "`\($0.name)`" }
      return names.isEmpty ? nil : "\(file.name) declares \(names.joined(separator: ", "))"
    }
    return declared.isEmpty ? "your file declares no type" : declared.joined(separator: "; ")
  }

  private func declaration(of name: String) -> Diagnostic.Place? {
    for (file, lines) in zip(staged.files, lines) {
      for type in Self.declaredTypes(in: file) where type.name == name {
        return Diagnostic.Place(
          file: file.name, line: type.line, column: type.column,
          source: lines.line(type.line) ?? "")
      }
    }
    return nil
  }

  private static func declaredTypes(
    in file: SourceFile
  ) -> [(name: String, line: Int, column: Int)] {
    // Good enough for a hint: a declaration that does not start its line is not found.
    let declaration = #/^(?:(?:public|internal|private|fileprivate|final|indirect|@\w+)\s+)*/#
    let kind = #/^(?:struct|class|enum|actor)\s+/#
    var found: [(name: String, line: Int, column: Int)] = []
    let lines = String(decoding: file.bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let rest = line.trimmingPrefix(declaration)
      guard rest.starts(with: kind) else { continue }
      let named = rest.trimmingPrefix(kind)
      let name = named.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      guard !name.isEmpty else { continue }
      let column = line.utf8.distance(from: line.startIndex, to: named.startIndex) + 1
      found.append((String(name), index + 1, column))
    }
    return found
  }

  /// For errors that point nowhere in the learner's files.
  private func unplaced(_ output: CompilerOutput) -> Diagnostic {
    if let entry = output.entries.first(where: { $0.severity == .error }) {
      return Diagnostic(severity: .error, message: entry.message)
    }
    return Diagnostic(
      severity: .error,
      message: "the compiler found errors but names no place in your files; "
        + "remove every `#sourceLocation` and macro to see where")
  }
}
