public import Terminal

/// One row of the screen: clean text in runs of one style, never wider than the screen.
public struct FrameLine: Hashable, Sendable {
  /// Text of one style.
  public struct Run: Hashable, Sendable {
    /// The text, without control characters.
    public var text: String
    /// How it looks.
    public var style: Style
    /// Where it leads when it is clicked; nil for nowhere.
    public var hyperlink: String?
  }

  /// The runs, from left to right.
  public private(set) var runs: [Run] = []
  /// The columns the runs take.
  public private(set) var columns = 0

  /// The characters of the row, without styles.
  public var text: String { runs.map(\.text).joined() }

  /// The row as it is sent to the terminal.
  public func encoded(in mode: ColorMode) -> String {
    var output = ""
    for run in runs {
      let text = run.style.applied(to: run.text, in: mode)
      if let hyperlink = run.hyperlink, mode != .plain {
        output += "\u{1b}]8;;\(hyperlink)\u{1b}\\\(text)\u{1b}]8;;\u{1b}\\"
      } else {
        output += text
      }
    }
    return output
  }

  /// Makes an empty row.
  public init() {}

  /// Makes a row of one style: as much of `text`, which is cleaned, as fits; what does not fit
  /// leaves a mark.
  public init(_ text: String, _ style: Style = .plain, fitting width: Int) {
    append(Self.fitted(text, to: width), style)
  }

  /// Makes a row of a styled line: as much of it as fits.
  public init(_ line: StyledLine, fitting width: Int) {
    for run in line.runs {
      append(Self.fitted(run.text, to: width - columns), run.style)
      if columns >= width { return }
    }
  }

  /// Adds clean text.
  public mutating func append(
    _ text: String, _ style: Style = .plain, hyperlink: String? = nil
  ) {
    guard !text.isEmpty else { return }
    columns += DisplayWidth.columns(of: text)
    if let last = runs.last, last.style == style, last.hyperlink == hyperlink {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text: text, style: style, hyperlink: hyperlink))
    }
  }

  /// Adds blanks until the row is `width` columns wide.
  public mutating func pad(to width: Int, _ style: Style) {
    append(String(repeating: " ", count: max(0, width - columns)), style)
  }

  /// The last rows of a screen, which say something: what is said in more words than fit into a row
  /// gets some more, up to half of the screen.
  public static func message(_ text: String, size: ScreenSize) -> [FrameLine] {
    var texts = TextWrap.lines(of: text, width: size.columns)
    let rows = max(1, size.rows / 2)
    if texts.count > rows {
      texts[rows - 1] = texts[(rows - 1)...].joined(separator: " ")
      texts.removeLast(texts.count - rows)
    }
    return texts.map { text in
      var line = FrameLine(text, Style(nil, .inverse), fitting: size.columns)
      line.pad(to: size.columns, Style(nil, .inverse))
      return line
    }
  }

  /// `text` without anything a terminal would act upon, its end cut off, with `…`, if it takes more
  /// than `width` columns.
  public static func fitted(_ text: String, to width: Int) -> String {
    let bytes = Array(Sanitizer.clean(text).utf8)
    if DisplayWidth.columns(of: bytes, in: 0..<bytes.count) <= width {
      return String(decoding: bytes, as: UTF8.self)
    }
    guard width > 0 else { return "" }
    var columns = 0
    var end = 0
    while end < bytes.count {
      let cluster = DisplayCluster(in: bytes, at: end, limit: bytes.count)
      if columns + cluster.columns > width - 1 { break }
      columns += cluster.columns
      end = cluster.end
    }
    return String(decoding: bytes[..<end], as: UTF8.self) + "…"
  }
}
