import Curriculum

/// What `ExerciseKit` gives an exercise: the protocol its types conform to, and every type that this one
/// speaks of, with their documentation.
struct KitPage {
  private static let prefix = "kit-"

  /// The page's name: `kit-or-set`.
  static func id(of exercise: String) -> String { prefix + exercise }

  /// The exercise of a page's name; nil when it is not a name of such a page.
  static func exercise(of id: String) -> String? {
    id.hasPrefix(prefix) ? String(id.dropFirst(prefix.count)) : nil
  }

  /// The page of an exercise.
  static func page(
    of exercise: Exercise, in curriculum: Curriculum
  ) throws(CurriculumError) -> Book.Page {
    let known = try declarations(of: curriculum)
    let names = names(of: exercise, known)
    var markdown = """
      # The kit of \(exercise.title)

      Every type that [\(exercise.id)](\(exercise.id)) has to do with. `import ExerciseKit` makes them known.

      """
    for declaration in names.compactMap({ known[$0] }) {
      markdown += "\n## \(declaration.name)\n\n"
      if !declaration.documentation.isEmpty {
        markdown += declaration.documentation.joined(separator: "\n") + "\n\n"
      }
      markdown += "```swift\n" + declaration.interface.joined(separator: "\n") + "\n```\n"
    }
    return Book.Page(
      id: id(of: exercise.id), title: "The kit of \(exercise.title)", markdown: markdown,
      isCode: true)
  }

  /// What the kit declares, by name.
  static func declarations(
    of curriculum: Curriculum
  ) throws(CurriculumError) -> [String: KitDeclaration] {
    var declarations: [KitDeclaration] = []
    for file in try curriculum.kitFiles() {
      declarations += KitDeclaration.all(
        in: try file.text().split(separator: "\n", omittingEmptySubsequences: false).map(
          String.init))
    }
    return Dictionary(declarations.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The types that an exercise has to do with: the protocols of its own, then all that these speak of.
  static func names(of exercise: Exercise, _ known: [String: KitDeclaration]) -> [String] {
    var names = exercise.types.compactMap { type in
      identifiers(in: type.protocolExpression).first { known[$0] != nil }
    }
    var next = 0
    while next < names.count {
      for name in known[names[next]]?.mentions ?? [] where known[name] != nil {
        if !names.contains(name) { names.append(name) }
      }
      next += 1
    }
    return names
  }

  /// What leads from a task to its page.
  static func link(from exercise: Exercise) -> String {
    "\n*Every type and method this exercise uses: [\(id(of: exercise.id))](\(id(of: exercise.id)))*\n"
  }

  private static func identifiers(in expression: String) -> [String] {
    expression.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  }
}
