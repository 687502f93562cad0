import Terminal

/// Lines of a figure that are text.
enum FigureLines {
  /// A sentence, wrapped to a canvas.
  static func wrapped(
    _ text: String, on canvas: Figure.Canvas, indent: Int = 0, style: Style = .plain
  ) -> [StyledLine] {
    let blanks = String(repeating: " ", count: min(indent, canvas.width / 4))
    return TextWrap.lines(
      of: text, width: canvas.width, firstIndent: blanks, hangingIndent: blanks
    ).map { StyledLine($0, style) }
  }

  /// Lines as they are where they fit; wider ones are wrapped and lose their styles.
  static func fitted(_ lines: [StyledLine], on canvas: Figure.Canvas) -> [StyledLine] {
    lines.flatMap { line in
      DisplayWidth.columns(of: line.text) <= canvas.width
        ? [line] : wrapped(line.text, on: canvas)
    }
  }

  /// Text after as many blanks as fill a width.
  static func rightAligned(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }
}
