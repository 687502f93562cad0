import Foundation
import Solutions
import Testing

@Suite("Finality")
struct FinalityTests {
  private static let shares = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.49]

  /// Confirmations, then the probability for each of `shares`.
  private static let approximated = """
    0 1 1 1 1 1 1 1 1 1 1 1
    1 0.040197 0.101204 0.204587 0.309698 0.415899 0.522312 0.627749 0.730625 0.828861 0.919776 0.984996
    2 0.002010 0.012646 0.050978 0.115041 0.203929 0.315444 0.445717 0.588811 0.736403 0.877717 0.977714
    3 1.045e-04 0.001641 0.013172 0.044228 0.103242 0.196115 0.324584 0.484459 0.664168 0.844395 0.972131
    4 5.517e-06 2.163e-04 0.003455 0.017253 0.052998 0.123512 0.239127 0.402512 0.603401 0.815614 0.967403
    5 2.937e-07 2.875e-05 9.137e-04 0.006784 0.027416 0.078357 0.177352 0.336365 0.550625 0.789786 0.963212
    6 1.571e-08 3.838e-06 2.428e-04 0.002680 0.014251 0.049943 0.132111 0.282171 0.503980 0.766105 0.959400
    10 1.318e-13 1.251e-09 1.241e-06 6.701e-05 0.001067 0.008450 0.041660 0.142805 0.359976 0.685424 0.946479
    20 2.842e-26 2.540e-18 2.463e-12 7.040e-09 1.743e-06 1.061e-04 0.002480 0.027659 0.163560 0.536554 0.921927
    30 6.270e-39 5.280e-27 5.010e-18 7.594e-13 2.929e-09 1.372e-06 1.522e-04 0.005524 0.076464 0.428473 0.902376
    60 6.962e-77 4.909e-53 4.372e-35 9.909e-25 1.448e-17 3.104e-12 3.700e-08 4.644e-05 0.008251 0.227887 0.856133
    100 1.761e-127 9.808e-88 8.039e-58 1.449e-40 1.254e-28 9.508e-20 5.806e-13 8.251e-08 4.423e-04 0.102079 0.807694
    """

  private static let exact = """
    0 1 1 1 1 1 1 1 1 1 1 1
    1 0.040000 0.100000 0.200000 0.300000 0.400000 0.500000 0.600000 0.700000 0.800000 0.900000 0.980000
    2 0.002368 0.014500 0.056000 0.121500 0.208000 0.312500 0.432000 0.563500 0.704000 0.850500 0.970004
    3 1.552e-04 0.002316 0.017120 0.053224 0.115840 0.207031 0.326160 0.470339 0.634880 0.813746 0.962510
    4 1.067e-05 3.872e-04 0.005456 0.024206 0.066688 0.141113 0.252072 0.399691 0.579584 0.783424 0.956267
    5 7.540e-07 6.644e-05 0.001782 0.011257 0.039163 0.097855 0.197617 0.343439 0.533135 0.757158 0.950807
    6 5.424e-08 1.160e-05 5.914e-04 0.005314 0.023308 0.068655 0.156450 0.297367 0.493004 0.733755 0.945895
    10 1.604e-12 1.188e-08 7.860e-06 2.870e-04 0.003158 0.017807 0.065107 0.174947 0.372184 0.657928 0.929606
    20 1.003e-23 5.208e-16 2.068e-10 2.479e-07 2.672e-05 7.473e-04 0.008674 0.053573 0.204117 0.528630 0.899957
    30 7.206e-35 2.617e-23 6.211e-15 2.432e-10 2.550e-07 3.507e-05 0.001277 0.017837 0.119104 0.439334 0.877381
    60 3.450e-68 4.281e-45 2.160e-28 2.930e-19 2.805e-13 4.529e-09 5.002e-06 7.874e-04 0.027196 0.273116 0.826919
    100 1.585e-112 4.694e-74 2.998e-46 4.577e-31 3.864e-21 3.563e-14 3.682e-09 1.440e-05 0.004320 0.156776 0.777547
    """

  private static func printed(_ probability: Double) -> String {
    probability == 1
      ? "1" : String(format: probability < 0.001 ? "%.3e" : "%.6f", probability)
  }

  private static func rows(_ model: (Int, Double) -> Double) -> String {
    [0, 1, 2, 3, 4, 5, 6, 10, 20, 30, 60, 100].map { z in
      ([String(z)] + shares.map { printed(model(z, $0)) }).joined(separator: " ")
    }.joined(separator: "\n")
  }

  @Test func `Nakamoto's approximation is the table's, to every digit`() {
    #expect(Self.rows(Finality.nakamoto) == Self.approximated)
  }

  @Test func `the exact probability is the table's, to every digit`() {
    #expect(Self.rows(Finality.exact) == Self.exact)
  }

  /// Nakamoto 2008, section 11: z and P for q = 0.1 and for q = 0.3.
  @Test(arguments: [
    (0.1, 0, 1.0), (0.1, 1, 0.2045873), (0.1, 2, 0.0509779), (0.1, 3, 0.0131722),
    (0.1, 4, 0.0034552), (0.1, 5, 0.0009137), (0.1, 6, 0.0002428), (0.1, 7, 0.0000647),
    (0.1, 8, 0.0000173), (0.1, 9, 0.0000046), (0.1, 10, 0.0000012), (0.3, 0, 1.0),
    (0.3, 5, 0.1773523), (0.3, 10, 0.0416605), (0.3, 15, 0.0101008), (0.3, 20, 0.0024804),
    (0.3, 25, 0.0006132), (0.3, 30, 0.0001522), (0.3, 35, 0.0000379), (0.3, 40, 0.0000095),
    (0.3, 45, 0.0000024), (0.3, 50, 0.0000006),
  ])
  func `the whitepaper's own numbers come out`(q: Double, z: Int, probability: Double) {
    #expect(abs(Finality.nakamoto(confirmations: z, attacker: q) - probability) <= 0.5e-7)
  }

  @Test func `the fewest confirmations for a risk of a thousandth are the tables'`() {
    let shares = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45]
    func needed(_ model: (Int, Double) -> Double) -> [Int?] {
      shares.map { Finality.confirmationsNeeded(risk: 0.001, attacker: $0, model: model) }
    }
    #expect(needed(Finality.nakamoto) == [5, 8, 11, 15, 24, 41, 89, 340])
    #expect(needed(Finality.exact) == [6, 9, 13, 20, 32, 58, 133, 539])
    let printed = Finality.nakamoto(confirmations: 340, attacker: 0.45)
    #expect(abs(printed - 0.00099472) < 0.5e-8)
  }

  @Test func `the fewest confirmations are enough, and one less is not`() throws {
    for (risk, q) in [(0.5, 0.1), (1e-3, 0.33), (1e-9, 0.2), (1e-30, 0.05), (0.9999, 0.45)] {
      for model in [Finality.exact, Finality.nakamoto] {
        let z = try #require(Finality.confirmationsNeeded(risk: risk, attacker: q, model: model))
        #expect(model(z, q) < risk)
        #expect(z == 0 || model(z - 1, q) >= risk)
      }
    }
    #expect(Finality.confirmationsNeeded(risk: 1.5, attacker: 0.1, model: Finality.exact) == 0)
  }

  @Test func `half of the power wins, and no confirmations protect`() {
    for q in [0.5, 0.6, 1] {
      for z in [0, 1, 1000] {
        #expect(Finality.catchUp(behind: z, attacker: q) == 1)
        #expect(Finality.nakamoto(confirmations: z, attacker: q) == 1)
        #expect(Finality.exact(confirmations: z, attacker: q) == 1)
      }
      #expect(Finality.confirmationsNeeded(risk: 0.1, attacker: q, model: Finality.exact) == nil)
    }
    for q in [0, 0.1, 0.49] {
      #expect(Finality.catchUp(behind: 0, attacker: q) == 1)
      #expect(Finality.nakamoto(confirmations: 0, attacker: q) == 1)
      #expect(Finality.exact(confirmations: 0, attacker: q) == 1)
    }
    #expect(Finality.exact(confirmations: 1, attacker: 0) == 0)
    #expect(Finality.nakamoto(confirmations: 1, attacker: 0) == 0)
    #expect(Finality.catchUp(behind: 1, attacker: 0) == 0)
  }

  @Test func `a number that has no bound is not searched for ever`() {
    #expect(
      Finality.confirmationsNeeded(
        risk: 0.001, attacker: 0.4999, limit: 1000, model: Finality.exact) == nil)
    #expect(
      Finality.confirmationsNeeded(
        risk: 0.001, attacker: 0.45, limit: 539, model: Finality.exact) == 539)
    #expect(
      Finality.confirmationsNeeded(
        risk: 0.001, attacker: 0.45, limit: 538, model: Finality.exact) == nil)
  }

  @Test func `at one confirmation the exact probability is twice the share`() {
    for q in Self.shares {
      #expect(abs(Finality.exact(confirmations: 1, attacker: q) - 2 * q) < 1e-13)
    }
  }

  @Test func `probabilities stay in 0...1 and never rise with confirmations, up to a thousand`() {
    for q in [0.001, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.49, 0.499] {
      for model in [Finality.exact, Finality.nakamoto, Finality.catchUp] {
        var last = 1.0
        for z in Array(0...60) + Array(stride(from: 100, through: 1000, by: 50)) {
          let probability = model(z, q)
          #expect(probability >= 0 && probability <= last, "z=\(z) q=\(q)")
          last = probability
        }
      }
    }
  }

  @Test func `probabilities rise with the attacker's share`() {
    for z in [1, 6, 100, 1000] {
      for model in [Finality.exact, Finality.nakamoto] {
        let probabilities = stride(from: 0.05, to: 0.5, by: 0.01).map { model(z, $0) }
        #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 < $1 || $0 == 0 })
      }
    }
  }

  /// The other exact form, `1 - sum of C(k+z-1, k) (p^z q^k - q^z p^k)` over k < z, by plain products:
  /// right where nothing cancels.
  @Test func `the exact probability equals its other form`() {
    for z in 1...20 {
      for q in [0.2, 0.3, 0.4, 0.45] {
        let p = 1 - q
        var binomial = 1.0
        var sum = 0.0
        for k in 0..<z {
          if k > 0 { binomial *= Double(z + k - 1) / Double(k) }
          let z = Double(z)
          let k = Double(k)
          sum += binomial * (pow(p, z) * pow(q, k) - pow(q, z) * pow(p, k))
        }
        #expect(abs(Finality.exact(confirmations: z, attacker: q) - (1 - sum)) < 1e-13)
      }
    }
  }

  @Test func `a minority catches up as the incident's figures say`() {
    let odds = [1, 2, 5, 8, 13].map { Finality.catchUp(behind: $0, attacker: 0.4) }
    #expect(
      odds.map { String(format: "%.4f", $0) } == ["0.6667", "0.4444", "0.1317", "0.0390", "0.0051"])
  }
}
