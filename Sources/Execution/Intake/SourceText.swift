/// What a compiler can be given: UTF-8 without NUL.
enum SourceText {
  /// Refuses any other bytes, by line and place.
  static func check(_ bytes: [UInt8], path: String) throws(IntakeRefusal) {
    if String(validating: bytes, as: UTF8.self) == nil {
      var valid = 0
      var decoder = UTF8()
      var iterator = bytes.makeIterator()
      while case .scalarValue(let scalar) = decoder.decode(&iterator) {
        valid += UTF8.width(scalar)
      }
      let (line, byte) = place(of: valid, in: bytes)
      throw .notUTF8(path: path, line: line, byte: byte)
    }
    if let nul = bytes.firstIndex(of: 0) {
      let (line, byte) = place(of: nul, in: bytes)
      throw .nulByte(path: path, line: line, byte: byte)
    }
  }

  private static func place(of index: Int, in bytes: [UInt8]) -> (line: Int, byte: Int) {
    let newline = UInt8(ascii: "\n")
    let before = bytes[..<index]
    let line = 1 + before.count { $0 == newline }
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    return (line, index - start + 1)
  }
}

extension SourceFile {
  /// Whether the file says that it declares a type of this name. A guess by its words, good for telling
  /// several submissions from the files of one; what is in a comment counts too.
  public func seemsToDeclare(_ typeName: String) -> Bool {
    let keywords: Set<Substring> = ["struct", "class", "enum", "actor", "typealias"]
    let words = String(decoding: bytes, as: UTF8.self)
      .split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return zip(words, words.dropFirst()).contains { keywords.contains($0) && $1 == typeName }
  }
}
