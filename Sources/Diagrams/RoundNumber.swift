/// A number with few decimal digits, `digits * 10^exponent`, that prints as exactly that.
struct RoundNumber: Hashable {
  /// The digits, without a decimal point.
  let digits: Int
  /// The power of ten they are multiplied by.
  let exponent: Int

  /// Describes a number.
  init(digits: Int, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  /// Rounds a finite number to three significant digits.
  init(rounding number: Double) {
    var scaled = number.magnitude
    var exponent = 0
    if scaled > 0 {
      while scaled >= 1000 {
        scaled /= 10
        exponent += 1
      }
      while scaled < 99.95 {
        scaled *= 10
        exponent -= 1
      }
    }
    let digits = Int(scaled.rounded())
    self.init(digits: number < 0 ? -digits : digits, exponent: exponent)
  }

  /// The number in decimal: plain between 0.0001 and a million, `1.5e-6` outside.
  var text: String {
    var digits = String(digits.magnitude)
    var exponent = exponent
    while digits.count > 1, digits.hasSuffix("0") {
      digits.removeLast()
      exponent += 1
    }
    guard digits != "0" else { return "0" }
    let sign = self.digits < 0 ? "-" : ""
    let leading = digits.count - 1 + exponent
    guard (-4..<6).contains(leading) else {
      let rest = digits.dropFirst()
      return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e\(leading)"
    }
    if exponent >= 0 { return sign + digits + String(repeating: "0", count: exponent) }
    let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
    return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
  }
}
