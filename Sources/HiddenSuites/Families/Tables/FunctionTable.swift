import Checking
import Simulation
import Wire

/// A pure function of numbers, as the task tells of it.
struct TableFunction<Words: Vocabulary>: Sendable {
  /// What it is called by itself: `majority`.
  let name: String
  /// A call as a learner writes it, `#` for each number, and what it may be called with:
  /// `majority(of: #)`.
  let form: NumberForm
  let call: @Sendable ([Int128]) -> Words.Call
  /// The right answer.
  let expected: @Sendable ([Int128]) -> Words.Answer
  /// Why it is right, as what stands in brackets: `more than half of 4`.
  let reason: @Sendable ([Int128]) -> String

  /// Describes a function.
  /// - Parameters:
  ///   - pattern: a call as a learner writes it, `#` for each number.
  ///   - name: what it is called by itself, unless the pattern begins with that.
  ///   - domains: the numbers that each argument may be.
  ///   - isAllowed: whether such numbers go together.
  ///   - call: the call of these numbers.
  ///   - expected: the right answer, and why it is right.
  init(
    _ pattern: String, named name: String? = nil, _ domains: [NumberDomain],
    where isAllowed: @escaping @Sendable ([Int128]) -> Bool = { _ in true },
    call: @escaping @Sendable ([Int128]) -> Words.Call,
    expected: @escaping @Sendable ([Int128]) -> Words.Answer,
    because reason: @escaping @Sendable ([Int128]) -> String
  ) {
    form = NumberForm(pattern, domains, where: isAllowed)
    self.name = name ?? String(pattern.prefix { $0 != "(" && $0 != " " })
    self.call = call
    self.expected = expected
    self.reason = reason
  }

  /// What it may be called with.
  var space: NumberSpace { form.space }

  /// The call of these numbers as a learner writes it.
  func text(_ numbers: [Int128]) -> String { form.text(numbers) }

  /// Reads what `text` writes; nil for anything else, and for numbers the task does not speak of.
  func numbers(in text: String) -> [Int128]? { form.numbers(in: text) }
}

/// The functions of an exercise, by number.
struct FunctionTable<Words: Vocabulary>: Sendable where Words.Answer: Hashable {
  /// What is asked: a function and its numbers.
  struct Question: Hashable, Sendable {
    var function: Int
    var numbers: [Int128]

    init(_ function: Int, _ numbers: [Int128]) {
      self.function = function
      self.numbers = numbers
    }
  }

  /// Whose functions they are, as `Cluster`.
  let owner: String
  /// What the value is made from that is asked.
  let arguments: Words.Arguments
  let functions: [TableFunction<Words>]
  /// An answer as a learner writes it.
  let text: @Sendable (Words.Answer) -> String
  /// The Double that an answer is; nil for answers that are compared exactly.
  var measure: @Sendable (Words.Answer) -> Double? = { _ in nil }
  /// How far such a Double may be from the right one.
  var tolerance = Tolerance()

  /// Whether an answer is as good as the right one.
  func isRight(_ answer: Words.Answer, for right: Words.Answer) -> Bool {
    guard let right = measure(right) else { return answer == right }
    return measure(answer).map { tolerance.allows($0, for: right) } ?? false
  }

  /// Whether a row worked out by hand has this answer.
  func isWritten(_ answer: Words.Answer, in row: String) -> Bool {
    guard let number = measure(answer) else { return text(answer) == row }
    return WrittenNumber(row)?.standsFor(number) ?? false
  }

  /// The question as a learner writes it.
  func text(_ question: Question) -> String {
    functions[question.function].text(question.numbers)
  }

  /// What a question takes, beside one of a few numbers.
  func weight(of question: Question) -> Int {
    1 + functions[question.function].space.itemCount(of: question.numbers)
  }

  /// Reads what `text` writes.
  func question(_ text: String) -> Question? {
    for (index, function) in functions.enumerated() {
      if let numbers = function.numbers(in: text) { return Question(index, numbers) }
    }
    return nil
  }

  /// The right answer.
  func expected(_ question: Question) -> Words.Answer {
    functions[question.function].expected(question.numbers)
  }

  /// How many questions one exchange may hold, so that a slow submission stays within its time.
  private static var exchangeLimit: Int { 400 }

  /// Asks a submission.
  /// - Returns: an answer to each question.
  func answers(
    to questions: [Question], from subject: any Subject
  ) throws(Stop) -> [Words.Answer] {
    var answers: [Words.Answer] = []
    var rest = questions[...]
    while !rest.isEmpty {
      var inquiry = Inquiry<Words>()
      inquiry.make(0, arguments)
      for question in rest.prefix(Self.exchangeLimit) {
        inquiry.call(0, functions[question.function].call(question.numbers))
      }
      answers += try inquiry.replies(from: subject).answers
      rest = rest.dropFirst(Self.exchangeLimit)
    }
    return answers
  }
}

