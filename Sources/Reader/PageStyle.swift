public import Terminal

/// How a document is set.
public struct PageStyle: Hashable, Sendable {
  /// What may be sent besides text. `plain` also sets the text differently: headings keep their
  /// `##`, bars and rules give way to the characters Markdown itself uses.
  public var colorMode: ColorMode
  /// True when links with a scheme of the web may become links of the terminal (OSC 8). All other
  /// links, and all links otherwise, are numbered and listed at the end of their section.
  public var hasHyperlinks: Bool
  /// True when boxes drawn in code get a straight right border where only blanks are wrong; code is
  /// otherwise as written. Never true for `plain`, which may be copied.
  public var mendsBoxes: Bool
  /// True for a page on a screen that follows links itself: no link is numbered, and the page knows
  /// where its links and headings are.
  public var isNavigable: Bool

  /// Text only, for pipes, files, screen readers and copying.
  public static let plain = PageStyle(colorMode: .plain)

  /// Describes a way of setting documents.
  public init(
    colorMode: ColorMode, hasHyperlinks: Bool = true, mendsBoxes: Bool = true,
    isNavigable: Bool = false
  ) {
    self.colorMode = colorMode
    self.isNavigable = isNavigable
    self.hasHyperlinks = hasHyperlinks && colorMode != .plain
    self.mendsBoxes = mendsBoxes && colorMode != .plain
  }

  /// True when nothing but text may come out.
  var isPlain: Bool { colorMode == .plain }
}
