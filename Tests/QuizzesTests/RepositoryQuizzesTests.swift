import Curriculum
import Quizzes
import Testing

@Suite("The quizzes as they stand")
struct RepositoryQuizzesTests {
  private static let root = #filePath.split(separator: "/").dropLast(3)
    .reduce(into: "") { $0 += "/" + $1 }
  private static let curriculum = Curriculum(root: root)

  @Test func `every question can be asked, and calculators agree with the answers`() throws {
    #expect(try quizFaults(of: Self.curriculum).map(\.description) == [])
  }

  @Test func `every kind of tracing question is asked somewhere`() throws {
    let items = try Self.curriculum.chapters().items.flatMap { try $0.quiz() }
    let asked = items.compactMap { item -> String? in
      if case .tracing(let name) = item.kind { name } else { nil }
    }
    #expect(Set(TracingQuestion.all.map(\.name)).subtracting(asked).sorted() == [])
  }

  @Test func `a short answer is taken without its unit, and as the book writes it`() throws {
    for item in try Self.curriculum.chapters().items.flatMap({ try $0.quiz() }) {
      guard case .short(let answer, let also, _) = item.kind else { continue }
      let asked = try AskedQuestion(item, seed: 1)
      for typed in [answer] + also + ["`\(answer)`", answer.replacing(".", with: ",")] {
        #expect(asked.judge(typed)?.isRight == true, "\(item.id): \(typed)")
      }
      #expect(asked.judge("no such answer")?.isRight == false, "\(item.id)")
    }
  }
}
