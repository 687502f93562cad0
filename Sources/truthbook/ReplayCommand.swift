import ArgumentParser
import Checking
import Curriculum
import Diagrams
import Execution
import FoundationEssentials
import Grading
import Stepper
import Stepping
import Terminal
import Wire

/// `truthbook replay`: run a saved counterexample again and draw it.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Walk through a saved run, step by step.",
    discussion: """
      On a terminal this is the stepper: arrows walk, c lets something else happen, d and v go to what \
      matters, ? shows the keys. In a pipe, and with --plain, every step is printed.

      `truthbook test` saves the run of the first failure and prints the command that replays it. The \
      run is performed on your file as it is now: the status is 0 when it no longer breaks anything.
      """)

  @Argument(help: "The saved run: a file below .truthbook/replays.")
  var file: String

  @Argument(help: "Run it on this submission instead of the one it was found in.")
  var path: String?

  @Option(
    name: .customLong("write"),
    help: "Write the run to this file too: .html, .svg, .mmd or .txt; a plain name saves it.")
  var files: [String] = []

  @Option(
    help:
      "Show another run beside this one: 'reference' for the reference's own run of the same events, or a saved run."
  )
  var beside: String?

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let replay = try workbook.loadReplay(file)
    let exercise = try workbook.exercise(replay.exercise)
    let suite = try workbook.suite(of: exercise)
    if suite.version != replay.suiteVersion {
      Console.note(
        "truthbook: \(file) was saved by version \(replay.suiteVersion) of the suite, this is version "
          + "\(suite.version); the run may mean something else now")
    }
    if let suite = suite as? any SteppableSuite {
      let check = replay.schedule.check.isEmpty ? nil : replay.schedule.check
      if suite.steppedRun(setting: replay.schedule.setting, check: check) != nil {
        return try step(
          replay, try SteppedWork(workbook, exercise, path: path ?? replay.submission))
      }
    }
    if beside != nil {
      throw Fault.usage("\(file): a run that cannot be stepped has nothing beside it")
    }
    try show(try verdict(of: replay.schedule, replay, exercise, workbook), of: replay.schedule)
  }

  /// What the suite finds in the run.
  private func verdict(
    of schedule: Schedule, _ replay: ReplayFile, _ exercise: Exercise, _ workbook: Workbook
  ) throws -> Verdict? {
    do {
      return try workbook.grader(of: exercise).replay(
        schedule, on: path ?? replay.submission)
    } catch let failure as CompileFailure {
      throw Fault(description: failure.rendered(), status: .notCompiled)
    } catch let refusal as IntakeRefusal {
      throw Fault(description: refusal.description, status: .notCompiled)
    } catch let failure as EnvironmentFailure {
      throw Fault.environment(failure.description)
    }
  }

  /// Walks the run. What a suite can judge it judges too, where the run is printed.
  private func step(_ replay: ReplayFile, _ work: SteppedWork) throws {
    let schedule = replay.schedule
    guard schedule.events.count <= Scenario.eventLimit else {
      throw Fault.usage("\(file): more than \(Scenario.eventLimit) events")
    }
    let tree = try work.tree(
      setting: schedule.setting, check: schedule.check.isEmpty ? nil : schedule.check)
    let end: Int
    let left: [(place: Int, refusal: StepRefusal)]
    do {
      (end, left) = try tree.play(schedule.events, skipping: true)
    } catch {
      throw Fault.environment("the run cannot be walked: \(error)")
    }
    if let first = left.first, left.count == schedule.events.count {
      throw Fault.usage(
        "\(file): its events are not ones of this exercise: event \(first.place + 1), "
          + "'\(schedule.events[first.place])': \(first.refusal.reason)")
    }
    for name in files {
      do {
        Console.note("truthbook: written to \(try work.written(tree, to: end, name: name))")
      } catch {
        throw Fault.environment("\(name): nothing was written: \(error)")
      }
    }
    let say =
      left.isEmpty
      ? nil
      : "\(left.count) of \(schedule.events.count) events cannot happen any more, and are left out"
    let pair = try beside.map { try work.pair(tree, to: end, beside: $0) }
    if WatchCommand.isOnScreen(look.mode) {
      try work.show(tree, to: end, look, say: say, beside: pair)
      return try work.finish(tree, end)
    }
    var ending: ExitCode?
    if let lines = tree.moments[0].run.scheduled(schedule.events), !schedule.check.isEmpty {
      do {
        let own = Schedule(check: schedule.check, setting: schedule.setting, events: lines)
        try show(try verdict(of: own, replay, work.exercise, work.workbook), of: own)
      } catch let code as ExitCode {
        ending = code
      }
      try Console.print("")
    }
    try work.show(tree, to: end, look, say: say, beside: pair)
    if let ending { throw ending }
    if schedule.check.isEmpty { try work.finish(tree, end) }
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

extension Workbook {
  /// A saved run, by its path from here or in the learner's folder.
  func loadReplay(_ file: String) throws(Fault) -> ReplayFile {
    let candidates = [file, curriculum.learnerRoot + "/" + file]
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
}
