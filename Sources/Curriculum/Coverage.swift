/// Where a chapter covers what the two documents contain.
///
/// A row is one item of a document: a heading, a box, a figure, a class. `S0` is "The Solutions", `S1`
/// is "Pillar 3: Distribution of Truth".
public struct Coverage: Hashable, Sendable {
  /// The anchor of the section; nil for the text before the first section.
  public let section: String?
  /// The rows the section covers.
  public let rows: [String]

  /// Every row of both documents, in the order in which they stand there.
  public static let allRows: [String] =
    (1...54).map { "S0-" + number($0) } + (1...103).map { "S1-" + number($0) }

  /// Says that a section covers these rows.
  public init(section: String?, rows: [String]) {
    self.section = section
    self.rows = rows
  }

  private static func number(_ value: Int) -> String {
    (value < 10 ? "0" : "") + String(value)
  }
}
