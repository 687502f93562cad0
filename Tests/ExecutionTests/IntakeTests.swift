import Glibc
import Testing

@testable import Execution

@Suite struct `Taking files in` {
  /// A folder to put files in, gone with the test.
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try writeNewFile(path(name), bytes)
  }

  private func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  @Test func `a file is read whole under its own name`() throws {
    try write("ORSet.swift", "struct ORSet {}\n")
    let files = try Intake.read(path("ORSet.swift"))
    #expect(files == [SourceFile(name: "ORSet.swift", bytes: Array("struct ORSet {}\n".utf8))])
  }

  @Test func `a folder gives its Swift files in order of name and nothing else`() throws {
    for name in ["b.swift", "A.swift", "é.swift", "Package.swift", ".#b.swift", "notes.md"] {
      try write(name, name)
    }
    #expect(mkdir(path("deeper"), 0o700) == 0)
    try write("deeper/c.swift", "c")
    for folder in [folder.path, folder.path + "/"] {
      #expect(try Intake.read(folder).map(\.name) == ["A.swift", "b.swift", "é.swift"])
    }
  }

  @Test func `a name that could act on a terminal is made printable`() throws {
    try write("a\u{1B}[2J\n.swift", "")
    #expect(try Intake.read(folder.path).map(\.name) == ["a\\u{1B}[2J\\u{A}.swift"])
  }

  @Test func `a missing file is refused`() throws {
    #expect(throws: IntakeRefusal.noSuchFile(path: path("x.swift"))) {
      try Intake.read(path("x.swift"))
    }
    try write("a.swift", "")
    #expect(throws: IntakeRefusal.noSuchFile(path: path("a.swift/b.swift"))) {
      try Intake.read(path("a.swift/b.swift"))
    }
  }

  @Test func `a folder without Swift files is refused`() throws {
    let refusal = IntakeRefusal.noSwiftFile(directory: folder.path)
    #expect(throws: refusal) { try Intake.read(folder.path) }
    try write("Package.swift", "")
    #expect(throws: refusal) { try Intake.read(folder.path) }
  }

  @Test func `a file of another kind is refused`() throws {
    try write("notes.txt", "")
    #expect(throws: IntakeRefusal.notSwift(path: path("notes.txt"))) {
      try Intake.read(path("notes.txt"))
    }
  }

  @Test func `symbolic links are refused, alone and in a folder`() throws {
    #expect(symlink("/etc/passwd", path("x.swift")) == 0)
    let refusal = IntakeRefusal.symbolicLink(path: path("x.swift"))
    #expect(throws: refusal) { try Intake.read(path("x.swift")) }
    #expect(throws: refusal) { try Intake.read(folder.path) }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can make a link to what is not its own"))
  func `a hard link to somebody else's file is refused`() throws {
    try write("secret.swift", "let a = 1\n")
    #expect(link(path("secret.swift"), path("x.swift")) == 0)
    #expect(try Intake.read(path("x.swift")).count == 1)
    #expect(chown(path("secret.swift"), 64_997, 64_997) == 0)
    let refusal = IntakeRefusal.hardLink(path: path("x.swift"))
    #expect(throws: refusal) { try Intake.read(path("x.swift")) }
    #expect(unlink(path("secret.swift")) == 0)
    #expect(try Intake.read(folder.path).count == 1)
  }

  @Test func `pipes, devices and sockets are refused without waiting`() throws {
    #expect(mkfifo(path("x.swift"), 0o600) == 0)
    let refusal = IntakeRefusal.specialFile(path: path("x.swift"))
    #expect(throws: refusal) { try Intake.read(path("x.swift")) }
    #expect(throws: refusal) { try Intake.read(folder.path) }
    #expect(throws: IntakeRefusal.specialFile(path: "/dev/zero")) { try Intake.read("/dev/zero") }
  }

  @Test func `a folder named like a Swift file is refused`() throws {
    #expect(mkdir(path("x.swift"), 0o700) == 0)
    #expect(throws: IntakeRefusal.directoryNamedLikeSource(path: path("x.swift"))) {
      try Intake.read(folder.path)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file without read permission is refused`() throws {
    try write("x.swift", "")
    #expect(chmod(path("x.swift"), 0) == 0)
    #expect(throws: IntakeRefusal.self) { try Intake.read(path("x.swift")) }
  }

  @Test func `a file too large is refused by its size, not by reading it`() throws {
    try write("x.swift", "")
    let size = 1 << 40
    try #require(truncate(path("x.swift"), size) == 0)
    #expect(
      throws: IntakeRefusal.fileTooLarge(
        path: path("x.swift"), bytes: size, limit: Intake.fileLimit)
    ) { try Intake.read(path("x.swift")) }
  }

  @Test func `a file of exactly the limit is taken, one byte more is not`() throws {
    let spaces = [UInt8](repeating: UInt8(ascii: " "), count: Intake.fileLimit)
    try write("a.swift", spaces)
    #expect(try Intake.read(path("a.swift"))[0].bytes.count == Intake.fileLimit)
    try write("b.swift", spaces + spaces.prefix(1))
    #expect(throws: IntakeRefusal.self) { try Intake.read(path("b.swift")) }
  }

  @Test func `files too large together are refused`() throws {
    let spaces = [UInt8](repeating: UInt8(ascii: " "), count: Intake.submissionLimit / 4)
    for name in ["a", "b", "c", "d"] { try write(name + ".swift", spaces) }
    #expect(try Intake.read(folder.path).count == 4)
    try write("e.swift", "x")
    #expect(
      throws: IntakeRefusal.submissionTooLarge(
        path: folder.path, bytes: Intake.submissionLimit + 1, limit: Intake.submissionLimit)
    ) { try Intake.read(folder.path) }
  }

  @Test func `too many files are refused`() throws {
    for number in 0...Intake.countLimit { try write("f\(number).swift", "") }
    #expect(
      throws: IntakeRefusal.tooManyFiles(
        directory: folder.path, count: Intake.countLimit + 1, limit: Intake.countLimit)
    ) { try Intake.read(folder.path) }
  }

  private static let invalid: [([UInt8], Int, Int)] = [
    ([0x61, 0x0A, 0x62, 0xFF, 0x63], 2, 2), ([0xC3], 1, 1), ([0xC3, 0xA9, 0xED, 0xA0, 0x80], 1, 3),
  ]

  @Test(arguments: invalid)
  func `what is not UTF-8 is refused with line and byte`(
    bytes: [UInt8], line: Int, byte: Int
  ) throws {
    try write("x.swift", bytes)
    #expect(throws: IntakeRefusal.notUTF8(path: path("x.swift"), line: line, byte: byte)) {
      try Intake.read(path("x.swift"))
    }
  }

  @Test func `a NUL is refused with line and byte`() throws {
    try write("x.swift", "a\nb\0")
    #expect(throws: IntakeRefusal.nulByte(path: path("x.swift"), line: 2, byte: 2)) {
      try Intake.read(path("x.swift"))
    }
  }

  @Test func `every refusal is one line that names the path and cannot act on a terminal`() {
    let path = "/tmp/\u{1B}[31mx.swift"
    let refusals: [IntakeRefusal] = [
      .noSuchFile(path: path), .unreadable(path: path, reason: "Permission denied"),
      .symbolicLink(path: path), .specialFile(path: path), .directoryNamedLikeSource(path: path),
      .notSwift(path: path), .noSwiftFile(directory: path),
      .tooManyFiles(directory: path, count: 65, limit: 64),
      .fileTooLarge(path: path, bytes: 300_000_000, limit: 262_144),
      .submissionTooLarge(path: path, bytes: 2_000_000, limit: 1_048_576),
      .notUTF8(path: path, line: 3, byte: 7), .nulByte(path: path, line: 3, byte: 7),
    ]
    for refusal in refusals {
      #expect(refusal.description.hasPrefix("/tmp/\\u{1B}[31mx.swift:"))
      #expect(!refusal.description.contains("\n"))
    }
  }
}
