/// The table of all exercises whose answer is code: what their hidden suites made of faults in the references.
///
/// It comes from `Solutions/Faults/exercises.tsv`, which a run of `Benchmarks faults --exercises --record`
/// writes. Nothing in it is typed.
public struct ExerciseFaultTable: Sendable {
  /// Where the table is, in the workbook.
  public static let path = "Solutions/Faults/README.md"
  /// Where the figures are.
  public static let figuresPath = "Solutions/Faults/exercises.tsv"

  /// An exercise, with what is known of it.
  public struct Row: Hashable, Sendable {
    /// The name of its folder.
    public let exercise: String
    /// What came of its faults; nil when it has not been run.
    public let figures: ExerciseFigures?
    /// True when the reference has changed since.
    public let isEarlier: Bool
  }

  /// The exercises, in the book's order.
  public let rows: [Row]

  /// Reads the figures.
  public init(_ curriculum: Curriculum) throws(CurriculumError) {
    let figures = try Self.figures(of: curriculum)
    var rows: [Row] = []
    for id in try curriculum.exerciseIDs() {
      if try curriculum.exercise(id).isText { continue }
      let own = figures[id]
      let digest = try ReferenceTable.digest(of: id, in: curriculum, hasAccount: false)
      rows.append(
        Row(exercise: id, figures: own, isEarlier: own.map { $0.digest != digest } ?? false))
    }
    self.rows = rows
  }

  /// The figures that are checked in, by exercise.
  public static func figures(
    of curriculum: Curriculum
  ) throws(CurriculumError) -> [String: ExerciseFigures] {
    let file = WorkbookFile(root: curriculum.root, path: figuresPath)
    guard file.exists else { return [:] }
    var figures: [String: ExerciseFigures] = [:]
    for line in try file.text().split(separator: "\n") {
      if let row = ExerciseFigures(line: String(line)) { figures[row.exercise] = row }
    }
    return figures
  }

  /// The whole file.
  public var text: String {
    var lines = [
      "# What the suites make of faults", "",
      "Written by `Benchmarks faults --exercises --record`, which puts faults into an exercise's reference, one",
      "at a time, and grades each as a class's submission; do not edit it. A *guarded* fault shows only in one of",
      "the situations that the file beside this one names, such as `only after fifty calls`. *Equivalent* ones",
      "change nothing that the task asks for; each is accounted for, with the reason, in the file of its",
      "exercise. *Right variants* have state or steps that change nothing, and must pass. Sources that do not",
      "compile are not counted. All are drawn from seed 0; `Benchmarks faults EXERCISE` makes and grades them",
      "again, and others.", "",
      "| exercise | suite | faults | caught | equivalent | guarded | caught | equivalent | right variants | passed |",
      "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for row in rows {
      var cells = ["[\(row.exercise)](\(row.exercise).txt)"]
      if let figures = row.figures {
        cells += ["\(figures.suiteVersion)"] + Self.cells(figures.faults.count)
        cells += Self.cells(figures.guarded.count)
        cells += ["\(figures.right.made)", "\(figures.right.well)"]
        if row.isEarlier { cells[0] += ", as it was before its last change" }
      } else {
        cells += Array(repeating: "", count: 9)
      }
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    let all = rows.compactMap(\.figures)
    let sums =
      Self.cells(.init(all.map(\.faults.count))) + Self.cells(.init(all.map(\.guarded.count)))
    let right = ExerciseFigures.Count(all.map(\.right))
    let last = sums + ["\(right.made)", "\(right.well)"]
    lines.append("| all | | \(last.joined(separator: " | ")) |")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cells(_ count: ExerciseFigures.Count) -> [String] {
    ["\(count.made)", "\(count.well)", "\(count.equivalent)"]
  }
}
