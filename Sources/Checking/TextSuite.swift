/// What every suite says of its exercise, whatever is handed in there.
public protocol ExerciseSuite: Sendable {
  /// The exercise's name, that of its folder.
  var exercise: String { get }

  /// Changes whenever a verdict could: reports of different versions must not be compared.
  var version: Int { get }

  /// The checks in the order in which they are told.
  var checks: [Check] { get }
}

/// The hidden tests of an exercise whose answer is a text: a history, a run, a predicate.
///
/// The text is executed here, in this process, over code of ours; nothing is compiled and no worker is
/// needed. So whoever judges must take any text that there is, in time that grows with its length alone.
public protocol TextSuite: ExerciseSuite {
  /// Judges an answer.
  /// - Throws: `TextFault` for what is no answer at all. An answer that is wrong is judged.
  func judge(_ text: AnswerText) throws(TextFault) -> TextJudgement
}

/// What was handed in.
public struct AnswerText: Hashable, Sendable {
  /// A line of it that says something.
  public struct Line: Hashable, Sendable {
    /// What stands there, without blanks around it.
    public var text: String
    /// Counts the lines, from 1.
    public var number: Int
    /// Where the text begins in its line, from 1.
    public var column: Int

    /// Says what stands where.
    public init(_ text: String, number: Int, column: Int) {
      self.text = text
      self.number = number
      self.column = column
    }
  }

  /// The most bytes of an answer.
  public static let sizeLimit = 64 << 10
  /// The most lines that say something.
  public static let lineLimit = 2_000

  /// What the file is called, for whoever reads of a place in it.
  public let name: String
  /// The lines that say something: without blank ones and those that begin with `#`.
  public let lines: [Line]

  /// Takes a text apart.
  /// - Throws: `TextFault` when it is too long.
  public init(_ text: String, name: String) throws(TextFault) {
    self.name = name
    guard text.utf8.count <= Self.sizeLimit else {
      throw TextFault(
        line: 1, column: 1,
        message: "has more than \(Self.sizeLimit >> 10) KiB; leave out what is not needed")
    }
    var lines: [Line] = []
    let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, whole) in all.enumerated() {
      let content = whole.drop(while: \.isWhitespace)
      guard let first = content.first, first != "#" else { continue }
      var end = content.endIndex
      while content[content.index(before: end)].isWhitespace { end = content.index(before: end) }
      let column = whole.distance(from: whole.startIndex, to: content.startIndex) + 1
      guard lines.count < Self.lineLimit else {
        throw TextFault(
          line: index + 1, column: column,
          message: "more than \(Self.lineLimit) lines; leave out what is not needed")
      }
      lines.append(Line(String(content[..<end]), number: index + 1, column: column))
    }
    self.lines = lines
  }
}

/// What is wrong with a text that is no answer, and where.
public struct TextFault: Error, Hashable, Sendable {
  /// From 1.
  public var line: Int
  /// From 1, in letters.
  public var column: Int
  /// What is wrong and what would be right, without a full stop at its end.
  public var message: String

  /// Says what is wrong at a line and column, both from 1.
  public init(line: Int, column: Int, message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  /// Says what is wrong in a line.
  /// - Parameter offset: how many letters behind the beginning of its text.
  public init(_ line: AnswerText.Line, offset: Int = 0, _ message: String) {
    self.init(line: line.number, column: line.column + offset, message: message)
  }

  /// `NAME:LINE:COLUMN: MESSAGE`.
  public func description(in name: String) -> String { "\(name):\(line):\(column): \(message)" }
}

/// What an answer came to.
public struct TextJudgement: Hashable, Sendable {
  /// A verdict for each check, in order.
  public var verdicts: [Verdict]
  /// What is worth knowing besides, each a sentence: how long the answer is and how short one can be.
  public var notes: [String]

  /// Puts a judgement together.
  public init(_ verdicts: [Verdict], notes: [String] = []) {
    self.verdicts = verdicts
    self.notes = notes
  }
}
