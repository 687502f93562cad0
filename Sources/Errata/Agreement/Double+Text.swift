extension Double {
  /// The number in decimal with so many digits after the point, rounded half away from zero; for
  /// numbers below 1e15.
  func text(digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { value, _ in value * 10 }
    let whole = Int((magnitude * scale).rounded())
    let unit = Int(scale)
    let fraction = String(whole % unit + unit).dropFirst()
    let sign = self < 0 && whole > 0 ? "-" : ""
    return sign + String(whole / unit) + (digits > 0 ? "." + fraction : "")
  }
}
