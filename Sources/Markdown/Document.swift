import CCmark

/// A parsed Markdown document: CommonMark 0.30 as libcmark reads it, plus the tables of GitHub
/// Flavored Markdown and front matter.
///
/// A value: nothing of libcmark is left in it. The content is as the author wrote it and may hold
/// control characters (character references can spell any); whoever shows it must clean it.
public struct Document: Hashable, Sendable {
  /// What stood between dashes at the top; nil when there was nothing.
  public internal(set) var frontMatter: FrontMatter?
  /// Every block, a container before what is in it.
  public internal(set) var blocks: [Block] = []
  /// Every inline of every block, a container before what is in it.
  public internal(set) var inlines: [Inline] = []
  /// Where links and images point.
  public internal(set) var targets: [LinkTarget] = []
  /// The content literals refer to, valid UTF-8.
  public internal(set) var content: [UInt8] = []

  /// The version of libcmark, such as `0.30.2`.
  public static var parserVersion: String { String(cString: cmark_version_string()) }

  /// Parses Markdown. Never fails: every text is a document.
  public init(parsing text: String) {
    self.init(source: Array(text.utf8))
  }

  /// Parses Markdown from bytes; what is not UTF-8 becomes U+FFFD.
  public init(parsing bytes: [UInt8]) {
    self.init(parsing: String(decoding: bytes, as: UTF8.self))
  }

  private init(source: [UInt8]) {
    var start = source.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    var linesBefore = 0
    if start == 0, let split = FrontMatter.split(source) {
      frontMatter = split.frontMatter
      start = split.end
      linesBefore = split.lines
    }
    SyntaxTree(source, from: start).convert(into: &self, linesBefore: linesBefore)
  }

  /// The text of a literal.
  public func text(of literal: Literal) -> String {
    String(decoding: content[literal.range], as: UTF8.self)
  }

  /// The words of inlines without their markup; line ends become spaces, HTML is left out.
  public func plainText(of inlines: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for inline in self.inlines[inlines] {
      switch inline.kind {
      case .text, .code: bytes.append(contentsOf: content[inline.literal.range])
      case .softBreak, .lineBreak: bytes.append(0x20)
      case .html, .emphasis, .strong, .link, .image: break
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
