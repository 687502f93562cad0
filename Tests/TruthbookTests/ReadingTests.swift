import Foundation
import Testing

/// Commands that grade nothing.
@Suite("truthbook: reading")
struct ReadingTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  @Test func `bare, it says where you are and what comes next`() throws {
    let outcome = try home.run()
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("0 of "))
    #expect(outcome.output.contains("Next: "))
    #expect(outcome.output.contains("  test    truthbook test "))
    #expect(!outcome.output.contains("hint"))
    outcome.expectNoEscapes()
  }

  @Test func `the list as JSON holds every exercise, not begun`() throws {
    let outcome = try home.run("list", "--json")
    #expect(outcome.status == 0)
    struct Listing: Decodable {
      struct Line: Decodable {
        var id: String
        var status: String?
      }
      var chapters: [Line]
      var exercises: [Line]
    }
    let listing = try JSONDecoder().decode(Listing.self, from: Data(outcome.output.utf8))
    #expect(listing.chapters.contains { $0.id == "raft" })
    #expect(
      Set(listing.exercises.map(\.id)).isSuperset(
        of: ["happens-before", "or-set", "raft-election"]))
    #expect(listing.exercises.allSatisfy { $0.status == "not begun" })
  }

  @Test func `a chapter, a section of it and a task are shown`() throws {
    let chapter = try home.run("read", "raft", "--width", "80")
    #expect(chapter.status == 0)
    chapter.expectNoEscapes()
    let section = try home.run("read", "raft#votes", "--width", "80")
    #expect(section.status == 0)
    #expect(!section.output.isEmpty)
    #expect(section.output.utf8.count < chapter.output.utf8.count / 2)
    let task = try home.run("read", "raft-election")
    #expect(task.status == 0)
    #expect(task.output.contains("Elector"))
  }

  @Test func `any Markdown is read from standard input`() throws {
    let outcome = try home.run("read", "-", "--width", "40", input: "# Title\n\nSome *words*.\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Title"))
    #expect(outcome.output.contains("Some words."))
    outcome.expectNoEscapes()
  }

  @Test func `boxes drawn in code are mended in colour, unless they are to be kept`() throws {
    let crooked = "```\n┌────┐\n│ a │\n└────┘\n```\n"
    let mended = try home.run("read", "-", "--color", "always", input: crooked)
    #expect(mended.output.contains("│ a  │"))
    let kept = try home.run("read", "-", "--color", "always", "--keep-boxes", input: crooked)
    #expect(kept.output.contains("│ a │"))
    let plain = try home.run("read", "-", input: crooked)
    #expect(plain.output.contains("│ a │"))
  }

  @Test func `what there is no section or chapter of is answered with the nearest`() throws {
    try home.run("read", "raft#vots").expectFault(64, containing: "raft#votes")
    try home.run("read", "raff").expectFault(64, containing: "'raft'")
    try home.run("read", "no/such.md").expectFault(64, containing: "no/such.md")
  }

  @Test func `many names are not listed, the command that lists them is named`() throws {
    try home.run("read", "zzzz").expectFault(64, containing: "`truthbook list` lists them")
    try home.run("quiz", "zzzz").expectFault(64, containing: "`truthbook list` lists them")
    try home.run("read", "errata#zz").expectFault(64, containing: "`truthbook read errata` shows")
    try home.run("read", "raft#zzz").expectFault(64, containing: "it has one-leader-one-log, ")
    try home.run("hint", "zzz").expectFault(64, containing: "there is no exercise 'zzz'; ")
  }

  @Test func `an erratum, a figure and a calculator answer to their numbers`() throws {
    let erratum = try home.run("read", "e-05")
    #expect(erratum.status == 0)
    #expect(erratum.output == (try home.run("read", "errata#e-05").output))
    #expect(try home.run("figure", "f04").output == home.run("figure", "election").output)
    #expect(try home.run("calc", "k03").output == home.run("calc", "finality").output)
  }

  @Test func `a command that is none is answered with the nearest`() throws {
    try home.run("redd").expectFault(64, containing: "'redd'", "'truthbook read'")
    try home.run("raft").expectFault(64, containing: "`truthbook read raft`")
    #expect(try home.run("help").status == 0)
  }

  @Test(arguments: [20, 38, 60])
  func `lists keep to the width and words stay whole`(width: Int) throws {
    _ = try home.run("quiz", "levels", input: "a\n\n")
    for command in ["list", "status", "quiz", "figure", "calc"] {
      let outcome = try home.run(command, "--width", "\(width)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.filter { $0.count > width } == [], "\(command)")
      #expect(!outcome.output.contains(" \n"), "\(command)")
      // A column of two letters, word by word, would be as long as the words.
      #expect(lines.count < 400, "\(command)")
    }
  }

  @Test(arguments: ["list", "status", "calc", "figure", "hint or-set"])
  func `a closed or full output is a fault, and nothing is written elsewhere`(
    command: String
  ) throws {
    for target in [">&-", "> /dev/full"] {
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "exec '\(TemporaryHome.program.path)' \(command) \(target)"]
      var environment = ProcessInfo.processInfo.environment
      environment["TRUTHBOOK_HOME"] = home.root.path
      shell.environment = environment
      let errors = Pipe()
      shell.standardError = errors
      try shell.run()
      let text = try errors.fileHandleForReading.readToEnd() ?? Data()
      shell.waitUntilExit()
      #expect(shell.terminationStatus == 5, "\(target)")
      let reason = target == ">&-" ? "Bad file descriptor" : "No space left on device"
      #expect(String(decoding: text, as: UTF8.self).hasSuffix("standard output: \(reason)\n"))
    }
  }

  @Test func `what never ends is refused`() throws {
    try home.run("read", "/dev/zero").expectFault(64, containing: "/dev/zero", "256 MB")
  }

  @Test func `the place that was read last is told, and that a chapter was opened`() throws {
    try home.write(
      ".truthbook/progress.json",
      Array(
        """
        {"version": 1, "passed": [], "hintsShown": {}, "lastRead": "raft",
         "places": {"raft": {"section": "votes", "letters": 3}}}
        """.utf8))
    #expect(try home.run().output.contains("You read raft#votes last"))
    #expect(try home.run("list").output.contains("\n  … raft "))
    #expect(try home.run("list", "--plain").output.contains("\n  - raft "))
  }

  @Test func `each hint comes after the one before, and is counted`() throws {
    try home.run("hint").expectFault(64, containing: "name an exercise")
    let first = try home.run("hint", "or-set")
    #expect(first.status == 0)
    #expect(first.output.contains("Hint 1 of "))
    let second = try home.run("hint", "or-set")
    #expect(second.output.contains("Hint 2 of "))
    #expect(!second.output.contains("Hint 1 of "))
    let again = try home.run("hint", "or-set", "--number", "1")
    #expect(again.output == first.output)
    try home.run("hint", "or-set", "--number", "99").expectFault(64, containing: "no hint 99")
    #expect(try home.run("hint").output.contains("Hint 3 of "))
  }

  @Test func `hints for the check that fails come first, then those for all, then the others`()
    throws
  {
    let hints = "## Hint 1\nA.\n## Hint 2\nfor: laws\n\nB.\n## Hint 3\nfor: add-wins\n\nC.\n"
    try home.replace("Exercises/or-set/hints.md", Array(hints.utf8))
    try home.write(
      ".truthbook/progress.json",
      Array(
        """
        {"version": 1, "passed": [], "hintsShown": {}, "failing": {"or-set": "add-wins"}}
        """.utf8))
    #expect(try home.run("hint", "or-set").output.contains("Hint 3 of 3, for add-wins"))
    #expect(try home.run("hint", "or-set").output.contains("Hint 1 of 3"))
    let last = try home.run("hint", "or-set")
    #expect(last.output.contains("Hint 2 of 3"))
    #expect(last.output.contains("That was the last hint"))
  }

  @Test func `hints that are gone are missed by name`() throws {
    try home.replace("Exercises/or-set/hints.md", [])
    for arguments in [["hint", "or-set"], ["hint", "or-set", "--all"]] {
      try home.run(arguments).expectFault(5, containing: "no hint in Exercises/or-set/hints.md")
    }
  }

  @Test func `a reference is read by its name`() throws {
    let page = try home.run("read", "coordinator", "--no-pager", "--width", "100")
    #expect(page.status == 0)
    #expect(page.output.contains("Participant.swift"))
    #expect(page.output.contains("struct Participant"))
    // The guarantee is told, the code is not; what else is documented stays where it is.
    #expect(page.output.contains("\nGuarantee: no two participants of a transaction decide"))
    #expect(!page.output.contains("/// Guarantee:"))
    #expect(page.output.contains("/// The participants, by name"))
    // What an exercise asks for is its task, not its solution.
    #expect(try !home.run("read", "or-set", "--no-pager").output.contains("struct ORSet"))
  }

  @Test func `a solution is shown once the exercise is passed, or when that is asked for`() throws {
    try home.run("solution", "or-set").expectFault(64, containing: "--before-passing")
    let early = try home.run("solution", "or-set", "--before-passing", "--width", "100")
    #expect(early.status == 0)
    #expect(early.output.contains("struct ORSet"))
    #expect(!early.output.contains("Yours beside it"))
    try home.write(
      ".truthbook/progress.json",
      Array(#"{"version": 1, "passed": ["or-set"], "hintsShown": {}}"#.utf8))
    let source = try Data(
      contentsOf: URL(filePath: TemporaryHome.book("Solutions/or-set/ORSet.swift")))
    try home.write("Exercises/or-set/ORSet.swift", source)
    let passed = try home.run("solution", "or-set", "--width", "100")
    #expect(passed.output.contains("Yours beside it"))
    #expect(passed.output.contains("lines of code"))
  }

  @Test func `an unknown exercise is answered with the nearest`() throws {
    for command in [["test", "or-sat"], ["hint", "or-sat"], ["grade", "or-sat", "x.swift"]] {
      let outcome =
        command.count == 2
        ? try home.run(command[0], command[1]) : try home.run(command[0], command[1], command[2])
      outcome.expectFault(64, containing: "or-sat", "or-set")
    }
  }

  @Test func `a wrong option is a mistake in usage`() throws {
    for option in ["--widht", "--width=3", "--color=blue"] {
      let outcome = try home.run("list", option)
      #expect(outcome.status == 64)
      #expect(outcome.output == "")
      #expect(outcome.errors.hasPrefix("Error: "))
    }
  }

  @Test func `outside a workbook it says how to find one`() throws {
    try FileManager.default.removeItem(at: home.root.appending(path: "Chapters"))
    try home.run("list").expectFault(5, containing: "TRUTHBOOK_HOME", "Chapters")
  }

  @Test func `progress that cannot be read is left as it is`() throws {
    let file = try home.write(".truthbook/progress.json", Array("{broken".utf8))
    try home.run("list").expectFault(5, containing: "progress.json")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "{broken")
  }

  /// With TRUTHBOOK_REWRITE set the text is written instead of compared.
  @Test func `the help is the one recorded`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Transcripts/help.txt")
    let outcome = try home.run("--help")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] != nil {
      try outcome.output.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(outcome.output == (try String(contentsOf: file, encoding: .utf8)))
    }
  }

  @Test func `a folder that holds something else is not made an edition`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "book-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("mine".utf8).write(to: folder.appending(path: "notes.txt"))
    let refused = try home.run("book", "--html", folder.path)
    #expect(refused.status == 64)
    #expect(refused.output == "")
    #expect(refused.errors.contains("holds 'notes.txt', which no edition wrote"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.txt"])
    let nowhere = try home.run("book", "--html", folder.path + "/no/such")
    #expect(nowhere.status == 64)
    #expect(try home.run("book").status == 64)
  }

  @Test func `words are found with the section that says them, or status 1`() throws {
    let found = try home.run("search", "read repair", "--plain")
    #expect(found.status == 0)
    #expect(found.output.contains("quorums#reading"))
    #expect(found.output.contains("`truthbook read ") || found.output.contains("truthbook read "))
    found.expectNoEscapes()
    let nothing = try home.run("search", "xyzzy")
    #expect(nothing.status == 1)
    #expect(nothing.output == "")
    #expect(nothing.errors == "truthbook: nothing in the book says 'xyzzy'\n")
    #expect(try home.run("search", "--", "--").status == 64)
  }

  @Test func `the list shows the lines that say all words, or says that none does`() throws {
    let outcome = try home.run("list", "raft", "level 5")
    #expect(outcome.output.contains("raft-replication"))
    #expect(!outcome.output.contains("raft-election "))
    #expect(!outcome.output.contains("Chapters"))
    #expect(try home.run("list", "xyzzy").status == 64)
    #expect(try home.run("list", "raft", "--json").status == 64)
  }

  @Test func `a task leads to the kit's types, which can be read`() throws {
    #expect(try home.run("read", "or-set", "--plain").output.contains("kit-or-set"))
    #expect(try home.run("read", "kit-or-set", "--plain").status == 0)
    #expect(try home.run("read", "kit-or-sat").errors.contains("kit-or-set"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a shell is told how to complete, and gets the names of exercises and pages`(
    _ shell: String
  ) throws {
    let script = try home.run("--generate-completion-script", shell)
    #expect(script.status == 0)
    #expect(script.output.contains("search"))
    let names = try home.run("---completion", "read", "--", "what", "1", "0", "")
    #expect(names.output.split(separator: "\n").contains("raft-election"))
    #expect(names.output.split(separator: "\n").contains("quorums"))
  }

  @Test func `the manual page has every command that the help has`() throws {
    let page = try home.run("manual").output
    #expect(page.hasPrefix(".TH TRUTHBOOK 1 "))
    let help = try home.run("--help").output.split(separator: "\n")
    let start = try #require(help.firstIndex(of: "SUBCOMMANDS:"))
    let names = help[(start + 1)...].filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first }.filter { $0 != "See" }
    #expect(names.count > 20)
    for name in names {
      #expect(page.contains(".SS \"truthbook \(name.replacing("-", with: "\\-"))"), "\(name)")
    }
    // A line that begins with one of these is an order to whatever sets the page.
    let orders = page.split(separator: "\n").filter { $0.hasPrefix(".") || $0.hasPrefix("'") }
      .map { $0.prefix { $0 != " " } }
    #expect(Set(orders) == [".TH", ".SH", ".SS", ".TP", ".B", ".RI", ".PP", ".nf", ".fi"])
  }
}
