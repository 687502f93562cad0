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
}
