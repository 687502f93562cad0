/// A start or end tag of HTML.
public struct HTMLTag: Sendable {
  /// The element's name in lower case.
  public let name: String
  /// True for `</name>`.
  public let isEnd: Bool
  private let attributes: ArraySlice<UInt8>

  /// Reads what stands between `<` and `>`.
  init(_ source: ArraySlice<UInt8>) {
    isEnd = source.first == 0x2f
    let rest = source.dropFirst(isEnd ? 1 : 0)
    let end = rest.firstIndex { !Self.isNameByte($0) } ?? rest.endIndex
    name = String(decoding: rest[..<end], as: UTF8.self).lowercased()
    attributes = rest[end...]
  }

  /// What the box is that a `div` with this tag is, as it is labelled: `Erratum`; nil for one that is no box.
  public var boxLabel: String? { isEnd || name != "div" ? nil : Box(self)?.label }

  /// The value of an attribute, character references resolved; nil when it is not there.
  public func attribute(_ wanted: String) -> String? {
    var offset = attributes.startIndex
    while offset < attributes.endIndex {
      guard Self.isNameByte(attributes[offset]) else {
        offset += 1
        continue
      }
      let end = attributes[offset...].firstIndex { !Self.isNameByte($0) } ?? attributes.endIndex
      let name = String(decoding: attributes[offset..<end], as: UTF8.self).lowercased()
      offset = end
      while offset < attributes.endIndex, Self.isBlank(attributes[offset]) { offset += 1 }
      var value: ArraySlice<UInt8> = []
      if offset < attributes.endIndex, attributes[offset] == 0x3d {
        (value, offset) = self.value(at: offset + 1)
      }
      if name == wanted { return CharacterReferences.resolved(value) }
    }
    return nil
  }

  private func value(at start: Int) -> (ArraySlice<UInt8>, Int) {
    var offset = start
    while offset < attributes.endIndex, Self.isBlank(attributes[offset]) { offset += 1 }
    guard offset < attributes.endIndex else { return ([], offset) }
    let quote = attributes[offset]
    if quote == 0x22 || quote == 0x27 {
      let value = attributes[(offset + 1)...].prefix { $0 != quote }
      return (value, min(value.endIndex + 1, attributes.endIndex))
    }
    let value = attributes[offset...].prefix { !Self.isBlank($0) }
    return (value, value.endIndex)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x3a, 0x5f: true
    default: false
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte)
  }
}
