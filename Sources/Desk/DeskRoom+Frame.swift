import Checking
import Grading
public import Screen
import Terminal

/// What the body of the desk shows, apart from its width.
enum BodyContent: Hashable {
  case beginning
  case missing([String])
  case waiting
  /// What the grading that goes on has found first.
  case failure(CheckReport)
  case verdict(DeskVerdict)
}

extension DeskRoom {
  /// The fewest columns and rows that a desk makes sense on.
  static let smallest = ScreenSize(columns: 24, rows: 8)

  // MARK: The body

  private var content: BodyContent {
    switch files {
    case .untouched: return .beginning
    case .missing(let names): return .missing(names)
    case .edited: break
    }
    if let failure = work?.decided.first(where: { $0.status == .fail || $0.status == .error }) {
      return .failure(failure)
    }
    // What was wrong before stays in sight until more is known.
    return verdict.map(BodyContent.verdict) ?? .waiting
  }

  /// Lays the body out anew where it has changed. Somebody who reads how a check failed is not torn away
  /// when the whole verdict says the same.
  mutating func layOut(isResized: Bool = false) {
    let content = content
    if content != bodyContent || isResized {
      let before = subject
      bodyContent = content
      var text = VerdictText(columns: size.columns)
      write(content, to: &text)
      printedLine = text.printedLine
      body.replace(text.lines, keepingPlace: isResized || before != nil && subject == before)
    }
    switch overlay {
    case .checks(let list):
      overlay = .checks(PickList(list.heading, checkEntries, selected: list.selected))
    case .check(let name, var pane):
      pane.replace(lines(ofCheck: name), keepingPlace: true)
      overlay = .check(name, pane)
    default: break
    }
  }

  /// What the body tells of: the first failure.
  private var subject: CheckReport? { firstFailure }

  private func write(_ content: BodyContent, to text: inout VerdictText) {
    switch content {
    case .beginning: text.beginning(exercise)
    case .missing(let names): text.missing(names)
    case .waiting: text.waiting(exercise)
    case .failure(let failure): text.check(failure)
    case .verdict(let verdict):
      switch verdict.result {
      case .report(let report, only: nil):
        text.report(report, exercise: exercise, next: nextExercise)
      case .report(let report, let only?):
        if let check = report.checks.first(where: { $0.check.name == only }) {
          text.check(check)
          text.onlyOne()
          text.printed(report.printed)
        } else {
          text.report(report, exercise: exercise, next: nextExercise)
        }
      case .trouble(let why): text.trouble(why)
      }
    }
  }

  /// What is known of a check, as rows.
  func lines(ofCheck name: String) -> [FrameLine] {
    var text = VerdictText(columns: size.columns)
    if let known = known(name) {
      text.check(known)
    } else if let check = exercise.checks.first(where: { $0.name == name }) {
      text.check(check, mark(of: name))
    }
    return text.lines
  }

  // MARK: The frame

  /// The rows of the body.
  var bodyRows: Int { max(1, size.rows - head.count - 1) }

