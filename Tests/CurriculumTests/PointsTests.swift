import Testing

@testable import Curriculum

@Suite("Points in an exercise's front matter")
struct PointsTests {
  private let workbook: TemporaryWorkbook
  private let curriculum: Curriculum

  init() throws {
    workbook = try TemporaryWorkbook()
    curriculum = Curriculum(root: workbook.root)
  }

  private func write(points: String) throws {
    let text = TemporaryWorkbook.taskText()
    try workbook.write(workbook.task, text.replacing("level:", with: points + "level:"))
  }

  @Test func `an exercise without points leaves them to its suite`() throws {
    #expect(try curriculum.exercise("or-set").points.isEmpty)
  }

  @Test func `points are read by the name of the check`() throws {
    try write(points: "points:\n  add-wins: 30\n  starts-empty: 0\n")
    #expect(try curriculum.exercise("or-set").points == ["add-wins": 30, "starts-empty": 0])
  }

  @Test(arguments: [
    "points:\n  add-wins: many\n", "points:\n  add-wins: -1\n", "points: [add-wins]\n",
    "points: 3\n", "points:\n  add-wins:\n    more: 1\n",
  ]) func `what is no number of points is a fault`(points: String) throws {
    try write(points: points)
    let error = try #require(throws: CurriculumError.self) { try curriculum.exercise("or-set") }
    #expect(error.description.contains("'points'"))
  }
}
