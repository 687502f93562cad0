import Checking
import Dialects
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

@Suite("Tables with decimals and probabilities")
struct TableDecimalsTests {
  private let shares = NumberDomain(0...1_000_000, decimals: 6, turns: [500_000])

  @Test func `decimals are written as a learner writes them, and read back`() {
    for (number, text) in [
      (0, "0"), (1, "0.000001"), (300_000, "0.3"), (50_000, "0.05"), (1_000_000, "1"),
    ] as [(Int128, String)] {
      #expect(shares.text(number) == text)
      #expect(shares.number(in: text) == number)
    }
    let signed = NumberDomain(-2_000...2_000, decimals: 3)
    #expect(signed.text(-1_250) == "-1.25")
    #expect(signed.number(in: "-1.25") == -1_250)
    for text in [
      "", ".", ".5", "0.", "0.30", "00.3", "0.0000001", "1e-3", "0.3.1", "-0", "0.-3", "+1",
      String(repeating: "9", count: 80),
    ] {
      #expect(shares.number(in: text) == nil, "\(text)")
    }
  }

  @Test func `a submission is given what a literal is`() {
    #expect(shares.value(300_000) == 0.3)
    #expect(shares.value(999_999) == 0.999999)
    #expect(NumberDomain(0...1_000_000_000, decimals: 9).value(123_456_789) == 0.123456789)
  }

  @Test func `decimals are drawn within their range, of all lengths and magnitudes`() {
    for domain in [
      shares, NumberDomain(500...999, decimals: 3), NumberDomain(7...7, decimals: 2),
      NumberDomain(-250 ... -100, decimals: 2),
    ] {
      var random = RandomSource(seed: 3)
      var drawn: Set<Int128> = []
      for _ in 0..<400 {
        let number = domain.draw(after: [600_000], random: &random)
        #expect(domain.range.contains(number))
        drawn.insert(number)
        let simpler = domain.simpler(than: number)
        #expect(simpler.allSatisfy(domain.range.contains) && !simpler.contains(number))
        #expect(domain.text(number).utf8.count <= domain.decimals + 3)
      }
      #expect(domain.boundaries.allSatisfy(domain.range.contains))
      #expect(domain.small(30).allSatisfy(domain.range.contains))
      if domain == shares {
        #expect(drawn.count > 150)
        #expect(drawn.contains { $0 > 0 && $0 < 100 })
        #expect(drawn.contains { $0 > 900_000 && $0 % 10 != 0 })
        #expect(domain.boundaries.filter { (499_999...500_001).contains($0) }.count == 3)
      }
    }
  }

  @Test func `what is simpler is shorter, so shrinking ends`() {
    for number: Int128 in [123_457, 123_450, 600_000, 1_000_000, 7] {
      for simpler in shares.simpler(than: number) {
        let (own, others) = (shares.text(number).utf8.count, shares.text(simpler).utf8.count)
        #expect(others < own || others == own && simpler < number, "\(number) \(simpler)")
      }
    }
    #expect(shares.simpler(than: 0).isEmpty)
    #expect(shares.simpler(than: 123_457).contains(123_450))
    #expect(shares.simpler(than: 123_457).contains(200_000))
  }

  @Test func `close is close, and what is no number never is`() {
    let relative = Tolerance(relative: 1e-9, absolute: 1e-300)
    #expect(relative.allows(0.25 * (1 + 5e-10), for: 0.25))
    #expect(!relative.allows(0.25 * (1 + 2e-9), for: 0.25))
    #expect(!relative.allows(1e-30, for: 2e-30))
    #expect(relative.allows(0, for: 1e-301))
    #expect(!relative.allows(-1e-17, for: 1e-58))
    for answer in [Double.nan, .signalingNaN, .infinity, -.infinity, .greatestFiniteMagnitude] {
      #expect(!relative.allows(answer, for: 1))
      #expect(!Tolerance(absolute: 1e-12).allows(answer, for: 0))
    }
  }

