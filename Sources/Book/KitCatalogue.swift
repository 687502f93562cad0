public import Curriculum

/// The landing page of the kit's documentation in DocC's language: its types, by the exercises that use them.
public struct KitCatalogue {
  /// The page's text.
  public let markdown: String

  /// Makes the page of a book.
  public init(_ curriculum: Curriculum) throws(CurriculumError) {
    let known = try KitPage.declarations(of: curriculum)
    var text = """
      # ``ExerciseKit``

      What a submission imports: for each exercise a protocol that its type conforms to, and the types that
      the protocol speaks of.

      ## Overview

      A type that a learner writes is a value with `mutating` steps. Time and chance come in as arguments,
      effects go out as values, so that a step can be taken again, backwards, or beside another. The types
      of one exercise, with its task, are also in `truthbook read kit-NAME`.

      ## Topics

      """
    let exercises = try curriculum.exercises().items.filter { !$0.isText }
    var users: [String: Int] = [:]
    for exercise in exercises {
      for name in KitPage.names(of: exercise, known) { users[name, default: 0] += 1 }
    }
    let common = users.keys.filter { users[$0, default: 0] >= Self.many }.sorted()
    text += Self.section("Many exercises", common)
    for exercise in exercises {
      let names = KitPage.names(of: exercise, known).filter { !common.contains($0) }
      text += Self.section(exercise.title, names)
    }
    text += Self.section("Others", known.keys.filter { users[$0] == nil }.sorted())
    markdown = text
  }

  /// What so many exercises use is not listed with each.
  private static let many = 5

  private static func section(_ title: String, _ names: [String]) -> String {
    guard !names.isEmpty else { return "" }
    // DocC takes a title's signs for markup.
    return "\n### \(title.replacing("`", with: ""))\n\n"
      + names.map { "- ``\($0)``\n" }.joined()
  }
}
