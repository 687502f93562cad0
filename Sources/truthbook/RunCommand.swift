import ArgumentParser
import Checking
import Curriculum
import FoundationEssentials
import Grading
import Stepper
import Stepping
import Terminal
import Wire

/// `truthbook run`: walk a scenario, or a run of one's own, step by step.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Walk through a run of your code, step by step, and choose what happens.",
    discussion: """
      On a terminal this is the stepper: arrows walk, c lets something else happen, ? shows the keys. In a \
      pipe, and with --plain, every step is printed.

        truthbook run raft-election               which scenarios there are, and an empty run
        truthbook run raft-election split-vote    one that the exercise ships
        truthbook run raft-election mine.txt      one of your own

      A scenario is a text: `setting: 3 nodes`, then an event on each line, such as `n1 times out` or \
      `n1 -> n2 requestVote`. What cannot happen is told with what can.
      """)

  @Argument(help: "The exercise, by its name or a path.")
  var exercise: String

  @Argument(help: "A scenario of the exercise, or a file; an empty run unless given.")
  var scenario: String?

  @Option(help: "The code to run: a file or folder; your own unless given.")
  var on: String?

  @Option(
    name: .customLong("write"),
    help:
      "Write the run to this file too: .html, .svg, .mmd or .txt; a plain name saves it for replay."
  )
  var files: [String] = []

  @Option(
    help:
      "Show another run beside this one: 'reference' for the reference's own run of the same events, or a saved run."
  )
  var beside: String?

  @Flag(help: "List the scenarios of the exercise.")
  var list = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let workbook = try Workbook()
    let exercise = try workbook.exercise(exercise)
    let work = try SteppedWork(
      workbook, exercise, path: on ?? exercise.starter.absolutePath)
    let isOnScreen = WatchCommand.isOnScreen(look.mode)
    if list || scenario == nil && !isOnScreen && files.isEmpty && beside == nil {
      return try showList(exercise, work)
    }
    let (tree, end, left) = try walk(work)
    for name in files {
      do {
        Console.note("truthbook: written to \(try work.written(tree, to: end, name: name))")
      } catch {
        throw Fault.environment("\(name): nothing was written: \(error)")
      }
    }
    var say = left.map {
      "line \($0.number), '\($0.text)', cannot happen: the code did something else before; d goes there"
    }
    if scenario == nil {
      say = "c lets something happen; `truthbook run \(exercise.id) --list` lists scenarios"
    }
    let pair = try beside.map { try work.pair(tree, to: end, beside: $0) }
    try work.show(tree, to: end, look, say: say, beside: pair)
    try work.finish(tree, end)
  }

  private func walk(_ work: SteppedWork) throws -> (RunTree, Int, Scenario.Line?) {
    guard let scenario else {
      guard let setting = work.suite.usualSetting else {
        throw Fault.usage("name a scenario; `truthbook run \(work.exercise.id) --list` lists them")
      }
      return (try work.tree(setting: setting, check: nil), 0, nil)
    }
    let file = try ScenarioFiles(work.exercise).find(scenario)
    let bytes = try Console.contents(of: file)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault.usage("\(file): not UTF-8; save it as UTF-8")
    }
    do {
      let read = try Scenario(text)
      if let named = read.exercise, named != work.exercise.id {
        throw Fault.usage("\(file): a scenario of '\(named)', not of '\(work.exercise.id)'")
      }
      guard let setting = read.setting ?? work.suite.usualSetting,
        work.suite.steppedRun(setting: setting, check: nil) != nil
      else {
        throw Scenario.Fault(
          line: read.settingPlace.line, column: read.settingPlace.column,
          message: "'\(read.setting ?? "")' is no setting of \(work.exercise.id)"
            + (work.suite.usualSetting.map { "; '\($0)' is one" } ?? ""))
      }
      let tree = try work.tree(setting: setting, check: nil)
      let (end, left) = try read.walk(tree)
      return (tree, end, left)
    } catch let fault as Scenario.Fault {
      throw Fault.usage("\(file):\(fault)")
    } catch let stop as Stop {
      throw Fault.environment("the submission \(stop.phrase)")
    }
  }

  private func showList(_ exercise: Exercise, _ work: SteppedWork) throws {
    let scenarios = try ScenarioFiles(exercise).all()
    let width = scenarios.map(\.name.count).max() ?? 0
    var lines = scenarios.map { DisplayWidth.padded($0.name, to: width + 2) + $0.title }
    if lines.isEmpty { lines.append("\(exercise.id) ships no scenario.") }
    lines += [
      "",
      "Walk one with `truthbook run \(exercise.id) NAME`, or a file of your own; on a terminal",
      "`truthbook run \(exercise.id)` begins an empty run"
        + (work.suite.usualSetting.map { " (\($0))." } ?? "."),
    ]
    try Console.print(lines.joined(separator: "\n"))
  }
}

/// The scenarios that an exercise ships: `Scenarios/NAME.txt` in its folder.
struct ScenarioFiles {
  private let folder: String
  private let exercise: String

  init(_ exercise: Exercise) {
    folder = exercise.folder.absolutePath + "/Scenarios"
    self.exercise = exercise.id
  }

  /// The scenarios, by name.
  func all() throws(Fault) -> [(name: String, title: String)] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      return try names.filter { $0.hasSuffix(".txt") && !$0.hasPrefix(".") }.map { name in
        let text = String(decoding: try Console.contents(of: folder + "/" + name), as: UTF8.self)
        return (String(name.dropLast(4)), try Scenario(text).title)
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      throw .environment("the scenarios of \(exercise) cannot be read: \(error)")
    }
  }

  /// A scenario's events as they stand, by its name or path.
  func schedule(_ name: String, _ suite: any Suite) throws(Fault) -> Schedule {
    let file = try find(name)
    let text = String(decoding: try Console.contents(of: file), as: UTF8.self)
    let scenario: Scenario
    do throws(Scenario.Fault) {
      scenario = try Scenario(text)
    } catch {
      throw .usage("\(file):\(error)")
    }
    return Schedule(
      check: "", setting: scenario.setting ?? (suite as? any SteppableSuite)?.usualSetting ?? "",
      events: scenario.lines.map(\.text))
  }

  /// The file of a scenario, by its name or path.
  func find(_ name: String) throws(Fault) -> String {
    let own = "\(folder)/\(name).txt"
    if !name.contains("/"), FileManager.default.fileExists(atPath: own) { return own }
    if FileManager.default.fileExists(atPath: name) { return name }
    let names = try all().map(\.name)
    throw .usage(
      "there is no scenario or file '\(name)'; "
        + (names.isEmpty
          ? "\(exercise) ships none" : "\(exercise) has \(names.joined(separator: ", "))"))
  }
}
