import Dialects
import Wire

/// What the functions of the exercise `finality-odds` are asked, and the right answers.
enum FinalityFunctions {
  private typealias Answer = FinalityWords.Answer
  private typealias Function = TableFunction<FinalityWords>

  /// The confirmations that the task speaks of.
  static let depths = NumberDomain(0...1_000)
  /// The attacker's share.
  static let shares = NumberDomain(0...1_000_000_000, decimals: 9, turns: [half])
  static let half: Int128 = 500_000_000
  /// Probabilities that may be asked for; none is zero.
  static let risks = NumberDomain(1...1_000_000_000_000_000, decimals: 15)
  /// What a model answers, written as a risk is.
  private static let levels = NumberDomain(0...1_000_000_000_000_000, decimals: 15)

  // The functions by number, in the order of `table`.
  static let (catchUp, nakamoto, exact, stepped) = (0, 1, 2, 3)
  static let (fewestByNakamoto, fewestExactly, fewByNakamoto, fewExactly) = (4, 5, 6, 7)

  static let table = FunctionTable<FinalityWords>(
    owner: "Finality", arguments: .init(),
    functions: [
      odds("catchUp(behind: #, attacker: #)") {
        .catchUp($0, $1)
      } expected: {
        $1.catchUp(behind: $0)
      } because: {
        "(q / p)^\($0)"
      },
      odds("nakamoto(confirmations: #, attacker: #)") {
        .nakamoto($0, $1)
      } expected: {
        $1.nakamoto(confirmations: $0)
      } because: {
        "the attacker's blocks are Poisson with mean \($0) q / p"
      },
      odds("exact(confirmations: #, attacker: #)") {
        .exact($0, $1)
      } expected: {
        $1.exact(confirmations: $0)
      } because: {
        "2 q^\($0) times the sum of C(\($0) + k - 1, k) p^k for k < \($0)"
      },
      Function(
        "confirmationsNeeded(risk: #, attacker: #) { z, _ in z < # ? 1 : z < # ? # : 0 }",
        [risks, shares, depths, depths, levels], where: { $0[2] <= $0[3] }
      ) {
        .confirmationsNeeded(
          risk: risks.value($0[0]), attacker: shares.value($0[1]),
          .steps(first: count($0[2]), last: count($0[3]), level: levels.value($0[4])))
      } expected: {
        .confirmations($0[1] >= half ? nil : count($0[4] < $0[0] ? $0[2] : $0[3]))
      } because: {
        $0[1] >= half
          ? "the attacker has half of the power"
          : "the first number with a probability below \(risks.text($0[0]))"
      },
      fewest(.nakamoto, most: 1_000), fewest(.exact, most: 1_000),
      fewest(.nakamoto, most: 80), fewest(.exact, most: 80),
    ],
    text: { answer in
      switch answer {
      case .probability(let probability): "\(probability)"
      case .confirmations(let number): number.map { "\($0)" } ?? "nil"
      }
    },
    measure: { if case .probability(let probability) = $0 { probability } else { nil } },
    // Nine digits; what is below a Double's full accuracy counts as zero.
    tolerance: Tolerance(relative: 1e-9, absolute: 1e-300))

  private static func count(_ number: Int128) -> Int { Int(clamping: number) }

  /// A function of confirmations and a share.
  private static func odds(
    _ pattern: String, call: @escaping @Sendable (Int, Double) -> FinalityWords.Call,
    expected: @escaping @Sendable (Int, Attacker) -> Double,
    because formula: @escaping @Sendable (Int) -> String
  ) -> Function {
    Function(pattern, [depths, shares]) {
      call(count($0[0]), shares.value($0[1]))
    } expected: {
      .probability(expected(count($0[0]), Attacker($0[1], in: shares)))
    } because: {
      $0[1] >= half
        ? "an attacker with half of the power wins"
        : $0[0] == 0 ? "nothing has to be made up" : formula(count($0[0]))
    }
  }

  /// `confirmationsNeeded` with one of the submission's own functions.
  /// - Parameter most: no question is asked that needs more.
  private static func fewest(_ model: Attacker.Model, most: Int) -> Function {
    @Sendable func number(_ numbers: [Int128]) -> Int? {
      Attacker(numbers[1], in: shares).confirmationsNeeded(
        risk: risks.value(numbers[0]), by: model, most: most)
    }
    return Function(
      "confirmationsNeeded(risk: #, attacker: #, model: Finality.\(model))", [risks, shares],
      where: { $0[1] >= half || number($0) != nil }
    ) {
      .confirmationsNeeded(
        risk: risks.value($0[0]), attacker: shares.value($0[1]),
        model == .exact ? .exact : .nakamoto)
    } expected: {
      .confirmations($0[1] >= half ? nil : number($0))
    } because: {
      $0[1] >= half
        ? "the attacker has half of the power"
        : "the first number with a probability below \(risks.text($0[0]))"
    }
  }
}
