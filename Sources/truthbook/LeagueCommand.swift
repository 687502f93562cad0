import ArgumentParser
import Curriculum
import League
import Terminal

/// `truthbook league`: wrong submissions that passed.
struct LeagueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "league",
    abstract: "Wrong submissions that passed: list them, or hand one in.",
    discussion: """
      A suite that lets a wrong submission pass lacks a check. Whoever has one hands it in with \
      `truthbook league add`, and it becomes a mutant that names the check that should have caught it.
      """,
    subcommands: [LeagueListCommand.self, LeagueAddCommand.self],
    defaultSubcommand: LeagueListCommand.self)
}

/// `truthbook league list`: the entries.
struct LeagueListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what was handed in, by whom, and what is wrong with it.")

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook(isAuthors: true)
    var entries: [LeagueEntry] = []
    do throws(CurriculumError) {
      for exercise in try workbook.curriculum.exercises().items {
        entries += try LeagueEntry.all(of: exercise)
      }
    } catch {
      throw Fault.usage(error.description)
    }
    guard !entries.isEmpty else {
      return try Console.print(
        "Nobody has handed in a wrong submission that passes; `truthbook league add FILE` does.")
    }
    for (index, entry) in entries.enumerated() {
      let text = "\(entry.check): \(entry.sentence); shown by \(entry.means)"
      let lines = TextWrap.lines(
        of: text, width: look.columns, firstIndent: "  ", hangingIndent: "  ")
      try Console.print(
        (index == 0 ? "" : "\n")
          + "\(entry.exercise)  \(entry.name)  found by \(Sanitizer.clean(entry.finderPhrase))\n"
          + lines.joined(separator: "\n"))
    }
  }
}
