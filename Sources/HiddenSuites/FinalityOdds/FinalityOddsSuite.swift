import Checking
import Dialects
import Wire

/// The hidden tests of the exercise `finality-odds`.
let finalityOddsSuite = ComposedSuite(
  exercise: "finality-odds", version: 1,
  repeatability: .answersAlike(
    "Asked the same again, a function answers the same.", chapter: section, points: 4),
  parts: [TablePart(name: "finality-odds", table: Functions.table, checks: oddsChecks)])

private let section = "finality#what-the-attacker-can-do"
private let safely = "finality#computing-it-safely"

private typealias Functions = FinalityFunctions
private typealias Answer = FinalityWords.Answer
private typealias Question = FunctionTable<FinalityWords>.Question

/// Shares with which the attacker may lose, and those with which he wins.
private let minorities = NumberDomain(0...Functions.half - 1, decimals: 9)
private let majorities = NumberDomain(Functions.half...2 * Functions.half, decimals: 9)
private let accuracy = Functions.table.tolerance

private let ruin = Teaching("Nakamoto 2008, section 11: the gambler's ruin", in: section)
private let whitepaper = Teaching("Nakamoto 2008, section 11", in: section)
private let races = Teaching("Grunspan and Pérez-Marco 2017, abstract", in: section)
private let safety = Teaching("Nakamoto 2008, section 11; summed without cancelling", in: safely)
private let rosenfeld = Teaching("Rosenfeld 2014, section 3", in: "finality#six-confirmations")

/// Rows of one share: confirmations, and the answer.
private func rows(
  _ function: String, _ share: String, _ answers: KeyValuePairs<Int, String>
) -> [(call: String, answer: String)] {
  answers.map { ("\(function): \($0.key), attacker: \(share))", $0.value) }
}

private func isClose(_ answer: Answer, to right: Double) -> Bool {
  if case .probability(let answer) = answer { accuracy.allows(answer, for: right) } else { false }
}

private let three = [Functions.catchUp, Functions.nakamoto, Functions.exact]

/// A law of each of the three probabilities: how it answers two questions.
private func lawOfEach(
  _ domains: [NumberDomain], questions: @escaping @Sendable ([Int128]) -> [[Int128]],
  complaint: @escaping @Sendable (_ first: Double, _ second: Double) -> String?
) -> TableCheck<FinalityWords>.Look {
  .laws(
    three.map { function in
      TableLaw(domains) {
        questions($0).map { Question(function, $0) }
      } complaint: { _, answers in
        let values = answers.map { Functions.table.measure($0) ?? .nan }
        return complaint(values[0], values[1])
      }
    })
}

/// Whether a probability is at most another, but for the digits that do not count.
private func isAtMost(_ answer: Double, _ other: Double) -> Bool {
  answer <= other * (1 + accuracy.relative) + accuracy.absolute
}

