extension String {
  /// The same in printable ASCII: common signs spelt out, a question mark for what has no spelling.
  public var printableASCII: String {
    String(String.UnicodeScalarView(unicodeScalars.flatMap(Self.spelling)))
  }

  private static func spelling(of scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    let spelt =
      switch scalar {
      case " "..."~": String(scalar)
      case "\u{a0}": " "
      case "→", "⇒", "►": "->"
      case "←", "⇐", "◄": "<-"
      case "‐", "‑", "–", "—", "−": "-"
      case "‘", "’": "'"
      case "“", "”": "\""
      case "…": "..."
      case "×": "x"
      case "≤": "<="
      case "≥": ">="
      case "≠": "!="
      case "∅": "{}"
      case "∈": "in"
      case "∪": "union"
      case "∩": "intersection"
      default: "?"
      }
    return spelt.unicodeScalars
  }
}
