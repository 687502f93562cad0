import Errata
import Testing

@Suite("Errata")
struct EvidenceTests {
  @Test(arguments: Erratum.all.map(\.id))
  func `every erratum's evidence holds`(_ id: String) throws {
    let erratum = try #require(Erratum.all.first { $0.id == id })
    let evidence: Evidence
    switch erratum.settlement {
    case .proven(_, let proof): evidence = try proof()
    case .recorded(_, let arithmetic): evidence = arithmetic()
    case .argued, .unverifiable: return
    }
    #expect(!evidence.observations.isEmpty)
    for observation in evidence.observations {
      #expect(observation.holds, "\(observation.what): \(observation.result)")
    }
  }

  @Test func `no erratum is listed twice`() {
    #expect(Set(Erratum.all.map(\.id)).count == Erratum.all.count)
  }
}
