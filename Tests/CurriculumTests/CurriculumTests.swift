import Curriculum
import Testing

@Suite("Chapters and exercises are found by walking the folders")
struct CurriculumTests {
  let workbook: TemporaryWorkbook
  let curriculum: Curriculum

  init() throws {
    workbook = try TemporaryWorkbook()
    curriculum = Curriculum(root: workbook.root)
  }

  @Test func `an exercise says what its front matter and its folders say`() throws {
    let exercise = try curriculum.exercise("or-set")
    #expect(exercise.title == "Set")
    #expect(exercise.level == 3)
    #expect(exercise.chapter.chapter == "crdts")
    #expect(exercise.chapter.section == "or-set")
    #expect(exercise.typeName == "ORSet")
    #expect(exercise.types.first?.expression == "ORSet<Swift::String>")
    #expect(
      exercise.types.map(\.protocolExpression) == [
        "ExerciseKit::ObservedRemoveSet<Swift::String>"
      ])
    #expect(exercise.starter.path == "Exercises/or-set/ORSet.swift")
    #expect(exercise.pristine.path == "Exercises/or-set/Starter/ORSet.swift")
    #expect(exercise.reference.path == "Solutions/or-set/ORSet.swift")
    #expect(try exercise.hints().map(\.markdown) == ["One.", "Two.", "Three."])
    #expect(try exercise.mutants().map(\.failingChecks) == [["add-wins", "laws"]])
    #expect(try exercise.alternatives().map(\.name) == ["a.swift", "b.swift", "c.swift"])
  }

  @Test func `a hint says which checks it is for, and else helps with all`() throws {
    try workbook.write(
      workbook.hints,
      "## Hint 1\nOne.\n\n## Hint 2\nfor: add-wins,  laws\n\nTwo.\n## Hint 3\n\nfor: all\n")
    let hints = try curriculum.exercise("or-set").hints()
    #expect(hints.map(\.checks) == [[], ["add-wins", "laws"], []])
    #expect(hints.map(\.markdown) == ["One.", "Two.", "for: all"])
    #expect(hints.map { $0.helps(with: "laws") } == [true, true, true])
    #expect(hints.map { $0.helps(with: "other") } == [true, false, true])
    #expect(hints.map { $0.helps(with: nil) } == [true, true, true])
  }

  @Test func `an exercise may list several types and files`() throws {
    try workbook.write(
      workbook.task,
      TemporaryWorkbook.taskText([
        "file": "A.swift, B.swift", "type": "A<Swift::Int, Swift::String>, B",
        "protocol": "ExerciseKit::P<Swift::Int, Swift::String>, ExerciseKit::Q",
      ]))
    for name in ["A", "B"] {
      try workbook.write("Exercises/or-set/\(name).swift", "// \(name)")
      try workbook.write("Exercises/or-set/Starter/\(name).swift", "// \(name)")
      try workbook.write("Solutions/or-set/\(name).swift", "")
    }
    let exercise = try curriculum.exercise("or-set")
    #expect(exercise.types.map(\.expression) == ["A<Swift::Int, Swift::String>", "B"])
    #expect(exercise.types.map(\.name) == ["A", "B"])
    #expect(exercise.fileNames == ["A.swift", "B.swift"])
    #expect(exercise.starter.path == "Exercises/or-set")
    #expect(exercise.pristine.path == "Exercises/or-set/Starter")
    #expect(exercise.reference.path == "Solutions/or-set")
    #expect(try exercise.isUntouched())
    try workbook.write("Exercises/or-set/B.swift", "// edited")
    #expect(try !exercise.isUntouched())
    #expect(curriculum.diagnostics(forExercise: "or-set").isEmpty)
  }

  @Test(arguments: [("A, B", "ExerciseKit::P"), ("A", "P, Q"), (",", "P"), ("A", ",")])
  func `each type has a protocol`(types: String, protocols: String) throws {
    try workbook.write(
      workbook.task,
      TemporaryWorkbook.taskText(["type": "'\(types)'", "protocol": "'\(protocols)'"]))
    #expect(throws: CurriculumError.self) { try curriculum.exercise("or-set") }
  }

  @Test func `the Markdown begins on the line it is said to begin on`() throws {
    let chapter = try curriculum.chapter("crdts")
    let lines = try workbook.read(workbook.chapter).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[(chapter.markdownLine - 1)...].joined(separator: "\n") == chapter.markdown)
    #expect(chapter.markdown == "\n# Convergence\n")
  }

  @Test func `a starter is untouched until a byte of it differs`() throws {
    #expect(try curriculum.exercise("or-set").isUntouched() == false)
    try workbook.write("Exercises/or-set/ORSet.swift", "// pristine")
    #expect(try curriculum.exercise("or-set").isUntouched())
  }

  @Test func `a new folder is a new exercise without any list`() throws {
    try workbook.write("Exercises/gossip/README.md", TemporaryWorkbook.taskText(["level": "1"]))
    try workbook.write("Exercises/Kit/notes.txt", "a folder without a task is no exercise")
    #expect(try curriculum.exerciseIDs() == ["gossip", "or-set"])
    #expect(try curriculum.exercises().items.map(\.id) == ["gossip", "or-set"])
  }

  @Test func `one exercise is had while another and all chapters are broken`() throws {
    try workbook.write("Exercises/gossip/README.md", "no front matter")
    try workbook.write(workbook.chapter, "no front matter")
    #expect(try curriculum.exercise("or-set").id == "or-set")
  }

  @Test func `a broken chapter or exercise leaves the others, and its faults beside them`() throws {
    let broken = "Chapters/A-first/broken.md"
    try workbook.write(broken, TemporaryWorkbook.chapterText(["level": "nine"]))
    try workbook.write("Exercises/gossip/README.md", "no front matter")
    let chapters = try curriculum.chapters()
    #expect(chapters.items.map(\.id) == ["crdts"])
    #expect(chapters.unreadable == ["broken"])
    #expect(
      chapters.faults.map(\.description) == [
        "\(broken):5:8: 'level' must be a whole number from 1 to 5"
      ])
    #expect(try curriculum.exercises().items.map(\.id) == ["or-set"])
    #expect(try curriculum.exercises().unreadable == ["gossip"])
  }

  @Test(arguments: ["orset", "or_set", "or", "../or-set", ".", ""])
  func `an unknown exercise is named with what exists`(_ typed: String) throws {
    let error = try #require(throws: CurriculumError.self) { try curriculum.exercise(typed) }
    #expect(error.description.contains("there is no exercise '\(typed)'"))
    #expect(error.description.contains("or-set"))
  }

  @Test func `an unknown chapter is answered by the nearest`() throws {
    let error = try #require(throws: CurriculumError.self) { try curriculum.chapter("crtds") }
    #expect(
      error.description == "Chapters: there is no chapter 'crtds'; did you mean 'crdts'?")
  }

  @Test func `chapters come in the order of reading`() throws {
    for (path, part, order) in [("B-second/z.md", "B", "1"), ("A-first/a.md", "A", "2")] {
      let text = TemporaryWorkbook.chapterText(["part": part, "order": order])
      try workbook.write("Chapters/" + path, text)
    }
    #expect(try curriculum.chapters().items.map(\.id) == ["crdts", "a", "z"])
    #expect(try curriculum.chapterIDs() == ["a", "crdts", "z"])
  }

  @Test func `a text that is not UTF-8 is named with its line and column`() throws {
    try workbook.write(workbook.hints, "## Hint 1\n")
    let file = WorkbookFile(root: workbook.root, path: workbook.hints)
    #expect(try file.text() == "## Hint 1\n")
    try workbook.append([0x0A, 0xC3, 0xA9, 0xFF], to: workbook.hints)
    let error = try #require(throws: CurriculumError.self) { try file.text() }
    #expect(error.description == "\(workbook.hints):3:2: not UTF-8; save it as UTF-8")
  }
}