/// A law that a submission's own answers must keep.
struct TableLaw<Words: Vocabulary>: Sendable where Words.Answer: Hashable {
  /// What it is tried for.
  let space: NumberSpace
  /// What it is tried for in any case, first.
  let given: [[Int128]]
  /// What is asked for these numbers.
  let questions: @Sendable ([Int128]) -> [FunctionTable<Words>.Question]
  /// What the answers contradict, as the rest of a sentence that begins with them; nil when they keep
  /// the law.
  let complaint: @Sendable ([Int128], [Words.Answer]) -> String?
  /// Whether the answers are what the law is about: who never answers so keeps it by saying nothing.
  let isTelling: @Sendable ([Words.Answer]) -> Bool

  /// Describes a law.
  init(
    _ domains: [NumberDomain], given: [String] = [],
    where isAllowed: @escaping @Sendable ([Int128]) -> Bool = { _ in true },
    isTelling: @escaping @Sendable ([Words.Answer]) -> Bool = { _ in true },
    questions: @escaping @Sendable ([Int128]) -> [FunctionTable<Words>.Question],
    complaint: @escaping @Sendable ([Int128], [Words.Answer]) -> String?
  ) {
    let space = NumberSpace(domains: domains, isAllowed: isAllowed)
    self.space = space
    self.given = given.map { text in
      guard let numbers = space.numbers(in: text[...]) else {
        preconditionFailure("no numbers of this law: \(text)")
      }
      return numbers
    }
    self.questions = questions
    self.complaint = complaint
    self.isTelling = isTelling
  }
}

/// One check of a table.
struct TableCheck<Words: Vocabulary>: Sendable where Words.Answer: Hashable {
  /// How a table's check looks.
  enum Look: Sendable {
    /// At rows worked out by hand: a call and its answer, as a learner writes them.
    case rows([(call: String, answer: String)])
    /// At what laws say of small numbers, boundaries and random ones, one after the other.
    case laws([TableLaw<Words>])
    /// At these functions for all small numbers, at all boundaries, and for random ones.
    case oracle([Int])
    /// At a function for numbers that the suite itself lists and draws.
    case given(Given)

    /// At what one law says.
    static func law(_ law: TableLaw<Words>) -> Look { .laws([law]) }
  }

  /// What a function is asked where numbers drawn one by one would say little.
  struct Given: Sendable {
    let function: Int
    /// What is asked in any case, first.
    let listed: @Sendable () -> [[Int128]]
    /// Draws one more; the amount says how many.
    let draw: @Sendable (inout RandomSource) -> [Int128]

    init(
      _ function: Int, listed: @escaping @Sendable () -> [[Int128]] = { [] },
      draw: @escaping @Sendable (inout RandomSource) -> [Int128]
    ) {
      self.function = function
      self.listed = listed
      self.draw = draw
    }

    func questions(
      _ count: Int, _ random: inout RandomSource
    ) -> [FunctionTable<Words>.Question] {
      (0..<count).map { _ in FunctionTable.Question(function, draw(&random)) }
    }
  }

  /// How many cases the shown share holds of each kind, and the kept-back one.
  struct Amount: Sendable {
    var small: Int
    /// Evenly out of so many of the smallest; all of them where nothing is said.
    var outOf: Int?
    /// At most so many at boundaries.
    var atBoundaries: Int
    var drawn: Int
    var kept: Int
    /// How often neighbours are looked for between which an answer turns, in both shares.
    var turning = 0

    /// As many as quick functions answer at once.
    static var many: Amount { Amount(small: 1_000, atBoundaries: .max, drawn: 200, kept: 120) }
    /// For functions of a few whole numbers.
    static var small: Amount {
      Amount(small: 1_000, atBoundaries: .max, drawn: 200, kept: 120, turning: 60)
    }
    /// For functions whose every answer takes some time.
    static var few: Amount { Amount(small: 150, atBoundaries: 100, drawn: 60, kept: 40) }
    /// For several laws of such functions.
    static var fewOfEach: Amount { Amount(small: 80, atBoundaries: 70, drawn: 30, kept: 25) }
  }

  let check: Check
  let look: Look
  let amount: Amount

  init(_ check: Check, _ look: Look, _ amount: Amount = .many) {
    self.check = check
    self.look = look
    self.amount = amount
  }
}
