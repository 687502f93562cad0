import ArgumentParser
import Checking
import Curriculum
import Diagrams
import Execution
import FoundationEssentials
import Grading
import Terminal
import Wire

/// `truthbook replay`: run a saved counterexample again and draw it.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run a saved failure again, step by step.",
    discussion: """
      `truthbook test` saves the run of the first failure and prints the command that replays it. The \
      run is performed on your file as it is now: the status is 0 when it no longer breaks anything.
      """)

  @Argument(help: "The saved run: a file below .truthbook/replays.")
  var file: String

  @Argument(help: "Run it on this submission instead of the one it was found in.")
  var path: String?

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let replay = try load(workbook)
    let exercise = try workbook.exercise(replay.exercise)
    let suite = try workbook.suite(of: exercise)
    if suite.version != replay.suiteVersion {
      Console.note(
        "truthbook: \(file) was saved by version \(replay.suiteVersion) of the suite, this is version "
          + "\(suite.version); the run may mean something else now")
    }
    let verdict: Verdict?
    do {
      verdict = try workbook.grader(of: exercise).replay(
        replay.schedule, on: path ?? replay.submission)
    } catch let failure as CompileFailure {
      throw Fault(description: failure.rendered(), status: .notCompiled)
    } catch let refusal as IntakeRefusal {
      throw Fault(description: refusal.description, status: .notCompiled)
    } catch let failure as EnvironmentFailure {
      throw Fault.environment(failure.description)
    }
    try show(verdict, of: replay.schedule)
  }

  private func load(_ workbook: Workbook) throws(Fault) -> ReplayFile {
    let candidates = [file, workbook.curriculum.learnerRoot + "/" + file]
    guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw .usage("\(file): no such file; `truthbook test` prints where it saved a run")
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: found))
    } catch {
      throw .usage("\(file): cannot be read; check its permissions")
    }
    do throws(ReplayFile.Unreadable) {
      return try ReplayFile(json: data)
    } catch {
      switch error {
      case .malformed(let why):
        throw .usage("\(file): not a saved run: \(why)")
      case .otherFormat(let format, let version):
        throw .usage("\(file): '\(format)' version \(version) is not a saved run of this program")
      }
    }
  }

  private func show(_ verdict: Verdict?, of schedule: Schedule) throws {
    switch verdict {
    case nil:
      throw Fault.usage("\(file): its events are not ones of this exercise")
    case .passed, .held, .notReached:
      let events = schedule.events.count == 1 ? "1 event" : "\(schedule.events.count) events"
      try Console.print(
        "\(schedule.check): this run of \(events) breaks nothing any more.")
    case .failed(let failure):
      // A changed submission may break another guarantee before it gets to the saved one.
      let check = failure.counterexample?.schedule.check ?? schedule.check
      try Console.print(
        Style(.red, .bold).applied(to: check, in: look.mode) + ": " + failure.message + "\n")
      if let counterexample = failure.counterexample {
        try Console.print(
          SpaceTimeDiagram(counterexample).render(
            width: look.columns, style: look.plain ? .ascii : .unicode(look.mode)), terminator: "")
      }
      throw ExitCode.checkFailed
    case .stopped(let stop, _):
      try Console.print("\(schedule.check): the submission \(stop.phrase).")
      throw ExitCode.stopped
    }
  }
}
