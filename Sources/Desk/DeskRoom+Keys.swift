import Checking
import Execution
import Grading
import Screen

extension DeskRoom {
  mutating func press(_ key: Key) -> [Effect] {
    switch (key, overlay) {
    case (.control("c"), nil), (.control("c"), .checks), (.control("c"), .check),
      (.control("c"), .exercises), (.control("c"), .help):
      guard question == nil else {
        question = nil
        return []
      }
      return [.interrupt]
    case (.control("z"), _): return leaving + [.suspend]
    case (.control("l"), _): return [.redraw]
    case (_, .reading(let room, let text)): return press(key, in: room, text)
    default: break
    }
    message = nil
    if let question { return answer(question, key) }
    switch overlay {
    case .checks(let list): return press(key, inChecks: list)
    case .check(let name, let pane): return press(key, inCheck: name, pane)
    case .exercises(let list): return press(key, inExercises: list)
    case .help(var pane):
      overlay = pane.move(key, rows: size.bodyRows) ? .help(pane) : nil
      return []
    case .reading, nil: return pressOnDesk(key)
    }
  }

  private mutating func pressOnDesk(_ key: Key) -> [Effect] {
    switch key {
    case .character("q"), .character("Q"): return [.quit]
    case .character("?"), .function(1):
      overlay = .help(TextPane(DeskKeys.help.lines(columns: size.columns)))
    case .character("c"), .enter, .tab: showChecks()
    case .character("l"): showExercises()
    case .character("p"): goToPrinted()
    case .character("n"):
      guard let next = nextExercise else {
        message = "every other exercise is passed; l lists them"
        return []
      }
      return [.open(next.id)]
    case .character("a"): return check(only: nil)
    case .character("o"): return checkFirstFailure()
    case .character("h"): return [.read(.nextHint)]
    case .character("t"): return [.read(.task)]
    case .character("r"): return [.read(.section(firstFailure?.check.chapter ?? exercise.chapter))]
    case .character("s"): return showSolution()
    case .character("e"): return edit()
    case .character("w"): return [.step(work == nil ? verdict?.report : nil)]
    case .character("x"): question = .reset
    case .character("z"):
      return [.quiz(chapter: String(exercise.chapter.prefix { $0 != "#" }))]
    default:
      if !body.move(key, rows: bodyRows), key != .escape {
        message = "? shows what the keys do"
      }
    }
    return []
  }

  private mutating func goToPrinted() {
    guard let printedLine else {
      message = "your code has printed nothing"
      return
    }
    body.go(to: printedLine)
  }

  private mutating func checkFirstFailure() -> [Effect] {
    guard let failure = firstFailure else {
      message = "no check has failed; c lists them, and o there checks the selected one alone"
      return []
    }
    return check(only: failure.check.name)
  }

  private mutating func edit() -> [Effect] {
    if case .missing = files {
      message = "there is nothing to edit; x gets the first version back"
      return []
    }
    let report = verdict?.report
    if let site = firstFailure?.site { return [.edit(file: site.file, line: site.line)] }
    let place =
      report?.outcome == .passed
      ? nil : report?.diagnostics.first { $0.severity == .error && $0.place != nil }?.place
    return [.edit(file: place?.file, line: place?.line)]
  }

  private mutating func showSolution() -> [Effect] {
    if exercises.contains(where: { $0.id == exercise.id && $0.isPassed }) {
      return [.read(.solution)]
    }
    question = .solution(agreed: 0)
    return []
  }

  // MARK: Questions

  /// What is asked.
  func text(of question: Question) -> String {
    switch question {
    case .reset:
      "Put the first version of \(exercise.path) in its place? Yours is kept beside your progress. y/n"
    case .solution(agreed: 0):
      "You have not passed \(exercise.id) yet. Show the solution? y/n"
    case .solution:
      "What one has not found out oneself is soon forgotten. Show it all the same? y/n"
    }
  }

  private mutating func answer(_ question: Question, _ key: Key) -> [Effect] {
    self.question = nil
    guard key == .character("y") || key == .character("Y") else { return [] }
    switch question {
    case .reset: return [.reset]
    case .solution(agreed: 0):
      self.question = .solution(agreed: 1)
      return []
    case .solution: return [.read(.solution)]
    }
  }

