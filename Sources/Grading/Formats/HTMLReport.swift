import Checking
import Diagrams
import Execution
import Terminal

/// The report as one page for a browser. It loads nothing and runs nothing, follows the reader's choice
/// of light or dark, and can be read with the keyboard alone and on a phone.
struct HTMLReport {
  private let report: Report

  init(_ report: Report) {
    self.report = report
  }

  /// The page.
  var page: String {
    let title = Self.escaped("\(report.exercise): \(report.score) of \(report.maximum) points")
    return HTMLPage.document(title: title, content: sections.joined(separator: "\n"))
  }

  private var sections: [String] {
    var sections = [header]
    let heading = report.outcome.telling.heading
    if let heading { sections += said(heading: heading) }
    if let first = report.firstFailure {
      sections.append(Self.section(first))
      let others = report.checks.filter {
        ($0.status == .fail || $0.status == .error) && $0.check.name != first.check.name
      }
      if !others.isEmpty { sections.append("<h2>Also failed</h2>") }
      sections += others.map(Self.other)
    }
    if !report.checks.isEmpty {
      sections.append(table)
      if heading == nil, !report.diagnostics.isEmpty {
        sections += said(heading: "About the source")
      }
    }
    if !report.printed.isEmpty {
      sections.append(
        """
        <section aria-labelledby="printed">
        <h2 id="printed">What the submission printed</h2>
        \(Self.scrolling(label: "Output", "<pre>\(Self.escaped(report.printed))</pre>"))
        </section>
        """)
    }
    return sections
  }

  // MARK: Head

  private var header: String {
    let share = report.maximum > 0 ? 100 * report.score / report.maximum : 0
    let files =
      report.files.isEmpty ? "" : " · " + Self.escaped(report.files.joined(separator: ", "))
    let style = report.outcome == .passed ? "good" : "bad"
    return """
      <header class="\(style)">
      <p class="small">Truthbook · suite version \(report.suiteVersion)\(files)</p>
      <h1>\(Self.escaped(report.exercise))</h1>
      <p class="verdict"><strong>\(report.score) of \(report.maximum) points.</strong> \
      \(Self.escaped(report.headline))</p>
      <div class="bar" aria-hidden="true"><div style="width: \(share)%"></div></div>
      </header>
      """
  }

  private func said(heading: String) -> [String] {
    guard !report.reasonNotGraded.isEmpty else { return [] }
    let text = "<pre>\(Self.escaped(report.reasonNotGraded))</pre>"
    return [
      """
      <section aria-labelledby="why">
      <h2 id="why">\(heading)</h2>
      \(Self.scrolling(label: "Messages", text))
      </section>
      """
    ]
  }

  // MARK: Checks

  private static func section(_ failure: CheckReport) -> String {
    """
    <section aria-labelledby="first">
    <h2 id="first">Fails first: <code>\(escaped(failure.check.name))</code></h2>
    \(explanation(failure))
    </section>
    """
  }

  private static func other(_ failure: CheckReport) -> String {
    """
    <details>
    <summary>\(mark(failure.status)) <code>\(escaped(failure.check.name))</code> \
    <span>\(escaped(failure.message ?? ""))</span></summary>
    \(explanation(failure))
    </details>
    """
  }

  private static func explanation(_ failure: CheckReport) -> String {
    let check = failure.check
    var parts = [
      "<blockquote><p>\(escaped(check.guarantee))</p>"
        + "<footer>\(escaped(check.source))</footer></blockquote>"
    ]
    if let message = failure.message, failure.counterexample?.violation.sentence != message {
      parts.append("<p>\(escaped(message))</p>")
    }
    if let site = failure.site {
      parts.append(
        "<p><span class=\"note\">\(escaped(site.file)):\(site.line)</span><br>"
          + "<code>\(escaped(site.source))</code></p>")
    }
    if let counterexample = failure.counterexample { parts.append(run(counterexample)) }
    parts.append(
      "<p class=\"small\">Taught in <code>truthbook read \(escaped(check.chapter))</code></p>")
    return parts.joined(separator: "\n")
  }

  /// The run as a picture, and in words for those who do not see it.
  private static func run(_ counterexample: Counterexample) -> String {
    let caption =
      counterexample.isShortest ? "The shortest run that breaks it" : "A run that breaks it"
    let steps = counterexample.steps.indices.map { index in
      let isBad = counterexample.violation.steps.contains(index)
      return "<li\(isBad ? " class=\"bad\"" : "")>"
        + "\(escaped(counterexample.steps[index].sentence))</li>"
    }
    let drawing = SpaceTimeDrawing(counterexample).markup(
      title: "\(caption): \(counterexample.violation.sentence)")
    return """
      <figure>
      <figcaption>\(caption)</figcaption>
      \(scrolling(label: "Space-time diagram", drawing))
      </figure>
      <p class="violation">\(escaped(counterexample.violation.sentence))</p>
      <ol>
      \(steps.joined(separator: "\n"))
      </ol>
      """
  }

  private var table: String {
    let rows = report.checks.map { check in
      let note = check.message ?? check.strength?.phrase ?? ""
      return """
        <tr class="\(check.status.rawValue)"><td>\(Self.mark(check.status))</td>\
        <th scope="row"><code>\(Self.escaped(check.check.name))</code></th>\
        <td class="points">\(check.score)/\(check.check.points)</td>\
        <td>\(Self.escaped(note))</td></tr>
        """
    }
    let table = """
      <table>
      <thead><tr><th scope="col"><span class="unseen">Result</span></th><th scope="col">Check</th>\
      <th scope="col">Points</th><th scope="col">What was looked at</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
    return """
      <section aria-labelledby="checks">
      <h2 id="checks">Every check</h2>
      \(Self.scrolling(label: "Checks", table))
      </section>
      """
  }

  // MARK: Pieces

  private static func mark(_ status: CheckReport.Status) -> String {
    let (sign, word) =
      switch status {
      case .pass: ("✓", "passed")
      case .held: ("~", "held")
      case .fail: ("✗", "failed")
      case .error: ("!", "stopped")
      case .skipped: ("·", "not reached")
      }
    return "<span class=\"mark \(status.rawValue)\" aria-hidden=\"true\">\(sign)</span>"
      + "<span class=\"unseen\">\(word)</span>"
  }

  /// What may be wider than a phone scrolls by itself, with the keyboard too.
  private static func scrolling(label: String, _ content: String) -> String {
    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">\(content)</div>"
  }

  private static func escaped(_ text: String) -> String {
    MarkupText.escaped(Sanitizer.clean(text, layout: .lines))
  }
}
