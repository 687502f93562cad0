import Curriculum
import Foundation
import Testing

@testable import Quizzes
@testable import Site

@Suite("The questions in the page")
struct QuizPlaceTests {
  @Test func `every question stands at the end of the section that it tests`() throws {
    let edition = try WrittenEdition.shared.get()
    var count = 0
    for chapter in try WrittenEdition.curriculum.chapters().items {
      let items = try chapter.quiz()
      let page = try #require(edition.pages[chapter.id + ".html"])
      let places = page.all.filter { $0.has(class: "quiz") }.compactMap { $0["data-section"] }
      #expect(Set(places).count == places.count)
      #expect(Set(places) == Set(items.map(\.section)), "\(chapter.id)")
      let headings = page.all.compactMap { element -> String? in
        element.has(class: "quiz")
          ? "quiz " + (element["data-section"] ?? "")
          : ["h1", "h2", "h3"].contains(element.name) ? element["id"] : nil
      }
      for (before, heading) in zip(headings, headings.dropFirst()) where heading.hasPrefix("quiz ")
      {
        let section = heading.dropFirst(5)
        #expect(
          before == section || section == "top" && before == headings[0],
          "\(chapter.id): \(heading)")
      }
      count += items.count
    }
    #expect(count > 80)
  }
}

/// Answers are judged by a script: it is held to the judge of the terminal, for every question of the book.
@Suite("Answers in the page", .enabled(if: ScriptEngine.isThere, "there is no node"))
struct QuizScriptTests {
  private struct Try: Encodable {
    var asked: QuizData.Asked
    /// What is typed, for a short answer or an order, or the options that are chosen.
    var typed: String?
    var chosen: [Int]
  }

  private struct Reply: Codable, Hashable {
    var isRight: Bool
    var answer: String
    var first: [String]
    var last: [String]
    var verdict: String
  }

  private func replies(to tries: [Try]) throws -> [Reply?] {
    try ScriptEngine.run(
      EditionScripts.answers + """

        process.stdout.write(JSON.stringify(input.map(given => {
          const judgement = truthbookAnswers.judge(given.asked, given.typed ?? given.chosen);
          if (!judgement) return null;
          const first = truthbookAnswers.reply(given.asked, judgement, false);
          const last = truthbookAnswers.reply(given.asked, judgement, true);
          return { isRight: judgement.isRight, answer: judgement.answer, first: first.says, last: last.says,
            verdict: last.verdict };
        })));

        """, input: tries)
  }

  private static let setting = PageSetting(page: "one", links: SiteLinks(to: []))

  /// Every way of choosing, or what somebody may type.
  private func tries(_ asked: QuizData.Asked, _ question: AskedQuestion) -> [Try] {
    if case .order(let steps, _) = question.question.answer {
      return orders(steps.count).map { Try(asked: asked, typed: $0, chosen: []) }
    }
    guard case .short(let answer, let also, let mistakes) = question.question.answer else {
      return (0..<(1 << question.choices.count)).map { bits in
        Try(asked: asked, chosen: question.choices.indices.filter { bits & 1 << $0 != 0 })
      }
    }
    let typed = ([answer] + also + mistakes.map(\.text)).flatMap { text in
      [text, " " + text.uppercased() + ". ", "[" + text + "]", text + "0"]
    }
    return (typed + ["", " . ", "4", "0.5", "50 %", "1,000", "1 2 0"]).map {
      Try(asked: asked, typed: $0, chosen: [])
    }
  }

  /// Orders of so many steps, each step's among the first, and what is none.
  private func orders(_ count: Int) -> [String] {
    let letters = (0..<count).map(AskedQuestion.letter)
    var orders = ["", letters.joined(), letters.reversed().joined(separator: ", "), "a", "z"]
    orders.append(letters.dropLast().joined() + "a")
    for turn in 0..<60 {
      var order = letters
      for place in letters.indices { order.swapAt(place, turn * (place + 3) % count) }
      orders.append(order.joined(separator: " ").uppercased())
    }
    return orders
  }

