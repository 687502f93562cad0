import Book
import Curriculum
import Markdown
import Testing

@Suite("Every section that teaches has a question")
struct SectionCoverageTests {
  private static let root = #filePath.split(separator: "/").dropLast(3)
    .reduce(into: "") { $0 += "/" + $1 }

  /// Sections that say how to go on, or correct what others wrote; the errata have their own evidence.
  private static let others: Set<String> = [
    "exercise", "exercises", "try-it", "what-the-documents-get-wrong", "where-to-go-on",
    "how-this-part-is-read",
  ]

  @Test func `there is a question for each, in the quiz of its chapter`() throws {
    var count = 0
    for chapter in try Curriculum(root: Self.root).chapters().items {
      let asked = Set(try chapter.quiz().map(\.section))
      for section in Document(parsing: chapter.markdown).sections where section.level >= 2 {
        guard !Self.others.contains(section.anchor) else { continue }
        #expect(asked.contains(section.anchor), "\(chapter.id)#\(section.anchor)")
        count += 1
      }
    }
    #expect(count > 130)
  }

  @Test func `a check's section has a question that can be due when it fails`() throws {
    let curriculum = Curriculum(root: Self.root)
    for exercise in try curriculum.exercises().items {
      guard let section = exercise.chapter.section else { continue }
      let items = try curriculum.chapter(exercise.chapter.chapter).quiz()
      #expect(items.contains { $0.section == section }, "\(exercise.id): \(exercise.chapter)")
    }
  }
}
