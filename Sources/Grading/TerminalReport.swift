public import Checking
import Diagrams
import Execution
public import Terminal
import Wire

/// A report as a person reads it: every check in a line, then the first failure explained.
public struct TerminalReport {
  /// How it is shown.
  public struct Look: Hashable, Sendable {
    /// The columns there are.
    public var width: Int
    /// What may be sent besides text.
    public var mode: ColorMode
    /// ASCII only, one self-contained line per fact: for screen readers and logs.
    public var isPlain: Bool

    /// Describes a look.
    public init(width: Int, mode: ColorMode, isPlain: Bool) {
      self.width = max(width, 24)
      self.mode = mode
      self.isPlain = isPlain
    }

    var diagramStyle: SpaceTimeDiagram.Style {
      isPlain ? .ascii : .unicode(mode)
    }

    func styled(_ text: String, _ style: Style) -> String {
      isPlain ? text : style.applied(to: text, in: mode)
    }

    /// Paragraphs stay readable on a very wide terminal.
    func wrap(_ text: String, first: String = "", hanging: String = "") -> [String] {
      TextWrap.lines(
        of: text, width: min(width, 100), firstIndent: first, hangingIndent: hanging)
    }
  }

  /// Where a reader may go from a failure.
  public struct Pointers: Hashable, Sendable {
    /// The command that runs the failure again; nil when there is none.
    public var replay: String?
    /// The command for the next hint.
    public var hint: String?
    /// The command that asks what the failure is about; nil when no question about it is due.
    public var review: String?
    /// What to put before the names of files so that an editor finds them, as `Exercises/or-set/`.
    public var folder: String?

    /// Names the commands.
    public init(
      replay: String? = nil, hint: String? = nil, review: String? = nil, folder: String? = nil
    ) {
      self.replay = replay
      self.hint = hint
      self.review = review
      self.folder = folder
    }
  }

  private let report: Report
  private let look: Look
  private let pointers: Pointers

  /// Prepares a report for showing.
  public init(_ report: Report, look: Look, pointers: Pointers = Pointers()) {
    self.report = report
    self.look = look
    self.pointers = pointers
  }

  /// The whole text, ending with a newline.
  public var text: String {
    var lines = [title]
    let isTold = report.outcome.telling.heading != nil
    if isTold { lines += [""] + said }
    if !report.checks.isEmpty { lines += [""] + report.checks.flatMap(line) }
    if let unseen { lines += [""] + look.wrap(unseen) }
    if let failure = report.firstFailure { lines += [""] + explain(failure) }
    if !isTold { lines += cutShort }
    if !isTold, !report.checks.isEmpty, !report.diagnostics.isEmpty { lines += [""] + said }
    if !report.printed.isEmpty { lines += [""] + printed }
    lines += ["", summary]
    if let key = report.key { lines += look.wrap("Inputs drawn with the key \(key).") }
    return lines.joined(separator: "\n") + "\n"
  }

  private var title: String {
    let files = report.files.map { Sanitizer.clean($0) }.joined(separator: ", ")
    return look.styled(report.exercise, Style(nil, .bold)) + (files.isEmpty ? "" : "  \(files)")
  }

  // MARK: What was said of the source

  private var said: [String] {
    var lines: [String] = []
    for diagnostic in report.diagnostics {
      let own = diagnostic.below(pointers.folder ?? "").rendered().split(separator: "\n").map {
        Sanitizer.clean($0, layout: .lines)
      }
      // Lines of a source stay as they are.
      lines += diagnostic.place == nil ? own.flatMap { look.wrap($0) } : own
    }
    if let message = report.message { lines += look.wrap(message) }
    return lines
  }

  // MARK: Checks

  private func line(for check: CheckReport) -> [String] {
    let (mark, style): (String, Style) =
      switch check.status {
      case .pass: (look.isPlain ? "ok" : "✓", Style(.green))
      case .held: (look.isPlain ? "held" : "~", Style(.green))
      case .fail: (look.isPlain ? "FAILED" : "✗", Style(.red, .bold))
      case .error: (look.isPlain ? "STOPPED" : "!", Style(.red, .bold))
      case .skipped: (look.isPlain ? "not reached" : "·", Style(.yellow))
      }
    let name = check.check.name
    let head = look.isPlain ? "\(mark): \(name)" : "  \(look.styled(mark, style)) \(name)"
    guard let strength = check.strength else { return [head] }
    let text =
      switch (check.status, strength) {
      case (.held, _): "held in \(strength.extent)"
      case (_, .searched): "no violation in \(strength.extent)"
      default: strength.phrase
      }
    if look.isPlain { return [head + " (\(text))"] }
    let column = 4 + (report.checks.map(\.check.name.count).max() ?? 0) + 2
    guard column + text.count <= look.width else { return [head] }
    let gap = String(repeating: " ", count: column - 4 - name.count)
    return [head + gap + look.styled(text, Style(nil, .dim))]
  }

  /// What no search could compare, said once for all checks.
  private var unseen: String? {
    var names: [String] = []
    for case .searched(_, _, _, let unseen)? in report.checks.map(\.strength) {
      names += unseen.filter { !names.contains($0) }
    }
    guard !names.isEmpty else { return nil }
    return "Not compared, so that states taken for one may differ: "
      + names.map { Sanitizer.clean($0) }.joined(separator: ", ") + "."
  }

