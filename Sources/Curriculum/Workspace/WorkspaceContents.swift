import Glibc

/// What a workspace gets from the book: tasks, hints, starters and kit, and the files of a package around
/// them. No reference, no suite and no mutant is read.
struct WorkspaceContents {
  /// A file of the workspace.
  struct File {
    /// Where it lies, below the workspace's root.
    var path: String
    var bytes: [UInt8]
  }

  /// Exercises, in alphabetical order.
  var exercises: [String] = []
  /// Kit, tasks, hints and pristine starters, and the package. They have to agree with the suites, so they
  /// follow the book.
  var fromBook: [File] = []
  /// What the learner may set otherwise, and what then stays.
  var settings: [File] = []

  /// Reads the book at `book`.
  /// - Parameter kept: exercises that the workspace has, which the package must go on naming.
  init(book: String, kept: [String]) throws(FileFailure) {
    let folder = book + "/Exercises"
    exercises = try namesInFolder(folder).filter { isDirectory("\(folder)/\($0)/Starter") }
    try read("Sources/ExerciseKit", as: "Kit/ExerciseKit", from: book)
    for id in exercises {
      for name in ["README.md", "hints.md", "Starter"] {
        try read("Exercises/\(id)/\(name)", as: "Exercises/\(id)/\(name)", from: book)
      }
    }
    // An exercise whose answer is a text has nothing to compile.
    var texts: [String] = []
    for id in exercises {
      let starters = try namesInFolder("\(folder)/\(id)/Starter")
      if !starters.contains(where: { $0.hasSuffix(".swift") }) { texts.append(id) }
    }
    let targets = Set(exercises).union(kept).subtracting(texts).sorted()
    fromBook.append(
      File(path: "Package.swift", bytes: Array(WorkspaceTemplate.package(of: targets).utf8)))
    settings = WorkspaceTemplate.settings.map { File(path: $0.path, bytes: Array($0.text.utf8)) }
  }

  /// The pristine starters, each with the path of the file that the learner edits.
  var starters: [(own: String, file: File)] {
    fromBook.compactMap { file in Self.ownPath(ofStarter: file.path).map { ($0, file) } }
  }

  /// The file a learner edits that begins as the pristine starter `path`; nil for any other path.
  static func ownPath(ofStarter path: String) -> String? {
    let parts = path.split(separator: "/")
    guard parts.count == 4, parts[0] == "Exercises", parts[2] == "Starter" else { return nil }
    return "Exercises/\(parts[1])/\(parts[3])"
  }

  /// Takes in a file, or a folder with everything below it.
  private mutating func read(
    _ source: String, as path: String, from book: String
  ) throws(FileFailure) {
    let place = book + "/" + source
    guard isDirectory(place) else {
      fromBook.append(File(path: path, bytes: try readFile(place)))
      return
    }
    for name in try namesInFolder(place) {
      try read("\(source)/\(name)", as: "\(path)/\(name)", from: book)
    }
  }
}
