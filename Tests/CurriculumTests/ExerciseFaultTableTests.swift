import Curriculum
import Testing

@Suite("The table of the exercises' faults")
struct ExerciseFaultTableTests {
  private let curriculum = RepositoryBook.curriculum

  @Test func `the table is what the figures say`() throws {
    let file = WorkbookFile(root: curriculum.root, path: ExerciseFaultTable.path)
    #expect(
      try file.text() == ExerciseFaultTable(curriculum).text,
      "\(ExerciseFaultTable.path) is out of date: swift run Benchmarks faults --exercises --table")
  }

  @Test func `suites have caught what they must and failed no right one`() throws {
    let rows = try ExerciseFaultTable(curriculum).rows
    #expect(rows.contains { $0.figures != nil })
    for row in rows {
      guard let figures = row.figures else { continue }
      #expect(figures.faults.count.open == 0, "\(row.exercise)")
      // 95 of 100 of those that are not equivalent.
      let guarded = figures.guarded.count
      #expect(guarded.open * 20 <= guarded.made - guarded.equivalent, "\(row.exercise)")
      #expect(figures.right.open == 0, "\(row.exercise)")
    }
  }

  @Test func `a line of figures is read as it is written`() {
    let figures = ExerciseFigures(
      exercise: "paxos", digest: "abc", suiteVersion: 3,
      faults: .init(
        made: 40,
        passed: [
          .init(fault: "`a` → `b`", isAccountedFor: true),
          .init(fault: "`c` → ``", isAccountedFor: false),
        ]), guarded: .init(made: 0, passed: []), right: .init(made: 10, well: 9))
    #expect(ExerciseFigures(line: figures.line) == figures)
    #expect(figures.faults.count == .init(made: 40, well: 38, equivalent: 1))
    #expect(figures.faults.count.open == 1)
    #expect(ExerciseFigures(line: "paxos\tabc") == nil)
  }
}