  @Test func `a row worked out by hand stands for what rounds to it`() throws {
    for (row, number, holds) in [
      ("2/3", 2.0 / 3, true), ("2/3", 0.66667, false), ("0.132111", 0.1321111692, true),
      ("0.132111", 0.1321117, false), ("1.761e-127", 1.760564e-127, true),
      ("1.761e-127", 1.762e-127, false), ("1", 1, true), ("1", 0.9999999, false),
      ("1.000000", 0.9999999, true), ("5e-07", 5.2e-07, true),
    ] {
      #expect(try #require(WrittenNumber(row)).standsFor(number) == holds, "\(row) \(number)")
    }
    for text in ["", "a", "1/", "1/0", "/2", "0.1.2"] { #expect(WrittenNumber(text) == nil) }
  }

  @Test func `scaled numbers keep their digits where doubles end`() {
    let third = ScaledNumber(1) / ScaledNumber(3)
    #expect(third.double == 1.0 / 3)
    #expect((third + third + third).double == 1)
    #expect((ScaledNumber(1) / ScaledNumber(1_000)).power(2_000).double == 0)
    let far = third.power(1_000) * ScaledNumber(3).power(1_000)
    #expect((far.double - 1).magnitude < 1e-15)
    #expect(ScaledNumber(3).power(1_000).double == .infinity)
    #expect((ScaledNumber.zero + third).double == third.double)
    #expect((ScaledNumber.zero * third).double == 0)
    #expect(ScaledNumber(.max).double == 0x1p127)
    #expect(third.power(200).vanishes(beside: third))
    #expect(!third.vanishes(beside: third))
  }

  @Test func `the oracle counts and sums what the references multiply`() throws {
    #expect(pascal[100, 50] == 100_891_344_545_564_193_334_812_497_256)
    #expect(pascal[5, 6] == 0)
    #expect(meetingPairs(3, 1, 2).meeting == 6 && meetingPairs(3, 1, 2).all == 9)
    let domain = NumberDomain(0...1_000, decimals: 3)
    for z in [1, 7, 60, 340, 1_000] {
      for share: Int128 in [1, 20, 300, 450, 499] {
        let attacker = Attacker(share, in: domain)
        let q = domain.value(share)
        for (ours, theirs) in [
          (attacker.exact(confirmations: z), Finality.exact(confirmations: z, attacker: q)),
          (attacker.nakamoto(confirmations: z), Finality.nakamoto(confirmations: z, attacker: q)),
          (attacker.catchUp(behind: z), Finality.catchUp(behind: z, attacker: q)),
        ] {
          #expect(Tolerance(relative: 1e-10, absolute: 1e-300).allows(theirs, for: ours))
        }
      }
    }
  }

  @Test func `a wrong probability is told in the fewest digits that fail`() throws {
    var messages: [String: String] = [:]
    for stage in finalityOddsSuite.stages(for: .ofOwnCode) {
      for (check, verdict) in zip(
        stage.checks, try stage.run(InProcessSubject(CancellingOdds.self)))
      {
        if case .failed(let failure) = verdict { messages[check.name] = failure.message }
      }
    }
    #expect(
      messages["half-of-the-power-needs-for-ever"]?.hasSuffix(
        "with half of the power there must be none") == true)
    #expect(
      messages["below-the-risk-by-any-model"]?.contains(
        "it must be 1 (the first number with a probability below") == true)
    #expect(
      messages["small-probabilities-keep-their-digits"]?.hasPrefix(
        "nakamoto(confirmations: 100, attacker: 0.1) is 0.0; it must be 8.03881") == true)
  }
}

/// Names by number, odd ones among them.
@Suite("Names that are drawn")
struct NameDomainTests {
  private let domain = NumberDomain(namesWith: "k")

  private func numbersOf(_ endings: [String]) -> [Int128] {
    endings.compactMap { ending in
      NumberDomain.oddNames.first { domain.name($0)?.utf8.elementsEqual("k\(ending)".utf8) == true }
    }
  }

  @Test func `every name is read as it is written, also within a sentence`() throws {
    let form = NumberForm("put(#, #)", [domain, NumberDomain(0...9)])
    for number in Array(0...3) + Array(Int128(WrittenName.lastPlain) - 1...domain.range.upperBound)
    {
      #expect(domain.number(in: domain.text(number)) == number)
      let sentence = form.text([number, 7])
      #expect(form.numbers(in: sentence) == [number, 7], "\(sentence)")
    }
    let accents = numbersOf(["\u{E9}", "e\u{301}"])
    #expect(accents.map(domain.text) == ["\"k\\u{E9}\"", "\"ke\\u{301}\""])
    for text in ["", "k", "K1", "k01", "\"k1\"", "\"", "\"K1", "x1", "k4294967296"] {
      #expect(domain.number(in: text) == nil, "\(text)")
    }
  }

  @Test func `no two names are written alike, and those that Swift calls equal are one`() {
    let numbers = NumberDomain.oddNames
    let odd = numbers.compactMap(domain.name)
    #expect(odd.count == numbers.count)
    #expect(Set(odd.map { Array($0.utf8) } + [Array("k1".utf8)]).count == odd.count + 1)
    #expect(["", "K1", "k1 ", " k1", "k01"].allSatisfy(odd.contains))
    for (number, name) in zip(numbers, odd) {
      for (other, another) in zip(numbers, odd) {
        let areOne = domain.first(equalTo: number) == domain.first(equalTo: other)
        #expect(areOne == (name == another), "\(name.unicodeScalars) \(another.unicodeScalars)")
      }
      #expect(domain.first(equalTo: number) == odd.firstIndex(of: name).map { numbers[$0] })
    }
    // Composed and not, a sign of its own, Hangul, accents in another order; but no ligature.
    let equal = numbers.filter { domain.first(equalTo: $0) != $0 }
    #expect(equal.count == 6)
    #expect(domain.first(equalTo: 1) == 1)
    let bytes = NumberDomain(namesWith: "k", areBytes: true)
    #expect(numbers.allSatisfy { bytes.first(equalTo: $0) == $0 })
  }

  @Test func `a name is told apart from what is none of ours`() {
    #expect(domain.text(Int128(-1)) == "another name")
    #expect(domain.text(.max) == "another name")
    #expect(domain.text(1) == "k1")
  }
}
