import Dialects
import Simulation

/// The numbers that a task allows for one argument: whole ones, or decimals with so many digits.
///
/// A decimal is kept as a whole number of its last digit's units. Wider than any argument, so that
/// arithmetic on what a submission answers cannot trap.
struct NumberDomain: Hashable, Sendable {
  let range: ClosedRange<Int128>
  let notation: Notation
  /// Where answers turn, beside the ends.
  let turns: [Int128]

  /// How the numbers of a domain are written.
  enum Notation: Hashable, Sendable {
    /// As numbers, with at most so many digits after the point.
    case digits(afterPoint: Int)
    /// As these words of letters, from 0 on.
    case words([String])
    /// As names: `k7`, and some that are written oddly, as `WrittenName` has them.
    case names(Character)
  }

  /// How many digits may stand after the point; none for what is not a decimal.
  var decimals: Int { if case .digits(let count) = notation { count } else { 0 } }

  /// Whether the numbers stand for names.
  var isOfNames: Bool { if case .names = notation { true } else { false } }

  /// The numbers of a range.
  /// - Parameters:
  ///   - range: in units of the last digit.
  ///   - decimals: how many digits may stand after the point, at most 15.
  ///   - turns: where answers turn, beside the ends.
  init(_ range: ClosedRange<Int128>, decimals: Int = 0, turns: [Int128] = []) {
    precondition((0...15).contains(decimals), "a Double holds no more digits")
    self.init(range, .digits(afterPoint: decimals), turns: turns)
  }

  /// Names by number.
  init(namesWith letter: Character) {
    self.init(
      0...Int128(WrittenName.last), .names(letter), turns: [Int128(WrittenName.lastPlain)])
  }

  /// A choice: numbers from 0 that are written as words of letters.
  init(words: [String]) {
    self.init(0...Int128(words.count - 1), .words(words), turns: [])
  }

  private init(_ range: ClosedRange<Int128>, _ notation: Notation, turns: [Int128]) {
    self.range = range
    self.notation = notation
    self.turns = turns
  }

  /// Every `UInt64` up to a largest one.
  static func unsigned(to largest: UInt64 = .max) -> NumberDomain {
    NumberDomain(0...Int128(largest))
  }

  /// Numbers at which something narrower, signed, rounded or off by one goes wrong: the smallest and
  /// largest of the range, those around zero, and powers of two with their neighbours.
  var boundaries: [Int128] {
    var numbers: Set<Int128> = [-2, -1, 0, 1, 2, 3]
    for end in [range.lowerBound, range.upperBound] + turns {
      for distance: Int128 in -1...1 { numbers.insert(end + distance) }
    }
    if decimals > 0 { numbers.formUnion(shortest(11)) }
    for exponent in 2...64 {
      let power: Int128 = 1 << Int128(exponent)
      for distance: Int128 in -1...1 {
        numbers.insert(power + distance)
        numbers.insert(-power + distance)
      }
    }
    return numbers.filter(range.contains).sorted()
  }

  /// The smallest of its numbers that are nearest to zero, at most so many; of decimals, the shortest.
  func small(_ count: Int) -> [Int128] {
    if decimals > 0 { return shortest(count) }
    let start = max(range.lowerBound, min(0, range.upperBound))
    return Array(start...min(range.upperBound, start + Int128(count) - 1))
  }

  /// A number of the range: at a boundary, of some magnitude, or close to where one of the earlier
  /// arguments makes an answer turn.
  /// - Parameter earlier: the earlier arguments that are written with as many decimals.
  func draw(after earlier: [Int128], random: inout RandomSource) -> Int128 {
    if decimals > 0 { return drawDecimal(after: earlier, random: &random) }
    let number: Int128
    switch random.index(below: earlier.isEmpty ? 2 : 5) {
    case 0:
      let boundaries = boundaries
      number = boundaries[random.index(below: boundaries.count)]
    case 1:
      let magnitude = random.next() >> UInt64(random.index(below: 64))
      let isNegative = range.lowerBound < 0 && random.chance(1, in: 2)
      number = isNegative ? -Int128(magnitude) : Int128(magnitude)
    case 2:
      number = earlier[random.index(below: earlier.count)] + Int128(random.index(below: 5)) - 2
    default:
      let last = earlier[earlier.count - 1]
      let distance = Int128(random.index(below: 5)) - 2
      number = random.chance(1, in: 2) ? earlier[0] - last + distance : earlier[0] / 2 + distance
    }
    return min(max(number, range.lowerBound), range.upperBound)
  }

