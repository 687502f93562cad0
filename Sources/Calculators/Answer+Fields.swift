/// Short ways to write fields whose text follows from their value.
extension Answer.Field {
  /// A number of things.
  static func count(_ name: String, _ meaning: String, _ value: Int) -> Self {
    Self(name, meaning, .integer(value), text: value.grouped)
  }

  /// A probability.
  static func probability(_ name: String, _ meaning: String, _ value: Double) -> Self {
    Self(name, meaning, .number(value), text: value.probabilityText)
  }

  /// A number of some unit.
  static func quantity(
    _ name: String, _ meaning: String, _ value: Double, unit: String
  ) -> Self {
    Self(name, meaning, .number(value), text: value.short() + " " + unit)
  }

  /// Yes or no.
  static func truth(_ name: String, _ meaning: String, _ value: Bool) -> Self {
    Self(name, meaning, .truth(value), text: value ? "yes" : "no")
  }

  /// A word.
  static func word(_ name: String, _ meaning: String, _ value: String) -> Self {
    Self(name, meaning, .text(value), text: value)
  }
}
