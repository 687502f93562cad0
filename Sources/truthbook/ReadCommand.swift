import ArgumentParser
import Book
import Curriculum
import Errata
import Glibc
import Markdown
import Reader
import Screen
import Terminal

/// `truthbook read`: a chapter, a task or any Markdown, laid out for the terminal.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read a chapter, one section of it, or an exercise's task.",
    discussion: """
        truthbook read                 where you left off, or the list of chapters
        truthbook read raft            a chapter
        truthbook read raft#votes      one section
        truthbook read raft-election   an exercise's task
        truthbook read sources         the sources; errata, glossary and kit likewise
        truthbook read notes.md        any Markdown file; - for standard input

      On a terminal you read on a screen of its own: ? shows the keys, q leaves, and your place is \
      kept. In a pipe, and with --no-pager, the text is printed.
      """)

  @Argument(
    help: "A chapter, chapter#section, exercise, Markdown file, or - for standard input.",
    completion: NameCompletion.pages)
  var what: String?

  @Flag(help: "Print the text, on a terminal too.")
  var noPager = false

  @Flag(help: "On a terminal, show the text with the program PAGER names, or less.")
  var pager = false

  @Flag(help: "Leave boxes drawn in code as they are instead of mending their right border.")
  var keepBoxes = false

  @Flag(help: "Print the page as Markdown, everything computed and figures drawn.")
  var markdown = false

  @OptionGroup var look: LookOptions

  /// The look of the page.
  private var style: PageStyle {
    var style = look.page
    if keepBoxes { style.mendsBoxes = false }
    return style
  }

  func validate() throws {
    if noPager, pager {
      throw ValidationError("--pager and --no-pager contradict each other; give one of them.")
    }
  }

  func run() throws {
    if markdown { return try Console.print(try exported(), terminator: "") }
    if isOnScreen { return try readOnScreen() }
    guard let what else {
      let chapters = try chapters()
      try show(list(of: chapters.items))
      return try Fault.check(chapters.faults)
    }
    try show(try text(what))
  }

  private func show(_ text: String) throws(Fault) {
    guard pager, StandardStream.output.isTerminal else {
      return try Console.print(text, terminator: "")
    }
    do throws(ScreenFailure) {
      try PagerProcess.show(text, environment: Console.environment)
    } catch {
      throw .environment(error.description)
    }
  }

  /// True when there is a terminal to read on, and nobody asked for anything else.
  private var isOnScreen: Bool {
    !noPager && !pager && what != "-" && look.mode != .plain
      && StandardStream.output.isTerminal && isatty(STDIN_FILENO) == 1
      && Console.environment["TERM"] != "dumb"
  }

  /// The most sections that are listed to somebody who named another.
  private static let mostSectionsListed = 30

  // MARK: Printing

  /// The page as Markdown that any program shows.
  private func exported() throws -> String {
    guard let what, !WorkbookShelf.isFile(what) else {
      throw Fault.usage("--markdown prints a page of the book; name a chapter")
    }
    let book = Book(try Workbook().curriculum)
    do throws(CurriculumError) {
      guard let page = try book.page(what) else {
        throw CurriculumError(
          Diagnostic(path: "Chapters", message: "there is no page '\(what)' to print"))
      }
      return page.exported(width: look.columns)
    } catch {
      throw Fault.usage(error.description)
    }
  }

  private func text(_ what: String) throws -> String {
    let isFile = WorkbookShelf.isFile(what)
    let shelf = WorkbookShelf(
      workbook: isFile ? nil : try Workbook(), style: style, isPlain: look.plain)
    let reference = Self.reference(what)
    let name = isFile ? what : reference.chapter
    let (document, _) = try shelf.document(name)
    guard !isFile, let anchor = reference.section else {
      return render(document, width: look.columns, style: style, insets: shelf.insets)
    }
    let section = try section(anchor, of: document, called: name)
    return render(
      document, section: section, width: look.columns, style: style, insets: shelf.insets)
  }

  /// What was typed for a place in the book; the number of an erratum is one.
  private static func reference(_ typed: String) -> (chapter: String, section: String?) {
    if let erratum = Erratum.all.first(where: { $0.id == typed.uppercased() }) {
      return ("errata", erratum.id.lowercased())
    }
    let reference = SectionReference(typed)
    return (reference.chapter, reference.section.flatMap { $0.isEmpty ? nil : $0 })
  }

  private func section(
    _ anchor: String, of document: Document, called name: String
  ) throws(Fault) -> Section {
    if let section = document.section(named: anchor) { return section }
    let anchors = document.sections.map(\.anchor)
    let advice =
      nearest(to: anchor, among: anchors).map { "did you mean \(name)#\($0)?" }
      ?? (anchors.count <= Self.mostSectionsListed
        ? "it has " + anchors.joined(separator: ", ") : "`truthbook read \(name)` shows them")
    throw .usage("\(name) has no section '\(anchor)'; \(advice)")
  }

  private func chapters() throws(Fault) -> Readable<Chapter> {
    let curriculum = try Workbook().curriculum
    do throws(CurriculumError) {
      return try curriculum.chapters()
    } catch {
      throw .environment(error.description)
    }
  }

  private func list(of chapters: [Chapter]) -> String {
    let width = (chapters.map(\.id.count).max() ?? 0) + 2
    return chapters.map { chapter in
      let gap = String(repeating: " ", count: width - chapter.id.count)
      return "truthbook read \(chapter.id)\(gap)\(chapter.title) (\(chapter.minutes) min)\n"
    }.joined()
  }

  // MARK: On a screen

  private func readOnScreen() throws {
    if let what, WorkbookShelf.isFile(what) {
      return try show(what, section: nil, workbook: nil)
    }
    let workbook = try Workbook()
    if let what {
      let reference = Self.reference(what)
      return try show(reference.chapter, section: reference.section, workbook: workbook)
    }
    try show(try whereLeftOff(workbook), section: nil, workbook: workbook)
  }

  /// The text read last, or the table of contents when there is none any more.
  private func whereLeftOff(_ workbook: Workbook) throws(Fault) -> String {
    guard case .success(let progress) = progress(in: workbook), let last = progress.lastRead else {
      return WorkbookShelf.contentsReference
    }
    do throws(CurriculumError) {
      let names = try Book(workbook.curriculum).pageIDs()
      return names.contains(last) ? last : WorkbookShelf.contentsReference
    } catch {
      throw .environment(error.description)
    }
  }

  /// What is known of the reader's progress; a record that cannot be read keeps nobody from reading.
  private func progress(in workbook: Workbook) -> Result<Progress, Fault> {
    do throws(Fault) {
      return .success(try workbook.loadProgress())
    } catch {
      return .failure(error)
    }
  }

  private func show(_ name: String, section: String?, workbook: Workbook?) throws {
    var style = self.style
    style.isNavigable = true
    let shelf = WorkbookShelf(workbook: workbook, style: style, isPlain: look.plain)
    if workbook == nil { Console.progress("reading \(name) …") }
    let (document, _) = try shelf.document(name)
    if let section { _ = try self.section(section, of: document, called: name) }
    var place: ReadingPlace?
    var problem: String?
    switch workbook.map({ progress(in: $0) }) {
    case .success(let progress): place = progress.place(in: name)
    case .failure(let fault): problem = fault.description
    case nil: break
    }
    do {
      var room = try ReadingRoom(
        opening: name, section: section,
        place: place.map { Place(section: $0.section, letters: $0.letters) },
        from: shelf, size: TerminalScreen.size, widthMaximum: look.width)
      if let problem { room.say(problem) }
      Console.clearProgress()
      try TerminalScreen.show(room, mode: look.mode) { reference, place in
        problem = workbook?.remember(reference, place)
        return problem
      }
    } catch let error as Unreadable {
      throw Fault.environment(error.description)
    } catch let error as ScreenFailure {
      throw Fault.environment(error.description)
    }
    if let problem { Console.note("truthbook: " + problem) }
  }
}
