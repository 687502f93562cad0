import Curriculum
import Foundation
import Testing

@Suite("A workspace follows the book and keeps what is the learner's")
struct WorkspaceTests {
  let book: TemporaryWorkbook
  let desk: TemporaryDesk
  let own = "Exercises/or-set/ORSet.swift"
  let starter = "Exercises/or-set/Starter/ORSet.swift"

  init() throws {
    book = try TemporaryWorkbook()
    try book.write("Sources/ExerciseKit/Sets.swift", "public struct A {}")
    try book.write("Sources/ExerciseKit/Small/Counts.swift", "public struct B {}")
    desk = TemporaryDesk(book: book.root)
  }

  @Test func `a new one begins with the starters, and not with what the book's folder has`() throws
  {
    let changes = try desk.create()
    #expect(changes.newExercises == ["or-set"])
    #expect(try desk.read(own) == "// pristine")
    #expect(try desk.read("Kit/ExerciseKit/Small/Counts.swift") == "public struct B {}")
    #expect(try desk.read("Package.swift").contains("exercise(\"or-set\")"))
    #expect(try desk.update().isEmpty)
  }

  @Test func `no reference, mutant or alternative gets into it`() throws {
    try book.write("Solutions/or-set/ORSet.swift", "// the answer")
    try desk.create()
    let files = try desk.files()
    #expect(
      files.filter { $0.hasPrefix("Exercises/") }.sorted()
        == [
          own, "Exercises/or-set/README.md", starter, "Exercises/or-set/hints.md",
        ].sorted())
    for file in files { #expect(try !desk.read(file).contains("the answer"), "\(file)") }
  }

  @Test func `an untouched file becomes the new starter`() throws {
    try desk.create()
    try book.write(starter, "// pristine, and better")
    let changes = try desk.update()
    #expect(changes.written == [own, starter])
    #expect(changes.edited == [])
    #expect(try desk.read(own) == "// pristine, and better")
  }

  @Test func `an edited file stays, and what a merge needs is kept`() throws {
    try desk.create()
    try desk.write(own, "// mine")
    try book.write(starter, "// pristine, and better")
    let changes = try desk.update()
    #expect(changes.edited == [own])
    #expect(try desk.read(own) == "// mine")
    #expect(try desk.read(starter) == "// pristine, and better")
    let copy = try #require(changes.keptCopies.first)
    #expect(copy.path == starter)
    #expect(try desk.read(copy.copy) == "// pristine")
    #expect(try desk.update().isEmpty)
  }

  @Test func `a file edited together with its starter is no untouched one`() throws {
    try desk.create()
    try desk.write(own, "// mine")
    try desk.write(starter, "// mine")
    try book.write(starter, "// pristine, and better")
    let changes = try desk.update()
    #expect(changes.edited == [own])
    #expect(try desk.read(own) == "// mine")
    #expect(try changes.keptCopies.map { try desk.read($0.copy) } == ["// mine"])
  }

  @Test func `notes in a task are kept, each time under another name`() throws {
    try desk.create()
    for number in 1...3 {
      try desk.write(book.hints, "note \(number)")
      try book.write(book.hints, "## Hint 1\n\nBetter \(number).\n")
      let changes = try desk.update()
      #expect(changes.written == [book.hints])
      #expect(try changes.keptCopies.map { try desk.read($0.copy) } == ["note \(number)"])
    }
    #expect(try desk.files().filter { $0.hasPrefix(".truthbook/kept/") }.count == 3)
  }

  @Test func `settings that were changed or removed stay so`() throws {
    try desk.create()
    try desk.write(".gitignore", "mine")
    try desk.remove(".vscode/settings.json")
    #expect(try desk.update().isEmpty)
    #expect(try desk.read(".gitignore") == "mine")
    #expect(try !desk.files().contains(".vscode/settings.json"))
  }

