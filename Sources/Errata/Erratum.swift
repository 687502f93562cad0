/// A place where the documents this book mirrors are wrong: what they say, what is true, and what
/// settles it.
public struct Erratum: Sendable, Identifiable {
  /// What believing the documents does to a reader.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// Followed as it stands, it loses or corrupts what was stored, decides twice, or says what is not
    /// so, and nobody is told. What exactly is its `harm`.
    case unsafe
    /// A fact, a number or a line of code is not so; what follows from it is noticed, or is no loss.
    case wrong
    /// True as far as it goes, but incomplete, without a source, or easily taken for more.
    case misleading
  }

  /// What the correction rests on.
  public enum Grade: String, Hashable, Sendable, CaseIterable {
    /// The documents' code, ours or a protocol was run.
    case run
    /// Numbers were computed, or cases counted.
    case computed
    /// A source was read; nothing of ours can show it.
    case lookedUp = "looked up"
    /// By definition or by argument.
    case argued
    /// Neither the claim nor its opposite was found confirmed.
    case unconfirmed
  }

  /// What settles an erratum.
  public enum Settlement: Sendable {
    /// Something that runs: as printed it fails, ours passes.
    /// `method` says in one sentence what is run.
    case proven(method: String, @Sendable () throws -> Evidence)
    /// Arithmetic on what the documents say, or a count of all cases. `method` says what is computed.
    case computed(method: String, @Sendable () throws -> Evidence)
    /// A fact of history or of a product, looked up; what its numbers imply is computed.
    case recorded(FactCard, arithmetic: @Sendable () -> Evidence)
    /// A matter of definition or judgement that no run settles; the argument, in Markdown.
    case argued(String)
    /// Neither the documents' claim nor its opposite could be confirmed; says why.
    case unverifiable(reason: String)
  }

  /// Its number: `E-05`.
  public let id: String
  /// How much harm it does.
  public let severity: Severity
  /// Where it stands: `first document, lines 351 and 383 to 384`.
  public let place: String
  /// What is often said, in our own words; Markdown, one paragraph.
  public let said: String
  /// What is true and why; Markdown, one paragraph.
  public let truth: String
  /// What settles it.
  public let settlement: Settlement

  /// Describes an erratum.
  public init(
    _ id: String, _ severity: Severity, place: String, said: String, truth: String,
    settlement: Settlement
  ) {
    self.id = id
    self.severity = severity
    self.place = place
    self.said = said
    self.truth = truth
    self.settlement = settlement
  }
}
