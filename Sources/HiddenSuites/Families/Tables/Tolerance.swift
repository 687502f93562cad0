/// How far an answer may be from the right one.
struct Tolerance: Hashable, Sendable {
  /// The share of the right answer by which it may be off.
  var relative: Double = 0
  /// By how much it may be off besides.
  var absolute: Double = 0

  /// Whether an answer is close enough. What is no number, or infinite, is never.
  func allows(_ answer: Double, for right: Double) -> Bool {
    answer.isFinite && (answer - right).magnitude <= relative * right.magnitude + absolute
  }
}

/// A number as a row worked out by hand has it: a decimal of so many digits, or a fraction.
struct WrittenNumber: Sendable {
  private let value: Double
  /// By how much what it stands for may differ from it.
  private let uncertainty: Double

  /// Reads `0.0132`, `1.8e-07`, `7` or `2/3`; nil for anything else.
  init?(_ text: String) {
    let terms = text.split(separator: "/", omittingEmptySubsequences: false)
    if terms.count == 2 {
      guard let above = Double(terms[0]), let below = Double(terms[1]), below > 0 else {
        return nil
      }
      value = above / below
      uncertainty = 1e-15
      return
    }
    guard let value = Double(text) else { return nil }
    self.value = value
    let parts = text.split(separator: "e", omittingEmptySubsequences: false)
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let point = parts[0].firstIndex(of: ".")
    guard let point else {
      // A whole number is exact.
      uncertainty = parts.count == 2 ? Double("0.5e\(exponent)") ?? 0 : 1e-15
      return
    }
    let digits = parts[0].distance(from: point, to: parts[0].endIndex) - 1
    // Half a unit of the last digit, and what rounding to it may lose.
    uncertainty = Double("0.500001e\(exponent - digits)") ?? 0
  }

  /// Whether this is how the number would be written with as many digits.
  func standsFor(_ number: Double) -> Bool { (number - value).magnitude <= uncertainty }
}
