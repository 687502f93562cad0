import Checking
import Diagrams
import Execution
import Grading
import Screen
import Terminal

/// What the desk says, as rows of a width.
struct VerdictText {
  private let columns: Int
  private(set) var lines: [FrameLine] = []
  /// Where parts begin that a key goes to.
  private(set) var printedLine: Int?

  /// Sentences are hard to follow over wider lines.
  private static let widest = 100
  /// What a learner's code printed is shown up to this many lines.
  private static let printedLines = 200

  /// Begins with no rows.
  init(columns: Int) {
    self.columns = max(1, columns)
  }

  private static let bold = Style(nil, .bold)
  private static let dim = Style(nil, .dim)

  // MARK: Rows

  private mutating func say(_ text: String, _ style: Style = .plain, indent: Int = 0) {
    let indent = String(repeating: " ", count: indent)
    for line in TextWrap.lines(
      of: text, width: min(columns, Self.widest), firstIndent: indent, hangingIndent: indent)
    {
      lines.append(FrameLine(line, style, fitting: columns))
    }
  }

  /// The text with an end, and with a capital unless it begins with what may be a name.
  private static func sentence(_ text: String) -> String {
    let isWord = text.hasPrefix("the ") || text.hasPrefix("there ")
    let start = isWord ? "T" + text.dropFirst() : text
    return start + (text.last.map { ".!?…".contains($0) } ?? true ? "" : ".")
  }

  private mutating func gap() {
    if let last = lines.last, !last.text.isEmpty { lines.append(FrameLine()) }
  }

  private mutating func add(_ styled: [StyledLine]) {
    lines += styled.map { FrameLine($0, fitting: columns) }
  }

  /// A key and what it does here.
  private mutating func key(_ key: String, _ action: String) {
    let lead = "  " + DisplayWidth.padded(key, to: 3)
    let wrapped = TextWrap.lines(of: action, width: max(1, min(columns, Self.widest) - 5))
    for (index, text) in wrapped.enumerated() {
      var line = FrameLine()
      line.append(FrameLine.fitted(index == 0 ? lead : "     ", to: columns), Self.bold)
      line.append(FrameLine.fitted(text, to: max(0, columns - line.columns)))
      lines.append(line)
    }
  }

  /// A sentence beside the matter.
  mutating func note(_ text: String) {
    gap()
    say(text, Self.dim)
  }

  // MARK: Before anything is graded

  /// Where a learner begins.
  mutating func beginning(_ exercise: DeskExercise) {
    say("You have not changed \(exercise.path) yet, and that is where you begin.")
    gap()
    key("t", "the task")
    key("r", "the section that teaches it: \(exercise.chapter)")
    key("e", "edit \(exercise.path)")
    gap()
    say("Save the file, here or in any editor, and the verdict is on this screen.")
  }

  /// That files are gone.
  mutating func missing(_ files: [String]) {
    say("\(files.joined(separator: ", ")) is not there.", Self.bold)
    gap()
    say("Save it again and it is checked at once, or")
    gap()
    key("x", "get its first version back")
  }

  /// That a first verdict is being made.
  mutating func waiting(_ exercise: DeskExercise) {
    say("\(exercise.path) is being checked.", Self.dim)
  }

  // MARK: Verdicts

  /// Why there is no verdict.
  mutating func trouble(_ why: String) {
    say("This could not be graded.", Self.bold)
    gap()
    say(Self.sentence(why))
    gap()
    key("a", "try again")
  }

  /// A report, the first failure before all else.
  mutating func report(_ report: Report, exercise: DeskExercise, next: ExerciseEntry?) {
    switch report.outcome {
    case .doesNotCompile, .compilerLimit, .refused, .ungraded:
      said(report)
    case .passed:
      passed(report, exercise: exercise, next: next)
    case .failed, .stopped, .unfinished:
      if let failure = report.firstFailure {
        check(failure)
        others(than: failure, in: report)
      }
    }
    if report.outcome.hasChecks {
      gap()
      diagnostics(report)
    }
    printed(report.printed)
  }

  /// What was said of the source, where nothing ran.
  private mutating func said(_ report: Report) {
    diagnostics(report)
    if let message = report.message {
      gap()
      say(Self.sentence(message))
    }
    gap()
    if report.diagnostics.contains(where: { $0.place != nil }) {
      key("e", "edit, at the first of these lines")
    }
  }

  private mutating func diagnostics(_ report: Report) {
    for diagnostic in report.diagnostics { add(diagnostic, indent: 0) }
  }

  private mutating func add(_ diagnostic: Diagnostic, indent: Int) {
    let style =
      switch diagnostic.severity {
      case .error: Style(.red, .bold)
      case .warning: Style(.yellow, .bold)
      case .note: Self.bold
      }
    let place = diagnostic.place.map { "\($0.file):\($0.line):\($0.column): " } ?? ""
    say("\(place)\(diagnostic.severity.rawValue): \(diagnostic.message)", style, indent: indent)
    if let place = diagnostic.place { source(of: place, indent: indent + 2) }
    for note in diagnostic.notes { add(note, indent: indent + 2) }
  }

