/// Text that goes into XML or HTML.
public enum MarkupText {
  /// The text with everything that markup acts upon written as a reference, fit for an element and for
  /// an attribute in double quotes.
  ///
  /// Characters that XML 1.0 (section 2.2) has no way to write, such as most control characters, become
  /// U+FFFD. Line ends and tabs become references as well when `isAttribute`, since a parser would take
  /// them for blanks there.
  public static func escaped(_ text: some StringProtocol, isAttribute: Bool = false) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\r": escaped += "&#13;"
      case "\t", "\n":
        if isAttribute {
          escaped += "&#\(scalar.value);"
        } else {
          escaped.unicodeScalars.append(scalar)
        }
      default:
        escaped.unicodeScalars.append(isCharacter(scalar) ? scalar : "\u{fffd}")
      }
    }
    return escaped
  }

  /// True for what XML 1.0 calls a character, without the C1 controls it merely discourages.
  private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0xfffe, 0xffff: false
    default: true
    }
  }
}
