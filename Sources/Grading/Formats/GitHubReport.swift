import Checking
import Execution
import Terminal

/// The report as commands for the log of a GitHub Actions step: annotations, then the text report
/// between marks that keep the runner from reading commands in it.
public struct GitHubReport {
  /// What a step may have of each kind; the runner drops the rest without a word.
  static let annotationLimit = 10
  /// The most bytes of an annotation's message. GitHub keeps 64 KB; more than this hides the next one.
  private static let messageLimit = TextLimit.bytes(4 << 10)

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

  /// The annotation of a command that has ended without a report, as a line.
  /// - Parameter sentence: what is wrong and what to do.
  public static func fault(_ sentence: String) -> String {
    let message = Sanitizer.clean(sentence, layout: .lines).cut(to: messageLimit)
    return "::error title=Truthbook::\(data(message))\n"
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
    // A path that is not in the checkout would be taken for one that is.
    if let place = annotation.place {
      if let path = setting.path(of: place.file) {
        properties.append("file=\(Self.property(path))")
        properties.append("line=\(place.line)")
        if let column = annotation.column { properties.append("col=\(column)") }
      }
    } else if annotation.level == "error", report.files.count == 1,
      let path = setting.path(of: report.files[0])
    {
      // Without a line it stands at the top of the file, rather than nowhere.
      properties.append("file=\(Self.property(path))")
    }
    properties.append("title=\(Self.property(annotation.title))")
    return "::\(annotation.level) \(properties.joined(separator: ","))::"
      + Self.data(Sanitizer.clean(annotation.message, layout: .lines).cut(to: Self.messageLimit))
  }

  /// The report for a person who opens the log. Nothing in it can contain the word that ends the
  /// mark, because the word is chosen to be none that occurs.
  private var log: String {
    let text = TerminalReport(report, look: setting.look, pointers: setting.pointers).text
    let word = Self.word(notIn: text)
    return "::stop-commands::\(word)\n\(text)::\(word)::\n"
  }

  /// `truthbook-` and the smallest number, from 1, that nowhere follows it, even as the start of a
  /// longer one. Each place is looked at once, however many numbers the text holds.
  static func word(notIn text: String) -> String {
    let word = "truthbook-"
    let marker = Array(word.utf8)
    let bytes = Array(text.utf8)
    // A number of as many digits as there are places cannot be the smallest that is free.
    let mostDigits = String(bytes.count).count
    var taken: Set<Int> = []
    for start in bytes.indices where bytes[start...].starts(with: marker) {
      var number = 0
      for byte in bytes[(start + marker.count)...].prefix(mostDigits) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
        taken.insert(number)
      }
    }
    var number = 1
    while taken.contains(number) { number += 1 }
    return word + String(number)
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
