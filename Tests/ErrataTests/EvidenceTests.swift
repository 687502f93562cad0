import Errata
import Testing

@Suite("What settles the errata")
struct EvidenceTests {
  @Test(arguments: Erratum.all.map(\.id))
  func `every erratum's evidence holds`(id: String) throws {
    let erratum = try #require(Erratum.all.first { $0.id == id })
    let evidence: Evidence
    switch erratum.settlement {
    case .proven(_, let prove): evidence = try prove()
    case .recorded(_, let arithmetic): evidence = arithmetic()
    case .argued(let text), .unverifiable(let text):
      #expect(!text.isEmpty)
      return
    }
    for observation in evidence.observations where !observation.holds {
      Issue.record("\(id): \(observation.what): \(observation.result)")
    }
    #expect(evidence.holds)
  }

  @Test func `no erratum is listed twice`() {
    #expect(Set(Erratum.all.map(\.id)).count == Erratum.all.count)
  }
}
