/// A place in a text that is the same at every width, and survives most changes of the text.
public struct Place: Hashable, Sendable {
  /// The anchor of the section; nil before the first one.
  public var section: String?
  /// The letters and digits between the start of the section and the place.
  public var letters: Int

  /// Describes a place.
  public init(section: String?, letters: Int) {
    self.section = section
    self.letters = letters
  }
}
