import ArgumentParser
import Curriculum

/// `truthbook import`: takes in what `truthbook export` wrote elsewhere.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take in progress and files that `truthbook export` wrote on another machine.",
    discussion: """
      What was passed, seen or answered on either machine is known here then. A file that you have not begun \
      here becomes the other one; where you have written both, yours here stays and the other is kept \
      below .truthbook/kept. To do it twice changes nothing.
      """)

  @Argument(help: "The file; - for standard input.")
  var file: String

  func run() throws {
    let workbook = try Workbook()
    let bytes = try Console.contents(of: file == "-" ? nil : file)
    let changes: LearnerWork.Changes
    do {
      changes = try LearnerWork(reading: bytes).takeIn(to: workbook.curriculum, workbook.progress)
    } catch is LearnerWork.Unreadable {
      throw Fault.usage(
        "\(file == "-" ? "standard input" : file): is not a file that `truthbook export` wrote, or one of "
          + "a newer Truthbook")
    } catch {
      throw Fault.environment("not all was taken in: \(error)")
    }
    for path in changes.written { try Console.print("written   \(path)") }
    for copy in changes.kept {
      try Console.print("yours     \(copy.path): not touched; the other is \(copy.copy)")
    }
    for path in changes.unknown {
      try Console.print("unknown   \(path): no file of an exercise of this book")
    }
    try Console.print("Progress is merged.")
  }
}
