import Reader
import Terminal

extension Book.Page {
  /// The page as Markdown that any reader shows: its figures drawn as blocks of text.
  /// - Parameter width: the columns a figure may take.
  public func exported(width: Int) -> String {
    let insets = Book.insets(isPlain: false)
    var lines: [String] = []
    var isFigure = false
    // A figure is the block's first line and its last, with nothing between them.
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if isFigure {
        isFigure = false
      } else if line.hasPrefix("```figure "),
        let drawn = insets.draw(String(line.dropFirst(3)), "", width)
      {
        lines += ["```text"] + drawn.map(\.text)
        isFigure = true
        continue
      }
      lines.append(String(line))
    }
    return lines.joined(separator: "\n")
  }
}