  /// Simpler numbers than this one, the simplest first.
  func simpler(than number: Int128) -> [Int128] {
    if decimals > 0 { return shorter(than: number) }
    var numbers = small(17)
    let start = numbers[0]
    for exponent in (0...64).reversed() {
      let distance: Int128 = 1 << Int128(exponent)
      numbers.append(number > start ? number - distance : number + distance)
    }
    let bounds = number > start ? start...number : number...max(start, number)
    var known: Set<Int128> = [number]
    return numbers.filter { bounds.contains($0) && range.contains($0) && known.insert($0).inserted }
  }
}

/// The numbers of several arguments that go together.
struct NumberSpace: Sendable {
  let domains: [NumberDomain]
  /// Whether numbers, each in its domain, are ones the task speaks of together.
  let isAllowed: @Sendable ([Int128]) -> Bool

  /// True for numbers that the task speaks of.
  func contains(_ numbers: [Int128]) -> Bool {
    numbers.count == domains.count
      && zip(domains, numbers).allSatisfy { $0.range.contains($1) } && isAllowed(numbers)
  }

  /// All combinations of small numbers, at most about so many.
  func small(_ count: Int) -> [[Int128]] {
    var side = 1
    while power(side + 1) <= count { side += 1 }
    var all: [[Int128]] = [[]]
    for domain in domains {
      all = all.flatMap { start in domain.small(side).map { start + [$0] } }
    }
    return all.filter(isAllowed)
  }

  private func power(_ side: Int) -> Int {
    var power = 1
    for _ in domains where power < 1 << 20 { power *= side }
    return domains.isEmpty ? .max : power
  }

  /// Reads numbers as their domains write them.
  func numbers(in texts: [some StringProtocol]) -> [Int128]? {
    guard texts.count == domains.count else { return nil }
    let numbers = zip(domains, texts).compactMap { $0.number(in: String($1)) }
    return contains(numbers) ? numbers : nil
  }

  /// Numbers at boundaries: all of them for one argument, each with drawn companions for several.
  func atBoundaries(random: inout RandomSource) -> [[Int128]] {
    if domains.count == 1 { return domains[0].boundaries.map { [$0] }.filter(isAllowed) }
    var all: [[Int128]] = []
    for (place, domain) in domains.enumerated() {
      for boundary in domain.boundaries {
        if let numbers = draw(random: &random, fixed: (place, boundary)) { all.append(numbers) }
      }
    }
    return all
  }

  /// So many combinations at random.
  func draw(_ count: Int, random: inout RandomSource) -> [[Int128]] {
    (0..<count).compactMap { _ in draw(random: &random, fixed: nil) }
  }

  private func draw(
    random: inout RandomSource, fixed: (place: Int, number: Int128)?
  ) -> [Int128]? {
    for _ in 0..<12 {
      var numbers: [Int128] = []
      for (place, domain) in domains.enumerated() {
        let alike = zip(domains, numbers).filter { $0.0.decimals == domain.decimals }.map(\.1)
        numbers.append(
          fixed.map { $0.place == place } == true
            ? fixed?.number ?? 0 : domain.draw(after: alike, random: &random))
      }
      if contains(numbers) { return numbers }
    }
    return nil
  }

  /// Simpler combinations: one number less at a time.
  func simpler(than numbers: [Int128]) -> [[Int128]] {
    domains.indices.flatMap { place in
      domains[place].simpler(than: numbers[place]).compactMap { number in
        var simpler = numbers
        simpler[place] = number
        return contains(simpler) ? simpler : nil
      }
    }
  }
}
