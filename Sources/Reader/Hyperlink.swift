/// Destinations a terminal may be given to open.
enum Hyperlink {
  /// `destination` in a form that can stand in an escape sequence: only printable ASCII without
  /// spaces, everything else percent-encoded. Nil for what a terminal cannot open, such as a
  /// relative link, or should not, such as a script.
  static func encoded(_ destination: String) -> String? {
    let scheme = destination.prefix { $0 != ":" }.lowercased()
    guard scheme.utf8.count < destination.utf8.count,
      ["http", "https", "mailto", "ftp"].contains(scheme)
    else { return nil }
    var bytes: [UInt8] = []
    for byte in destination.utf8 {
      if byte > 0x20, byte < 0x7f {
        bytes.append(byte)
      } else {
        bytes.append(0x25)
        bytes.append(contentsOf: [digit(byte >> 4), digit(byte & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x37 + value
  }
}
