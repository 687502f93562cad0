import Parameters
import Testing

@Suite("Arguments of figures and calculators")
struct ArgumentsTests {
  private let parameters = [
    Parameter("n", "the number of replicas", .integer(1...9), standard: "3"),
    Parameter("q", "the attacker's share", .number(0...1), standard: "0.1"),
    Parameter(
      "rtt", "round trips in milliseconds", .integers(count: 1...3, each: 0...500),
      standard: "70,80"),
    Parameter("model", "the formula", .choice(["exact", "nakamoto"]), standard: "exact"),
  ]

  @Test func `what is not written has its standard value`() throws {
    let arguments = try Arguments(["n=5"], for: parameters, of: "dial")
    #expect(arguments.integer("n") == 5)
    #expect(arguments.number("q") == 0.1)
    #expect(arguments.integers("rtt") == [70, 80])
    #expect(arguments.text("model") == "exact")
    #expect(arguments.words == ["n=5"])
  }

  @Test(arguments: [
    (["n"], "'n' is no argument; write name=value, as in n=3"),
    (["m=1"], "dial has no parameter 'm'; it takes n, q, rtt, model"),
    (["n=1", "n=2"], "'n' is given twice"),
    (["n=0"], "'n=0': n, the number of replicas, takes a whole number from 1 to 9"),
    (["q=nan"], "'q=nan': q, the attacker's share, takes a number from 0 to 1"),
    (
      ["rtt=1,,2"],
      "'rtt=1,,2': rtt, round trips in milliseconds, takes 1 to 3 whole numbers from 0 to 500, separated by commas"
    ),
    (["model=x"], "'model=x': model, the formula, takes one of exact, nakamoto"),
  ])
  func `words that cannot be taken are named with what to write`(
    _ words: [String], _ message: String
  ) {
    #expect(throws: ArgumentError(message)) {
      try Arguments(words, for: parameters, of: "dial")
    }
  }
}
