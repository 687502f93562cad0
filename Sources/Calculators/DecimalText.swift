/// Numbers in decimal, the same text on every machine.
///
/// Rounding works on the digits of the shortest decimal that stands for the number, half away from
/// zero: no power of ten is computed. Functions of the C library may differ in their last bit from one
/// machine to another, so results of theirs are printed with seven digits at most.
extension Double {
  /// With so many decimals: `2.5` with two is `2.50`.
  func fixed(_ decimals: Int) -> String {
    Decimal(self).rounded(toExponent: -decimals).text
  }

  /// With so many significant digits, zeros at the end kept: `59.0`. Below a millionth and from a
  /// quadrillion with a power of ten: `1.234e-7`.
  func significant(_ digits: Int) -> String {
    let exact = Decimal(self)
    var rounded = exact.rounded(toExponent: exact.leading - digits + 1)
    if rounded.digits.count > digits { rounded = rounded.rounded(toExponent: rounded.exponent + 1) }
    return (-6..<15).contains(rounded.leading) ? rounded.text : rounded.scientificText
  }

  /// With at most so many significant digits and no zeros at the end; thousands are grouped.
  func short(_ digits: Int = 7) -> String {
    let text = significant(digits)
    let (mantissa, power) = text.split("e")
    let (whole, decimals) = mantissa.split(".")
    let kept = String(decimals.reversed().drop { $0 == "0" }.reversed())
    return whole.groupedByThousands + (kept.isEmpty ? "" : "." + kept)
      + (power.isEmpty ? "" : "e" + power)
  }

  /// A probability: six decimals as long as they say something, else four significant digits; close
  /// to one, as many decimals as it takes to see how close.
  var probabilityText: String {
    if self == 0 || self == 1 { return short() }
    if self < 0.001 { return significant(4) }
    return closenessText(short: 1 - self, decimals: 6)
  }

  /// A probability in per cent, with three significant digits; close to a hundred, as many as it
  /// takes to see how close.
  var percentText: String {
    if self == 0 || self == 1 { return (100 * self).short() + " %" }
    return percentText(without: 1 - self)
  }

  /// The same for a probability that lacks `rest` of certainty, where `rest` may be too small to be
  /// seen in their difference.
  func percentText(without rest: Double) -> String {
    guard self > 0 else { return "0 %" }
    if rest == 0 { return "100 %" }
    if self < 0.99 { return (100 * self).significant(3) + " %" }
    if rest < 1e-8 { return "above 99.999999 %" }
    return (100 * self).closenessText(short: 100 * rest, decimals: 1) + " %"
  }

  /// With so many decimals; where those would show nothing of `rest`, what is missing to a round
  /// number, with as many as show two digits of it.
  private func closenessText(short rest: Double, decimals: Int) -> String {
    let leading = Decimal(rest).leading
    guard leading < -decimals else { return fixed(decimals) }
    let needed = Swift.min(1 - leading, 14)
    var text = fixed(needed)
    for _ in decimals..<needed where text.hasSuffix("0") { text.removeLast() }
    return text
  }
}

extension Int {
  /// With thousands grouped: `50,000`.
  var grouped: String {
    (self < 0 ? "-" : "") + String(magnitude).groupedByThousands
  }
}

extension String {
  /// Digits with a comma before every third from the end.
  fileprivate var groupedByThousands: String {
    var grouped = ""
    for (index, digit) in enumerated() {
      let rest = count - index
      let isFirst = index == 0 || grouped.hasSuffix("-")
      if !isFirst, rest.isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }

  /// What stands before and after the first `separator`.
  fileprivate func split(_ separator: Character) -> (String, String) {
    let parts = split(separator: separator, maxSplits: 1)
    return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
  }
}

/// A number in decimal digits: `digits * 10^exponent`.
private struct Decimal {
  /// At least one digit, the first of them not zero unless it is the only one.
  var digits: [UInt8]
  var exponent: Int
  var isNegative: Bool

  /// The shortest decimal that stands for a finite number.
  init(_ number: Double) {
    let (mantissa, power) = number.magnitude.description.split("e")
    let (whole, decimals) = mantissa.split(".")
    let all = (whole + decimals).utf8.map { $0 - UInt8(ascii: "0") }
    digits = Array(all.drop { $0 == 0 })
    exponent = (Int(power) ?? 0) - decimals.count
    isNegative = number < 0
    if digits.isEmpty { self = Decimal(zeroWithExponent: exponent) }
  }

  private init(zeroWithExponent exponent: Int) {
    digits = [0]
    self.exponent = exponent
    isNegative = false
  }

  /// The power of ten of the first digit.
  var leading: Int { exponent + digits.count - 1 }

  /// Rounded, or filled up with zeros, to a last digit of that power of ten.
  func rounded(toExponent last: Int) -> Decimal {
    var result = self
    result.exponent = last
    if last <= exponent {
      result.digits += Array(repeating: 0, count: exponent - last)
      return result
    }
    let kept = digits.count - (last - exponent)
    guard kept >= 0 else { return Decimal(zeroWithExponent: last) }
    result.digits = Array(digits[..<kept])
    if digits[kept] >= 5 {
      var index = kept - 1
      while index >= 0, result.digits[index] == 9 {
        result.digits[index] = 0
        index -= 1
      }
      if index >= 0 { result.digits[index] += 1 } else { result.digits.insert(1, at: 0) }
    }
    return result.digits.isEmpty ? Decimal(zeroWithExponent: last) : result
  }

  /// All digits with a decimal point.
  var text: String {
    var all = digits.map(String.init).joined()
    if exponent > 0 { all += digits == [0] ? "" : String(repeating: "0", count: exponent) }
    if exponent < 0 {
      all = String(repeating: "0", count: Swift.max(0, 1 - exponent - all.count)) + all
      all = all.dropLast(-exponent) + "." + all.suffix(-exponent)
    }
    return (isNegative ? "-" : "") + all
  }

  /// One digit, a decimal point, the others, and the power of ten.
  var scientificText: String {
    let all = digits.map(String.init).joined()
    return (isNegative ? "-" : "") + all.prefix(1) + (all.count > 1 ? "." + all.dropFirst() : "")
      + "e\(leading)"
  }
}
