/// A chapter, or a section of one: `clocks` or `clocks#merging`.
public struct SectionReference: Hashable, Sendable, CustomStringConvertible {
  /// The chapter's id.
  public let chapter: String
  /// The section's anchor; nil for the chapter as a whole.
  public let section: String?

  /// Reads `chapter` or `chapter#section`.
  public init(_ text: String) {
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    chapter = parts.first.map(String.init) ?? ""
    section = parts.count > 1 ? String(parts[1]) : nil
  }

  /// As it is written: `chapter#section`.
  public var description: String {
    section.map { chapter + "#" + $0 } ?? chapter
  }
}
