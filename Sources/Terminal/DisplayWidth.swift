/// How many columns of a terminal a text takes.
///
/// East Asian wide characters and emoji take two, combining marks and other zero width characters
/// none, an emoji sequence as much as its first emoji. Expects text without line ends and control
/// characters (see `Sanitizer`); those would count as zero.
public enum DisplayWidth {
  /// The columns `text` takes.
  public static func columns(of text: some StringProtocol) -> Int {
    let bytes = Array(text.utf8)
    return columns(of: bytes, in: 0..<bytes.count)
  }

  /// The columns that `range` of `text`, valid UTF-8, takes.
  public static func columns(of text: [UInt8], in range: Range<Int>) -> Int {
    var columns = 0
    var position = range.lowerBound
    let limit = range.upperBound
    while position < limit {
      if isPlain(text[position]), position + 1 == limit || text[position + 1] < 0x80 {
        columns += 1
        position += 1
      } else {
        let cluster = DisplayCluster(in: text, at: position, limit: limit)
        columns += cluster.columns
        position = cluster.end
      }
    }
    return columns
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7f
  }

  /// Adds spaces after `text` until it takes at least `width` columns.
  public static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(of: text)))
  }
}
