extension String {
  /// The text with some scalars replaced.
  ///
  /// Whoever reads our files sees scalars or bytes, not characters: a line end after a carriage return,
  /// or a quotation mark with an accent, is one character to Swift and would slip past a replacement
  /// of characters.
  func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var replaced = ""
    replaced.reserveCapacity(utf8.count)
    for scalar in unicodeScalars {
      if let text = replacement(scalar) {
        replaced += text
      } else {
        replaced.unicodeScalars.append(scalar)
      }
    }
    return replaced
  }

  /// The text, or as much of its start as fits `limit` characters together with a word on what is
  /// missing.
  func cut(to limit: Int) -> String {
    guard count > limit else { return self }
    let note = "… (\(count) characters in all)"
    return prefix(max(0, limit - note.count)) + note
  }
}
