/// Puts a learner's own names in the place of those under which their files are staged.
///
/// One pass: what has been put in is not looked at again, and what it may add is bounded, because both
/// the text and the names are the submission's.
struct OwnNames {
  /// How much longer a text may become, in bytes. Staged names that come after that stay.
  static let allowance = 64 << 10

  /// What staged paths begin with.
  private let folder: [UInt8]
  private let names: [[UInt8]]

  init(folder: String, files: [SourceFile]) {
    self.folder = Array((folder + "/").utf8)
    names = files.map { Array($0.name.utf8) }
  }

  /// The text with our folder left out and the learner's files under their own names.
  func applied(to text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    var isInName = false
    while index < bytes.count {
      if bytes[index] == folder[0], bytes[index...].starts(with: folder) {
        index += folder.count
        isInName = false
      } else if !isInName, let (number, length) = stagedName(in: bytes[index...]),
        result.count + names[number].count <= index + length + Self.allowance
      {
        result += names[number]
        index += length
        isInName = false
      } else {
        // In the middle of a word there is none of our names.
        isInName = Self.isWord(bytes[index])
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let module = Array("Submission/".utf8)
  private static let ending = Array(".swift".utf8)

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
      true
    default: false
    }
  }

  /// The file whose staged name a text begins with, and how long the name is there.
  private func stagedName(in text: ArraySlice<UInt8>) -> (number: Int, length: Int)? {
    var rest = text
    if rest.starts(with: Self.module) { rest = rest.dropFirst(Self.module.count) }
    guard rest.first == UInt8(ascii: "f") else { return nil }
    // No submission has as many files as six digits can count.
    let digits = rest.dropFirst().prefix(6).prefix {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard let number = Int(String(decoding: digits, as: UTF8.self)), names.indices.contains(number)
    else { return nil }
    let after = rest.dropFirst(1 + digits.count)
    guard after.starts(with: Self.ending) else { return nil }
    return (number, after.startIndex + Self.ending.count - text.startIndex)
  }
}
