import ArgumentParser
import Checking
import Curriculum
import Execution
import Grading
import Screen
import Stepper
import Stepping
import Terminal
import Wire

/// What is stepped: an exercise's run over somebody's code, the reference beside it.
struct SteppedWork {
  let workbook: Workbook
  let exercise: Exercise
  let suite: any SteppableSuite
  /// The file or folder of the code.
  let path: String

  /// - Throws: `Fault` for an exercise whose runs cannot be stepped.
  init(_ workbook: Workbook, _ exercise: Exercise, path: String) throws(Fault) {
    guard let suite = try workbook.suite(of: exercise) as? any SteppableSuite,
      suite.usualSetting != nil
    else {
      throw .usage(
        "runs of '\(exercise.id)' cannot be stepped; `truthbook test \(exercise.id)` tells them")
    }
    self.workbook = workbook
    self.exercise = exercise
    self.suite = suite
    self.path = path
  }

  /// Starts a run over the code.
  /// - Throws: `Fault` for a setting that is none of the exercise's, and when the code cannot be run.
  func tree(setting: String, check: String?) throws(Fault) -> RunTree {
    guard let run = suite.steppedRun(setting: setting, check: check) else {
      throw .usage("'\(setting)' is no setting of \(exercise.id)")
    }
    let grader = try workbook.grader(of: exercise)
    do {
      let code = try grader.code(at: path)
      return try RunTree(
        exercise: exercise.id, setting: setting, check: check, run: run, learner: code,
        printed: { code.printed }, reference: reference(grader))
    } catch let failure as CompileFailure {
      throw Fault(description: failure.rendered(), status: .notCompiled)
    } catch let refusal as IntakeRefusal {
      throw Fault(description: refusal.description, status: .notCompiled)
    } catch let failure as EnvironmentFailure {
      throw .environment(failure.description)
    } catch {
      throw .environment("the code cannot be started: \(error)")
    }
  }

  /// The reference beside it. A run can be stepped without one.
  private func reference(_ grader: Grader) -> SteppedCode? {
    guard exercise.reference.exists else { return nil }
    do {
      return try grader.code(at: exercise.reference.absolutePath)
    } catch {
      Console.note("truthbook: the reference is not shown: \(error)")
      return nil
    }
  }

  /// Shows a run: on a terminal to walk in it, else all of it.
  /// - Parameters:
  ///   - say: what is said of it first.
  ///   - pair: this run and another, to be shown beside each other.
  func show(
    _ tree: RunTree, to end: Int, _ look: LookOptions, say: String? = nil,
    beside pair: SideBySide? = nil
  ) throws {
    guard WatchCommand.isOnScreen(look.mode) else {
      if let say { Console.note("truthbook: " + say) }
      if let pair {
        let text = SideBySideRun(pair, signs: look.plain ? .plain : .drawn)
          .render(width: look.columns, mode: look.mode)
        return try Console.print(look.plain ? text.spelledInASCII : text, terminator: "")
      }
      let text = RunText(tree, to: end, signs: look.plain ? .plain : .drawn)
      let printed = text.render(width: look.columns, mode: look.mode)
      return try Console.print(look.plain ? printed.spelledInASCII : printed, terminator: "")
    }
    let first = tree.violation(to: end) ?? 0
    do {
      try StepSession.walk(tree, from: first, mode: look.mode, say: say, beside: pair) {
        name, moment in
        write(tree, to: moment, name: name)
      }
    } catch let failure as ScreenFailure {
      throw Fault.environment(failure.description)
    } catch let stop as Stop {
      throw Fault.environment("the submission \(stop.phrase)")
    }
  }

  /// A run beside another.
  /// - Parameter name: `reference`, or the file of a saved run, whose events this code goes through too.
  func pair(_ tree: RunTree, to end: Int, beside name: String) throws -> SideBySide {
    do {
      if name == "reference" {
        guard let pair = try tree.besideReference(end) else {
          throw Fault.usage("--beside reference: there is no reference of \(exercise.id)")
        }
        return pair
      }
      let saved = try workbook.loadReplay(name)
      guard saved.exercise == exercise.id, saved.schedule.setting == tree.setting else {
        throw Fault.usage(
          "--beside \(name): is a run of \(saved.exercise), \(saved.schedule.setting), and this is one "
            + "of \(exercise.id), \(tree.setting)")
      }
      let other = try tree.play(saved.schedule.events, skipping: true).end
      tree.visit(end)
      return SideBySide(.init("this run", tree, to: end), .init("the saved run", tree, to: other))
    } catch let stop as Stop {
      throw Fault.environment("the submission \(stop.phrase)")
    }
  }

  /// How a run ends: what the command's status says.
  func finish(_ tree: RunTree, _ end: Int) throws {
    guard let broken = tree.violation(to: end) else { return }
    switch tree.moments[broken].stop {
    case nil, .crashed: throw ExitCode.checkFailed
    default: throw ExitCode.stopped
    }
  }

  // MARK: Files

  /// Writes the way to a moment into a file.
  /// - Returns: what is to be said of it.
  func write(_ tree: RunTree, to moment: Int, name: String) -> String {
    do {
      return "written to \(try written(tree, to: moment, name: name))"
    } catch {
      return "nothing was written: \(error)"
    }
  }

  /// Writes the way to a moment into a file: a plain name is a run among those that are saved.
  /// - Returns: the file.
  func written(_ tree: RunTree, to moment: Int, name: String) throws -> String {
    if let shape = StepExport(fileName: name) {
      try replaceFile(name, with: Array(shape.text(of: tree, to: moment).utf8))
      return name
    }
    guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-_ .".contains($0) }),
      !name.hasPrefix("."), name.utf8.count <= 100
    else {
      throw StepExport.Refusal(
        "a name of letters, digits, - and _ saves the run; .html, .svg, .mmd and .txt at its "
          + "end write a file")
    }
    let replay = ReplayFile(
      exercise: exercise.id, suiteVersion: suite.version, submission: path,
      schedule: Schedule(
        check: tree.check ?? "", setting: tree.setting, events: tree.events(to: moment)))
    return try workbook.saveReplay(
      replay, as: name.hasSuffix(".json") ? String(name.dropLast(5)) : name)
  }
}

extension String {
  /// The text with every sign that is not ASCII spelled in its place.
  fileprivate var spelledInASCII: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
          if scalar.isASCII { return [scalar] }
          switch scalar {
          case "→": return Array("->".unicodeScalars)
          case "…": return Array("...".unicodeScalars)
          default: return ["?"]
          }
        }))
  }
}
