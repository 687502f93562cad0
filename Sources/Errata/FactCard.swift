/// A fact of history or of a product that no program can check: what is claimed, what the source says,
/// which source, and when somebody last looked.
public struct FactCard: Hashable, Sendable {
  /// The claim, as a sentence.
  public let claim: String
  /// What the source says instead, as a sentence.
  public let correction: String
  /// The source: author or publisher, title, year.
  public let source: String
  /// When the source was read, as year and month: `2026-11`; nil when it was not read again and the
  /// correction rests on a standard reference.
  public let checked: String?

  /// Records a fact.
  public init(claim: String, correction: String, source: String, checked: String?) {
    self.claim = claim
    self.correction = correction
    self.source = source
    self.checked = checked
  }
}
