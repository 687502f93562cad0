import ArgumentParser
import Curriculum
import Markdown
import Reader

/// `truthbook read`: a chapter, a task or any Markdown, laid out for the terminal.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read a chapter, one section of it, or an exercise's task.",
    discussion: """
        truthbook read                 the list of chapters
        truthbook read raft            a chapter
        truthbook read raft#votes      one section
        truthbook read raft-election   an exercise's task
        truthbook read notes.md        any Markdown file; - for standard input
      """)

  @Argument(help: "A chapter, chapter#section, exercise, Markdown file, or - for standard input.")
  var what: String?

  @Flag(help: "Leave boxes drawn in code as they are instead of mending their right border.")
  var keepBoxes = false

  @OptionGroup var look: LookOptions

  /// The look of the page.
  private var style: PageStyle {
    var style = look.page
    if keepBoxes { style.mendsBoxes = false }
    return style
  }

  func run() throws {
    guard let what else { return try printChapters() }
    let (document, name) = try document(what)
    let reference = SectionReference(what)
    guard !isFile(what), let anchor = reference.section else {
      return try Console.print(
        render(document, width: look.columns, style: style), terminator: "")
    }
    guard let section = document.section(named: anchor) else {
      let anchors = document.sections.map(\.anchor)
      let advice =
        nearest(to: anchor, among: anchors).map { "did you mean \(name)#\($0)?" }
        ?? "it has " + anchors.joined(separator: ", ")
      throw Fault.usage("\(name) has no section '\(anchor)'; \(advice)")
    }
    try Console.print(
      render(document, section: section, width: look.columns, style: style), terminator: "")
  }

  private func isFile(_ what: String) -> Bool {
    what == "-" || what.contains("/") || what.hasSuffix(".md")
  }

  /// The document meant, and its name for messages.
  private func document(_ what: String) throws -> (Document, String) {
    if what == "-" {
      return (Document(parsing: try Console.contents(of: nil)), what)
    }
    if isFile(what) { return (Document(parsing: try Console.contents(of: what)), what) }
    let workbook = try Workbook()
    let curriculum = workbook.curriculum
    let id = SectionReference(what).chapter
    let names: [String]
    do throws(CurriculumError) {
      let chapters = try curriculum.chapterIDs()
      if chapters.contains(id) {
        return (Document(parsing: try curriculum.chapter(id).file.bytes()), id)
      }
      let exercises = try curriculum.exerciseIDs()
      if exercises.contains(id) {
        return (Document(parsing: try curriculum.exercise(id).task.bytes()), id)
      }
      names = chapters + exercises
    } catch {
      throw Fault.environment(error.description)
    }
    let advice =
      nearest(to: id, among: names).map { "did you mean '\($0)'?" }
      ?? "there are " + names.joined(separator: ", ")
    throw Fault.usage("there is no chapter or exercise '\(id)'; \(advice)")
  }

  private func printChapters() throws {
    let curriculum = try Workbook().curriculum
    let chapters: [Chapter]
    do throws(CurriculumError) {
      chapters = try curriculum.chapters()
    } catch {
      throw Fault.environment(error.description)
    }
    let width = (chapters.map(\.id.count).max() ?? 0) + 2
    for chapter in chapters {
      let gap = String(repeating: " ", count: width - chapter.id.count)
      try Console.print(
        "truthbook read \(chapter.id)\(gap)\(chapter.title) (\(chapter.minutes) min)")
    }
  }
}
