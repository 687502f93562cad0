import Simulation

// Which decimals are tried.

extension NumberDomain {
  /// One, in units of the last digit.
  var one: Int128 { Self.power(decimals) }

  private static func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in 10 * power }
  }

  /// The number as a submission is given it. Of all Doubles it is the closest to the decimal, as a
  /// literal in Swift is.
  func value(_ number: Int128) -> Double { Double(number) / Double(one) }

  /// How many digits after the point it takes to write a number.
  private func digits(_ number: Int128) -> Int {
    var (digits, rest) = (decimals, number)
    while digits > 0, rest % 10 == 0 {
      digits -= 1
      rest /= 10
    }
    return digits
  }

  /// The largest number with so many digits after the point that is not above this one.
  private func roundedDown(_ number: Int128, digits: Int) -> Int128 {
    let step = Self.power(decimals - digits)
    let rest = number % step
    return number - (rest < 0 ? rest + step : rest)
  }

  /// The numbers that are written with the fewest digits, at most so many, the shortest first.
  func shortest(_ count: Int) -> [Int128] {
    var found: [Int128] = []
    for digits in 0...decimals {
      let step = Self.power(decimals - digits)
      var number = roundedDown(range.lowerBound + step - 1, digits: digits)
      while number <= range.upperBound, found.count < count {
        if self.digits(number) == digits { found.append(number) }
        number += step
      }
    }
    return found
  }

  /// Numbers with fewer digits, or as many and smaller, the simplest first.
  func shorter(than number: Int128) -> [Int128] {
    func isSimpler(_ other: Int128) -> Bool {
      let (own, others) = (digits(number), digits(other))
      return others < own || others == own && other.magnitude < number.magnitude
    }
    var numbers = shortest(11)
    for digits in 0...decimals {
      let below = roundedDown(number, digits: digits)
      let step = Self.power(decimals - digits)
      numbers += [below, below + step, below - step]
    }
    var known: Set<Int128> = []
    return numbers.filter {
      range.contains($0) && isSimpler($0) && known.insert($0).inserted
    }
  }

  /// A decimal: at a boundary, with any number of digits, at any distance from where answers turn, or
  /// beside an earlier one.
  func drawDecimal(after earlier: [Int128], random: inout RandomSource) -> Int128 {
    let width = max(1, Int(clamping: range.upperBound - range.lowerBound))
    let number: Int128
    switch random.index(below: earlier.isEmpty ? 3 : 4) {
    case 0:
      let boundaries = boundaries
      number = boundaries[random.index(below: boundaries.count)]
    case 1:
      let anywhere = range.lowerBound + Int128(random.index(below: width) + 1)
      number = roundedDown(anywhere, digits: 1 + random.index(below: decimals))
    case 2:
      // What is close to an end or a turn has a small complement.
      let marks = [range.lowerBound, range.upperBound] + turns
      let magnitude = width >> random.index(below: 1 + Int.bitWidth - width.leadingZeroBitCount)
      let distance = Int128(random.index(below: magnitude + 1))
      let mark = marks[random.index(below: marks.count)]
      let isBelow = mark == range.upperBound || mark > range.lowerBound && random.chance(1, in: 2)
      number = isBelow ? mark - distance : mark + distance
    default:
      number = earlier[random.index(below: earlier.count)] + Int128(random.index(below: 3)) - 1
    }
    return min(max(number, range.lowerBound), range.upperBound)
  }
}
