/// How long a text may be for whoever keeps it.
///
/// No limit is in Swift's characters: a letter may carry a thousand accents and still be one of those.
struct TextLimit {
  enum Unit {
    /// Bytes of UTF-8, never fewer than what anybody calls characters.
    case bytes
    /// Units of UTF-16, never fewer than scalars: for a limit that is written in characters.
    case characters
  }

  var count: Int
  var unit = Unit.bytes

  /// This many bytes.
  static func bytes(_ count: Int) -> TextLimit { TextLimit(count: count) }

  /// This many characters, however they are counted.
  static func characters(_ count: Int) -> TextLimit { TextLimit(count: count, unit: .characters) }

  /// What each of some texts may take when they share a room.
  static func bytes(_ room: Int, sharedBy texts: Int, atMost limit: Int) -> TextLimit {
    .bytes(min(limit, room / max(1, texts)))
  }

  fileprivate func length(of text: String) -> Int {
    switch unit {
    case .bytes: text.utf8.count
    case .characters: text.utf16.count
    }
  }

  fileprivate func length(of scalar: Unicode.Scalar) -> Int {
    switch unit {
    case .bytes: UTF8.width(scalar)
    case .characters: UTF16.width(scalar)
    }
  }
}

extension String {
  /// The text, or as much of its start as fits the limit together with a word on what is missing.
  func cut(to limit: TextLimit) -> String {
    let length = limit.length(of: self)
    guard length > limit.count else { return self }
    let unit = limit.unit == .bytes ? "bytes" : "characters"
    let note = "… (\(length) \(unit) in all)"
    var room = limit.count - limit.length(of: note)
    guard room >= 0 else { return "" }
    var end = unicodeScalars.startIndex
    while end < unicodeScalars.endIndex {
      room -= limit.length(of: unicodeScalars[end])
      guard room >= 0 else { break }
      end = unicodeScalars.index(after: end)
    }
    return String(self[..<end]) + note
  }
}
