import Terminal

extension FigureText {
  /// A paragraph whose first line begins with `first` and whose others with `rest`, both as wide as each
  /// other and in the terminal's own style.
  func hanging(_ text: String, _ style: Style, first: String, rest: String) -> [StyledLine] {
    let indent = DisplayWidth.columns(of: first)
    let width = canvas.width - indent
    guard width >= 6 else { return wrapped(text, style) }
    let inner = FigureText(canvas: Figure.Canvas(width: width, isASCII: canvas.isASCII))
    let lines = inner.canvas.width > width ? wrapped(text, style) : inner.wrapped(text, style)
    guard inner.canvas.width <= width else { return lines }
    return lines.enumerated().map { index, line in
      StyledLine([StyledLine.Run(index == 0 ? first : rest)] + line.runs)
    }
  }
}
