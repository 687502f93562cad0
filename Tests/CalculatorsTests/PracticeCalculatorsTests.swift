import Calculators
import Parameters
import Testing

@Suite("Calculators of production systems, choices and incidents")
struct PracticeCalculatorsTests {
  private func text(_ calculator: String, _ field: String, _ words: String...) throws -> String {
    let found = try #require(Calculator.named(calculator))
    let answer = try found.answer(words)
    return try #require(answer.fields.first { $0.name == field }).text
  }

  @Test(arguments: [
    ("lead=13", "share=0.6", "10.8 hours"), ("lead=13", "share=0.7", "5.4 hours"),
    ("lead=8", "share=0.8", "2.2 hours"), ("lead=8", "share=0.4", "never, on average"),
  ])
  func `a chain that is behind overtakes by its share of the work`(
    lead: String, share: String, expected: String
  ) throws {
    #expect(try text("fork", "hours", lead, share) == expected)
  }

  @Test func `a minority seldom overtakes`() throws {
    #expect(try text("fork", "chance", "lead=5", "share=0.4") == "13.2 %")
    #expect(try text("fork", "chance", "lead=13", "share=0.4") == "0.514 %")
  }

  @Test func `orphaned rewards and durations are those on record`() throws {
    #expect(try text("fork", "coins") == "600 BTC")
    #expect(try text("fork", "dollars", "price=37") == "22,200 dollars")
    #expect(try text("outage", "seconds") == "87,060 s")
    #expect(try text("outage", "ratio") == "2,025")
  }

  @Test func `floors and totals follow from distance and latency`() throws {
    #expect(try text("fibre", "floor", "km=15500") == "152 ms")
    #expect(try text("two-phase", "total", "local=10", "rtt=80") == "100 ms")
  }

  @Test func `a choice takes needs by name and refuses others`() throws {
    #expect(
      try text("choose", "choice", "use=custom", "needs=cut-off,merge") == "mergeable type")
    #expect(try text("choose", "reference", "use=money") == "total order")
    let choose = try #require(Calculator.named("choose"))
    #expect(throws: ArgumentError.self) { try choose.answer(["use=custom", "needs=speed"]) }
    // A kind of data has its needs; others would be passed over.
    #expect(throws: ArgumentError.self) { try choose.answer(["use=cart", "needs=history"]) }
  }
}