private let oddsChecks: [TableCheck<FinalityWords>] = [
  TableCheck(
    ruin.check(
      "catching-up-is-the-gamblers-ruin",
      "From z blocks behind, an attacker draws level with probability (q / p)^z.", .examples, 8),
    .rows(
      rows("catchUp(behind", "0.2", [1: "1/4", 2: "1/16", 3: "1/64"])
        + rows("catchUp(behind", "0.3", [1: "3/7", 2: "9/49", 6: "0.006196"])
        + rows("catchUp(behind", "0.4", [1: "2/3", 5: "32/243"])
        + rows("catchUp(behind", "0.45", [3: "0.547708", 30: "0.002429"]))),
  TableCheck(
    whitepaper.check(
      "the-whitepapers-table", "Nakamoto's approximation gives the whitepaper's own numbers.",
      .examples, 9),
    .rows(
      rows(
        "nakamoto(confirmations", "0.1",
        [
          1: "0.2045873", 2: "0.0509779", 3: "0.0131722", 4: "0.0034552", 5: "0.0009137",
          6: "0.0002428", 7: "0.0000647", 8: "0.0000173", 9: "0.0000046", 10: "0.0000012",
        ])
        + rows(
          "nakamoto(confirmations", "0.3",
          [
            5: "0.1773523", 6: "0.132111", 10: "0.0416605", 15: "0.0101008", 20: "0.0024804",
            25: "0.0006132", 30: "0.0001522", 35: "0.0000379", 40: "0.0000095",
          ])
        + rows(
          "nakamoto(confirmations", "0.45", [1: "0.919776", 20: "0.536554", 100: "0.102079"]))),
  TableCheck(
    races.check(
      "the-exact-table",
      "The exact probability is 2q for one confirmation, and falls as the "
        + "negative binomial sum says.", .examples, 9),
    .rows(
      rows("exact(confirmations", "0.1", [1: "0.2", 2: "0.056", 3: "0.01712", 6: "0.0005914"])
        + rows(
          "exact(confirmations", "0.3",
          [1: "0.6", 2: "0.432", 3: "0.32616", 6: "0.156450", 10: "0.065107", 30: "0.001277"])
        + rows(
          "exact(confirmations", "0.4", [1: "0.8", 6: "0.493004", 60: "0.027196", 100: "0.004320"])
        + rows("exact(confirmations", "0.45", [1: "0.9", 20: "0.528630", 100: "0.156776"]))),
  TableCheck(
    ruin.check(
      "half-of-the-power-wins", "With half of the power or more, the attacker wins whatever z is.",
      .cases, 7),
    // The second question shows that the function tells cases apart.
    lawOfEach([Functions.depths, majorities]) {
      [$0, [1, $0[1] / 4]]
    } complaint: { probability, _ in
      accuracy.allows(probability, for: 1) ? nil : "with half of the power it must be 1"
    }, .fewOfEach),
  TableCheck(
    ruin.check(
      "unconfirmed-is-unsafe", "Without confirmations, any attacker replaces the payment.", .cases,
      5),
    lawOfEach([Functions.shares]) {
      [[0] + $0, [1] + $0]
    } complaint: { probability, _ in
      accuracy.allows(probability, for: 1) ? nil : "for z = 0 it must be 1"
    }, .fewOfEach),
  TableCheck(
    ruin.check(
      "no-power-no-chance", "An attacker without any power replaces nothing that is confirmed.",
      .examples, 4),
    .rows(
      ["catchUp(behind", "nakamoto(confirmations", "exact(confirmations"].flatMap {
        rows($0, "0", [1: "0", 2: "0", 100: "0"])
      })),
  TableCheck(
    safety.check(
      "small-probabilities-keep-their-digits",
      "However small a probability is, it has nine digits, and is never negative.", .examples, 8),
    .rows(
      rows("nakamoto(confirmations", "0.1", [100: "8.039e-58", 20: "2.463e-12"])
        + rows("nakamoto(confirmations", "0.05", [19: "1.876e-17", 60: "4.909e-53"])
        + rows(
          "nakamoto(confirmations", "0.02", [100: "1.761e-127", 20: "2.842e-26", 6: "1.571e-08"])
        + rows("exact(confirmations", "0.1", [100: "2.998e-46", 20: "2.068e-10"])
        + rows("exact(confirmations", "0.02", [100: "1.585e-112", 20: "1.003e-23", 6: "5.424e-08"])
        + rows("catchUp(behind", "0.1", [100: "3.765e-96"]))),
  TableCheck(
    safety.check(
      "long-waits", "Nothing overflows where factorials would.", .examples, 6),
    .rows(
      rows("nakamoto(confirmations", "0.2", [150: "1.885e-42", 172: "1.564e-48"])
        + rows("nakamoto(confirmations", "0.45", [340: "0.000994721"])
        + rows("exact(confirmations", "0.2", [150: "6.447e-31", 172: "3.281e-35"])
        + rows("exact(confirmations", "0.3", [200: "7.062e-17"])
        + rows("exact(confirmations", "0.45", [340: "0.008967896"]))),
  TableCheck(
    safety.check(
      "each-confirmation-helps", "One confirmation more never helps the attacker.", .cases, 6),
    lawOfEach([NumberDomain(0...999), minorities]) {
      [$0, [$0[0] + 1, $0[1]]]
    } complaint: { sooner, later in
      isAtMost(later, sooner) ? nil : "with one confirmation more it must not be more"
    }, .fewOfEach),
  TableCheck(
    safety.check(
      "more-power-wins-more", "An attacker with a larger share never has the smaller probability.",
      .cases, 6),
    lawOfEach([Functions.depths, minorities]) {
      [$0, [$0[0], $0[1] + ($0[1] + 3) / 4]]
    } complaint: { weaker, stronger in
      isAtMost(weaker, stronger) ? nil : "with more power it must not be less"
    }, .fewOfEach),
  TableCheck(
    rosenfeld.check(
      "confirmations-for-one-in-a-thousand",
      "The fewest confirmations with a risk below 0.1 % are the whitepaper's by its formula, and "
        + "more exactly.", .examples, 9),
    .rows(
      [
        ("0.1", 5, 6), ("0.15", 8, 9), ("0.2", 11, 13), ("0.25", 15, 20), ("0.3", 24, 32),
        ("0.35", 41, 58), ("0.4", 89, 133), ("0.45", 340, 539),
      ].flatMap { share, approximately, exactly in
        [("nakamoto", approximately), ("exact", exactly)].map {
          (
            "confirmationsNeeded(risk: 0.001, attacker: \(share), model: Finality.\($0))", "\($1)"
          )
        }
      })),
  TableCheck(
    ruin.check(
      "half-of-the-power-needs-for-ever",
      "Against half of the power no number of confirmations is enough, whatever the model says.",
      .cases, 4),
    .law(
      TableLaw([Functions.risks, majorities]) { numbers in
        [
          Question(Functions.fewestByNakamoto, numbers), Question(Functions.fewestExactly, numbers),
          Question(Functions.stepped, numbers + [2, 5, 0]),
          Question(Functions.stepped, [numbers[0], numbers[1] / 4, 2, 5, 0]),
        ]
      } complaint: { _, answers in
        answers[..<3].allSatisfy { $0 == .confirmations(nil) }
          ? nil : "with half of the power there must be none"
      }), .few),
  TableCheck(
    rosenfeld.check(
      "confirmations-for-any-risk", "The fewest confirmations are found for any risk and share.",
      .cases, 5),
    .oracle([Functions.fewByNakamoto, Functions.fewExactly]), .fewOfEach),
  TableCheck(
    rosenfeld.check(
      "below-the-risk-by-any-model",
      "The number is the first with which the model that is passed is below the risk, not at it.",
      .cases, 5),
    .oracle([Functions.stepped]), .few),
  TableCheck(
    safety.check(
      "a-thousand-confirmations",
      "Probabilities are right for up to 1,000 confirmations and any share, and come at once.",
      .cases, 5),
    .oracle(three), .few),
]
