import Glibc

/// A file's name is bytes, and not all of them are text. Inside the program a path is a `String` in
/// which each byte that is no UTF-8 stands as one private scalar, so that the bytes can be had back.
enum RawName {
  /// What stands for the byte 0x80 + n: this + n. A name that holds one of these itself has its bytes
  /// written this way too, so that two names never become one text.
  static let firstScalar: UInt32 = 0x10FE80
  static let scalars: ClosedRange<UInt32> = firstScalar...(firstScalar + 0x7F)

  /// The byte that a scalar stands for; nil when it stands for itself.
  static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalars.contains(scalar.value) ? UInt8(scalar.value - firstScalar) + 0x80 : nil
  }

  private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(firstScalar + UInt32(byte & 0x7F)) ?? "\u{FFFD}"
  }

  fileprivate static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: { byte($0) != nil })
    {
      return text
    }
    var text = ""
    var index = 0
    while index < bytes.count {
      if let (scalar, width) = firstScalar(in: bytes[index...]), byte(scalar) == nil {
        text.unicodeScalars.append(scalar)
        index += width
      } else {
        text.unicodeScalars.append(scalar(bytes[index]))
        index += 1
      }
    }
    return text
  }

  private static func firstScalar(in bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, width: Int)? {
    if bytes[bytes.startIndex] < 0x80 { return (Unicode.Scalar(bytes[bytes.startIndex]), 1) }
    for width in 2...4 where width <= bytes.count {
      if let text = String(validating: bytes.prefix(width), as: UTF8.self),
        let scalar = text.unicodeScalars.first
      {
        return (scalar, width)
      }
    }
    return nil
  }
}

extension String {
  /// A path or name as the system has it, as text that loses none of its bytes.
  public init(pathBytes: some Sequence<UInt8>) {
    self = RawName.text(Array(pathBytes))
  }

  /// The bytes of a path or name made with `init(pathBytes:)`; of any other text, its UTF-8.
  public var pathBytes: [UInt8] {
    unicodeScalars.contains { RawName.byte($0) != nil }
      ? unicodeScalars.flatMap { RawName.byte($0).map { [$0] } ?? Array(String($0).utf8) }
      : Array(utf8)
  }

  /// The path as system calls take it.
  var systemPath: [CChar] { (pathBytes + [0]).map { CChar(bitPattern: $0) } }

  /// The path or name as text that any program can take: a byte that is none is written as `\xE9`.
  public var nameText: String {
    guard unicodeScalars.contains(where: { RawName.byte($0) != nil }) else { return self }
    return unicodeScalars.map { scalar in
      RawName.byte(scalar).map { "\\x" + String($0, radix: 16, uppercase: true) } ?? String(scalar)
    }.joined()
  }

  /// A path or name as a person can read it, on one line; a byte that is no text is `\xE9`.
  public var shownName: String { printableName(self) }
}
