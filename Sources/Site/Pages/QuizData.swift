import Curriculum
import Quizzes

/// A chapter's questions as a page asks them: the same that the terminal asks, with the same answers.
struct QuizData {
  /// The seeds whose values a question that is traced by hand is asked with; `truthbook quiz --seed` asks the
  /// same.
  static let seeds: ClosedRange<UInt64> = 1...5

  /// A question of the page's data. All texts of it but `answers` and `mistakes` are markup.
  struct Item: Encodable {
    var id: String
    var section: String
    /// With its values chosen, once for each seed.
    var asked: [Asked]
  }

  /// A question with its values chosen.
  struct Asked: Encodable {
    var seed: UInt64
    /// `short`, `single`, `multiple` or `order`.
    var kind: String
    var ask: String
    /// Of a short answer: as the book writes it, then other spellings that count.
    var answers: [String]
    /// Of a short answer: what somebody with a known misconception answers.
    var mistakes: [Told]
    /// The options, or the steps to be ordered, in the order in which they are shown.
    var options: [Told]
    /// Of steps to be ordered: which comes before which.
    var rules: [Rule]
    /// Of steps to be ordered: the letters of an order that can happen.
    var order: String
    var why: String
  }

  /// An option or a mistake, and what is said of it.
  struct Told: Encodable {
    var text: String
    var isRight: Bool
    var says: String
  }

  /// A step comes before another.
  struct Rule: Encodable {
    var first: Int
    var second: Int
    var says: String
  }

  /// The questions, in the order of the quiz.
  let questions: [Item]

  /// Chooses the values of a chapter's questions.
  init(_ items: [QuizItem], in setting: PageSetting) throws(CurriculumError) {
    var questions: [Item] = []
    for item in items {
      let isTraced =
        switch item.kind {
        case .tracing, .wrongLine: true
        case .single, .multiple, .short, .order: false
        }
      var asked: [Asked] = []
      let prepared = try PreparedQuestion(item)
      for seed in Self.seeds where isTraced || seed == Self.seeds.lowerBound {
        asked.append(Self.asked(prepared.asked(seed: seed), seed, in: setting))
      }
      questions.append(Item(id: item.id, section: item.section, asked: asked))
    }
    self.questions = questions
  }

  private static func asked(
    _ question: AskedQuestion, _ seed: UInt64, in setting: PageSetting
  ) -> Asked {
    func markup(_ text: String) -> String {
      DocumentMarkup.phrase(text, in: setting).source
    }
    func told(_ choice: Choice, isPlain: Bool = false) -> Told {
      Told(
        text: isPlain ? choice.text : markup(choice.text), isRight: choice.isRight,
        says: markup(question.told(choice)))
    }
    var asked = Asked(
      seed: seed, kind: "short", ask: markup(question.question.ask), answers: [], mistakes: [],
      options: (question.choices + question.steps).map { told($0) }, rules: [], order: "",
      why: markup(question.question.why))
    switch question.question.answer {
    case .short(let answer, let also, let mistakes):
      asked.answers = [answer] + also
      asked.mistakes = mistakes.map { told($0, isPlain: true) }
    case .single: asked.kind = "single"
    case .multiple: asked.kind = "multiple"
    case .order(_, let rules):
      asked.kind = "order"
      asked.order = question.anOrder
      asked.rules = rules.map {
        Rule(first: $0.first, second: $0.second, says: markup(question.told(question.told($0))))
      }
    }
    return asked
  }
}