  /// What the terminal says to the same, as the command prints it.
  private func reply(_ given: Try, _ question: AskedQuestion) -> Reply? {
    let typed = given.typed ?? given.chosen.map(AskedQuestion.letter).joined()
    guard let judgement = question.judge(typed) else { return nil }
    func markup(_ text: String) -> String {
      DocumentMarkup.phrase(text, in: Self.setting).source
    }
    var mistakes = judgement.chosen.filter { !$0.isRight }.map { markup(question.told($0)) }
    if mistakes.isEmpty, case .multiple = question.question.answer {
      mistakes = ["What you chose is right, and something is missing."]
    }
    let told = (question.choices + (question.choices.isEmpty ? judgement.chosen : [])).filter {
      judgement.chosen.contains($0) || !judgement.isRight && $0.isRight
    }
    let last = (told.map { question.told($0) } + [question.question.why]).map(markup)
    return Reply(
      isRight: judgement.isRight, answer: judgement.answer,
      first: judgement.isRight ? last : mistakes, last: last,
      verdict: judgement.isRight ? "Right." : "Not right. The answer: \(judgement.answer)")
  }

  @Test func `every answer to every question is judged and explained as on the terminal`() throws {
    var tries: [Try] = []
    var wanted: [Reply?] = []
    for chapter in try WrittenEdition.curriculum.chapters().items {
      let items = try chapter.quiz()
      let data = try QuizData(items, in: Self.setting)
      #expect(data.questions.map(\.id) == items.map(\.id))
      for (item, shown) in zip(items, data.questions) {
        let prepared = try PreparedQuestion(item)
        for asked in shown.asked {
          let question = prepared.asked(seed: asked.seed)
          let here = self.tries(asked, question)
          tries += here
          wanted += here.map { reply($0, question) }
        }
      }
    }
    #expect(tries.count > 3000)
    let found = try replies(to: tries)
    #expect(found.count == wanted.count)
    for (index, (found, wanted)) in zip(found, wanted).enumerated() where found != wanted {
      Issue.record(
        "\(tries[index].asked.ask) \(tries[index].typed ?? "\(tries[index].chosen)"): \(String(describing: found)) and not \(String(describing: wanted))"
      )
    }
  }

  private static let texts = [
    "50,000", "50000", "50 000", "5,4", "5.4", "{A:10, B:7}", "[10,7]", "10 7", "n1:1",
    "{n1: 1, n2: 0}", "80",
    "80 ms", "0.08 s", "80 %", "0.4", "40 %", "40", "4 percent", "1 000", "1000", "minus", "-1",
    "\u{2212}1", "--1",
    "4 seconds", "4 s", "a, b", "b, a", "ab", "1 2", "12", "99999999999999999999", "1.2.3", "1.2",
    "≈ 5", "5", "5.",
    "`x`", "X", "1,2,0", "[1, 2, 0]", "(12,0)", "400 ms", "0.4 min", "½", "1e3", "+5", "1,500",
    "1.5", "2,025 times",
    "2025", "7 nodes", "7 messages", "×3", "5.4 hours", "324 min", "A:1,A:2", "3 µs", "3 us", ",",
    ":", "a:b", "m:1",
    "z:1", "1, 2, 3, 4", "12,34", "0.", ".5", "0.50", "", " . ", "é", "É",
  ]

  @Test func `a short answer says the same in both judges, however it is written`() throws {
    let found: [[Bool]] = try ScriptEngine.run(
      EditionScripts.answers + """

        process.stdout.write(JSON.stringify(input.map(one => input.map(other => truthbookAnswers.saysTheSame(one, other)))));

        """, input: Self.texts)
    for (one, row) in zip(Self.texts, found) {
      for (other, isSame) in zip(Self.texts, row) {
        #expect(
          isSame == ShortAnswer(one).saysTheSame(as: ShortAnswer(other)), "'\(one)' and '\(other)'")
      }
    }
  }
}
