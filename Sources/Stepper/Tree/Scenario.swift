import Stepping
/// A run as a learner writes it: a text with a title, what it starts from, and an event on each line.
///
///     # Two candidates at once: nobody gets a majority.
///     title: A split vote
///     exercise: raft-election
///     setting: 4 nodes
///     n1 times out
///     n2 times out
///     n1 -> n3 requestVote
///
/// Events are written as in a schedule. The beginning of one is enough where only one that can happen then
/// begins so. Empty lines and what stands behind `#` at a line's start are for readers.
public struct Scenario: Hashable, Sendable {
  /// An event's line and where it stands.
  public struct Line: Hashable, Sendable {
    /// The event, without blanks around it.
    public var text: String
    /// From 1.
    public var number: Int
    /// Where the text begins in its line, from 1.
    public var column: Int

    /// An event's line and where it stands, from 1.
    public init(text: String, number: Int, column: Int) {
      self.text = text
      self.number = number
      self.column = column
    }
  }

  /// What is wrong with a scenario, and where.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public var line: Int
    /// From 1.
    public var column: Int
    /// In words, without a full stop at its end.
    public var message: String

    /// Says what is wrong at a line and column, both from 1.
    public init(line: Int, column: Int, message: String) {
      self.line = line
      self.column = column
      self.message = message
    }

    /// `line:column: message`.
    public var description: String { "\(line):\(column): \(message)" }
  }

  /// What it is called; empty where it says nothing.
  public private(set) var title = ""
  /// The exercise it is of; nil where it says nothing.
  public private(set) var exercise: String?
  /// What the run starts from; nil for what is usual.
  public private(set) var setting: String?
  /// Where the setting stands: line and column.
  public private(set) var settingPlace = (line: 1, column: 1)
  /// The events.
  public private(set) var lines: [Line] = []

  /// The most bytes of a scenario.
  public static let sizeLimit = 256 << 10
  /// The most events of a scenario.
  public static let eventLimit = 2_000

  /// Reads a scenario.
  /// - Throws: `Fault` that says where it is none.
  public init(_ text: String) throws(Fault) {
    guard text.utf8.count <= Self.sizeLimit else {
      throw Fault(
        line: 1, column: 1, message: "more than \(Self.sizeLimit >> 10) KiB; leave some out")
    }
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, whole) in all.enumerated() {
      let content = whole.drop(while: \.isWhitespace)
      let column = whole.count - content.count + 1
      var line = String(content)
      while line.last?.isWhitespace == true { line.removeLast() }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      try take(Line(text: line, number: index + 1, column: column))
    }
  }

  private mutating func take(_ line: Line) throws(Fault) {
    if let colon = line.text.firstIndex(of: ":"), lines.isEmpty {
      let key = line.text[..<colon]
      let rest = line.text[line.text.index(after: colon)...]
      let value = String(rest.drop(while: \.isWhitespace))
      let column = line.column + key.count + 1 + (rest.count - value.count)
      switch key {
      case "title": return title = value
      case "exercise": return exercise = value
      case "setting":
        settingPlace = (line.number, column)
        return setting = value
      default:
        // A line of another kind may have a colon too.
        if key.allSatisfy(\.isLetter) {
          throw Fault(
            line: line.number, column: line.column,
            message: "there is no '\(key):'; a scenario begins with title:, exercise: and setting:")
        }
      }
    }
    guard lines.count < Self.eventLimit else {
      throw Fault(
        line: line.number, column: line.column,
        message: "more than \(Self.eventLimit) events; leave some out")
    }
    lines.append(line)
  }

  /// Two scenarios are the same when they say the same at the same places.
  public static func == (one: Scenario, other: Scenario) -> Bool {
    one.title == other.title && one.exercise == other.exercise && one.setting == other.setting
      && one.lines == other.lines
  }

  /// As `==` compares them.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(title)
    hasher.combine(setting)
    hasher.combine(lines)
  }

  // MARK: Walking it

  /// Lets the events happen, from the start of a tree. What cannot happen once the code has done something
  /// else than the reference is left out: that is what a scenario is there to show.
  /// - Returns: the last moment, and the first line that was left out.
  /// - Throws: `Fault` for an event that cannot happen before, which says what can; `Stop` when the code
  ///   cannot be started any more.
  public func walk(_ tree: RunTree) throws -> (end: Int, left: Line?) {
    var end = 0
    var left: Line?
    for line in lines {
      guard tree.moments[end].stop == nil else { break }
      do {
        end = try Self.step(line, after: end, tree)
      } catch let fault as Fault {
        guard tree.firstDifference(to: end) != nil else { throw fault }
        end = try tree.step(RunTree.skipping + line.text, after: end)
        left = left ?? line
      }
    }
    tree.visit(end)
    return (end, left)
  }

  /// Lets the event of one line happen after a moment.
  /// - Returns: the moment behind it.
  /// - Throws: `Fault` for an event that cannot happen, which says what can; `Stop` when the code cannot be
  ///   started any more.
  public static func step(_ line: Line, after id: Int, _ tree: RunTree) throws -> Int {
    let refusal: StepRefusal
    do {
      return try tree.step(line.text, after: id)
    } catch let error as StepRefusal {
      refusal = error
    }
    let choices = tree.moments[id].run.choices
    let meant = choices.filter { $0.event.hasPrefix(line.text) }
    // The plain event comes before the same with a crash.
    let plain = meant.filter { $0.kind != .crash }
    let fitting = plain.isEmpty ? meant : plain
    if let only = fitting.first, fitting.allSatisfy({ $0.event == only.event }) {
      return try tree.step(only.event, after: id)
    }
    var message = refusal.reason
    var column = refusal.column
    if fitting.count > 1 {
      column = 0
      message =
        "several events begin so: "
        + fitting.prefix(6).map { "'\($0.event)'" }.joined(separator: ", ")
    } else {
      let offered = choices.filter { ![.crash, .lose, .delay, .again].contains($0.kind) }
      let shown = offered.prefix(12).map { "'\($0.event)'" }.joined(separator: ", ")
      let more = choices.count - min(offered.count, 12)
      message += "; what can happen now: " + (shown.isEmpty ? "nothing" : shown)
      if more > 0 { message += " and \(more) more" }
    }
    throw Fault(line: line.number, column: line.column + column, message: message)
  }
}
