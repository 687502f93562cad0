import ArgumentParser
import Curriculum
import Workshop

/// `truthbook new`: for authors, a new exercise that builds and fails.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "For authors: scaffold an exercise.",
    discussion: """
      Writes the task, hints, starter, reference, a mutant, an alternative, the kit's protocol, the words \
      of grader and worker and the suite, each as short as its family allows, and the lines that shared \
      files need. It builds at once and fails; `truthbook verify NAME` says what is missing. HANDBOOK.md \
      says what the families are. Nothing that is there is overwritten.
      """)

  @Argument(help: "The exercise's name, as in hash-ring.")
  var name: String

  @Option(
    help: """
      What kind of suite it has: small, table, object, conversation, replica, service or protocol.
      """)
  var family: String

  func run() throws {
    let workbook = try Workbook(isAuthors: true)
    guard let family = ExerciseScaffold.Family(rawValue: family) else {
      let families = ExerciseScaffold.Family.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault.usage("there is no family '\(family)'; --family takes \(families)")
    }
    let paths: [String]
    do throws(ScaffoldError) {
      paths = try ExerciseScaffold(name: name, family: family).write(to: workbook.curriculum.root)
    } catch {
      throw Fault.usage(error.description)
    }
    for path in paths { try Console.print(path) }
    try Console.print(
      "\nIt builds and fails. Next: write the task, then the suite; `truthbook verify \(name)` says what "
        + "is missing.")
  }
}
