import Diagrams
import Terminal

/// A batch as one page for a browser: a line for each submission, which leads to its report.
///
/// Like a report's page it loads nothing and runs nothing.
public struct BatchPage {
  private let report: BatchReport
  private let link: @Sendable (String) -> String

  /// Prepares a page.
  /// - Parameter link: where the report on a submission lies, seen from the page, by the name of its
  ///   file without the extension.
  public init(_ report: BatchReport, link: @escaping @Sendable (String) -> String) {
    self.report = report
    self.link = link
  }

  /// The page.
  public var html: String {
    let title = Self.escaped("\(report.exercise): \(report.summary)")
    return HTMLPage.document(
      title: title,
      content: """
        <header>
        <p class="small">Truthbook · suite version \(report.suiteVersion)\(missing)</p>
        <h1>\(Self.escaped(report.exercise))</h1>
        <p class="verdict">\(Self.escaped(report.summary))</p>
        </header>
        <h2 id="submissions">Every submission</h2>
        <div class="scroll" tabindex="0" role="region" aria-labelledby="submissions">\(table)</div>
        """)
  }

  private var missing: String {
    guard let shards = report.shards else { return "" }
    let present = shards.present.map(String.init).joined(separator: ", ")
    return " · shard \(present) of \(shards.count)"
  }

  private var table: String {
    """
    <table>
    <thead><tr><th scope="col"><span class="unseen">Result</span></th>\
    <th scope="col">Submission</th><th scope="col">Outcome</th><th scope="col">Points</th>\
    <th scope="col">First failure</th></tr></thead>
    <tbody>
    \(report.submissions.map(row).joined(separator: "\n"))
    </tbody>
    </table>
    """
  }

  private func row(_ entry: BatchEntry) -> String {
    let sign = ["pass": "✓", "fail": "✗"][entry.status] ?? "!"
    let address = link(ListedSubmission.fileStem(of: entry.name))
      .split(separator: "/", omittingEmptySubsequences: false).map(Self.percentEncoded)
      .joined(separator: "/")
    return """
      <tr><td><span class="mark \(Self.escaped(entry.status))" aria-hidden="true">\(sign)</span>\
      <span class="unseen">\(Self.escaped(entry.status))</span></td>\
      <th scope="row"><a href="\(address)">\(Self.escaped(entry.name))</a></th>\
      <td>\(Self.escaped(BatchReport.word(for: entry.outcome)))</td>\
      <td class="points">\(entry.score)/\(entry.maximum)</td>\
      <td>\(Self.escaped(entry.firstFailure))</td></tr>
      """
  }

  private static func escaped(_ text: String) -> String {
    MarkupText.escaped(Sanitizer.clean(text))
  }

  /// A part of a path as an address has it: RFC 3986, section 2.1.
  private static func percentEncoded(_ part: Substring) -> String {
    let digits = Array("0123456789ABCDEF")
    return part.utf8.reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
