import ArgumentParser
import Book
import Curriculum
import Markdown
import Reader
import Terminal

/// `truthbook search`: where the book says something.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find words in chapters, tasks, references, the kit and the glossary.",
    discussion: """
        truthbook search quorum                 every section that speaks of quorums
        truthbook search stale read             both words, anywhere in a section
        truthbook search "read repair"          these words, one after the other

      A word finds what begins with it, in upper or lower case. Sections whose headings say it come \
      first, then those that say it most often. Exits with 1 when nothing is found.
      """)

  @Argument(help: "Words to find.")
  var words: [String]

  @Flag(help: "Show every section, not the first twelve.")
  var all = false

  @OptionGroup var look: LookOptions

  /// As many as a screen of 24 lines nearly holds twice.
  private static let most = 12

  func run() throws {
    let workbook = try Workbook()
    guard words.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else {
      throw Fault.usage("give a word to find, as in `truthbook search quorum`")
    }
    let hits: [BookSearch.Hit]
    do throws(CurriculumError) {
      hits = try BookSearch(words).hits(in: workbook.curriculum)
    } catch {
      throw Fault.environment(error.description)
    }
    guard !hits.isEmpty else {
      Console.error(
        "nothing in the book says \(words.map { "'\($0)'" }.joined(separator: " and "))")
      throw ExitCode.failure
    }
    let shown = hits.prefix(all ? hits.count : Self.most)
    var text = shown.map(Self.markdown).joined(separator: "\n")
    let left = hits.count - shown.count
    if left > 0 { text += "\n\(left) more sections; `--all` shows them.\n" }
    text += "\n`truthbook read \(shown[0].reference)` opens the first.\n"
    try Console.print(
      render(Document(parsing: text), width: look.columns, style: look.page), terminator: "")
  }

  private static func markdown(_ hit: BookSearch.Hit) -> String {
    let place = hit.section == hit.page ? hit.section : "\(hit.section) · \(hit.page)"
    return "- `\(hit.reference)` \(WorkbookShelf.escaped(place))\\\n  \(excerpt(hit))\n"
  }

  /// How much of a paragraph is shown, in characters, and how much of it before the first word found.
  private static let (window, before) = (150, 50)

  private static func excerpt(_ hit: BookSearch.Hit) -> String {
    let characters = Array(hit.excerpt)
    var start = max(0, (hit.marks.first?.lowerBound ?? 0) - before)
    while start > 0, characters[start - 1] != " " { start -= 1 }
    var end = min(characters.count, start + window)
    while end < characters.count, characters[end] != " " { end += 1 }
    var text = start > 0 ? "… " : ""
    var place = start
    for mark in hit.marks where mark.lowerBound >= place && mark.upperBound <= end {
      text += WorkbookShelf.escaped(String(characters[place..<mark.lowerBound]))
      text += "**" + WorkbookShelf.escaped(String(characters[mark])) + "**"
      place = mark.upperBound
    }
    text +=
      WorkbookShelf.escaped(String(characters[place..<end])) + (end < characters.count ? " …" : "")
    return text.split { $0.isWhitespace }.joined(separator: " ")
  }
}
