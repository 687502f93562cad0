import ArgumentParser
import Curriculum
import Execution

/// The command line: one file per subcommand, each of which parses, calls and prints.
@main
struct Truthbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "truthbook",
    abstract: "A workbook for how machines agree on what is true.",
    discussion: """
      Read a chapter, write the pattern in Swift, and learn within a second whether it is right, and \
      if not, by the shortest run of events that breaks it.

        truthbook                        the desk: every save is checked while you look on
        truthbook status                 where you are and what to do next
        truthbook read raft              read a chapter
        truthbook read raft-election     read an exercise's task
        truthbook test raft-election     test your solution of it
        truthbook hint raft-election     the next hint
        truthbook solution raft-election the reference, once you have passed

      Exit status: 0 passed; 1 a check failed; 3 does not compile or was not taken in; 4 stopped \
      (time, memory, crash, forbidden operation, broken protocol); 5 the fault of this machine or of Truthbook; 64 usage.
      """,
    version: "0.1.0",
    subcommands: [
      StatusCommand.self, WatchCommand.self, ListCommand.self, ReadCommand.self, SearchCommand.self,
      BookCommand.self, QuizCommand.self,
      FigureCommand.self, SimulateCommand.self, CalcCommand.self, ProveCommand.self,
      CheckHistoryCommand.self, TestCommand.self, HintCommand.self, ResetCommand.self,
      SolutionCommand.self, RunCommand.self, ReplayCommand.self, GradeCommand.self,
      ReportCommand.self,
      DoctorCommand.self,
      VerifyCommand.self, NewCommand.self, LeagueCommand.self, InitCommand.self, UpdateCommand.self,
      ExportCommand.self, ImportCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: StatusCommand.self)

  static func main() {
    holdStandardDescriptors()
    let typed = programArguments()
    do {
      try disownInheritance()
      try hideMemory()
      try cleanUpOnSignal()
      var arguments = SandboxRequirement.spelledOut(typed)
      if arguments.isEmpty, WatchCommand.isBareADesk {
        arguments = [WatchCommand.configuration.commandName].compactMap { $0 }
      }
      try checkCommand(arguments.first)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Fault {
      Console.error(failure.description)
      FaultAnnotation.write(failure.description, for: typed)
      exit(withError: failure.status)
    } catch let failure as EnvironmentFailure {
      Console.error(failure.description)
      exit(withError: ExitCode.environment)
    } catch {
      // A verdict has said what there is to say, and help was asked for.
      if exitCode(for: error) == .validationFailure {
        FaultAnnotation.write(message(for: error), for: typed)
      }
      exit(withError: error)
    }
  }

  /// Helps with a command that is none, which would be taken for an argument of the default one.
  private static func checkCommand(_ typed: String?) throws(Fault) {
    guard let typed, !typed.hasPrefix("-") else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !names.contains(typed) else { return }
    let advice =
      nearest(to: typed, among: names).map { "did you mean 'truthbook \($0)'?" }
      ?? "`truthbook --help` lists them, and a chapter is read with `truthbook read \(typed)`"
    throw .usage("there is no command '\(typed)'; \(advice)")
  }
}
