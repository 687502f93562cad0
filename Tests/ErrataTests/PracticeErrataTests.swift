import Calculators
import Errata
import Testing

@Suite("Errata of production systems, choices and incidents")
struct PracticeErrataTests {
  @Test func `every printed choice agrees with ours or says why not`() {
    for row in PrintedChoices.rows {
      #expect(row.agrees == (row.difference == nil), "\(row.table.rawValue): \(row.useCase)")
    }
    #expect(PrintedChoices.rows.count == 24)
    #expect(Set(PrintedChoices.rows.map(\.useCase)) == Set(PrintedChoices.UseCase.allCases))
  }
}
