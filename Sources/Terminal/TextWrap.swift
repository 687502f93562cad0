/// Wraps text that has one style into lines of a width.
public enum TextWrap {
  /// The lines of `text`, none wider than `width` columns where that is possible.
  ///
  /// Line feeds in `text` stay line ends. The text is cleaned first (see `Sanitizer`).
  ///
  /// - Parameters:
  ///   - text: what to wrap.
  ///   - width: the columns a line may take, indents included.
  ///   - firstIndent: put before the first line.
  ///   - hangingIndent: put before every further line.
  /// - Returns: at least one line.
  public static func lines(
    of text: String, width: Int, firstIndent: String = "", hangingIndent: String = ""
  ) -> [String] {
    let bytes = Array(
      Sanitizer.clean(text, layout: .lines).utf8.map { $0 == 0x09 ? 0x20 : $0 })
    let indent = max(
      DisplayWidth.columns(of: firstIndent), DisplayWidth.columns(of: hangingIndent))
    var breaker = LineBreaker(bytes, in: 0..<bytes.count, width: width - indent)
    var lines: [String] = []
    while let range = breaker.next() {
      let line = String(decoding: bytes[range], as: UTF8.self)
      lines.append(line.isEmpty ? "" : (lines.isEmpty ? firstIndent : hangingIndent) + line)
    }
    return lines.isEmpty ? [firstIndent] : lines
  }
}
