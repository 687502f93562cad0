/// Lines of one of the two documents.
public struct Citation: Hashable, Sendable {
  /// One of the two texts this book mirrors.
  public enum Document: String, Hashable, Sendable, CaseIterable {
    /// *The Solutions*.
    case first
    /// *Pillar 3: Distribution of Truth*.
    case second

    /// How many lines it has, in the version that the numbers refer to.
    public var lineCount: Int {
      switch self {
      case .first: 593
      case .second: 775
      }
    }
  }

  /// The document.
  public let document: Document
  /// Its lines, from 1, in rising order.
  public let lines: [ClosedRange<Int>]

  /// Reads `first document, lines 351 and 383 to 384`; nil for anything else.
  init?(_ text: Substring) {
    guard let found = text.wholeMatch(of: /\s*(first|second) document, lines? (.*)/),
      let document = Document(rawValue: String(found.1))
    else { return nil }
    var lines: [ClosedRange<Int>] = []
    for part in found.2.split(separator: #/, | and /#) {
      let ends = part.split(separator: " to ").compactMap { Int($0) }
      guard let low = ends.first, let high = ends.last, low <= high else { return nil }
      lines.append(low...high)
    }
    self.document = document
    self.lines = lines
  }
}

extension Erratum {
  /// Where the documents say what is corrected; empty where `place` is not written as it should be.
  public var citations: [Citation] {
    let parts = place.split(separator: ";")
    let citations = parts.compactMap { Citation($0) }
    return citations.count == parts.count ? citations : []
  }
}
