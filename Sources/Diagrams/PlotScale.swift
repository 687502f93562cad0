import Glibc

/// An axis: which numbers it spans and where its ticks are.
struct PlotScale {
  /// A marked number of an axis.
  struct Tick {
    /// Where it is: 0 at the axis's start, 1 at its end.
    let position: Double
    /// The number as it is written.
    let label: String
  }

  /// The marked numbers, from the least.
  let ticks: [Tick]
  private let lower: Double
  private let upper: Double
  private let isLogarithmic: Bool

  /// A linear axis over `numbers`.
  /// - Parameters:
  ///   - count: about how many ticks there is room for, at least one.
  ///   - isWhole: true to have no ticks between whole numbers.
  ///   - endsAtTicks: true to begin and end the axis at ticks, and at zero rather than near it.
  init(linear numbers: ClosedRange<Double>, count: Int, isWhole: Bool = false, endsAtTicks: Bool) {
    var (lower, upper) = (numbers.lowerBound, numbers.upperBound)
    if endsAtTicks, lower > 0, lower < upper / 2 { lower = 0 }
    if lower == upper {
      lower -= lower == 0 ? 0 : lower.magnitude / 2
      upper += upper == 0 ? 1 : upper.magnitude / 2
    }
    let spacing = (upper - lower) / Double(max(count, 1))
    let (factor, exponent) = Self.step(atLeast: isWhole ? max(1, spacing) : spacing)
    let step = Double(factor) * pow(10, Double(exponent))
    // A millionth of a step is an error of rounding.
    let first =
      endsAtTicks ? (lower / step + 1e-6).rounded(.down) : (lower / step - 1e-6).rounded(.up)
    let last =
      endsAtTicks ? (upper / step - 1e-6).rounded(.up) : (upper / step + 1e-6).rounded(.down)
    if endsAtTicks {
      lower = first * step
      upper = last * step
    }
    self.lower = lower
    self.upper = upper
    isLogarithmic = false
    ticks = stride(from: first, through: last, by: 1).map { multiple in
      Tick(
        position: (multiple * step - lower) / (upper - lower),
        label: RoundNumber(digits: Int(multiple) * factor, exponent: exponent).text)
    }
  }

  /// A logarithmic axis over `numbers`, which are above zero, that begins and ends at powers of ten.
  /// Its ticks are powers of ten at even distances, one of them at 1 where that is on the axis.
  init(logarithmic numbers: ClosedRange<Double>, count: Int) {
    var first = Int((log10(numbers.lowerBound) + 1e-9).rounded(.down))
    let last = Int((log10(numbers.upperBound) - 1e-9).rounded(.up))
    if first >= last { first = last - 1 }
    lower = Double(first)
    upper = Double(last)
    isLogarithmic = true
    let span = last - first
    let (factor, exponent) = Self.step(atLeast: Double(span) / Double(max(count, 1)))
    let step = exponent < 0 ? 1 : factor * Int(pow(10, Double(exponent)))
    ticks = (first...last).filter { $0.isMultiple(of: step) }.map { power in
      Tick(
        position: Double(power - first) / Double(span),
        label: RoundNumber(digits: 1, exponent: power).text)
    }
  }

  /// Where a number lies: 0 at the axis's start, 1 at its end.
  func position(of number: Double) -> Double {
    ((isLogarithmic ? log10(number) : number) - lower) / (upper - lower)
  }

  /// The least of 1, 2 and 5 times a power of ten that is not below `least`.
  private static func step(atLeast least: Double) -> (factor: Int, exponent: Int) {
    let exponent = Int(log10(least).rounded(.down))
    let scaled = least / pow(10, Double(exponent))
    for factor in [1, 2, 5] where scaled <= Double(factor) * (1 + 1e-9) {
      return (factor, exponent)
    }
    return (1, exponent + 1)
  }
}
