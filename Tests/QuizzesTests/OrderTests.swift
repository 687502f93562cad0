import Curriculum
import Quizzes
import Testing

@Suite("Steps to be put in order")
struct OrderTests {
  private static let root = #filePath.split(separator: "/").dropLast(3)
    .reduce(into: "") { $0 += "/" + $1 }

  private static func all() throws -> [QuizItem] {
    try Curriculum(root: root).chapters().items.flatMap { try $0.quiz() }.filter {
      if case .order = $0.kind { true } else { false }
    }
  }

  @Test func `they are shown in no order that can happen, and the book's own is right`() throws {
    let items = try Self.all()
    #expect(items.count >= 4)
    for item in items {
      guard case .order(let written) = item.kind else { continue }
      let prepared = try PreparedQuestion(item)
      for seed in UInt64(0)..<50 {
        let asked = prepared.asked(seed: seed)
        let letters = asked.steps.indices.map(AskedQuestion.letter)
        #expect(asked.judge(letters.joined())?.isRight == false, "\(item.id), seed \(seed)")
        let own = written.map { step in
          asked.steps.firstIndex { $0.text == step.text }.map(AskedQuestion.letter) ?? "?"
        }
        #expect(asked.judge(own.joined(separator: " "))?.isRight == true, "\(item.id)")
        #expect(asked.anOrder == own.joined(separator: ", "), "\(item.id)")
      }
    }
  }

  @Test func `a wrong order is told which step comes before which, and no answer has all once`()
    throws
  {
    let item = try #require(try Self.all().first { $0.id == "raft-leading" })
    let asked = try AskedQuestion(item, seed: 1)
    let letters = asked.anOrder.split(separator: ", ").map(String.init)
    let judged = try #require(asked.judge(([letters[1], letters[0]] + letters[2...]).joined()))
    #expect(!judged.isRight)
    #expect(judged.chosen.map(\.text) == ["\(letters[0]) comes before \(letters[1])"])
    for typed in ["", "abc", "aabcde", "abcdeg", "abcdef1"] { #expect(asked.judge(typed) == nil) }
  }
}
