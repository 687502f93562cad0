/// The book's chapters and exercises, found by walking the workbook's folders.
///
/// There is no list to keep: a chapter is a Markdown file in a part's folder, an exercise is a folder
/// with a task. Nothing is read before it is asked for, and one exercise is had without looking at
/// any other or at the chapters.
public struct Curriculum: Sendable {
  /// The workbook's folder.
  public let root: String
  /// The folder of the learner's own files: the workbook's, or that of a workspace.
  public let learnerRoot: String

  /// Names the workbook's folder, as `WorkbookRoot.find` returns it; reads nothing.
  /// - Parameter workspace: where the learner's files are, if not in the workbook.
  public init(root: String, workspace: Workspace? = nil) {
    self.root = root
    learnerRoot = workspace?.root ?? root
  }

  // MARK: Exercises

  /// The names of all exercises, in alphabetical order, from the folders' names alone.
  public func exerciseIDs() throws(CurriculumError) -> [String] {
    try exerciseFolders().map(\.name)
  }

  /// Those of them that ask for code, by what their starters are called.
  public func codeExerciseIDs() throws(CurriculumError) -> [String] {
    var ids: [String] = []
    for folder in try exerciseFolders() {
      let starters = try folder.appending("Starter").entries()
      if !starters.contains(where: { $0.name.hasSuffix(".txt") }) { ids.append(folder.name) }
    }
    return ids
  }

  /// One exercise, at the cost of reading one file.
  /// - Throws: an error that suggests the nearest name when there is no such exercise.
  public func exercise(_ id: String) throws(CurriculumError) -> Exercise {
    let folder = exercisesFolder.appending(id)
    guard isName(id), isExercise(folder) else {
      let advice = suggestion(
        for: id, among: try exerciseIDs(), listedBy: "truthbook list")
      throw CurriculumError(
        Diagnostic(path: exercisesFolder.path, message: "there is no exercise '\(id)'; \(advice)"))
    }
    return try Exercise(folder: folder, learnerRoot: learnerRoot)
  }

  /// All exercises, the easiest first.
  /// - Throws: an error when the folder cannot be listed; a broken exercise is in the result's faults.
  public func exercises() throws(CurriculumError) -> Readable<Exercise> {
    Readable(try exerciseFolders(), named: \.name) { (folder) throws(CurriculumError) in
      try Exercise(folder: folder, learnerRoot: learnerRoot)
    }.sorted { ($0.level, $0.id) < ($1.level, $1.id) }
  }

  // MARK: Chapters

  /// All parts, in order.
  /// - Throws: an error when the folder cannot be listed; a broken part is in the result's faults.
  public func parts() throws(CurriculumError) -> Readable<Part> {
    Readable(try partFolders(), named: Part.id) { (folder) throws(CurriculumError) in
      try Part(folder: folder)
    }
  }

  /// The names of all chapters, in alphabetical order, from the files' names alone.
  public func chapterIDs() throws(CurriculumError) -> [String] {
    try chapterFiles().map { Chapter.id(of: $0.file) }.sorted()
  }

  /// One chapter, at the cost of reading one file.
  /// - Throws: an error that suggests the nearest name when there is no such chapter.
  public func chapter(_ id: String) throws(CurriculumError) -> Chapter {
    let files = try chapterFiles()
    guard let found = files.first(where: { Chapter.id(of: $0.file) == id }) else {
      let advice = suggestion(
        for: id, among: try chapterIDs(), listedBy: "truthbook list")
      throw CurriculumError(
        Diagnostic(path: chaptersFolder.path, message: "there is no chapter '\(id)'; \(advice)"))
    }
    return try Chapter(reading: found.file, folder: found.folder)
  }

  /// All chapters in the order of reading: by part, then by their `order` within it.
  /// - Throws: an error when a folder cannot be listed; a broken chapter is in the result's faults.
  public func chapters() throws(CurriculumError) -> Readable<Chapter> {
    Readable(try chapterFiles(), named: { Chapter.id(of: $0.file) }) {
      (found) throws(CurriculumError) in
      try Chapter(reading: found.file, folder: found.folder)
    }.sorted { ($0.part, $0.order, $0.id) < ($1.part, $1.order, $1.id) }
  }

  // MARK: Folders

  var exercisesFolder: WorkbookFile { WorkbookFile(root: root, path: "Exercises") }

  private var chaptersFolder: WorkbookFile { WorkbookFile(root: root, path: "Chapters") }

  /// Every folder under `Exercises` that holds a task.
  private func exerciseFolders() throws(CurriculumError) -> [WorkbookFile] {
    try exercisesFolder.entries().filter(isExercise)
  }

  private func isExercise(_ folder: WorkbookFile) -> Bool {
    folder.appending("README.md").exists
  }

  private func isName(_ id: String) -> Bool {
    !id.hasPrefix(".") && !id.contains("/") && !id.isEmpty
  }

  private func partFolders() throws(CurriculumError) -> [WorkbookFile] {
    try chaptersFolder.entries().filter(\.isFolder)
  }

  func chapterFiles() throws(CurriculumError) -> [(file: WorkbookFile, folder: WorkbookFile)] {
    var found: [(file: WorkbookFile, folder: WorkbookFile)] = []
    for folder in try partFolders() {
      let chapters = try folder.entries().filter {
        $0.name.hasSuffix(".md") && $0.name != "README.md"
      }
      found += chapters.map { ($0, folder) }
    }
    return found
  }
}
