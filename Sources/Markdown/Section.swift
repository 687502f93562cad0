/// A part of a document: a heading and everything up to the next heading of its level or above.
public struct Section: Hashable, Sendable {
  /// The heading's words, as written; clean them before showing them.
  public var title: String
  /// What follows the `#` in a link to the section, made as GitHub makes it: lower case, spaces
  /// become hyphens, other punctuation goes, and `-1`, `-2`, … tell equal headings apart.
  public var anchor: String
  /// The heading's level, 1 to 6.
  public var level: Int
  /// Where the heading starts.
  public var start: SourcePosition
  /// The section's blocks, heading included, as indices into `Document.blocks`.
  public var blocks: Range<Int>
}

extension Document {
  /// The sections in order, each subsection after the section it is part of. Headings inside
  /// quotations and lists start no section.
  public var sections: [Section] {
    var sections: [Section] = []
    var open: [Int] = []
    var uses: [String: Int] = [:]
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      if case .heading(let level) = block.kind {
        while let last = open.last, sections[last].level >= level {
          sections[last].blocks = sections[last].blocks.lowerBound..<index
          open.removeLast()
        }
        let title = plainText(of: block.inlines)
        open.append(sections.count)
        sections.append(
          Section(
            title: title, anchor: Self.anchor(for: title, uses: &uses), level: level,
            start: block.start, blocks: index..<blocks.count))
      }
      index = block.next
    }
    return sections
  }

  /// The section a link's `#anchor` means; nil when there is none.
  ///
  /// Exact matches come first; then case and extra hyphens are forgiven, so that a heading with an
  /// emoji in front is found without the hyphen the emoji leaves behind.
  public func section(named anchor: String) -> Section? {
    let sections = sections
    if let section = sections.first(where: { $0.anchor == anchor }) { return section }
    let wanted = Self.forgiving(anchor)
    return wanted.isEmpty ? nil : sections.first { Self.forgiving($0.anchor) == wanted }
  }

  private static func anchor(for title: String, uses: inout [String: Int]) -> String {
    var anchor = ""
    for scalar in title.lowercased().unicodeScalars {
      switch scalar {
      case " ", "-": anchor.unicodeScalars.append("-")
      case "_": anchor.unicodeScalars.append("_")
      default:
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil
          || (properties.generalCategory == .nonspacingMark && !properties.isVariationSelector)
        {
          anchor.unicodeScalars.append(scalar)
        }
      }
    }
    let count = uses[anchor, default: 0]
    uses[anchor] = count + 1
    return count == 0 ? anchor : "\(anchor)-\(count)"
  }

  private static func forgiving(_ anchor: String) -> String {
    anchor.lowercased().split(separator: "-").joined(separator: "-")
  }
}
