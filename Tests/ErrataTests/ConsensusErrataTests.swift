@testable import Errata
import Testing

@Suite("Errata of consensus")
struct ConsensusErrataTests {
  @Test(arguments: Erratum.consensusErrata.map(\.id))
  func `what is claimed is observed`(id: String) throws {
    let erratum = try #require(Erratum.consensusErrata.first { $0.id == id })
    let evidence: Evidence
    switch erratum.settlement {
    case .proven(_, let run): evidence = try run()
    case .recorded(_, let arithmetic): evidence = arithmetic()
    case .argued, .unverifiable: return
    }
    for observation in evidence.observations {
      #expect(observation.holds, "\(id): \(observation.what): \(observation.result)")
    }
    #expect(evidence.holds)
  }

  @Test func `the slice is complete`() {
    let ids = Erratum.consensusErrata.map(\.id).sorted()
    let numbers = [
      1, 2, 3, 4, 12, 17, 20, 21, 22, 34, 39, 44, 45, 46, 53, 54, 55, 59, 70, 80, 81,
    ]
    #expect(ids == numbers.map { "E-" + ($0 < 10 ? "0" : "") + "\($0)" })
  }
}
