/// A change to files of Swift, in the unified format that `diff -u` writes and `patch` applies.
///
/// Lines before the first `---` belong to the reader. A hunk is put where its lines stand, nearest to where
/// it says they are, so that a change elsewhere in the file leaves it good.
struct SourcePatch {
  /// Lines that are replaced by others.
  private struct Hunk {
    /// Where the hunk begins in the patch, counted from 1.
    let line: Int
    /// Where its lines are in the file, counted from 1.
    let start: Int
    var old: [Substring] = []
    var new: [Substring] = []
  }

  private let file: WorkbookFile
  /// The hunks for each file, by its name, as the patch has them.
  private var hunks: [(name: String, hunks: [Hunk])] = []

  /// The files that are changed.
  var names: [String] { hunks.map(\.name) }

  /// Reads a patch.
  /// - Throws: an error that names the first line that belongs to none.
  init(reading file: WorkbookFile) throws(CurriculumError) {
    self.file = file
    let lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let number = index + 1
      if line.hasPrefix("--- ") {
        // What follows a tabulator is the time of the file.
        hunks.append((String(line.dropFirst(4).prefix { $0 != "\t" }), []))
      } else if line.hasPrefix("+++ ") || hunks.isEmpty || line.hasPrefix("\\") {
        continue
      } else if line.hasPrefix("@@ -") {
        guard let start = Int(line.dropFirst(4).prefix { $0.isNumber }) else {
          throw diagnostic(number, "no such place; write '@@ -LINE,COUNT +LINE,COUNT @@'")
        }
        hunks[hunks.count - 1].hunks.append(Hunk(line: number, start: start))
      } else if index == lines.count - 1, line.isEmpty {
        break
      } else {
        guard var hunk = hunks[hunks.count - 1].hunks.popLast() else {
          throw diagnostic(
            number, "a line of no hunk; begin one with '@@ -LINE,COUNT +LINE,COUNT @@'")
        }
        switch line.first {
        case " ", nil:
          hunk.old.append(line.dropFirst())
          hunk.new.append(line.dropFirst())
        case "-": hunk.old.append(line.dropFirst())
        case "+": hunk.new.append(line.dropFirst())
        default: throw diagnostic(number, "a line of a hunk begins with ' ', '-' or '+'")
        }
        hunks[hunks.count - 1].hunks.append(hunk)
      }
    }
    guard !hunks.isEmpty, hunks.allSatisfy({ !$0.hunks.isEmpty }) else {
      throw diagnostic(1, "changes nothing; make it with 'diff -u'")
    }
  }

  /// Changes a file's text.
  /// - Throws: an error that names the first hunk whose lines the text does not have.
  func applied(to text: String, named name: String) throws(CurriculumError) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var end = 0
    var shift = 0
    for hunk in hunks.first(where: { $0.name == name })?.hunks ?? [] {
      let wanted = hunk.start - 1 + shift
      let starts = (end...max(end, lines.count - hunk.old.count)).filter {
        lines[$0...].starts(with: hunk.old)
      }
      guard let start = starts.min(by: { abs($0 - wanted) < abs($1 - wanted) }) else {
        throw diagnostic(
          hunk.line,
          "\(name) does not have these lines any more; make the patch again with 'diff -u'")
      }
      lines.replaceSubrange(start..<(start + hunk.old.count), with: hunk.new)
      end = start + hunk.new.count
      shift = start - (hunk.start - 1) + hunk.new.count - hunk.old.count
    }
    return lines.joined(separator: "\n")
  }

  func diagnostic(_ line: Int, _ message: String) -> CurriculumError {
    CurriculumError(Diagnostic(path: file.path, line: line, column: 1, message: message))
  }
}
