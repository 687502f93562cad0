import Curriculum
import Testing

@testable import Book

@Suite("The kit's pages")
struct KitPageTests {
  private let source = """
    import Synchronization

    /// A pair.
    ///
    /// Twice.
    public struct Pair: Hashable, Sendable {
      /// The first.
      public var first: Other
      private var hidden = 1

      /// Makes one.
      /// - Parameter first: the first.
      public init(
        first: Other
      ) {
        self.first = first
      }

      /// Their sum.
      public var sum: Int { first.number }

      /// Something with two lines.
      public func both(_ x: Int) -> Int {
        if x > 0 {
          return 1
        }

        return 2
      }

      /// Within.
      public enum Kind: Hashable {
        case one, two
      }
    }

    extension Pair: CustomStringConvertible {
      /// As text.
      public var description: String { "" }
    }

    /// What is asked.
    public protocol Asking<Element>: Sendable
    where Element: Hashable {
      /// Answers.
      func answer(_ pair: Pair) -> Int
    }

    /// A number.
    public typealias Other = Int
    struct Internal {}
    """

  private var declarations: [KitDeclaration] {
    KitDeclaration.all(
      in: source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  @Test func `a type is shown with its members' documentation and without their bodies`() {
    #expect(declarations.map(\.name) == ["Pair", "Asking", "Other"])
    #expect(declarations[0].documentation == ["A pair.", "", "Twice."])
    #expect(
      declarations[0].interface.joined(separator: "\n") == """
        public struct Pair: Hashable, Sendable {
          /// The first.
          public var first: Other

          /// Makes one.
          /// - Parameter first: the first.
          public init(
            first: Other
          )

          /// Their sum.
          public var sum: Int { get }

          /// Something with two lines.
          public func both(_ x: Int) -> Int

          /// Within.
          public enum Kind: Hashable {
            case one, two
          }
        }

        extension Pair: CustomStringConvertible {
          /// As text.
          public var description: String { get }
        }
        """)
    #expect(declarations[1].interface.count == 5)
    #expect(declarations[1].mentions.contains("Pair"))
    #expect(declarations[2].interface == ["public typealias Other = Int"])
  }

  @Test func `one page leads to the kit of every exercise, and names its types`() throws {
    let book = Book(RepositoryBookTests.curriculum)
    let page = try #require(try book.page("kit"))
    for exercise in try RepositoryBookTests.curriculum.exercises().items {
      let link = "[kit-\(exercise.id)](kit-\(exercise.id))"
      #expect(page.markdown.contains(link) != exercise.isText, "\(exercise.id)")
    }
    #expect(page.markdown.contains("(kit-or-set): `ObservedRemoveSet`"))
    #expect(try book.pageIDs().contains("kit"))
  }

  @Test func `every exercise's page begins with its protocols and shows every type they speak of`()
    throws
  {
    let curriculum = RepositoryBookTests.curriculum
    let all = try Set(
      curriculum.kitFiles().flatMap { file in
        try KitDeclaration.all(
          in: file.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        ).map(\.name)
      })
    for exercise in try curriculum.exercises().items where !exercise.isText {
      let page = try KitPage.page(of: exercise, in: curriculum)
      let headings = page.markdown.split(separator: "\n").filter { $0.hasPrefix("## ") }
        .map { String($0.dropFirst(3)) }
      let first = try #require(headings.first, "\(exercise.id)")
      #expect(exercise.types[0].protocolExpression.contains(first))
      #expect(Set(headings).count == headings.count)
      // Prose may say what code may not.
      var isCode = false
      for line in page.markdown.split(separator: "\n") {
        if line.hasPrefix("```") { isCode.toggle() }
        guard isCode, !line.contains("///") else { continue }
        #expect(
          !line.contains(" return ") && !line.contains("precondition"), "\(exercise.id): \(line)")
      }
      #expect(Set(headings).isSubset(of: all))
    }
  }
}
