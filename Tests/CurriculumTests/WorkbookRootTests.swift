import Curriculum
import Testing

@Suite("The workbook is found from within")
struct WorkbookRootTests {
  let workbook: TemporaryWorkbook

  init() throws {
    workbook = try TemporaryWorkbook()
  }

  @Test(arguments: ["", "/Exercises", "/Exercises/or-set/Starter"])
  func `from any folder of it`(_ folder: String) throws {
    #expect(
      try WorkbookRoot.find(from: workbook.root + folder, home: nil, program: nil)
        == workbook.root)
  }

  @Test func `from the program when the working directory is elsewhere`() throws {
    let program = workbook.root + "/Solutions/or-set/ORSet.swift"
    #expect(try WorkbookRoot.find(from: "/", home: nil, program: program) == workbook.root)
  }

  @Test func `a home goes before the working directory`() throws {
    let other = try TemporaryWorkbook()
    #expect(
      try WorkbookRoot.find(from: workbook.root, home: other.root, program: nil) == other.root)
  }

  @Test func `an empty home counts as none`() throws {
    #expect(
      try WorkbookRoot.find(from: workbook.root, home: "", program: nil) == workbook.root)
  }

  @Test func `a wrong home is an error and nothing else is tried`() throws {
    let home = workbook.root + "/Exercises"
    let error = try #require(throws: WorkbookNotFound.self) {
      try WorkbookRoot.find(from: workbook.root, home: home, program: nil)
    }
    #expect(error == .wrongHome(home))
    #expect(error.description.contains("TRUTHBOOK_HOME is '\(home)'"))
  }

  @Test func `the error says where was looked`() throws {
    let error = try #require(throws: WorkbookNotFound.self) {
      try WorkbookRoot.find(from: "/proc", home: nil, program: "/dev/null")
    }
    #expect(error == .notAbove(["/proc", "/dev/null"]))
  }
}
