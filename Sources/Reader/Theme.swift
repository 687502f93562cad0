import Terminal

/// What each part of a document looks like. Every style is within the sixteen colours of the
/// terminal and readable on light and dark.
enum Theme {
  static func heading(_ level: Int) -> Style {
    switch level {
    case 1, 2, 3: Style(.cyan, .bold)
    case 4: Style(nil, .bold)
    default: Style(nil, [.bold, .italic])
    }
  }

  static let emphasis = Style(nil, .italic)
  static let strong = Style(nil, .bold)
  static let code = Style(.green)
  static let link = Style(.blue, .underline)
  static let image = Style(.magenta)
  static let struck = Style(nil, .strikethrough)
  static let underlined = Style(nil, .underline)
  static let reference = Style(nil, .dim)
  static let rule = Style(nil, .dim)
  static let quoteBar = Style(nil, .dim)
  static let listMarker = Style(.cyan)
  static let tableHeader = Style(nil, .bold)

  /// The look of the bar of a box, by its class.
  static func box(_ name: String) -> Style {
    switch name {
    case "decision-box": Style(.magenta)
    case "truth-box": Style(.cyan)
    case "axiom-box": Style(.green)
    case "failure-vignette": Style(.red)
    default: Style(.blue)
    }
  }

  /// The look of a stretch of code in a fence. Neither yellow, which is lost on a light background,
  /// nor the dark blue that is lost on a black one.
  static func code(_ kind: CodeScanner.Kind) -> Style {
    switch kind {
    case .other: .plain
    case .keyword: Style(.magenta)
    case .type: Style(.cyan)
    case .string: Style(.green)
    case .comment: Style(nil, [.dim, .italic])
    case .number: Style(.red)
    case .attribute: Style(.magenta, .italic)
    }
  }
}
