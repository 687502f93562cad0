import Curriculum
import Testing

@Suite("Faults in front matter are reported where they are")
struct FrontMatterTests {
  let workbook: TemporaryWorkbook

  init() throws {
    workbook = try TemporaryWorkbook()
  }

  private func faults(ofTask text: String) throws -> [String] {
    try workbook.write(workbook.task, text)
    let curriculum = Curriculum(root: workbook.root)
    let error = try #require(throws: CurriculumError.self) { try curriculum.exercise("or-set") }
    return error.diagnostics.map {
      let start = "\(workbook.task):"
      #expect($0.description.hasPrefix(start))
      return String($0.description.dropFirst(start.count))
    }
  }

  @Test func `a file must begin with front matter`() throws {
    #expect(
      try faults(ofTask: "# Set\n") == [
        "1:1: no front matter; begin the file with YAML between two lines '---'"
      ])
  }

  @Test func `front matter must end`() throws {
    #expect(
      try faults(ofTask: "---\ntitle: Set\n") == [
        "1:1: the front matter does not end; close it with a line '---'"
      ])
  }

  @Test func `a value out of range is named with line and column`() throws {
    #expect(
      try faults(ofTask: TemporaryWorkbook.taskText(["level": "9"])) == [
        "3:8: 'level' must be a whole number from 1 to 5"
      ])
  }

  @Test func `all faults of a file are reported together, in order`() throws {
    let text = "---\ntitel: Set\nlevel: high\nchapter: crdts\nfile: a/b.swift\ntype: S\n---\n"
    #expect(
      try faults(ofTask: text) == [
        "1:1: the front matter has no 'title'; add a line 'title: …'",
        "1:1: the front matter has no 'protocol'; add a line 'protocol: …'",
        "2:1: unknown key 'titel'; did you mean 'title'?",
        "3:8: 'level' must be a whole number from 1 to 5",
        "5:7: 'file' must be the plain name of a Swift file, as in 'ORSet.swift'",
      ])
  }

  @Test func `what is not YAML is named with the parser's place`() throws {
    let faults = try faults(ofTask: "---\ntitle: Set\nlevel: [1\n---\n")
    #expect(faults.count == 1)
    #expect(faults.allSatisfy { $0.contains("not YAML: ") && !$0.hasPrefix("1:") })
  }

  @Test func `a key given twice is a fault`() throws {
    let faults = try faults(ofTask: "---\ntitle: A\ntitle: B\n---\n")
    #expect(faults.count == 1)
    #expect(faults.allSatisfy { $0.contains("the key 'title' appears twice") })
  }

  @Test func `front matter must be a mapping`() throws {
    #expect(
      try faults(ofTask: "---\n- a\n---\n") == [
        "2:1: the front matter is not a list of 'key: value' lines"
      ])
  }

  @Test func `lists hold what they are for, once`() throws {
    try workbook.write(
      workbook.chapter,
      TemporaryWorkbook.chapterText(["coverage": "{top: [S0-19, S9-01, S0-19]}", "errata": "E-16"]))
    let curriculum = Curriculum(root: workbook.root)
    let error = try #require(throws: CurriculumError.self) { try curriculum.chapter("crdts") }
    #expect(
      error.diagnostics.map { "\($0.line ?? 0):\($0.column ?? 0): \($0.message)" } == [
        "7:25: each item of 'coverage' must be a row of the coverage table as in 'S0-11'",
        "7:32: 'S0-19' appears twice in 'coverage'; keep one",
        "8:9: 'errata' must be a list, as in 'errata: [one, two]'",
      ])
  }

  @Test func `a chapter belongs to the part whose folder it lies in`() throws {
    try workbook.write(workbook.chapter, TemporaryWorkbook.chapterText(["part": "B"]))
    let curriculum = Curriculum(root: workbook.root)
    #expect(
      try curriculum.chapters().faults.map(\.description) == [
        "\(workbook.chapter):3:7: the chapter lies in A-first; say 'part: A'"
      ])
  }

  @Test func `lines may end as on another system`() throws {
    let text = TemporaryWorkbook.taskText().replacing("\n", with: "\r\n")
    try workbook.write(workbook.task, text)
    #expect(try Curriculum(root: workbook.root).exercise("or-set").level == 3)
  }
}
