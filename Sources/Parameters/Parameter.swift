/// A value that a figure or a calculator can be given: its name, what it means and what it may be.
public struct Parameter: Hashable, Sendable {
  /// What a parameter may be.
  public enum Domain: Hashable, Sendable {
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A number.
    case number(ClosedRange<Double>)
    /// One of several words.
    case choice([String])
    /// Several whole numbers, separated by commas: how many, and what each may be.
    case integers(count: ClosedRange<Int>, each: ClosedRange<Int>)
    /// Text without blanks, such as `A:1,B:2`; whoever reads it says what may be in it.
    case text
  }

  /// What it is called: `n`, `seed`.
  public let name: String
  /// What it means, with its unit, as a phrase: `the number of replicas`.
  public let meaning: String
  /// What it may be.
  public let domain: Domain
  /// What it is when nothing is said, as it would be written.
  public let standard: String

  /// Describes a parameter. A standard value outside the domain is a programming error that shows
  /// when arguments are read.
  public init(_ name: String, _ meaning: String, _ domain: Domain, standard: String) {
    self.name = name
    self.meaning = meaning
    self.domain = domain
    self.standard = standard
  }

  /// What may be written, as a phrase: `a whole number from 1 to 13`.
  public var expectation: String {
    switch domain {
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .integers(let count, let each):
      "\(count.lowerBound) to \(count.upperBound) whole numbers from \(each.lowerBound) to "
        + "\(each.upperBound), separated by commas"
    case .text: "text without blanks"
    }
  }

  /// A number as one would write it: `1`, not `1.0`.
  private static func text(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
