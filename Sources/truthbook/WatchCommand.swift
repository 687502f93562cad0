import ArgumentParser
import Curriculum
import Desk
import Glibc
import Grading
import Screen
import Terminal

/// `truthbook watch`: the desk, on which an exercise is checked at every save.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Work on an exercise: every save is checked while you look on.",
    discussion: """
      On a terminal this is the desk: the first guarantee that breaks, with the run that breaks it, and keys \
      for hints, the chapter, your editor and the next exercise; ? shows them. In a pipe, and with --plain, \
      verdicts are printed one after the other.

        truthbook                  the desk with the exercise you are at
        truthbook watch or-set     the desk with this one
      """)

  @Argument(
    help: "The exercise; the one worked on last, or the next, unless given.",
    completion: NameCompletion.exercises)
  var exercise: String?

  @Flag(help: "Look at the files again and again instead of being told of saves by the system.")
  var poll = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let exercise = try exercise.map(workbook.exercise) ?? workbook.currentExercise()
    let host = WorkbookDesk(workbook: workbook, style: look.page, widthMaximum: look.width)
    do {
      guard Self.isOnScreen(look.mode) else {
        return try PlainDesk.work(
          on: exercise.id, in: host, polls: poll,
          tell: { report in
            TerminalReport(
              report, look: look.report,
              pointers: .init(
                hint: "truthbook hint \(exercise.id)",
                folder: RelativePath.folder(
                  holding: report.files, at: exercise.starter.absolutePath))
            ).text
          },
          print: { try Console.print($0, terminator: "") })
      }
      try DeskSession.work(on: exercise.id, in: host, mode: look.mode, polls: poll)
    } catch let error as Unreadable {
      throw Fault.environment(error.description)
    } catch let error as ScreenFailure {
      throw Fault.environment(error.description)
    }
  }

  /// True when there is a terminal to have a desk on.
  static func isOnScreen(_ mode: ColorMode) -> Bool {
    mode != .plain && StandardStream.output.isTerminal && isatty(STDIN_FILENO) == 1
      && Console.environment["TERM"] != "dumb"
  }

  /// True when a program that is called with nothing should be the desk.
  static var isBareADesk: Bool {
    isOnScreen(StandardStream.output.colorMode(.auto, environment: Console.environment))
  }
}
