import Calculators
import Foundation
import Parameters
import Testing

@testable import Site

/// The page's calculators are written anew in its own language: each is asked the same questions as the Swift
/// one, at the ends of every domain, at the standard values, and at values drawn in between.
@Suite("The calculators in the page", .enabled(if: ScriptEngine.isThere, "there is no node"))
struct CalculatorScriptTests {
  private struct Question: Encodable {
    var calculator: String
    var values: [String: String]
  }

  private struct Reply: Codable, Hashable {
    var fields: [[String]] = []
    var notes: [String] = []
    var fault: String?
  }

  private struct Input: Encodable {
    var calculators: [CalculatorPage.Form]
    var questions: [Question]
  }

  /// Replies of the scripts.
  private func replies(to questions: [Question]) throws -> [Reply] {
    let tables = "const truthbookTables = \(try JSONText.text(CalculatorPage.tables));\n"
    return try ScriptEngine.run(
      tables + EditionScripts.numbers + EditionScripts.calculators + """

        const replies = input.questions.map(question => {
          const calculator = input.calculators.find(calculator => calculator.name === question.calculator);
          try {
            return truthbookAnswer(calculator, question.values);
          } catch (error) {
            return { fields: [], notes: [], fault: error.message };
          }
        });
        process.stdout.write(JSON.stringify(replies));

        """, input: Input(calculators: CalculatorPage.forms, questions: questions))
  }

  /// What the Swift calculator says.
  private func reply(_ calculator: Calculator, _ values: [String: String]) -> Reply {
    let words = calculator.parameters.map { "\($0.name)=\(values[$0.name] ?? $0.standard)" }
    do throws(ArgumentError) {
      let answer = try calculator.answer(words)
      return Reply(
        fields: answer.fields.map { [$0.name, $0.meaning, $0.text] }, notes: answer.notes)
    } catch {
      return Reply(fault: error.description)
    }
  }

  /// Values worth asking a parameter with.
  private func values(of parameter: Parameter, _ random: inout SeededNumbers) -> [String] {
    switch parameter.domain {
    case .integer(let range):
      let near = [range.lowerBound, range.lowerBound + 1, range.upperBound - 1, range.upperBound]
      let drawn = (0..<12).map { _ in
        Int.random(
          in: range.lowerBound...min(range.upperBound, range.lowerBound + 40), using: &random)
      }
      return (near + drawn).map(String.init) + ["\(range.lowerBound - 1)", "x", ""]
    case .number(let range):
      let width = range.upperBound - range.lowerBound
      let drawn = (0..<16).map { power in
        range.lowerBound + width * pow(10, -Double(power % 8))
          * Double.random(in: 0...1, using: &random)
      }
      let round = [0.5, 0.499, 0.25, 0.01, 1, 10, 1e6].filter(range.contains)
      return ([range.lowerBound, range.upperBound] + drawn + round).map(\.description)
        + ["-5e9", "1e400", "1,5"]
    case .choice(let words): return words + ["other"]
    case .integers, .text: return Self.texts[parameter.name] ?? [parameter.standard]
    }
  }

  private static let texts: [String: [String]] = [
    "a": [
      "A:1,B:0", "1,2", "{}", "{n1:3}", "[4,0,1]", "A:1,A:2", "A", "A:x", "1,2,",
      "+1,18446744073709551615", "a b",
    ],
    "b": ["A:0,B:1", "1,2", "{}", "2,1", "n1:3,n2:1", "0,0,0", "A:-1", ":1", "é:1"],
    "leader": ["E", "EU", "AP", "X"],
    "voters": ["E,EU,AP", "E", "E,E,EU,AP,AP", "AP,EU,W", "E,", "E,Y"],
    "clients": ["AP", "E:3,AP:1", "E:0", "E:1e3,EU:.5", "E:x", "Z", "AP:2,AP:1,E"],
    "rtt": [
      "E-W:70,E-EU:80,E-AP:170", "E-EU:80,EU-AP:1", "E-E:1", "E-EU:80,EU-E:70", "E-EU:-1",
      "E-EU:0,E-AP:0", "E-EU:80,W-AP:5", "E-EU:5,EU-AP:5,E-AP:100,AP-W:2",
    ],
    "needs": [
      "none", "history", "history,hostile", "history,hostile,open", "several", "several,real-time",
      "newest", "cut-off", "cut-off,causal", "cut-off,merge", "cut-off,later", "other", "",
    ],
  ]

  /// A question with one value of each parameter at a time, and some with all drawn together.
  private func questions(for calculator: Calculator) -> [Question] {
    var random = SeededNumbers(seed: 17)
    let all = calculator.parameters.map { ($0, values(of: $0, &random)) }
    let standard = Dictionary(
      calculator.parameters.map { ($0.name, $0.standard) }
    ) { first, _ in first }
    var questions = [Question(calculator: calculator.name, values: standard)]
    for (parameter, values) in all {
      for value in values {
        var changed = standard
        changed[parameter.name] = value
        questions.append(Question(calculator: calculator.name, values: changed))
      }
    }
    for _ in 0..<80 {
      var drawn: [String: String] = [:]
      for (parameter, values) in all {
        drawn[parameter.name] = values.randomElement(using: &random)
      }
      questions.append(Question(calculator: calculator.name, values: drawn))
    }
    return questions.filter { Self.isQuick($0) }
  }

  /// Five replicas have a quarter of a million schedules; a few of those questions are enough.
  private static func isQuick(_ question: Question) -> Bool {
    guard question.calculator == "schedules", question.values["n"] == "5" else { return true }
    return question.values["r"] == question.values["w"] && question.values["repair"] != "none"
      && question.values["r"] == "2"
  }

  @Test(arguments: Calculator.all.map(\.name))
  func `a calculator answers what the program's answers`(name: String) throws {
    let calculator = try #require(Calculator.named(name))
    let questions = questions(for: calculator)
    let replies = try replies(to: questions)
    #expect(replies.count == questions.count)
    for (question, found) in zip(questions, replies) {
      let wanted = reply(calculator, question.values)
      #expect(found == wanted, "\(question.values.sorted { $0.key < $1.key })")
    }
    #expect(replies.contains { $0.fault == nil })
  }

  @Test func `every calculator has a form`() throws {
    let page = try #require(try WrittenEdition.shared.get().pages["calculators.html"])
    #expect(
      page.elements("form").compactMap { $0["id"] }.filter { $0.hasPrefix("calculator-") }
        == Calculator.all.map { "calculator-\($0.name)" })
  }
}

/// Numbers by chance, the same for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
