import Curriculum
import Testing

@testable import Book

@Suite("The landing page of the kit's documentation")
struct KitCatalogueTests {
  @Test func `it lists every exercise's types, and what is in the kit`() throws {
    let curriculum = RepositoryBookTests.curriculum
    let page = try KitCatalogue(curriculum).markdown
    let known = try KitPage.declarations(of: curriculum)
    #expect(page.hasPrefix("# ``ExerciseKit``\n"))
    for exercise in try curriculum.exercises().items where !exercise.isText {
      #expect(page.contains("\n### \(exercise.title)\n"), "\(exercise.id)")
      #expect(!KitPage.names(of: exercise, known).isEmpty, "\(exercise.id)")
    }
    // Nothing in the kit is there for no exercise.
    for name in known.keys.sorted() { #expect(page.contains("- ``\(name)``\n"), "\(name)") }
  }
}
