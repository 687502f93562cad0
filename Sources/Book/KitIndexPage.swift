import Curriculum

/// The page of all that `ExerciseKit` gives: the types of each exercise, with the page that shows them.
enum KitIndexPage {
  static let id = "kit"
  static let title = "The kit"

  static func page(of curriculum: Curriculum) throws(CurriculumError) -> Book.Page {
    let known = try KitPage.declarations(of: curriculum)
    var lines = [
      "# \(title)", "",
      "What `import ExerciseKit` makes known, by the exercises that use it. Each has a page that shows its types",
      "with every method and its documentation.", "",
    ]
    for exercise in try curriculum.exercises().items where !exercise.isText {
      let page = KitPage.id(of: exercise.id)
      let names = KitPage.names(of: exercise, known).map { "`\($0)`" }
      lines.append("- [\(page)](\(page)): \(names.joined(separator: ", "))")
    }
    return Book.Page(id: id, title: title, markdown: lines.joined(separator: "\n") + "\n")
  }
}
