/// The text with everything that could act on a terminal, hide or reorder text written out as
/// `\u{…}`: control characters except newline and tab, and the invisible and direction-changing
/// format characters. A byte of a file's name that is no UTF-8 becomes `\xE9`.
public func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: mustBeEscaped) else { return text }
  var escaped = ""
  for scalar in text.unicodeScalars {
    if let byte = RawName.byte(scalar) {
      escaped += "\\x\(String(byte, radix: 16, uppercase: true))"
    } else if mustBeEscaped(scalar) {
      escaped += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// A file's name or path as printable text on one line.
func printableName(_ name: String) -> String {
  printable(name).replacing("\n", with: "\\u{A}").replacing("\t", with: "\\u{9}")
}

/// The bytes as printable text; what is not UTF-8 becomes U+FFFD.
func printable(_ bytes: [UInt8]) -> String {
  printable(String(decoding: bytes, as: UTF8.self))
}

private func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0A, 0x09: false
  case 0..<0x20, 0x7F..<0xA0: true
  // Zero width, bidirectional marks and isolates, line and paragraph separators, tags.
  case 0x61C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
  case 0xE0000...0xE007F, RawName.scalars: true
  default: false
  }
}