  @Test func `settings that the book has changed are replaced only where the learner has not`()
    throws
  {
    try desk.create()
    let path = ".gitignore"
    let current = try desk.read(path)
    // The record is made to say that an older book wrote what the starter says.
    func age() throws {
      let record = try desk.read(".truthbook/workspace.json")
      let line = try #require(record.firstMatch(of: /Starter\/ORSet.swift" : ("[^"]*")/))
      try desk.write(
        ".truthbook/workspace.json",
        record.replacing(/gitignore" : "[^"]*"/, with: "gitignore\" : \(line.output.1)"))
    }
    try age()
    try desk.write(path, "// pristine")
    #expect(try desk.update().written == [path])
    #expect(try desk.read(path) == current)
    try age()
    try desk.write(path, "mine")
    #expect(try desk.update().settings == [path])
    #expect(try desk.update().isEmpty)
    #expect(try desk.read(path) == "mine")
    try age()
    try desk.remove(path)
    #expect(try desk.update().isEmpty)
    #expect(try !desk.files().contains(path))
  }

  @Test func `updates at one time leave whole files`() async throws {
    try desk.create()
    try desk.write(book.hints, "my notes")
    let text = "// pristine, and better"
    try book.write(starter, text)
    // Enough to write that updates which do not wait for each other meet.
    for number in 1...200 { try book.write("Sources/ExerciseKit/Many/\(number).swift", text) }
    let (root, source) = (desk.root, book.root)
    let updates = try await withThrowingTaskGroup(of: Workspace.Changes.self) { group in
      for _ in 1...4 {
        group.addTask {
          var workspace = try #require(try Workspace.find(from: root))
          return try workspace.update(from: source)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(updates.count { !$0.isEmpty } == 1)
    #expect(try desk.read(own) == text)
    #expect(try desk.files().filter { $0.hasPrefix(".truthbook/kept/") }.count == 1)
  }

  @Test func `a new exercise comes, and one that is gone from the book stays`() throws {
    try desk.create()
    try book.write("Exercises/ring/README.md", "task")
    try book.write("Exercises/ring/hints.md", "hints")
    try book.write("Exercises/ring/Starter/Ring.swift", "// ring")
    try book.remove("Exercises/or-set")
    try book.remove("Sources/ExerciseKit/Small")
    let changes = try desk.update()
    #expect(changes.newExercises == ["ring"])
    #expect(changes.written == ["Package.swift"])
    #expect(changes.removed == ["Kit/ExerciseKit/Small/Counts.swift"])
    #expect(try desk.read("Exercises/ring/Ring.swift") == "// ring")
    #expect(try desk.read(own) == "// pristine")
    let package = try desk.read("Package.swift")
    #expect(package.contains("exercise(\"ring\")") && package.contains("exercise(\"or-set\")"))
    #expect(try desk.update().isEmpty)
  }

  @Test(arguments: [false, true])
  func `a starter that is gone takes only an untouched file with it`(isEdited: Bool) throws {
    try desk.create()
    if isEdited { try desk.write(own, "// mine") }
    try book.remove(starter)
    try book.write("Exercises/or-set/Starter/Set.swift", "// renamed")
    let changes = try desk.update()
    #expect(changes.removed == (isEdited ? [starter] : [own, starter]))
    #expect(changes.edited == (isEdited ? [own] : []))
    #expect(try desk.files().contains(own) == isEdited)
    #expect(try desk.read("Exercises/or-set/Set.swift") == "// renamed")
  }

  /// Whatever was written and whatever not when an update was cut short, the next one ends alike.
  @Test func `an update that was cut short is gone on with`() throws {
    let better = "// pristine, and better"
    for isOwnWritten in [false, true] {
      for isStarterWritten in [false, true] {
        let desk = TemporaryDesk(book: book.root)
        try book.write(starter, "// pristine")
        try desk.create()
        try book.write(starter, better)
        if isOwnWritten { try desk.write(own, better) }
        if isStarterWritten { try desk.write(starter, better) }
        let changes = try desk.update()
        #expect(changes.edited == [] && changes.keptCopies == [])
        #expect(try desk.read(own) == better)
        #expect(try desk.read(starter) == better)
      }
    }
  }

  @Test func `what was removed comes back`() throws {
    try desk.create()
    try desk.write("Exercises/or-set/notes.txt", "mine")
    try desk.remove(own)
    try desk.remove(book.task)
    #expect(try desk.update().written == [own, book.task].sorted())
    #expect(try desk.read("Exercises/or-set/notes.txt") == "mine")
  }

  // MARK: Where it is

  @Test func `it is found from below, and a clone on the way ends the search`() throws {
    try desk.create()
    #expect(try Workspace.find(from: desk.root + "/Exercises/or-set/Starter")?.root == desk.root)
    #expect(try Workspace.find(from: "/") == nil)
    for folder in ["clone/Chapters", "clone/Exercises"] { try desk.write(folder + "/a", "") }
    try desk.write("clone/Package.swift", "")
    #expect(try Workspace.find(from: desk.root + "/clone/Exercises") == nil)
  }

  @Test func `its exercises have the book's tasks and the learner's files`() throws {
    try desk.create()
    let workspace = try #require(try Workspace.find(from: desk.root))
    let exercise = try Curriculum(root: book.root, workspace: workspace).exercise("or-set")
    #expect(exercise.task.absolutePath == book.root + "/" + book.task)
    #expect(exercise.starter.absolutePath == desk.root + "/" + own)
    #expect(exercise.parts[0].pristine.absolutePath == desk.root + "/" + starter)
    #expect(exercise.reference.absolutePath == book.root + "/Solutions/or-set/ORSet.swift")
    #expect(try exercise.isUntouched())
    try desk.write(own, "// mine")
    #expect(try !exercise.isUntouched())
    try desk.remove("Exercises/or-set")
    #expect(try exercise.isUntouched())
  }

  // MARK: What is refused

  @Test func `a folder that holds something is left alone`() throws {
    try desk.write("mine", "mine")
    #expect(throws: WorkspaceError.notEmpty(desk.root)) { try desk.create() }
    #expect(try desk.files() == ["mine"])
  }

  @Test func `a repository without files will do`() throws {
    try desk.write(".git/HEAD", "ref: refs/heads/main")
    #expect(try desk.create().newExercises == ["or-set"])
  }

  @Test func `a place in the clone, in a workspace, or nowhere is refused`() throws {
    func refusal(_ path: String) throws -> WorkspaceError {
      try #require(throws: WorkspaceError.self) {
        try Workspace.create(at: path, book: book.root)
      }
    }
    let inBook = book.root + "/Exercises/mine"
    #expect(try refusal(inBook) == .insideBook(inBook, book: book.root))
    #expect(try refusal(book.root) == .insideBook(book.root, book: book.root))
    try desk.create()
    #expect(try refusal(desk.root) == .insideWorkspace(desk.root, workspace: desk.root))
    let inDesk = desk.root + "/Exercises/mine"
    #expect(try refusal(inDesk) == .insideWorkspace(inDesk, workspace: desk.root))
    #expect(try refusal("/nowhere/at/all").description.contains("there is no such folder"))
    let other = TemporaryDesk(book: book.root)
    try other.write("file", "")
    #expect(try refusal(other.root + "/file/x").description.contains("a file stands where"))
    #expect(try refusal(other.root + "/file").description.contains("a file stands where"))
  }

  @Test(arguments: [
    ("{\"version\": 2, \"contents\": []}", "newer Truthbook"),
    ("{\"version\": 1}", "not the record"),
    ("{\"version\": 0, \"files\": {}}", "not the record"), ("", "not the record"),
  ])
  func `a record that this book did not write is not worked with`(
    text: String, words: String
  ) throws {
    try desk.create()
    try desk.write(".truthbook/workspace.json", text)
    let error = try #require(throws: WorkspaceError.self) { try desk.update() }
    #expect(error.description.contains(words))
    #expect(error.description.contains("Nothing has been changed"))
    #expect(try desk.read(".truthbook/workspace.json") == text)
  }
}

/// A workspace in a temporary folder, which does not exist before it is made or written to.
final class TemporaryDesk {
  let root: String
  private let book: String

  init(book: String) {
    self.book = book
    root =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "truthbook-desk-\(UUID().uuidString)").path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  @discardableResult
  func create() throws -> Workspace.Changes { try Workspace.create(at: root, book: book).changes }

  func update() throws -> Workspace.Changes {
    var workspace = try #require(try Workspace.find(from: root))
    return try workspace.update(from: book)
  }

  func write(_ path: String, _ text: String) throws {
    let url = URL(filePath: root + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOf: URL(filePath: root + "/" + path), encoding: .utf8)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: root + "/" + path)
  }

  /// The paths of all files, hidden ones too.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
      let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + path)
      return attributes[.type] as? FileAttributeType != .typeDirectory
    }
  }
}
