import Curriculum
import Testing

@Suite("A learner's work goes from one machine to another")
struct LearnerWorkTests {
  private let here: TemporaryWorkbook
  private let there: TemporaryWorkbook
  private let file = "Exercises/or-set/ORSet.swift"

  init() throws {
    (here, there) = (try TemporaryWorkbook(), try TemporaryWorkbook())
  }

  private func document(of workbook: TemporaryWorkbook) throws -> [UInt8] {
    let progress = try ProgressFile(root: workbook.root).load()
    return try LearnerWork(of: Curriculum(root: workbook.root), progress).document()
  }

  private func take(_ document: [UInt8]) throws -> LearnerWork.Changes {
    try LearnerWork(reading: document).takeIn(
      to: Curriculum(root: here.root), ProgressFile(root: here.root))
  }

  @Test
  func `a file that was not begun here becomes the other, and what is passed there is passed`()
    throws
  {
    try there.write(file, "// theirs \u{e9}")
    try there.write("Exercises/or-set/More.swift", "// more")
    try ProgressFile(root: there.root).update { $0.pass("or-set") }
    try here.write(file, "// pristine")
    let changes = try take(document(of: there))
    #expect(changes.written == ["Exercises/or-set/More.swift", file])
    #expect(try here.read(file) == "// theirs \u{e9}")
    #expect(try ProgressFile(root: here.root).load().passed == ["or-set"])
    let again = try take(document(of: there))
    #expect(again.written + again.unknown + again.kept.map(\.path) == [])
  }

  @Test func `of a file that both have written ours stays, and theirs is kept once`() throws {
    try there.write(file, "// theirs")
    let copy = ".truthbook/kept/" + file
    for _ in 1...2 {
      let changes = try take(document(of: there))
      #expect(changes.kept.map(\.path) == [file])
      #expect(changes.kept.map(\.copy) == [copy])
      #expect(try here.read(file) == "// edited")
      #expect(try here.read(copy) == "// theirs")
    }
    try there.write(file, "// theirs again")
    #expect(try take(document(of: there)).kept.map(\.copy) == [copy + ".2"])
  }

  @Test func `an untouched file is not taken along`() throws {
    try there.write(file, "// pristine")
    #expect(try !String(decoding: document(of: there), as: UTF8.self).contains("ORSet.swift"))
  }

  @Test(arguments: [
    "Exercises/../../x.swift", "Exercises/or-set/../x.swift", "/etc/x.swift",
    "Exercises/or-set/x.sh",
    "Exercises/none/x.swift", "Exercises/or-set/.x.swift", "Sources/or-set/x.swift", "",
  ])
  func `a path that leads anywhere else is named and not written`(_ path: String) throws {
    let text = """
      {"version": 1, "progress": {"version": 1, "passed": [], "hintsShown": {}},
       "files": [{"path": "\(path)", "bytes": "eA=="}]}
      """
    #expect(try take(Array(text.utf8)).unknown == [path])
  }

  @Test(arguments: ["", "{}", "[]", #"{"version": 2, "progress": {}, "files": []}"#])
  func `what is no such document is refused`(_ text: String) {
    #expect(throws: LearnerWork.Unreadable.self) { try LearnerWork(reading: Array(text.utf8)) }
  }
}
