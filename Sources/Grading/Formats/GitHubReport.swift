import Checking
import Execution
import Terminal

/// The report as commands for the log of a GitHub Actions step: annotations, then the text report
/// between marks that keep the runner from reading commands in it.
struct GitHubReport {
  /// What a step may have of each kind; the runner drops the rest without a word.
  static let annotationLimit = 10

  private struct Annotation {
    var level: String
    var title: String
    var message: String
    var place: ReportEntry.Place?
    var column: Int?
  }

  private let report: Report
  private let setting: ReportSetting

  init(_ report: Report, _ setting: ReportSetting) {
    self.report = report
    self.setting = setting
  }

  /// The lines.
  var commands: String {
    annotations.map { command($0) + "\n" }.joined() + log
  }

  /// The most important first; the last one tells how many more there are, when there are more.
  private var annotations: [Annotation] {
    var all: [Annotation] = []
    for diagnostic in report.diagnostics where diagnostic.severity == .error {
      let place = diagnostic.place
      all.append(
        Annotation(
          level: "error", title: "Does not compile", message: diagnostic.message,
          place: place.map { .init(file: $0.file, line: $0.line) }, column: place?.column))
    }
    if all.isEmpty {
      let first = report.firstFailure?.check.name
      let entries = report.entries.filter { $0.status == .fail || $0.status == .error }
      for entry in entries.filter({ $0.name == first }) + entries.filter({ $0.name != first }) {
        let sentence = entry.guarantee.map { "\nGuarantee: \($0)" } ?? ""
        let more = entry.guarantee == nil && !entry.detail.isEmpty ? "\n" + entry.detail : ""
        all.append(
          Annotation(
            level: "error", title: entry.name, message: entry.message + sentence + more,
            place: entry.place))
      }
    }
    let summary = Annotation(
      level: "notice", title: "Truthbook: \(report.exercise)",
      message: "\(report.score) of \(report.maximum) points. \(report.headline)")
    guard all.count >= Self.annotationLimit else { return all + [summary] }
    let kept = all.prefix(Self.annotationLimit - 1)
    var last = summary
    last.message += " \(all.count - kept.count) more errors are in the log."
    return kept + [last]
  }

  private func command(_ annotation: Annotation) -> String {
    var properties: [String] = []
    if let place = annotation.place {
      properties.append("file=\(Self.property(setting.folder + place.file))")
      properties.append("line=\(place.line)")
      if let column = annotation.column { properties.append("col=\(column)") }
    } else if annotation.level == "error", report.files.count == 1 {
      // Without a line it stands at the top of the file, rather than nowhere.
      properties.append("file=\(Self.property(setting.folder + report.files[0]))")
    }
    properties.append("title=\(Self.property(annotation.title))")
    return "::\(annotation.level) \(properties.joined(separator: ","))::"
      + Self.data(Sanitizer.clean(annotation.message, layout: .lines))
  }

  /// The report for a person who opens the log. Nothing in it can contain the word that ends the
  /// mark, because the word is chosen to be none that occurs.
  private var log: String {
    let text = TerminalReport(report, look: setting.look, pointers: setting.pointers).text
    var number = 1
    while text.contains("truthbook-\(number)") { number += 1 }
    return "::stop-commands::truthbook-\(number)\n\(text)::truthbook-\(number)::\n"
  }

  /// A command's text, escaped as the runner expects.
  static func data(_ text: String) -> String {
    text.replacingScalars { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  /// The value of a command's property.
  static func property(_ text: String) -> String {
    data(Sanitizer.clean(text)).replacingScalars { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }
}
