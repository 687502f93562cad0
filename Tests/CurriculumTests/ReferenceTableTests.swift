import Curriculum
import Testing

@Suite("The table of references")
struct ReferenceTableTests {
  private let curriculum = RepositoryBook.curriculum

  /// References that a small exercise is about are one function each.
  private func isSmall(_ id: String) -> Bool {
    (try? curriculum.exercise(id).isSmall) ?? false
  }

  @Test func `the table is what the documentation and the figures say`() throws {
    let file = WorkbookFile(root: curriculum.root, path: ReferenceTable.path)
    let text = try ReferenceTable(curriculum).text
    #expect(
      try file.text() == text,
      """
      \(ReferenceTable.path) is out of date: swift run Benchmarks faults --references --table
      """)
  }

  @Test func `the figures of each reference are of the text that is there`() throws {
    let figures = try ReferenceTable.figures(of: curriculum)
    let stale = try ReferenceTable(curriculum).rows
      .filter { figures[$0.id] != nil && $0.figures == nil }.map(\.id)
    #expect(
      stale.isEmpty,
      """
      the code or the account of faults is another than when the figures were made; after \
      `swift build --build-tests`: swift run Benchmarks faults --references \
      \(stale.joined(separator: " ")) --sample 50 --record
      """)
  }

  @Test func `each reference says its guarantee, what must be stored and where it is from`() throws
  {
    for row in try ReferenceTable(curriculum).rows where !isSmall(row.id) {
      #expect(row.hasGuarantee, "\(row.id) has no paragraph `Guarantee: …`")
      #expect(!row.stored.isEmpty, "\(row.id) has no `Must be stored: …`, if only `nothing`")
      #expect(!row.source.isEmpty, "\(row.id) has no `Source: …`")
    }
  }

  @Test
  func `each reference says under which faults it holds, what it costs and where it deviates`()
    throws
  {
    for id in try curriculum.referenceIDs() where !isSmall(id) {
      let documentation = try curriculum.referenceFiles(of: id).flatMap { file in
        try file.text().split(separator: "\n").filter { $0.hasPrefix("/// ") }.map {
          $0.dropFirst(4)
        }
      }.joined(separator: " ")
      for part in ["It holds ", "Cost: ", "Deviation"] {
        #expect(documentation.contains(part), "\(id) has no sentence `\(part)…`")
      }
    }
  }

  @Test func `a line of figures is read as it is written`() {
    let figures = ReferenceFigures(
      reference: "paxos", digest: "abc", made: 30, killed: 28, equivalent: 2,
      searches: ["one", "two"], walks: 3, examples: 4)
    #expect(ReferenceFigures(line: figures.line) == figures)
    #expect(ReferenceFigures(line: "paxos\tabc") == nil)
  }
}