  // MARK: Checks

  private mutating func showChecks(selecting name: String? = nil) {
    let name = name ?? firstFailure?.check.name
    overlay = .checks(
      PickList(
        "Checks of \(exercise.id)", checkEntries,
        selected: exercise.checks.firstIndex { $0.name == name } ?? 0))
  }

  /// The checks as the list shows them.
  var checkEntries: [PickList.Entry] {
    let width = exercise.checks.map(\.name.count).max() ?? 0
    return exercise.checks.map { check in
      let gap = String(repeating: " ", count: width - check.name.count + 2)
      let what = known(check.name)?.strength?.phrase ?? check.guarantee
      return PickList.Entry(title: "\(mark(of: check.name).sign) \(check.name)\(gap)\(what)")
    }
  }

  private mutating func press(_ key: Key, inChecks list: PickList) -> [Effect] {
    var list = list
    guard exercise.checks.indices.contains(list.selected) else {
      overlay = nil
      return []
    }
    let check = exercise.checks[list.selected]
    switch key {
    case .character("q"), .character("Q"), .escape, .backspace, .character("c"): overlay = nil
    case .enter, .right: open(check.name)
    case .character("o"):
      overlay = nil
      return self.check(only: check.name)
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .checks(list) }
    }
    return []
  }

  private mutating func open(_ name: String) {
    overlay = .check(name, TextPane(lines(ofCheck: name)))
  }

  private mutating func press(_ key: Key, inCheck name: String, _ pane: TextPane) -> [Effect] {
    var pane = pane
    switch key {
    case .character("q"), .character("Q"), .escape, .backspace, .left, .character("c"), .enter:
      showChecks(selecting: name)
    case .character("o"):
      overlay = nil
      return check(only: name)
    case .character("r"):
      let chapter = exercise.checks.first { $0.name == name }?.chapter
      return [.read(.section(chapter ?? exercise.chapter))]
    case .character("]"), .tab: openNeighbour(of: name, 1)
    case .character("["), .backTab: openNeighbour(of: name, -1)
    default:
      if pane.move(key, rows: size.bodyRows) { overlay = .check(name, pane) }
    }
    return []
  }

  private mutating func openNeighbour(of name: String, _ direction: Int) {
    guard let index = exercise.checks.firstIndex(where: { $0.name == name }),
      exercise.checks.indices.contains(index + direction)
    else {
      message = direction > 0 ? "this is the last check" : "this is the first check"
      return
    }
    open(exercise.checks[index + direction].name)
  }

  // MARK: Exercises

  private mutating func showExercises() {
    let width = exercises.map(\.id.count).max() ?? 0
    let entries = exercises.map { entry in
      let gap = String(repeating: " ", count: width - entry.id.count + 2)
      return PickList.Entry(title: "\(entry.isPassed ? "✓" : " ") \(entry.id)\(gap)\(entry.title)")
    }
    guard !entries.isEmpty else {
      message = "there are no exercises"
      return
    }
    overlay = .exercises(
      PickList(
        "Exercises", entries, selected: exercises.firstIndex { $0.id == exercise.id } ?? 0))
  }

  private mutating func press(_ key: Key, inExercises list: PickList) -> [Effect] {
    var list = list
    switch key {
    case .character("q"), .character("Q"), .escape, .backspace, .character("l"): overlay = nil
    case .enter, .right:
      let id = exercises[list.selected].id
      overlay = nil
      return id == exercise.id ? [] : [.open(id)]
    default:
      if list.move(key, rows: size.bodyRows) { overlay = .exercises(list) }
    }
    return []
  }

  // MARK: Reading

  private mutating func press(_ key: Key, in room: ReadingRoom, _ text: Text) -> [Effect] {
    var room = room
    if text == .nextHint, key == .character("h") { return [.read(.nextHint)] }
    let effects = room.handle(.key(key))
    overlay = effects.contains(.quit) ? nil : .reading(room, text)
    return effects.compactMap(Self.effect)
  }
}
