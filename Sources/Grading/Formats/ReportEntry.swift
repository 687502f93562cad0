import Checking
import Diagrams
import Execution
import Terminal

/// One line of a report as other programs count them: a test that passed or did not.
struct ReportEntry {
  enum Status { case pass, fail, error, skipped }

  struct Place {
    var file: String
    var line: Int
  }

  /// What it is called.
  var name: String
  /// What it is about, as one sentence; nil where there is no more than the name.
  var guarantee: String?
  var status: Status
  var score: Int
  var maximum: Int
  /// What went wrong, as one line; empty when nothing did.
  var message: String
  /// The same at length, lines of clean text; empty when there is no more to say.
  var detail: String
  /// The line of the submission it happened in.
  var place: Place?
  /// What kind of thing went wrong, in one word of ours.
  var kind: String

  /// What went wrong, at whatever length there is to say of it.
  var text: String { detail.isEmpty ? message : detail }
}

extension Report {
  /// The report as a list of tests that is never empty. Their scores add up to the report's, and when
  /// the submission did not pass, at least one of them did not either: a consumer that counts skipped
  /// tests as good must not take a submission for right in which nothing could be checked.
  var entries: [ReportEntry] {
    guard !checks.isEmpty else { return [wholeEntry] }
    var entries = checks.map(\.entry)
    if status != "pass", !entries.contains(where: { $0.status == .fail || $0.status == .error }) {
      if let first = entries.firstIndex(where: { $0.status == .skipped }) {
        entries[first].status = .fail
      } else {
        var whole = wholeEntry
        (whole.score, whole.maximum) = (0, 0)
        entries.append(whole)
      }
    }
    return entries
  }

  /// The submission as one test, where there are no checks to tell of.
  private var wholeEntry: ReportEntry {
    let telling = outcome.telling
    var entry = ReportEntry(
      name: exercise, status: telling.entry, score: score, maximum: maximum,
      message: telling.entry == .pass ? "" : telling.headline, detail: "", kind: outcome.rawValue)
    if telling.heading != nil {
      entry.detail = reasonNotGraded
      let place = diagnostics.lazy.filter { $0.severity == .error }.compactMap(\.place).first
      entry.place = place.map { .init(file: $0.file, line: $0.line) }
    }
    return entry
  }

  /// What the whole came to, as one line.
  var headline: String { outcome.telling.headline }

  /// What the compiler or the intake said, as clean lines.
  var reasonNotGraded: String {
    var text = diagnostics.map { $0.rendered() }.joined()
    if let message { text += message + (message.hasSuffix("\n") ? "" : "\n") }
    return Sanitizer.clean(text, layout: .lines)
  }
}

extension CheckReport {
  fileprivate var entry: ReportEntry {
    let (status, kind): (ReportEntry.Status, String) =
      switch verdict {
      case .passed: (.pass, "passed")
      case .held: (.pass, "held")
      case .failed: (.fail, "guarantee-broken")
      case .notReached: (.skipped, "not-reached")
      case .stopped(let stop, _): (.error, stop.word)
      }
    return ReportEntry(
      name: check.name, guarantee: check.guarantee, status: status, score: score,
      maximum: check.points, message: Sanitizer.clean(message ?? ""), detail: detail,
      place: site.map { .init(file: $0.file, line: $0.line) }, kind: kind)
  }

  /// The guarantee, its source, what went wrong and the run that shows it.
  private var detail: String {
    guard status != .pass else { return "" }
    var lines = [check.guarantee, "(\(check.source))"]
    if let message { lines += ["", Sanitizer.clean(message)] }
    if let site { lines.append(Sanitizer.clean("\(site.file):\(site.line): \(site.source)")) }
    if let counterexample {
      lines += ["", SpaceTimeDiagram(counterexample).render(width: 80, style: .unicode(.plain))]
    }
    let text = lines.joined(separator: "\n")
    return text.hasSuffix("\n") ? text : text + "\n"
  }
}
