import ArgumentParser
import Checking
import Curriculum
import Digests
import Execution
import Grading
import League
import Wire

/// `truthbook league add`: a submission that passes and is wrong becomes a mutant.
struct LeagueAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Hand in a submission that passes its exercise's suite and is wrong.",
    discussion: """
      It must pass, and something of ours that is not the suite as everybody meets it must show it wrong. \
      Tried are: the suite with its random inputs drawn anew, under keys of the league's own; where the \
      exercise's runs can be stepped, walks by chance that may go further than the suite's searches; and, \
      with --schedule, a run of yours alone: one that `truthbook run` or `replay` saved, or a scenario. \
      Searches within larger bounds are not tried.

      What shows it wrong is tried on the reference and every right alternative too, which must keep the \
      rule, and on the submission once more.

      It is written to Solutions/Mutants in the book, where nothing is overwritten. `truthbook verify` then \
      fails until the suite catches it: that is what it is for.
      """)

  @Argument(help: "The submission: one Swift file.", completion: .file())
  var file: String

  @Option(
    help: "The exercise; the one in whose folder the file lies unless given.",
    completion: NameCompletion.exercises)
  var exercise: String?

  @Option(help: "Your name, as it shall stand in the file.")
  var name: String?

  @Option(name: .customLong("as"), help: "The mutant's name, as in counts-itself-twice.")
  var mutant: String?

  @Option(help: "What is wrong, as one sentence; what was found unless given.")
  var what: String?

  @Option(help: "A run that shows it wrong: a saved one, or a scenario.", completion: .file())
  var schedule: String?

  @Option(help: "Under how many keys the suite is run.")
  var keys = Harness.Effort().keys

  @Option(help: "How many walks are tried.")
  var walks = Harness.Effort().walks

  @Option(help: "How many events a walk has at most.")
  var events = Harness.Effort().events

  func validate() throws {
    guard (0...1_000).contains(keys), (0...10_000).contains(walks), (1...1_000).contains(events)
    else {
      throw ValidationError(
        "--keys takes a number from 0 to 1000, --walks from 0 to 10000, --events from 1 to 1000.")
    }
    if let name, !LeagueEntry.isName(name) {
      throw ValidationError("--name takes one line of at most 80 bytes without a semicolon.")
    }
    if let mutant, !Self.isMutantsName(mutant) {
      throw ValidationError(
        "--as takes lower-case letters, digits and hyphens, as in counts-itself-twice.")
    }
    if what?.allSatisfy(\.isWhitespace) == true { throw ValidationError("--what says nothing.") }
  }

  private static func isMutantsName(_ name: String) -> Bool {
    (1...80).contains(name.utf8.count) && !name.hasPrefix("-")
      && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
  }

  func run() throws {
    let workbook = try Workbook(isAuthors: true)
    let exercise = try self.exercise(in: workbook)
    guard let suite = try workbook.suite(of: exercise) as? any Suite else {
      throw Fault.usage(
        "the answer to '\(exercise.id)' is a text, which is judged by doing what it says; nothing of ours "
          + "judges it otherwise")
    }
    let bytes = try Console.contents(of: file)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault.usage("\(file): is not UTF-8")
    }
    let name = mutant ?? "league-" + SHA256.hexadecimal(SHA256.digest(of: bytes)).prefix(8)
    try checkIsNew(text, name, exercise)
    let evidence = try evidence(exercise, suite, workbook)
    Console.clearProgress()
    let entry = LeagueEntry(
      name: name, exercise: exercise.id, check: evidence.check, sentence: what ?? evidence.sentence,
      finder: self.name, means: evidence.means.phrase)
    let path: String?
    do throws(FileFailure) {
      path = try entry.write(text, to: workbook.curriculum.root)
    } catch {
      throw Fault.environment(error.description)
    }
    guard let path else { throw Self.taken(name, exercise) }
    try say(entry, path, evidence, exercise, workbook)
  }

  private static func taken(_ name: String, _ exercise: Exercise) -> Fault {
    .usage("there is a mutant '\(name)' of \(exercise.id) already; give another name with --as")
  }

  private func exercise(in workbook: Workbook) throws(Fault) -> Exercise {
    if let exercise { return try workbook.exercise(exercise) }
    // The file may lie in a workspace as well as in the book.
    for place in [workbook, try Workbook()] {
      do throws(Fault) {
        return try place.exercise(file.contains("/") ? file : "./" + file)
      } catch {
        continue
      }
    }
    throw .usage("\(file): lies in no exercise's folder; name the exercise with --exercise")
  }

  /// A submission is taken once, and a name too.
  private func checkIsNew(_ text: String, _ name: String, _ exercise: Exercise) throws(Fault) {
    let known: [Mutant]
    do throws(CurriculumError) {
      known = try exercise.mutants()
    } catch {
      throw .usage(error.description)
    }
    for mutant in known {
      if mutant.sources.count == 1, let source = mutant.sources.first?.text,
        source == text || source.hasSuffix("\n" + text)
      {
        throw .usage("\(file): is the mutant '\(mutant.name)' of \(exercise.id) already")
      }
      if mutant.name == name { throw Self.taken(name, exercise) }
    }
  }

  private func evidence(
    _ exercise: Exercise, _ suite: any Suite, _ workbook: Workbook
  ) throws -> Evidence {
    do {
      let right =
        [exercise.reference.absolutePath] + (try exercise.alternatives().map(\.absolutePath))
      let harness = Harness(
        try workbook.grader(of: exercise), suite, submission: file, right: right)
      return try harness.evidence(
        .init(keys: keys, walks: walks, events: events),
        schedule: try schedule.map { try givenRun($0, exercise, suite, workbook) }
      ) { Console.progress($0 + " …") }
    } catch let refusal as Harness.Refusal {
      throw Fault(description: "\(file): \(refusal)", status: .checkFailed)
    } catch let failure as CompileFailure {
      throw Fault(description: failure.rendered(), status: .notCompiled)
    } catch let refusal as IntakeRefusal {
      throw Fault(description: refusal.description, status: .notCompiled)
    } catch let failure as CurriculumError {
      throw Fault.environment(failure.description)
    } catch let stop as Stop {
      throw Fault.environment("the submission \(stop.phrase)")
    }
  }

  private func givenRun(
    _ path: String, _ exercise: Exercise, _ suite: any Suite, _ workbook: Workbook
  ) throws -> Schedule {
    guard path.hasSuffix(".json") else {
      return try ScenarioFiles(exercise).schedule(path, suite)
    }
    let replay = try workbook.loadReplay(path)
    guard replay.exercise == exercise.id else {
      throw Fault.usage("\(path): is a run of \(replay.exercise), and this is \(exercise.id)")
    }
    return replay.schedule
  }

  private func say(
    _ entry: LeagueEntry, _ path: String, _ evidence: Evidence, _ exercise: Exercise,
    _ workbook: Workbook
  ) throws {
    try Console.print(
      """
      \(entry.exercise): it passes, and it is wrong.

        check    \(entry.check)
        what     \(evidence.sentence)
        shown    by \(entry.means)
        written  \(path)
      """)
    if let schedule = evidence.schedule {
      let replay = ReplayFile(
        exercise: exercise.id, suiteVersion: try workbook.suite(of: exercise).version,
        submission: file, schedule: schedule)
      do throws(Fault) {
        let saved = try workbook.saveReplay(replay, as: "\(exercise.id)-\(entry.name)")
        try Console.print("  run      truthbook replay \(saved)")
      } catch {
        Console.note("truthbook: \(error.description)")
      }
    }
    try Console.print(
      """

      Until the suite catches it, `truthbook verify \(exercise.id)` says so. Commit the file, and send it to \
      whoever keeps the book.
      """)
  }
}
