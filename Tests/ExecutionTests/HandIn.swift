import Glibc

@testable import Execution

/// A folder in which somebody's hand-in is built, gone with the test.
struct HandIn {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  var path: String { folder.path }

  func path(_ name: String) -> String { folder.path + "/" + name }

  /// Writes a file and makes the folders it lies in.
  func write(_ name: String, _ bytes: [UInt8] = []) throws {
    _ = makeFolders(parent(of: path(name)))
    let file = open(path(name).systemPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw EnvironmentFailure.system("write \(name)", code: errno) }
    defer { close(file) }
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw EnvironmentFailure.system("write \(name)", code: errno)
    }
  }

  func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  /// The names of what is taken, and of what is passed over.
  func taken(_ name: String = "") throws -> (files: [String], left: [String]) {
    let taken = try Intake.take(name.isEmpty ? path : path(name))
    return (taken.files.map(\.name), taken.passedOver.map(\.name))
  }
}

/// Archives written byte by byte, so that they can be as wrong as one likes.
enum ArchiveBytes {
  struct Entry {
    var name: [UInt8]
    var contents: [UInt8] = []
    /// The tar's kind of entry: 0 a file, 1 a hard link, 2 a link, 3 a device, 5 a folder.
    var kind: Character = "0"
    var link = ""
    /// The size it claims; its own unless given.
    var claimed: Int?
    /// Bit 0 of a zip's flags says that it is encrypted.
    var flags: UInt16 = 0

    init(_ name: String, _ contents: String = "") {
      self.name = Array(name.utf8)
      self.contents = Array(contents.utf8)
    }
  }

  static func tar(_ entries: [Entry], isEnded: Bool = true) -> [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += header(entry) + entry.contents
      bytes += [UInt8](repeating: 0, count: (512 - entry.contents.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: isEnded ? 1024 : 0)
  }

  private static func header(_ entry: Entry) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: some Collection<UInt8>, at offset: Int) {
      for (index, byte) in bytes.enumerated() { header[offset + index] = byte }
    }
    func octal(_ number: Int, _ width: Int) -> [UInt8] {
      let digits = String(number, radix: 8)
      return Array((String(repeating: "0", count: width - digits.count) + digits).utf8)
    }
    put(entry.name.prefix(100), at: 0)
    put(octal(0o644, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(entry.claimed ?? entry.contents.count, 11), at: 124)
    put(octal(0, 11), at: 136)
    put(Array("        ".utf8), at: 148)
    put(Array(String(entry.kind).utf8), at: 156)
    put(Array(entry.link.utf8.prefix(100)), at: 157)
    put(Array("ustar\u{0}00".utf8), at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
    return header
  }

  /// A zip whose files are stored as they are.
  static func zip(_ entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = bytes.count
      let size = little(entry.claimed ?? entry.contents.count, 4)
      let common =
        little(20, 2) + little(Int(entry.flags), 2) + little(0, 2) + little(0, 4)
        + little(Int(crc(entry.contents)), 4) + little(entry.contents.count, 4) + size
        + little(entry.name.count, 2) + little(0, 2)
      bytes += [0x50, 0x4B, 3, 4] + common + entry.name + entry.contents
      let mode = entry.kind == "2" ? 0o120777 : 0o100644
      directory +=
        [0x50, 0x4B, 1, 2] + little(3 << 8 | 20, 2) + common + little(0, 6)
        + little(mode << 16, 4) + little(start, 4) + entry.name
    }
    let end =
      [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
      + little(directory.count, 4) + little(bytes.count, 4) + little(0, 2)
    return bytes + directory + end
  }

  /// A gzip whose blocks are stored as they are.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      result += [rest.isEmpty ? 1 : 0] + little(block.count, 2) + little(~block.count & 0xFFFF, 2)
      result += block
    } while !rest.isEmpty
    return result + little(Int(crc(bytes)), 4) + little(bytes.count & 0xFFFF_FFFF, 4)
  }

  private static func little(_ number: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}
