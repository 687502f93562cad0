import Checking
import Curriculum
import InverseSuites
import Simulation
import Testing

/// No text stops the grader, whatever stands in it.
@Suite("Hostile texts")
struct HostileTextTests {
  private static let names = textSuites.map(\.exercise)

  /// Right lines in another order, with words taken from elsewhere, cut, doubled and garbled.
  private static func garbled(_ lines: [String], _ random: inout RandomSource) -> String {
    let words = lines.flatMap { $0.split(separator: " ").map(String.init) }
    let odd = [
      "", "-1", "99999999999999999999", "n0", "n99", "->", ":", "#", "nothing", "\u{1b}[31m",
      "\u{301}",
      "\0", "from", "to", "0", "9223372036854775807", "🂡", "commander", "that", "said",
    ]
    var result = lines
    for _ in 0...random.index(below: 4) {
      let index = random.index(below: result.count)
      let line = result[index]
      switch random.index(below: 7) {
      case 0: result[index] = ""
      case 1: result.insert(line, at: index)
      case 2: result[index] = String(line.prefix(random.index(below: line.count + 1)))
      case 3, 4:
        var parts = line.split(separator: " ").map(String.init)
        guard !parts.isEmpty else { continue }
        let place = random.index(below: parts.count)
        parts[place] = random.element(of: random.chance(1, in: 3) ? odd : words) ?? ""
        result[index] = parts.joined(separator: " ")
      case 5: result[index] = (random.element(of: odd) ?? "") + line
      default: result[index] = random.element(of: lines) ?? ""
      }
    }
    return result.joined(separator: "\n")
  }

  @Test(arguments: names)
  func `texts of the exercise's own words are judged or told where they are none`(
    _ name: String
  ) throws {
    let suite = try GivenAnswers.suite(name)
    let text = try GivenAnswers.exercise(name).reference.text()
    let lines = text.split(separator: "\n").map(String.init)
    var random = RandomSource(seed: 7)
    var (judged, refused) = (0, 0)
    for _ in 0..<40 {
      let garbled = Self.garbled(lines, &random)
      do throws(TextFault) {
        let judgement = try suite.judge(AnswerText(garbled, name: "answer.txt"))
        #expect(judgement.verdicts.count == suite.checks.count)
        judged += 1
      } catch {
        let fault = error
        let rows = garbled.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        #expect(rows.indices.contains(fault.line - 1), "\(fault)")
        #expect((1...rows[fault.line - 1].count + 1).contains(fault.column), "\(fault)")
        #expect(!fault.message.contains("\u{1b}"))
        refused += 1
      }
    }
    #expect(judged > 0 && refused > 0)
  }

  @Test(arguments: names)
  func `what is too long is told as that`(_ name: String) throws {
    let suite = try GivenAnswers.suite(name)
    #expect(throws: TextFault.self) {
      try suite.judge(AnswerText(String(repeating: "a", count: 70_000), name: "a.txt"))
    }
    #expect(throws: TextFault.self) {
      try suite.judge(AnswerText(String(repeating: "a\n", count: 3_000), name: "a.txt"))
    }
    // One letter of many marks, and one word as long as the text may be.
    for text in [
      "a" + String(repeating: "\u{301}", count: 30_000), String(repeating: "a", count: 60_000),
    ] {
      #expect(throws: TextFault.self) { try suite.judge(AnswerText(text, name: "a.txt")) }
    }
  }
}
