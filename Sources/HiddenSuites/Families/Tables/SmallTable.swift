import Checking
import Dialects
import ExerciseKit
import Wire

/// The suite of a small exercise: one function, with rows worked out by hand for each thing that is
/// easily got wrong, and an oracle for all other numbers.
struct SmallTable: Sendable {
  /// One way to call the function, as a learner writes it: `reached([#, #, #])`.
  struct Form: Sendable {
    let pattern: String
    let domains: [NumberDomain]
    let isAllowed: @Sendable ([Int128]) -> Bool

    init(
      _ pattern: String, _ domains: [NumberDomain],
      where isAllowed: @escaping @Sendable ([Int128]) -> Bool = { _ in true }
    ) {
      self.pattern = pattern
      self.domains = domains
      self.isAllowed = isAllowed
    }
  }

  /// Rows that show one thing.
  struct Rows: Sendable {
    let name: String
    let guarantee: String
    let rows: [(call: String, answer: String)]

    init(_ name: String, _ guarantee: String, _ rows: [(call: String, answer: String)]) {
      self.name = name
      self.guarantee = guarantee
      self.rows = rows
    }
  }

  let exercise: String
  /// Whose function it is, as the starter calls the type.
  let owner: String
  let teaching: Teaching
  let forms: [Form]
  let rows: [Rows]
  /// What holds for all numbers that the task speaks of.
  let whole: (name: String, guarantee: String)
  /// The right answer.
  let expected: @Sendable ([Int128]) -> SmallAnswer
  /// Why it is right, as what stands in brackets.
  let reason: @Sendable ([Int128]) -> String

  init(
    _ exercise: String, of owner: String, _ teaching: Teaching, forms: [Form], rows: [Rows],
    whole: (name: String, guarantee: String),
    expected: @escaping @Sendable ([Int128]) -> SmallAnswer,
    because reason: @escaping @Sendable ([Int128]) -> String
  ) {
    self.exercise = exercise
    self.owner = owner
    self.teaching = teaching
    self.forms = forms
    self.rows = rows
    self.whole = whole
    self.expected = expected
    self.reason = reason
  }

  /// Points are for the rows in equal shares, 40 for all numbers, 10 for answering alike.
  var suite: ComposedSuite {
    let share = 50 / rows.count
    let checks = rows.enumerated().map { place, shown in
      TableCheck<SmallWords>(
        teaching.check(
          shown.name, shown.guarantee, .examples, place == 0 ? 50 - share * (rows.count - 1) : share
        ),
        .rows(shown.rows))
    }
    let oracle = TableCheck<SmallWords>(
      teaching.check(whole.name, whole.guarantee, .cases, 40), .oracle(Array(forms.indices)), .small
    )
    return ComposedSuite(
      exercise: exercise, version: 1,
      repeatability: .answersAlike(
        "Asked the same again, the function answers the same.", chapter: teaching.chapter,
        points: 10),
      parts: [TablePart(name: exercise, table: table, checks: checks + [oracle])])
  }

  private var table: FunctionTable<SmallWords> {
    FunctionTable<SmallWords>(
      owner: owner, arguments: .init(),
      functions: forms.map { form in
        TableFunction(
          form.pattern, form.domains, where: form.isAllowed,
          call: { numbers in SmallWords.Call(numbers.map { Int(clamping: $0) }) },
          expected: expected, because: reason)
      },
      text: { answer in
        switch answer {
        case .number(let number): "\(number)"
        case .truth(let truth): "\(truth)"
        // The kit's words are short; whoever answers for the function may say anything.
        case .word(let word): ".\(word.prefix(20))"
        case .none: "nil"
        }
      })
  }
}

extension [SmallTable.Form] {
  /// Calls with a list of numbers, one way for each length.
  /// - Parameters:
  ///   - pattern: the call, with `*` where the list's elements go.
  ///   - first: the numbers before the list.
  ///   - lengths: how many elements the list may have.
  ///   - element: what each of them may be.
  static func lists(
    _ pattern: String, _ first: [NumberDomain] = [], of lengths: ClosedRange<Int>,
    _ element: NumberDomain,
    where isAllowed: @escaping @Sendable ([Int128]) -> Bool = { _ in true }
  ) -> [SmallTable.Form] {
    lengths.map { length in
      let marks = [String](repeating: "#", count: length).joined(separator: ", ")
      return SmallTable.Form(
        pattern.replacing("*", with: marks),
        first + [NumberDomain](repeating: element, count: length), where: isAllowed)
    }
  }
}
