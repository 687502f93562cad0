import Checking
import Curriculum
import Desk
import Glibc
import Grading
import Reader
import Screen

/// The workbook as the desk sees it.
struct WorkbookDesk: DeskHost {
  private let workbook: Workbook
  private let shelf: WorkbookShelf
  private let style: PageStyle
  private let widthMaximum: Int?

  /// A desk in a workbook.
  /// - Parameters:
  ///   - style: how pages are set.
  ///   - widthMaximum: the most columns a text is laid out for; nil for all of the screen.
  init(workbook: Workbook, style: PageStyle, widthMaximum: Int?) {
    self.workbook = workbook
    self.widthMaximum = widthMaximum
    var style = style
    style.isNavigable = true
    self.style = style
    shelf = WorkbookShelf(workbook: workbook, style: style, isPlain: false)
  }

  // MARK: Exercises

  func entries() -> [ExerciseEntry] {
    do {
      let progress = try workbook.loadProgress()
      let path = try workbook.curriculum.learningPath()
      return try workbook.curriculum.exercises().items.map { exercise in
        ExerciseEntry(
          id: exercise.id, title: exercise.title, isPassed: progress.passed.contains(exercise.id),
          needs: path.prerequisites[exercise.id, default: []])
      }
    } catch {
      // The command that opened the desk has read the same, and would have said what is wrong.
      return []
    }
  }

  func place(_ id: String) throws(Unreadable) -> WorkPlace {
    let exercise = try exercise(id)
    do throws(Fault) {
      return WorkPlace(
        exercise: DeskExercise(
          id: exercise.id, title: exercise.title, path: exercise.starter.path,
          chapter: exercise.chapter.description, checks: try workbook.suite(of: exercise).checks),
        folder: exercise.ownFolder.absolutePath,
        names: exercise.fileNames.count == 1
          ? .only(Set(exercise.fileNames)) : .ending(".swift"),
        path: exercise.starter.absolutePath, grader: try workbook.grader(of: exercise))
    } catch {
      throw Unreadable(error.description)
    }
  }

  private func exercise(_ id: String) throws(Unreadable) -> Exercise {
    do throws(Fault) {
      return try workbook.exercise(id)
    } catch {
      throw Unreadable(error.description)
    }
  }

  func files(of id: String) -> LearnerFiles {
    do {
      let exercise = try exercise(id)
      let missing = exercise.parts.filter { !$0.starter.exists }.map(\.starter.path)
      if !missing.isEmpty { return .missing(missing) }
      return try exercise.isUntouched() ? .untouched : .edited
    } catch {
      // What cannot be read is for the grading to explain.
      return .edited
    }
  }

  // MARK: What is kept

  func record(_ report: Report, of id: String) -> String? {
    if let problem = workbook.record(report, of: id) { return problem }
    return workbook.reviewCommand(for: report).map { "a question about this is due again: \($0)" }
  }

  func remember(_ reference: String, _ place: Place) -> String? {
    workbook.remember(reference, place)
  }

  func reset(_ id: String) throws(Unreadable) -> String {
    let exercise = try exercise(id)
    do throws(Fault) {
      return try workbook.reset(exercise)
    } catch {
      throw Unreadable(error.description)
    }
  }

  // MARK: Texts

  func room(
    _ text: DeskRoom.Text, of id: String, size: ScreenSize
  ) throws(Unreadable) -> ReadingRoom {
    switch text {
    case .task: return try open(id, section: nil, size)
    case .section(let reference):
      let place = SectionReference(reference)
      return try open(place.chapter, section: place.section, size)
    case .nextHint: return try nextHint(of: id, size)
    case .solution: return try open(WorkbookShelf.solutionReference(id), section: nil, size)
    }
  }

  private func open(
    _ reference: String, section: String?, _ size: ScreenSize
  ) throws(Unreadable) -> ReadingRoom {
    var place: Place?
    if section == nil {
      do throws(Fault) {
        place = try workbook.loadProgress().place(in: reference).map {
          Place(section: $0.section, letters: $0.letters)
        }
      } catch {
        throw Unreadable(error.description)
      }
    }
    return try ReadingRoom(
      opening: reference, section: section, place: place, from: shelf, size: size,
      widthMaximum: widthMaximum)
  }

  /// The hints that have been shown, and one more.
  private func nextHint(of id: String, _ size: ScreenSize) throws(Unreadable) -> ReadingRoom {
    let exercise = try exercise(id)
    let hint: Hint
    let isLast: Bool
    do throws(Fault) {
      let choice = HintChoice(of: try workbook.hints(of: exercise), try workbook.loadProgress(), id)
      guard let next = choice.next else { throw .environment("there is no hint for \(id)") }
      (hint, isLast) = (next, choice.isLast)
    } catch {
      throw Unreadable(error.description)
    }
    let problem = workbook.noting { $0.showHints([hint.number], of: id) }
    var room = try open(
      WorkbookShelf.hintsReference(id), section: "hint-\(hint.number)", size)
    if let problem {
      room.say(problem)
    } else if isLast {
      room.say("that was the last hint; the chapter says the rest")
    }
    return room
  }

  // MARK: Programs

  func editor(of id: String, file: String?, line: Int?) throws(Unreadable) -> [String] {
    let exercise = try exercise(id)
    let part = exercise.parts.first { $0.starter.name == file } ?? exercise.parts[0]
    guard
      let editor = EditorCommand(
        environment: Console.environment, file: part.starter.absolutePath, line: line)
    else {
      throw Unreadable(
        "no editor is named; set EDITOR, as in export EDITOR=nano, or edit \(part.starter.path) in any "
          + "other window")
    }
    return editor.words
  }

  func stepper(of id: String, _ report: Report?) throws(Unreadable) -> [String] {
    let exercise = try exercise(id)
    do throws(Fault) {
      // Says why where there is nothing to be stepped.
      _ = try SteppedWork(workbook, exercise, path: exercise.starter.absolutePath)
      guard let report, report.firstFailure?.counterexample != nil else {
        return ["/proc/self/exe", "run", id]
      }
      let file = try workbook.saveReplay(of: report, path: exercise.starter.absolutePath)
      // Where the desk was started there may be a run of the same name.
      return ["/proc/self/exe", "replay", workbook.curriculum.learnerRoot + "/" + file]
    } catch {
      throw Unreadable(error.description)
    }
  }

  func quiz(_ chapter: String) -> [String] {
    ["/proc/self/exe", "quiz", chapter]
  }
}
