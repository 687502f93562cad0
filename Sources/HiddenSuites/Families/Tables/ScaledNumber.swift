/// A number of at least zero with 64 significant bits and an exponent of any size, for an oracle's long
/// sums and products: nothing overflows or vanishes, and a step is off by less than one part in 2^62.
struct ScaledNumber: Sendable {
  /// Zero, or a number with its highest bit set.
  private let significand: UInt64
  /// The number is `significand * 2^exponent`.
  private let exponent: Int

  static var zero: ScaledNumber { ScaledNumber(0) }

  /// A whole number of at least zero, rounded down to 64 bits.
  init(_ whole: Int128) {
    precondition(whole >= 0, "a scaled number is not negative")
    self.init(whole.magnitude, exponent: 0)
  }

  private init(_ bits: UInt128, exponent: Int) {
    let shift = 64 - bits.leadingZeroBitCount
    significand =
      bits == 0 ? 0 : UInt64(truncatingIfNeeded: shift > 0 ? bits >> shift : bits << -shift)
    self.exponent = bits == 0 ? 0 : exponent + shift
  }

  /// The closest Double; zero where it is below the smallest.
  var double: Double {
    // Beyond these a Double is infinite or zero.
    let exponent = min(max(exponent, -2_000), 2_000)
    return Double(sign: .plus, exponent: exponent, significand: Double(significand))
  }

  static func * (left: ScaledNumber, right: ScaledNumber) -> ScaledNumber {
    ScaledNumber(
      UInt128(left.significand) * UInt128(right.significand),
      exponent: left.exponent + right.exponent)
  }

  /// Divides by a number that is not zero.
  static func / (left: ScaledNumber, right: ScaledNumber) -> ScaledNumber {
    ScaledNumber(
      UInt128(left.significand) << 64 / UInt128(right.significand),
      exponent: left.exponent - 64 - right.exponent)
  }

  static func + (left: ScaledNumber, right: ScaledNumber) -> ScaledNumber {
    if left.significand == 0 { return right }
    if right.significand == 0 { return left }
    let (high, low) = left.exponent >= right.exponent ? (left, right) : (right, left)
    let distance = high.exponent - low.exponent
    // Both are shifted up, so that the low one's bits are there to carry.
    let bits =
      UInt128(high.significand) << 62 + (UInt128(low.significand) << 62)
      >> UInt128(min(distance, 127))
    return ScaledNumber(bits, exponent: high.exponent - 62)
  }

  /// The number multiplied with itself so many times.
  func power(_ count: Int) -> ScaledNumber {
    var (power, square, rest) = (ScaledNumber(1), self, count)
    while rest > 0 {
      if rest & 1 == 1 { power = power * square }
      square = square * square
      rest >>= 1
    }
    return power
  }

  /// Whether adding this, and a thousand times as much, would not change `sum`.
  func vanishes(beside sum: ScaledNumber) -> Bool {
    significand == 0 || sum.significand != 0 && exponent + 80 < sum.exponent
  }
}
