@testable import Errata
import Testing

@Suite("Errata of consensus")
struct ConsensusErrataTests {
  @Test func `the slice is complete`() {
    let ids = Erratum.consensusErrata.map(\.id).sorted()
    let numbers = [
      1, 2, 3, 4, 12, 17, 20, 21, 22, 34, 39, 44, 45, 46, 53, 54, 55, 59, 70, 80, 81,
    ]
    #expect(ids == numbers.map { "E-" + ($0 < 10 ? "0" : "") + "\($0)" })
  }
}
