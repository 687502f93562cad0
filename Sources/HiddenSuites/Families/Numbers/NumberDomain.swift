import Dialects
import Simulation
import Synchronization

/// The numbers that a task allows for one argument: whole ones, or decimals with so many digits.
///
/// A decimal is kept as a whole number of its last digit's units. Wider than any argument, so that
/// arithmetic on what a submission answers cannot trap.
struct NumberDomain: Hashable, Sendable {
  let range: ClosedRange<Int128>
  let notation: Notation
  /// Where answers turn, beside the ends.
  let turns: [Int128]
  /// The largest number that is drawn; larger ones stand only in examples, since many of something cost much.
  private let largestDrawn: Int128

  /// How the numbers of a domain are written.
  enum Notation: Hashable, Sendable {
    /// As numbers, with at most so many digits after the point.
    case digits(afterPoint: Int)
    /// As these words of letters, from 0 on.
    case words([String])
    /// As names: `k7`, and some that are written oddly, as `WrittenName` has them. Those that Swift calls equal
    /// are one name, unless it is their bytes that count.
    case names(Character, areBytes: Bool)
    /// As lists, which are several numbers.
    indirect case list(ListDomain)
  }

  /// How many digits may stand after the point; none for what is not a decimal.
  var decimals: Int { if case .digits(let count) = notation { count } else { 0 } }

  /// Whether the numbers stand for names.
  var isOfNames: Bool { if case .names = notation { true } else { false } }

  /// The list that stands here; nil where one number does.
  var list: ListDomain? { if case .list(let list) = notation { list } else { nil } }

  /// The numbers of a range.
  /// - Parameters:
  ///   - range: in units of the last digit.
  ///   - decimals: how many digits may stand after the point, at most 15.
  ///   - turns: where answers turn, beside the ends.
  ///   - largestDrawn: the largest number that is drawn; the largest there is unless told.
  init(
    _ range: ClosedRange<Int128>, decimals: Int = 0, turns: [Int128] = [],
    drawnTo largestDrawn: Int128? = nil
  ) {
    precondition((0...15).contains(decimals), "a Double holds no more digits")
    self.init(
      range, .digits(afterPoint: decimals), turns: turns, largestDrawn: largestDrawn)
  }

  /// Names by number.
  /// - Parameter areBytes: true where names that are written in different bytes are different, also when Swift
  ///   calls them equal.
  /// - Parameter areLong: true where names of a thousand bytes are among them, as they are where bytes count.
  init(namesWith letter: Character, areBytes: Bool = false, areLong: Bool = false) {
    self.init(
      0...Int128(areBytes || areLong ? WrittenName.lastOfBytes : WrittenName.last),
      .names(letter, areBytes: areBytes),
      turns: [Int128(WrittenName.lastPlain)])
  }

  /// The number that stands for this one and all that are equal to it.
  func first(equalTo number: Int128) -> Int128 {
    guard case .names(_, false) = notation, let name = UInt64(exactly: number) else {
      return number
    }
    return Int128(WrittenName.first(equalTo: name))
  }

  /// A choice: numbers from 0 that are written as words of letters.
  init(words: [String]) {
    self.init(0...Int128(words.count - 1), .words(words), turns: [])
  }

  /// A list of as many items as you like.
  /// - Parameters:
  ///   - pattern: how an item is written, `#` for each number: `n#: #`.
  ///   - columns: what its numbers may be; no two items have the same first one.
  ///   - longest: the most items.
  init(listOf pattern: String, _ columns: [NumberDomain], upTo longest: Int) {
    self.init(listed: ListDomain(pattern: pattern, columns: columns, longest: longest))
  }

  /// A list of this kind.
  init(listed list: ListDomain) {
    self.init(0...Int128(list.longest), .list(list), turns: [])
  }

  private init(
    _ range: ClosedRange<Int128>, _ notation: Notation, turns: [Int128],
    largestDrawn: Int128? = nil
  ) {
    self.range = range
    self.notation = notation
    self.turns = turns
    self.largestDrawn = largestDrawn ?? range.upperBound
  }

  /// Of these numbers those that are drawn.
  var drawn: NumberDomain {
    NumberDomain(range.lowerBound...largestDrawn, notation, turns: turns)
  }

  /// Every `UInt64` up to a largest one.
  static func unsigned(to largest: UInt64 = .max) -> NumberDomain {
    NumberDomain(0...Int128(largest))
  }

  /// Numbers at which something narrower, signed, rounded or off by one goes wrong: the smallest and
  /// largest of the range, those around zero, and powers of two with their neighbours.
  var boundaries: [Int128] {
    Self.knownBoundaries.withLock { known in
      if let numbers = known[self] { return numbers }
      let numbers = workedOutBoundaries
      known[self] = numbers
      return numbers
    }
  }

  private static let knownBoundaries = Mutex<[NumberDomain: [Int128]]>([:])

  private var workedOutBoundaries: [Int128] {
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
    if largestDrawn < range.upperBound { return drawn.draw(after: earlier, random: &random) }
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
