/// Resolves the character references of HTML: numeric ones, and the named ones people type.
///
/// libcmark resolves those in Markdown; in raw HTML it leaves them, and its table is not public. A
/// name that is not known stays as it is.
enum CharacterReferences {
  /// `text` with its references resolved. The result may hold any character, so clean it.
  static func resolved(_ text: ArraySlice<UInt8>) -> String {
    guard text.contains(0x26) else { return String(decoding: text, as: UTF8.self) }
    var result: [UInt8] = []
    var offset = text.startIndex
    while offset < text.endIndex {
      if text[offset] == 0x26 {
        let name = text[(offset + 1)...].prefix(32).prefix { $0 != 0x3b }
        if name.endIndex < text.endIndex, text[name.endIndex] == 0x3b,
          let character = character(String(decoding: name, as: UTF8.self))
        {
          result.append(contentsOf: character.utf8)
          offset = name.endIndex + 1
          continue
        }
      }
      result.append(text[offset])
      offset += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func character(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return named[name] }
    let digits = name.dropFirst()
    let value =
      digits.lowercased().hasPrefix("x")
      ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let value else { return nil }
    return String(value == 0 ? "\u{fffd}" : Unicode.Scalar(value) ?? "\u{fffd}")
  }

  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{a0}",
    "copy": "©", "reg": "®", "trade": "™", "deg": "°", "plusmn": "±", "times": "×",
    "divide": "÷", "micro": "µ", "middot": "·", "bull": "•", "hellip": "…", "ndash": "–",
    "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«",
    "raquo": "»", "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓", "harr": "↔",
    "lArr": "⇐", "rArr": "⇒", "hArr": "⇔", "le": "≤", "ge": "≥", "ne": "≠", "asymp": "≈",
    "infin": "∞", "isin": "∈", "notin": "∉", "cap": "∩", "cup": "∪", "sub": "⊂", "sube": "⊆",
    "forall": "∀", "exist": "∃", "empty": "∅", "and": "∧", "or": "∨", "not": "¬", "sect": "§",
    "para": "¶", "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "alpha": "α",
    "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε", "lambda": "λ",
    "mu": "μ", "pi": "π", "sigma": "σ", "Sigma": "Σ", "tau": "τ", "phi": "φ", "omega": "ω",
  ]
}
