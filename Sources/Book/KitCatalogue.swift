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
    for exercise in try curriculum.exercises().items where !exercise.isText {
      let names = KitPage.names(of: exercise, known)
      guard !names.isEmpty else { continue }
      // DocC takes a title's signs for markup.
      text += "\n### \(exercise.title.replacing("`", with: ""))\n\n"
      text += names.map { "- ``\($0)``\n" }.joined()
    }
    markdown = text
  }
}
