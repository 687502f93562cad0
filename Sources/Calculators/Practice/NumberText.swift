import Glibc

/// Numbers as they are printed in answers.
enum NumberText {
  /// A number with at most this many decimals, without zeros at its end.
  static func rounded(_ value: Double, _ decimals: Int) -> String {
    let scale = pow(10.0, Double(decimals))
    let number = (value * scale).rounded() / scale
    return number == number.rounded() ? grouped(number) : "\(number)"
  }

  /// A whole number with commas between its thousands.
  static func grouped(_ value: Double) -> String {
    let digits = Array(String(Int(value.rounded())))
    var text = ""
    for (index, digit) in digits.enumerated() {
      let left = digits.count - index
      if left % 3 == 0, index > 0, digits[index - 1] != "-" { text += "," }
      text.append(digit)
    }
    return text
  }
}
