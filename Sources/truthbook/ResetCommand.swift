import ArgumentParser
import Curriculum

/// `truthbook reset`: an exercise as it was at first, with a copy of what was written.
struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Begin an exercise anew; a copy of your version is kept.",
    discussion: """
      Puts the first version of the files that you edit in their place, and says where yours are kept. What \
      is known of your progress with the exercise is forgotten.
      """)

  @Argument(
    help: "The exercise, as `truthbook list` names it.", completion: NameCompletion.exercises)
  var exercise: String

  func run() throws {
    let workbook = try Workbook()
    let exercise = try workbook.exercise(exercise)
    try Console.print(try workbook.reset(exercise))
  }
}
