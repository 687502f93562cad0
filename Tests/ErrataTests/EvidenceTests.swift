import Errata
import Testing

@Suite("Errata")
struct EvidenceTests {
  @Test(arguments: Erratum.all.map(\.id))
  func `every erratum's evidence holds`(_ id: String) throws {
    let erratum = try #require(Erratum.all.first { $0.id == id })
    let evidence = try erratum.settlement.evidence()
    #expect((evidence != nil) == erratum.settlement.isRun)
    guard let evidence else { return }
    #expect(!evidence.observations.isEmpty)
    for observation in evidence.observations {
      #expect(observation.holds, "\(observation.what): \(observation.result)")
    }
  }

  @Test func `no erratum is listed twice`() {
    #expect(Set(Erratum.all.map(\.id)).count == Erratum.all.count)
  }

  @Test func `what is unsafe says what goes wrong, and nothing else does`() {
    for erratum in Erratum.all {
      #expect((erratum.harm != nil) == (erratum.severity == .unsafe), "\(erratum.id)")
    }
  }

  @Test
  func
    `what is unsafe was run or computed, and what is unconfirmed is called no more than misleading`()
  {
    for erratum in Erratum.all {
      let grade = erratum.settlement.grade
      if erratum.severity == .unsafe {
        #expect([.run, .computed].contains(grade), "\(erratum.id)")
      }
      if grade == .unconfirmed { #expect(erratum.severity == .misleading, "\(erratum.id)") }
    }
    #expect(Set(Erratum.all.map(\.settlement.grade)).count == Erratum.Grade.allCases.count)
  }

  @Test func `every citation names lines that the documents have`() {
    for erratum in Erratum.all {
      #expect(!erratum.citations.isEmpty, "\(erratum.id): \(erratum.place)")
      #expect(Set(erratum.citations.map(\.document)).count == erratum.citations.count)
      for citation in erratum.citations {
        let ends = citation.lines.flatMap { [$0.lowerBound, $0.upperBound] }
        #expect(ends == ends.sorted(), "\(erratum.id)")
        #expect(ends.allSatisfy { (1...citation.document.lineCount).contains($0) }, "\(erratum.id)")
      }
    }
  }

  @Test func `what was looked up names its source and the month`() {
    for erratum in Erratum.all {
      guard case .recorded(let card, _) = erratum.settlement else { continue }
      #expect(!card.source.isEmpty && card.checked?.hasPrefix("20") == true, "\(erratum.id)")
    }
  }
}