  /// The learner's line with a mark below the column, both moved to the left where the column would be out
  /// of sight.
  private mutating func source(of place: Diagnostic.Place, indent: Int) {
    let lead = String(repeating: " ", count: indent) + "\(place.line) | "
    let room = max(1, columns - DisplayWidth.columns(of: lead))
    let text = place.source.replacing("\t", with: " ")
    let before = String(decoding: text.utf8.prefix(place.column - 1), as: UTF8.self)
    let column = DisplayWidth.columns(of: Sanitizer.clean(before))
    let isShifted = column >= room
    let hidden = isShifted ? column - room / 2 : 0
    let shown = isShifted ? "…" + Self.dropping(hidden + 1, from: text) : text
    lines.append(FrameLine(lead + shown, fitting: columns))
    guard place.column <= text.utf8.count + 1 else { return }
    let gap = String(repeating: " ", count: DisplayWidth.columns(of: lead) - 2)
    lines.append(
      FrameLine(
        gap + "| " + String(repeating: " ", count: column - hidden) + "^", Self.bold,
        fitting: columns))
  }

  /// The text without its first columns.
  private static func dropping(_ columns: Int, from text: String) -> String {
    var rest = Substring(Sanitizer.clean(text))
    var dropped = 0
    while dropped < columns, let first = rest.first {
      dropped += DisplayWidth.columns(of: String(first))
      rest.removeFirst()
    }
    return String(rest)
  }

  private mutating func passed(_ report: Report, exercise: DeskExercise, next: ExerciseEntry?) {
    say("Every check passed.", Style(.green, .bold))
    gap()
    key("s", "the reference, to compare with yours")
    if let next { key("n", "the next exercise: \(next.title)") }
    key("r", "read again: \(exercise.chapter)")
    key("c", "what each check looked at")
    var sources: [String] = []
    for check in report.checks.map(\.check) where check.source != Check.contract {
      if !sources.contains(check.source) { sources.append(check.source) }
    }
    guard !sources.isEmpty else { return }
    gap()
    say("From " + sources.joined(separator: "; ") + ".", Self.dim)
  }

  // MARK: A check

  /// A check and what it found: the story before the picture.
  mutating func check(_ report: CheckReport) {
    let mark = CheckMark(report.status)
    heading(report.check, mark)
    if let strength = report.strength, report.status != .held {
      gap()
      say(strength.phrase)
    }
    let run = report.counterexample
    if let message = report.message, run?.violation.sentence != message {
      gap()
      say(Self.sentence(message))
    }
    if let site = report.site {
      gap()
      say("\(site.file):\(site.line)", Self.bold)
      lines.append(FrameLine("  \(site.line) | \(site.source)", fitting: columns))
    }
    if let run { add(run) }
    if !report.isInFavour {
      gap()
      key("r", "learn: \(report.check.chapter)")
    }
  }

  /// A check of which nothing is known yet.
  mutating func check(_ check: Check, _ mark: CheckMark) {
    heading(check, mark)
    gap()
    say(mark.word + ".", Self.dim)
  }

  private mutating func heading(_ check: Check, _ mark: CheckMark) {
    say("\(mark.sign) \(check.name)", Style(mark.style.color, .bold))
    say(check.guarantee, indent: 2)
    say("(\(check.source))", Self.dim, indent: 2)
  }

  private mutating func add(_ run: Counterexample) {
    let (story, picture) = SpaceTimeDiagram(run).storyAndPicture(width: columns)
    gap()
    add(story)
    if !picture.isEmpty {
      gap()
      add(picture)
    }
    guard run.isShortest else { return }
    gap()
    say("No shorter run breaks it within the check's bounds.", Self.dim)
  }

  private mutating func others(than failure: CheckReport, in report: Report) {
    let names = report.decided.filter {
      ($0.status == .fail || $0.status == .error) && $0.check.name != failure.check.name
    }.map(\.check.name)
    guard !names.isEmpty else { return }
    gap()
    say("Also failed: " + names.joined(separator: ", ") + "; c shows them.")
  }

  /// What the learner's code printed.
  mutating func printed(_ text: String) {
    guard !text.isEmpty else { return }
    gap()
    printedLine = lines.count
    say("Your code printed:", Self.bold)
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    let texts = all.last?.isEmpty ?? false ? all.dropLast() : all
    for line in texts.prefix(Self.printedLines) {
      lines.append(FrameLine("| " + Sanitizer.clean(line), fitting: columns))
    }
    if texts.count > Self.printedLines {
      say("| (\(texts.count - Self.printedLines) more lines)", Self.dim)
    }
  }
}

extension Report.Outcome {
  /// Whether checks, and not what was said of the source, tell how it ended.
  fileprivate var hasChecks: Bool {
    switch self {
    case .passed, .failed, .stopped, .unfinished: true
    case .doesNotCompile, .compilerLimit, .refused, .ungraded: false
    }
  }
}
