import Checking
import Simulation
import Wire

/// Something asked of a table's functions, and how the answers are judged.
struct TableCase<Words: Vocabulary>: Sendable where Words.Answer: Hashable {
  typealias Table = FunctionTable<Words>

  let questions: [Table.Question]
  /// The numbers a law is tried for, as they are told; nil for a single question.
  let numbers: [String]?
  /// What is wrong with the answers, as a sentence; nil when nothing is.
  let fault: @Sendable ([Words.Answer]) -> String?
  /// Whether the answers are what a law is about.
  let isTelling: @Sendable ([Words.Answer]) -> Bool
  /// Simpler cases of the same kind, the simplest first.
  let simpler: @Sendable () -> [TableCase]
}

extension TableCase {
  /// A single question with its right answer.
  init(_ question: Table.Question, of table: Table) {
    let function = table.functions[question.function]
    let right = table.expected(question)
    questions = [question]
    numbers = nil
    fault = { answers in
      guard let answer = answers.first, !table.isRight(answer, for: right) else { return nil }
      return "\(table.text(question)) is \(table.text(answer)); it must be \(table.text(right)) "
        + "(\(function.reason(question.numbers)))"
    }
    isTelling = { _ in true }
    simpler = {
      function.space.simpler(than: question.numbers).map {
        TableCase(Table.Question(question.function, $0), of: table)
      }
    }
  }

  /// A question of which only whether it is answered counts.
  init(asking question: Table.Question) {
    questions = [question]
    numbers = nil
    fault = { _ in nil }
    isTelling = { _ in true }
    simpler = { [] }
  }

  /// A law, tried for some numbers.
  init(_ law: TableLaw<Words>, for numbers: [Int128], of table: Table) {
    let questions = law.questions(numbers)
    self.questions = questions
    self.numbers = law.space.texts(numbers)
    fault = { answers in
      guard let complaint = law.complaint(numbers, answers) else { return nil }
      let told = zip(questions, answers).map { "\(table.text($0)) is \(table.text($1))" }
      return "\(told.joined(separator: " and ")); \(complaint)"
    }
    isTelling = law.isTelling
    simpler = {
      law.space.simpler(than: numbers).map { TableCase(law, for: $0, of: table) }
    }
  }
}

extension TableCheck {
  /// What is asked of every submission of a course.
  func shownCases(of table: FunctionTable<Words>, seed: UInt64) -> [TableCase<Words>] {
    var random = RandomSource(seed: seed)
    func numbers(_ space: NumberSpace) -> [[Int128]] {
      evenly(amount.small, of: space.small(amount.outOf ?? amount.small))
        + evenly(amount.atBoundaries, of: space.atBoundaries(random: &random))
        + space.draw(amount.drawn, random: &random)
    }
    switch look {
    case .rows(let rows):
      return rows.map { row in
        guard let question = table.question(row.call),
          table.isWritten(table.expected(question), in: row.answer)
        else { preconditionFailure("a row that the oracle contradicts: \(row)") }
        return TableCase(question, of: table)
      }
    case .laws(let laws):
      return laws.flatMap { law in
        (law.given + numbers(law.space)).map { TableCase(law, for: $0, of: table) }
      }
    case .oracle(let functions):
      return functions.flatMap { function in
        (numbers(table.functions[function].space) + turning(function, table, &random)).map {
          TableCase(FunctionTable.Question(function, $0), of: table)
        }
      }
    case .given(let given):
      let listed = given.listed().map { FunctionTable<Words>.Question(given.function, $0) }
      return (listed + given.questions(amount.drawn, &random)).map { TableCase($0, of: table) }
    }
  }

  /// What is asked of one submission only.
  func keptBackCases(of table: FunctionTable<Words>, seed: UInt64) -> [TableCase<Words>] {
    var random = RandomSource(seed: seed)
    switch look {
    case .rows: return []
    case .laws(let laws):
      return laws.flatMap { law in
        law.space.draw(amount.kept, random: &random).map { TableCase(law, for: $0, of: table) }
      }
    case .oracle(let functions):
      return functions.flatMap { function in
        (table.functions[function].space.draw(amount.kept, random: &random)
          + turning(function, table, &random)).map {
            TableCase(FunctionTable.Question(function, $0), of: table)
          }
      }
    case .given(let given):
      return given.questions(amount.kept, &random).map { TableCase($0, of: table) }
    }
  }

  private func turning(
    _ function: Int, _ table: FunctionTable<Words>, _ random: inout RandomSource
  ) -> [[Int128]] {
    table.functions[function].space.turning(
      tries: amount.turning, random: &random, answer: table.functions[function].expected)
  }

  /// At most so many items, from the whole length.
  private func evenly<Item>(_ count: Int, of items: [Item]) -> [Item] {
    guard items.count > count else { return items }
    return (0..<count).map { items[$0 * items.count / count] }
  }
}