  private func explain(_ failure: CheckReport) -> [String] {
    let check = failure.check
    var lines = [look.styled(check.name, Style(.red, .bold))]
    lines += look.wrap(check.guarantee, first: "  ", hanging: "  ")
    lines += look.wrap("(\(check.source))", first: "  ", hanging: "  ").map {
      look.styled($0, Style(nil, .dim))
    }
    if let message = failure.message, failure.counterexample?.violation.sentence != message {
      lines += [""] + look.wrap(message, first: "  ", hanging: "  ")
    }
    if case .stopped(.gradingLimit(_, let cost), _) = failure.verdict, !cost.isEmpty {
      lines += look.wrap("(a call took it \(cost))", first: "  ", hanging: "  ")
    }
    if let counterexample = failure.counterexample {
      lines.append("")
      lines += SpaceTimeDiagram(counterexample)
        .render(width: look.width, style: look.diagramStyle)
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      if counterexample.isShortest {
        lines += [
          "",
          look.styled("  No shorter run breaks it within the check's bounds.", Style(nil, .dim)),
        ]
      }
    }
    lines.append("")
    lines.append("  learn   truthbook read \(check.chapter)")
    if let review = pointers.review { lines.append("  quiz    \(review)") }
    if let hint = pointers.hint { lines.append("  hint    \(hint)") }
    if let replay = pointers.replay { lines.append("  replay  \(replay)") }
    return lines + others(than: failure)
  }

  private func others(than failure: CheckReport) -> [String] {
    let others = report.checks.filter {
      ($0.status == .fail || $0.status == .error) && $0.check.name != failure.check.name
    }
    return others.isEmpty ? [] : ["", "Also failed:"] + grouped(others)
  }

  /// Checks that held until something else ended them, and what it was where there is a run of it.
  private var cutShort: [String] {
    let held = report.checks.filter { $0.status == .held }
    guard !held.isEmpty else { return [] }
    var lines = ["", "Cut short:"] + grouped(held)
    if let run = held.lazy.compactMap(\.counterexample).first {
      lines.append("")
      lines += SpaceTimeDiagram(run).render(width: look.width, style: look.diagramStyle)
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
    return lines
  }

  /// Checks that all met the same endless loop are one line, not twenty.
  private func grouped(_ checks: [CheckReport]) -> [String] {
    var groups: [(message: String, names: [String])] = []
    for check in checks {
      let message = check.message ?? ""
      if let index = groups.firstIndex(where: { $0.message == message }) {
        groups[index].names.append(check.check.name)
      } else {
        groups.append((message, [check.check.name]))
      }
    }
    return groups.flatMap { group in
      look.wrap(
        group.names.joined(separator: ", ") + ": " + group.message, first: "  ", hanging: "    ")
    }
  }

  // MARK: The rest

  private var printed: [String] {
    let lines = report.printed.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = lines.prefix(20).map { "  | " + Sanitizer.clean($0) }
    let rest = lines.count > 20 ? ["  | (\(lines.count - 20) more lines)"] : []
    return ["The submission printed:"] + shown + rest
  }

  private var summary: String {
    let points = "\(report.score) of \(report.maximum) points"
    let telling = report.outcome.telling
    let style = Style(telling.status == "pass" ? .green : .red, .bold)
    return look.styled(summary(telling, points), style)
  }

  private func summary(_ telling: OutcomeTelling, _ points: String) -> String {
    if report.checks.isEmpty, telling.ending == nil || report.feedback == .verdict {
      return "\(telling.headline) \(points)."
    }
    if telling.status == "error" {
      return telling.ending ?? "\(telling.headline) \(points) so far."
    }
    let (count, passed) = (report.checks.count, report.checks.count { $0.status == .pass })
    if telling.status == "pass" { return "All \(count) checks passed, \(points)." }
    // They have earned points, which nobody could explain otherwise.
    let held = report.checks.count { $0.status == .held }
    return "\(passed) of \(count) checks passed"
      + (held > 0 ? " and \(held) held as far as they went" : "") + ", \(points)."
  }
}

extension Diagnostic {
  /// The same with its places in files below a folder.
  fileprivate func below(_ folder: String) -> Diagnostic {
    Diagnostic(
      severity: severity, message: message,
      place: place.map {
        Place(file: folder + $0.file, line: $0.line, column: $0.column, source: $0.source)
      },
      notes: notes.map { $0.below(folder) })
  }
}

extension Strength {
  /// The strength as a reader sees it.
  public var phrase: String {
    switch self {
    case .examples, .cases, .schedules: extent
    case .exhaustive: "all \(extent)"
    case .searched(_, _, _, let unseen):
      "no violation in \(extent)"
        + (unseen.isEmpty ? "" : "; not compared: \(unseen.joined(separator: ", "))")
    case .searchedWithout(let names, _, _, _):
      "\(extent), setting aside \(names.joined(separator: ", "))"
    }
  }

  /// What was looked at, and how much of it.
  public var extent: String {
    switch self {
    case .examples(let count): Self.count(count, "example")
    case .cases(let count): Self.count(count, "case")
    case .schedules(let count, let steps):
      "\(Self.count(count, "random schedule")), \(Self.count(steps, "step"))"
    case .exhaustive(let states, _, let depth), .searchedWithout(_, let states, _, let depth),
      .searched(let states, _, let depth, _):
      "\(Self.count(states, "state")), to depth \(depth)"
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The number with a comma between groups of three digits.
  private static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var position = digits.count - 3
    while position > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: position))
      position -= 3
    }
    return digits
  }
}
