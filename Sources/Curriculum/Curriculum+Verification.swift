/// What an author is told: everything missing from the folders, or contradicting itself.
///
/// Whether starters fail, references pass and links lead somewhere needs a compiler and a Markdown
/// reader, and is for others to find out.
extension Curriculum {
  /// The fewest hints an exercise needs.
  public static func fewestHints(of exercise: Exercise) -> Int { exercise.isSmall ? 2 : 3 }
  /// The fewest hints that must help with each check.
  public static func fewestHintsForACheck(of exercise: Exercise) -> Int {
    exercise.isSmall ? 1 : 3
  }
  /// The fewest correct implementations beside the reference: a suite that knows one correct answer
  /// only may demand more than the guarantee.
  public static func fewestAlternatives(of exercise: Exercise) -> Int {
    exercise.isSmall ? 1 : 3
  }

  /// Everything that is missing or contradictory, exercises first; empty for a complete book.
  public func diagnostics() -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      var found: [Diagnostic] = []
      for id in try exerciseIDs() { found += diagnostics(forExercise: id) }
      return found + pathDiagnostics() + (try strayFolders()) + chapterDiagnostics()
    }
  }

  /// What one exercise still needs; empty when it is complete.
  public func diagnostics(forExercise id: String) -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      let exercise = try exercise(id)
      return missingFiles(of: exercise) + hintDiagnostics(exercise) + solutionDiagnostics(exercise)
        + chapterDiagnostics(exercise) + manifestDiagnostics(exercise) + openDiagnostics(exercise)
    }
  }

  /// What a scaffold has left to its author. A starter says TODO for good.
  private func openDiagnostics(_ exercise: Exercise) -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      let files =
        [exercise.task, exercise.hintsFile] + exercise.parts.map(\.reference)
        + (try exercise.alternatives())
      var found: [Diagnostic] = []
      for file in files where file.exists {
        let lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false)
        let open = lines.indices.filter { lines[$0].contains("TODO") }
        guard let first = open.first else { continue }
        let places = open.map { "\($0 + 1)" }.joined(separator: ", ")
        found.append(
          Diagnostic(
            path: file.path, line: first + 1,
            message:
              "not written yet: TODO stands in \(open.count == 1 ? "line" : "lines") \(places)"))
      }
      return found
    }
  }

  private func missingFiles(of exercise: Exercise) -> [Diagnostic] {
    let needed: [(WorkbookFile, String)] = exercise.parts.flatMap { part in
      [
        (part.starter, "the file a learner edits is missing; copy it from Starter"),
        (part.pristine, "the pristine copy of the starter is missing; 'reset' needs it"),
        (part.reference, "the reference implementation is missing"),
      ]
    }
    return needed.filter { !$0.0.exists }.map { Diagnostic(path: $0.0.path, message: $0.1) }
  }

  private func hintDiagnostics(_ exercise: Exercise) -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      let count = try exercise.hints().count
      let fewest = Self.fewestHints(of: exercise)
      guard count < fewest else { return [] }
      return [
        Diagnostic(
          path: exercise.hintsFile.path,
          message: "\(count) of at least \(fewest) hints; add '## Hint \(count + 1)'")
      ]
    }
  }

  private func solutionDiagnostics(_ exercise: Exercise) -> [Diagnostic] {
    let mutants = collecting { () throws(CurriculumError) in
      try exercise.mutants().isEmpty
        ? [
          Diagnostic(
            path: exercise.inSolutions("Mutants/" + exercise.id).path,
            message: "no mutants; add implementations that are wrong on purpose")
        ] : []
    }
    let alternatives = collecting { () throws(CurriculumError) in
      let count = try exercise.alternatives().count
      let fewest = Self.fewestAlternatives(of: exercise)
      return count >= fewest
        ? []
        : [
          Diagnostic(
            path: exercise.inSolutions("Alternatives/" + exercise.id).path,
            message: "\(count) of at least \(fewest) alternatives; "
              + "add correct implementations written otherwise")
        ]
    }
    return mutants + alternatives
  }

  private func chapterDiagnostics(_ exercise: Exercise) -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      let ids = try chapterIDs()
      let chapter = exercise.chapter.chapter
      if ids.contains(chapter) { return try placeDiagnostics(exercise) }
      let advice = suggestion(for: chapter, among: ids)
      return [
        try FrontMatter(reading: exercise.task).diagnostic(
          at: "chapter", "there is no chapter '\(chapter)'; \(advice)")
      ]
    }
  }

  /// A small exercise is met where one reads: its chapter must lead to it.
  private func placeDiagnostics(_ exercise: Exercise) throws(CurriculumError) -> [Diagnostic] {
    guard exercise.isSmall else { return [] }
    let chapter = try self.chapter(exercise.chapter.chapter)
    let command = "`truthbook test \(exercise.id)`"
    if chapter.markdown.contains(command) { return [] }
    return [
      Diagnostic(
        path: chapter.file.path, message: "nothing leads to the small exercise; add \(command)")
    ]
  }

  private func manifestDiagnostics(_ exercise: Exercise) -> [Diagnostic] {
    // A text is no target.
    if exercise.isText { return [] }
    return collecting { () throws(CurriculumError) in
      let manifest = exercisesFolder.appending("Package.swift")
      if try manifest.text().contains("exercise(\"\(exercise.id)\"") { return [] }
      return [
        Diagnostic(
          path: manifest.path,
          message: "no target for '\(exercise.id)', so editors do not understand it; "
            + "add exercise(\"\(exercise.id)\")")
      ]
    }
  }

  /// Folders that belong to no exercise: one without a task, or what a renaming left behind.
  private func strayFolders() throws(CurriculumError) -> [Diagnostic] {
    let ids = try exerciseIDs()
    var found: [Diagnostic] = []
    for folder in try exercisesFolder.entries() where !ids.contains(folder.name) {
      if folder.appending("Starter").exists || folder.appending("hints.md").exists {
        found.append(
          Diagnostic(
            path: folder.path, message: "no task, so this is no exercise yet; add a README.md"))
      }
    }
    for kind in ["Mutants", "Alternatives", "Answers"] {
      let folder = WorkbookFile(root: root, path: "Solutions/" + kind)
      for entry in try folder.entries() where entry.isFolder && !ids.contains(entry.name) {
        found.append(
          Diagnostic(
            path: entry.path,
            message: "there is no exercise '\(entry.name)'; "
              + suggestion(for: entry.name, among: ids)))
      }
    }
    return found
  }

  private func chapterDiagnostics() -> [Diagnostic] {
    collecting { () throws(CurriculumError) in
      let all = try self.chapters()
      let chapters = all.items
      let ids = try chapterIDs()
      var found = try parts().faults + all.faults
      for (index, chapter) in chapters.enumerated() {
        found += try unknownNeeds(of: chapter, among: ids)
        found += chapters[..<index].compactMap { clash(of: chapter, with: $0) }
      }
      return found
    }
  }

  private func unknownNeeds(
    of chapter: Chapter, among ids: [String]
  ) throws(CurriculumError) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for need in chapter.needs where !ids.contains(need.chapter) {
      let advice = suggestion(for: need.chapter, among: ids)
      found.append(
        try FrontMatter(reading: chapter.file).diagnostic(
          at: "needs", "there is no chapter '\(need.chapter)'; \(advice)"))
    }
    return found
  }

  private func clash(of chapter: Chapter, with other: Chapter) -> Diagnostic? {
    if other.id == chapter.id {
      return Diagnostic(
        path: chapter.file.path, message: "\(other.file) has this name too; rename one")
    }
    guard (other.part, other.order) == (chapter.part, chapter.order) else { return nil }
    return Diagnostic(
      path: chapter.file.path,
      message: "\(other.file) has 'order: \(chapter.order)' too; change one")
  }

  func collecting(
    _ body: () throws(CurriculumError) -> [Diagnostic]
  ) -> [Diagnostic] {
    do {
      return try body()
    } catch {
      return error.diagnostics
    }
  }
}
