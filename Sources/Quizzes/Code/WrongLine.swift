import Curriculum
import Simulation

/// Code in which one line is wrong, as one of the wrong submissions of an exercise has it.
///
/// Nothing of the answer is written down: the wrong line is the one in which the mutant differs from the
/// reference, or from the alternative that its patch changes; what is wrong with it is what the mutant says of
/// itself, and what it should be is what stands there in right code.
struct WrongLine: Sendable {
  private let mutant: Mutant
  private let exercise: String
  private let shown: ShownCode
  private let numbered: String
  /// The wrong line's place among those shown, from 0.
  private let place: Int
  /// What the reference has instead.
  private let right: [String]

  /// So many lines there are to choose from, where the code has as many.
  private static let optionCount = 4

  /// Reads an item's mutants.
  /// - Throws: an error at the item's place when one does not differ in one line of what is shown.
  static func all(_ names: [String], in item: QuizItem) throws(CurriculumError) -> [WrongLine] {
    do {
      let place = try ReferenceCode.Place(item.code.first ?? "")
      let exercise = try Curriculum(root: item.file.root).exercise(place.exercise)
      let right = ShownCode(try ReferenceCode(item.code[0], root: item.file.root)).lines
      return try names.map { try WrongLine($0, of: exercise, at: place, unlike: right, in: item) }
    } catch let error as CurriculumError {
      throw error
    } catch {
      throw CurriculumError(item.diagnostic(at: "code", "\(error)"))
    }
  }

  /// Makes the question of one of an item's mutants.
  static func question(
    _ item: QuizItem, among all: [WrongLine], _ random: inout RandomSource
  ) -> Question {
    let chosen = all[random.index(below: all.count)]
    return chosen.question(item, tempting: all.map(\.place), &random)
  }

  private init(
    _ name: String, of exercise: Exercise, at place: ReferenceCode.Place,
    unlike reference: [String],
    in item: QuizItem
  ) throws {
    guard let mutant = try exercise.mutant(changedBy: name),
      let source = mutant.sources.first(where: { $0.name == place.fileName })
    else {
      throw CurriculumError(
        item.diagnostic(
          at: "mutants", "no mutant '\(name).patch' of \(exercise.id) changes \(place.fileName)"))
    }
    shown = ShownCode(try ReferenceCode(place, in: source.text))
    numbered = shown.numbered
    let same = zip(shown.lines, reference).prefix { $0 == $1 }.count
    let rest = zip(shown.lines.dropFirst(same).reversed(), reference.dropFirst(same).reversed())
      .prefix { $0 == $1 }.count
    guard shown.lines.count - same - rest == 1 else {
      throw CurriculumError(
        item.diagnostic(
          at: "mutants", "'\(name)' does not differ in exactly one line of what is shown"))
    }
    self.place = same
    right = Array(reference[same..<(reference.count - rest)])
    self.mutant = mutant
    self.exercise = exercise.id
  }

  private func question(
    _ item: QuizItem, tempting: [Int], _ random: inout RandomSource
  ) -> Question {
    let others = shown.lines.indices.filter { $0 != place && isWorthALook($0) }
    // First those that are wrong another time.
    let order =
      random.shuffled(others.filter(tempting.contains))
      + random.shuffled(others.filter { !tempting.contains($0) })
    let wrong = order.prefix(Self.optionCount - 1).sorted().map {
      Choice(
        text: text($0), isRight: false, misconception: nil, why: "This line is right.")
    }
    let instead =
      right.isEmpty
      ? "Right code has no such line."
      : "Right is " + right.map { "`\(Self.bare($0))`" }.joined(separator: " and ") + "."
    let checks = mutant.failingChecks.map { "`\($0)`" }.joined(separator: ", ")
    let ask = item.ask.isEmpty ? "" : item.ask + "\n\n"
    return Question(
      ask: ask + "One line of this code is wrong. Which?\n\n" + numbered,
      answer: .single([.right(text(place), why: mutant.fault)] + wrong),
      why: [instead, "In the exercise `\(exercise)` this mutant fails \(checks).", item.why]
        .filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// Whether a line says anything that could be wrong.
  private func isWorthALook(_ index: Int) -> Bool {
    let line = Self.bare(shown.lines[index])
    return line.contains(where: \.isLetter) && !line.hasPrefix("//") && line != "} else {"
      && line != "return true"
  }

  private func text(_ index: Int) -> String {
    "line \(index + 1): `\(Self.bare(shown.lines[index]))`"
  }

  private static func bare(_ line: String) -> String {
    String(line.drop { $0 == " " })
  }
}
