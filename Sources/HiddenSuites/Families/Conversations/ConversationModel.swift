import Simulation
import Wire

/// What a suite is told of a value that is talked to line by line, and of what each line must bring.
///
/// For clients and servers whose every step is laid down: what a task says of a reply that is late,
/// doubled or a stranger's is easier to see here than in a run of many.
protocol ConversationModel: Sendable {
  associatedtype Words: Vocabulary where Words.Answer: Hashable
  /// What the value is told.
  associatedtype Line: Hashable & Sendable
  /// Who takes part, written as one text.
  associatedtype Setting: Hashable & Sendable & CustomStringConvertible
  /// What must be remembered of a conversation to know what is right.
  associatedtype Shadow: Sendable

  func arguments(_ setting: Setting) -> Words.Arguments
  func call(_ line: Line, _ setting: Setting) -> Words.Call
  func shadow(_ setting: Setting) -> Shadow
  /// Judges the answer to a line, and remembers both.
  /// - Returns: what is wrong, as a sentence; nil when nothing is.
  func complaint(
    about answer: Words.Answer, to line: Line, _ shadow: inout Shadow
  ) -> String?
  /// A right answer, for whoever has nobody to ask.
  func answer(to line: Line, _ shadow: Shadow) -> Words.Answer
  /// A right answer to a line, where both are remembered.
  func tell(_ line: Line, _ shadow: inout Shadow) -> Words.Answer
  /// Whether an answer says more than that something has begun.
  func isTelling(_ answer: Words.Answer) -> Bool
  /// An answer as a learner sees it.
  func text(_ answer: Words.Answer) -> String

  /// What the value is called: `client`.
  var subject: String { get }
  /// A line as text, and back.
  func text(_ line: Line) -> String
  func line(_ text: String) -> Line?
  func setting(_ text: String) -> Setting?
  /// A line as a step of a story.
  func sentence(_ line: Line) -> String
  /// How a line goes on from the one before where many alike may be told as one; nil where they may not.
  func step(from line: Line, to next: Line) -> LineStep?
  /// The lane of who says a line, and what it is called: nil for the value's own surroundings.
  func speaker(of line: Line) -> String?

  /// Draws who takes part: plain names, or any.
  func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting
  /// Beginnings of conversations beside those that are drawn: what chance comes past too seldom.
  func ownBeginnings(random: inout RandomSource) -> [ConversationBeginning<Self>]
  /// Draws the next line.
  func draw(_ setting: Setting, _ shadow: Shadow, random: inout RandomSource) -> Line
  /// Whether a conversation keeps to what the task promises.
  func isFair(_ lines: [Line], _ setting: Setting) -> Bool
  /// Whether a conversation that keeps to what the task promises does so with one line more.
  /// - Parameter shadow: what is remembered of the conversation.
  func isFair(
    _ line: Line, after lines: [Line], _ shadow: Shadow, _ setting: Setting
  ) -> Bool
  /// What a line takes to ask, beside one of a few numbers.
  func weight(of line: Line) -> Int
  /// The lines without those in some places, and without what cannot be said then.
  func without(_ places: some Collection<Int>, _ lines: [Line]) -> [Line]
  /// Places of lines that may well go together, such as all that are about one name: what a fault has nothing to
  /// do with.
  func parts(of lines: [Line]) -> [Set<Int>]
  /// The same lines with fewer numbers in all of them, where they hold very many.
  func lighter(_ lines: [Line]) -> [[Line]]
  /// Lines that say the same with plainer numbers, the plainest first.
  func simpler(than line: Line) -> [Line]
  /// The same lines with a plainer name for somebody, or a plainer number for another, wherever it stands.
  func renamed(_ lines: [Line]) -> [[Line]]
  /// How many lines the longest conversations have.
  var longest: Int { get }
}

extension ConversationModel {
  func tell(_ line: Line, _ shadow: inout Shadow) -> Words.Answer {
    let answer = answer(to: line, shadow)
    _ = complaint(about: answer, to: line, &shadow)
    return answer
  }

  func isFair(
    _ line: Line, after lines: [Line], _ shadow: Shadow, _ setting: Setting
  ) -> Bool {
    isFair(lines + [line], setting)
  }

  func sentence(_ line: Line) -> String { "the \(subject) \(text(line))" }
  func step(from line: Line, to next: Line) -> LineStep? { nil }
  func weight(of line: Line) -> Int { 1 }

  func without(_ places: some Collection<Int>, _ lines: [Line]) -> [Line] {
    let removed = Set(places)
    return lines.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
  }

  /// All that one speaker says.
  func parts(of lines: [Line]) -> [Set<Int>] {
    let speakers = Dictionary(grouping: lines.indices) { speaker(of: lines[$0]) }
    return speakers.filter { $0.key != nil }.map { Set($0.value) }
  }

  func lighter(_ lines: [Line]) -> [[Line]] { [] }
  func simpler(than line: Line) -> [Line] { [] }
  func renamed(_ lines: [Line]) -> [[Line]] { [] }
  func ownBeginnings(random: inout RandomSource) -> [ConversationBeginning<Self>] { [] }
  var longest: Int { 160 }
}

/// How one line goes on from another that is alike.
enum LineStep: Hashable, Sendable {
  /// It says the same once more.
  case again
  /// The number at this place is one more.
  case on(Int)
}

/// How a conversation begins that chance goes on with.
struct ConversationBeginning<Model: ConversationModel>: Sendable {
  var setting: Model.Setting
  var lines: [Model.Line] = []
  /// How many lines there are in all.
  var count: Int
}

/// Lines that a value is told, one after the other.
struct Conversation<Model: ConversationModel>: Hashable, Sendable {
  let setting: Model.Setting
  let lines: [Model.Line]
  /// Right answers to the lines, where they were worked out when the lines were drawn.
  let answers: [Model.Words.Answer]

  init(_ setting: Model.Setting, _ lines: [Model.Line]) {
    self.setting = setting
    self.lines = lines
    answers = []
  }

  /// A conversation written in this program's own source.
  init(_ model: Model, _ setting: String, _ lines: [String]) {
    let read = lines.compactMap(model.line)
    guard let own = model.setting(setting), read.count == lines.count, model.isFair(read, own)
    else {
      preconditionFailure("not a conversation: \(setting): \(lines)")
    }
    self.init(own, read)
  }

  /// A random conversation.
  init(_ model: Model, count: Int, isOdd: Bool, random: inout RandomSource) {
    let setting = model.drawSetting(isOdd: isOdd, random: &random)
    self.init(model, setting, count: count, random: &random)
  }

  /// A random conversation in a setting.
  init(_ model: Model, _ setting: Model.Setting, count: Int, random: inout RandomSource) {
    self.init(model, .init(setting: setting, count: count), random: &random)
  }

  /// A conversation that begins so.
  init(_ model: Model, _ beginning: ConversationBeginning<Model>, random: inout RandomSource) {
    setting = beginning.setting
    var lines: [Model.Line] = []
    var answers: [Model.Words.Answer] = []
    var shadow = model.shadow(setting)
    for place in 0..<beginning.count {
      let line =
        place < beginning.lines.count
        ? beginning.lines[place] : model.draw(setting, shadow, random: &random)
      answers.append(model.tell(line, &shadow))
      lines.append(line)
    }
    self.lines = lines
    self.answers = answers
  }
}
