/// Where in a text a reader was, in a form that is the same at every width.
public struct ReadingPlace: Hashable, Sendable, Codable {
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
