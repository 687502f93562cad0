/// How a piece of text looks: a colour and any of a few attributes.
public struct Style: Hashable, Sendable {
  /// Ways text can look apart from its colour.
  public struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit per attribute.
    public let rawValue: UInt8

    /// Makes the set with these bits.
    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Bold, or bright where a terminal has no bold.
    public static let bold = Self(rawValue: 1)
    /// Fainter than the rest.
    public static let dim = Self(rawValue: 2)
    /// Slanted.
    public static let italic = Self(rawValue: 4)
    /// Underlined.
    public static let underline = Self(rawValue: 8)
    /// Foreground and background exchanged.
    public static let inverse = Self(rawValue: 16)
    /// Struck through.
    public static let strikethrough = Self(rawValue: 32)
  }

  /// The colour of the text; nil for the terminal's own.
  public var color: Color?
  /// The attributes that are on.
  public var attributes: Attributes

  /// Text as the terminal shows it by itself.
  public static let plain = Style()

  /// Describes a look.
  public init(_ color: Color? = nil, _ attributes: Attributes = []) {
    self.color = color
    self.attributes = attributes
  }

  /// This style inside `outer`: attributes of both, this one's colour where it has one.
  public func within(_ outer: Style) -> Style {
    Style(color ?? outer.color, attributes.union(outer.attributes))
  }

  /// The escape sequence that switches from no style to this one; empty when there is nothing to
  /// switch or `mode` allows no escape sequence.
  public func opening(in mode: ColorMode) -> String {
    guard mode != .plain else { return "" }
    var codes: [String] = []
    for (attribute, code) in Self.attributeCodes where attributes.contains(attribute) {
      codes.append(code)
    }
    if mode == .colors, let color { codes.append("\(color.foregroundCode)") }
    return codes.isEmpty ? "" : "\u{1b}[\(codes.joined(separator: ";"))m"
  }

  /// The escape sequence that switches every style off again.
  public static let closing = "\u{1b}[0m"

  /// `text` in this style, switched off at its end. The text itself must be clean (`Sanitizer`).
  public func applied(to text: String, in mode: ColorMode) -> String {
    let opening = opening(in: mode)
    return opening.isEmpty || text.isEmpty ? text : opening + text + Self.closing
  }

  private static let attributeCodes: [(Attributes, String)] = [
    (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.inverse, "7"),
    (.strikethrough, "9"),
  ]
}