  /// What the screen shows now.
  public func frame() -> Frame {
    if case .reading(let room, _) = overlay { return room.frame() }
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      return tooSmall
    }
    var lines: [FrameLine]
    switch overlay {
    case .checks(let list), .exercises(let list):
      lines = list.lines(columns: size.columns, rows: size.bodyRows)
    case .check(_, let pane), .help(let pane):
      lines = Array(pane.shown(rows: size.bodyRows))
    case .reading, nil:
      lines = head + body.shown(rows: bodyRows)
    }
    lines += Array(repeating: FrameLine(), count: max(0, size.rows - lines.count))
    let last = lastLines
    lines.replaceSubrange((size.rows - last.count)..<size.rows, with: last)
    return Frame(size: size, lines: lines)
  }

  private var tooSmall: Frame {
    let words = question.map(text) ?? message ?? "too small for the desk; make the window larger"
    return Frame(
      size: size,
      lines: [statusLine]
        + TextWrap.lines(of: words, width: size.columns).map {
          FrameLine($0, fitting: size.columns)
        }
    )
  }

  private var head: [FrameLine] {
    [titleLine, statusLine, marksLine] + (size.rows >= 16 ? [FrameLine()] : [])
  }

  private var titleLine: FrameLine {
    let style = Style(nil, [.bold, .inverse])
    let passed = "\(exercises.count { $0.isPassed }) of \(exercises.count) passed"
    let path = exercise.path
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let isLong = DisplayWidth.columns(of: exercise.title + path + passed) + 6 > size.columns
    return Self.line(
      [" " + exercise.title, isLong ? name : path], right: size.columns >= 50 ? passed + " " : "",
      columns: size.columns, style)
  }

  /// Parts on the left, as many as fit, and one on the right.
  private static func line(
    _ left: [String], right: String, columns: Int, _ style: Style, rightStyle: Style? = nil
  ) -> FrameLine {
    let room = columns - DisplayWidth.columns(of: right) - 1
    var line = FrameLine(left[0], style, fitting: room)
    for part in left.dropFirst() where line.columns + DisplayWidth.columns(of: part) + 2 <= room {
      line.append("  " + part, style)
    }
    line.pad(to: columns - DisplayWidth.columns(of: right), style)
    line.append(right, rightStyle ?? style)
    return line
  }

  /// What is being checked, or what the last check came to, and when.
  private var statusLine: FrameLine {
    let ago = verdict.map { verdict in
      let words = VerdictClock(time: verdict.time).words(at: now)
      return work == nil ? words : "\(verdict.word) \(words)"
    }
    let (text, style) = status
    return Self.line(
      [text], right: size.columns >= 40 ? ago ?? "" : "", columns: size.columns, style,
      rightStyle: Style(nil, .dim))
  }

  private var status: (text: String, style: Style) {
    if let work {
      let style = Style(.cyan, .bold)
      switch work.progress {
      case .compiling: return ("» compiling …", style)
      case .checking(let name, _, _):
        // Several checks may be answered in one go, so that they are counted and not the goes.
        let number = "\(work.decided.count + 1) of \(exercise.checks.count)"
        return ("» check \(work.only == nil ? number + ": " : "")\(name) …", style)
      }
    }
    if let verdict { return verdict.headline }
    switch files {
    case .untouched: return ("not begun", Style(.yellow, .bold))
    case .missing: return ("! a file is missing", Style(.yellow, .bold))
    case .edited: return ("not checked yet", Style(.yellow, .bold))
    }
  }

  /// A sign for each check.
  private var marksLine: FrameLine {
    var line = FrameLine()
    for check in exercise.checks {
      guard line.columns + 1 < size.columns else {
        line.append("…", Style(nil, .dim))
        break
      }
      let mark = mark(of: check.name)
      line.append(mark.sign, mark.style)
    }
    return line
  }

  /// The last rows: what is asked, what is said, or which keys there are.
  private var lastLines: [FrameLine] {
    if let text = question.map(text) ?? message { return FrameLine.message(text, size: size) }
    let style = Style(nil, .inverse)
    let below = overlay == nil ? body.below(rows: bodyRows) : 0
    let right = below > 0 ? " Space \(below) more " : ""
    var line = FrameLine()
    let room = size.columns - DisplayWidth.columns(of: right)
    for (key, word) in keys {
      let text = " \(key) \(word) "
      guard line.columns + DisplayWidth.columns(of: text) <= room else { break }
      line.append(text, style)
    }
    line.pad(to: room, style)
    line.append(right, Style(nil, [.bold, .inverse]))
    return [line]
  }

  /// The keys worth knowing now, the most useful first.
  private var keys: [(String, String)] {
    switch overlay {
    case .help: return [("q", "back")]
    case .checks: return [("Enter", "opens"), ("o", "check only this"), ("q", "back")]
    case .check:
      return [("q", "back"), ("o", "check only this"), ("r", "read"), ("] [", "next, previous")]
    case .exercises: return [("Enter", "opens"), ("q", "back")]
    case .reading, nil: break
    }
    var keys = [("?", "keys"), ("q", "quit")]
    switch files {
    case .untouched: keys += [("t", "task"), ("r", "read"), ("e", "edit"), ("l", "exercises")]
    case .missing: keys += [("x", "first version"), ("l", "exercises")]
    case .edited where verdict?.isPass ?? false && work == nil:
      keys += [("n", "next"), ("s", "solution"), ("c", "checks"), ("r", "read"), ("e", "edit")]
    case .edited:
      keys += [
        ("h", "hint"), ("c", "checks"), ("r", "read"), ("t", "task"), ("e", "edit"),
        ("a", "again"), ("l", "exercises"),
      ]
    }
    return keys
  }
}

extension VerdictText {
  /// That the rest was not asked.
  mutating func onlyOne() {
    note("Only this check was asked; a checks all of them, and only that counts.")
  }
}
