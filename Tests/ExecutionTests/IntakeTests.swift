import Glibc
import Testing

@testable import Execution

@Suite struct `Taking files in` {
  private let folder: HandIn

  init() throws {
    folder = try HandIn()
  }

  private func path(_ name: String) -> String { folder.path(name) }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try folder.write(name, bytes)
  }

  private func write(_ name: String, _ text: String) throws {
    try folder.write(name, text)
  }

  @Test func `a file is read whole under its own name`() throws {
    try write("ORSet.swift", "struct ORSet {}\n")
    let files = try Intake.take(path("ORSet.swift")).files
    #expect(files == [SourceFile(name: "ORSet.swift", bytes: Array("struct ORSet {}\n".utf8))])
  }

  @Test func `a folder gives its Swift files in order of name and nothing else`() throws {
    for name in ["b.swift", "A.swift", "é.swift", "Package.swift", ".#b.swift", "notes.md"] {
      try write(name, name)
    }
    for folder in [folder.path, folder.path + "/"] {
      let taken = try Intake.take(folder)
      #expect(taken.files.map(\.name) == ["A.swift", "b.swift", "é.swift"])
      #expect(taken.passedOver.map(\.name) == ["Package.swift", "notes.md"])
    }
  }

  @Test func `a name that could act on a terminal is made printable`() throws {
    try write("a\u{1B}[2J\n.swift", "")
    #expect(try Intake.take(folder.path).files.map(\.name) == ["a\\u{1B}[2J\\u{A}.swift"])
  }

  @Test func `a missing file is refused`() throws {
    #expect(throws: IntakeRefusal.noSuchFile(path: path("x.swift"))) {
      try Intake.take(path("x.swift")).files
    }
    try write("a.swift", "")
    #expect(throws: IntakeRefusal.noSuchFile(path: path("a.swift/b.swift"))) {
      try Intake.take(path("a.swift/b.swift")).files
    }
  }

  @Test func `a folder without Swift files is refused`() throws {
    func refusal(_ found: String...) -> IntakeRefusal {
      .noSwiftFile(directory: folder.path, found: found)
    }
    #expect(throws: refusal()) { try Intake.take(folder.path) }
    try write("ORSet.docx", "")
    #expect(throws: refusal("ORSet.docx: it is not a Swift file")) { try Intake.take(folder.path) }
    try write("Package.swift", "")
    #expect(throws: IntakeRefusal.self) { try Intake.take(folder.path) }
  }

  @Test func `a file of another kind is refused`() throws {
    try write("notes.txt", "")
    #expect(throws: IntakeRefusal.notSwift(path: path("notes.txt"))) {
      try Intake.take(path("notes.txt")).files
    }
  }

  @Test func `symbolic links are refused, alone and in a folder`() throws {
    #expect(symlink("/etc/passwd", path("x.swift")) == 0)
    let refusal = IntakeRefusal.symbolicLink(path: path("x.swift"))
    #expect(throws: refusal) { try Intake.take(path("x.swift")).files }
    #expect(throws: refusal) { try Intake.take(folder.path).files }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can make a link to what is not its own"))
  func `a hard link to somebody else's file is refused`() throws {
    try write("secret.swift", "let a = 1\n")
    #expect(link(path("secret.swift"), path("x.swift")) == 0)
    #expect(try Intake.take(path("x.swift")).files.count == 1)
    #expect(chown(path("secret.swift"), 64_997, 64_997) == 0)
    let refusal = IntakeRefusal.hardLink(path: path("x.swift"))
    #expect(throws: refusal) { try Intake.take(path("x.swift")).files }
    #expect(unlink(path("secret.swift")) == 0)
    #expect(try Intake.take(folder.path).files.count == 1)
  }

  @Test func `pipes, devices and sockets are refused without waiting`() throws {
    #expect(mkfifo(path("x.swift"), 0o600) == 0)
    let refusal = IntakeRefusal.specialFile(path: path("x.swift"))
    #expect(throws: refusal) { try Intake.take(path("x.swift")).files }
    #expect(throws: refusal) { try Intake.take(folder.path).files }
    #expect(throws: IntakeRefusal.specialFile(path: "/dev/zero")) { try Intake.take("/dev/zero") }
  }

  @Test func `a folder named like a Swift file is a folder`() throws {
    try write("x.swift/ORSet.swift", "")
    #expect(try folder.taken().files == ["x.swift/ORSet.swift"])
    #expect(try folder.taken("x.swift").files == ["ORSet.swift"])
  }

  // MARK: What counts

  @Test func `Swift files count at any depth that is looked into`() throws {
    let deep = (1...Intake.depthLimit).map(String.init).joined(separator: "/")
    try write("lab/solution/ORSet.swift", "")
    try write(deep + "/A.swift", "")
    try write(deep + "/9/B.swift", "")
    let taken = try folder.taken()
    #expect(taken.files == [deep + "/A.swift", "lab/solution/ORSet.swift"])
    #expect(taken.left == [deep + "/9"])
  }

  @Test func `of an exercise's own folder the starter is left out`() throws {
    for name in ["ORSet.swift", "Starter/ORSet.swift", "README.md", "hints.md"] {
      try write("or-set/" + name, "")
    }
    for name in ["", "or-set"] {
      let prefix = name.isEmpty ? "or-set/" : ""
      let taken = try folder.taken(name)
      #expect(taken.files == [prefix + "ORSet.swift"])
      #expect(
        taken.left == ["README.md", "Starter/ORSet.swift", "hints.md"].map { prefix + $0 })
    }
    #expect(try folder.taken("or-set/Starter").files == ["ORSet.swift"])
    #expect(unlink(path("or-set/ORSet.swift")) == 0)
    #expect(try folder.taken("or-set").files == ["Starter/ORSet.swift"])
  }

  @Test func `of a package its sources count`() throws {
    for name in [
      "Package.swift", "Package@swift-6.0.swift", "Sources/ORSet/ORSet.swift",
      "Sources/ORSet/Inner/Tag.swift", "Tests/ORSetTests/T.swift", "Plugins/P/p.swift",
      "extra.swift", ".build/checkouts/x.swift", ".git/hooks.swift",
    ] {
      try write("13/" + name, "#error(\"read\")")
    }
    let taken = try folder.taken("13")
    #expect(taken.files == ["Sources/ORSet/Inner/Tag.swift", "Sources/ORSet/ORSet.swift"])
    #expect(taken.left.count == 5)
    let notes = try Intake.take(path("13")).notes.map(\.message)
    #expect(notes.count == 1)
    #expect(notes[0].contains("Tests/ORSetTests/T.swift (it belongs to a package's tests)"))
    #expect(try folder.taken().files == taken.files.map { "13/" + $0 })
  }

  @Test func `of a package's targets a program is left out beside the others`() throws {
    try write("Package.swift", "")
    try write("Sources/demo/main.swift", "")
    try write("Sources/demo/Text.swift", "")
    #expect(try folder.taken().files == ["Sources/demo/Text.swift", "Sources/demo/main.swift"])
    try write("Sources/ORSet/ORSet.swift", "")
    #expect(try folder.taken().files == ["Sources/ORSet/ORSet.swift"])
  }

  @Test func `tests count only where there is nothing else`() throws {
    try write("ORSetTests/T.swift", "")
    #expect(try folder.taken().files == ["ORSetTests/T.swift"])
    try write("ORSet/ORSet.swift", "")
    #expect(try folder.taken().files == ["ORSet/ORSet.swift"])
    #expect(try folder.taken().left == ["ORSetTests/T.swift"])
  }

  @Test func `what systems leave behind is not even looked at`() throws {
    try write("ORSet.swift", "")
    try write("__MACOSX/._ORSet.swift", [0xFF])
    try write(".DS_Store", [0xFF])
    #expect(symlink("/etc/passwd", path(".x.swift")) == 0)
    let taken = try folder.taken()
    #expect(taken.files == ["ORSet.swift"])
    #expect(taken.left == [])
  }

  @Test func `a Swift file saved as text is taken, and that is said`() throws {
    try write("ORSet.swift.txt", "struct ORSet {}")
    for name in ["", "ORSet.swift.txt"] {
      let taken = try Intake.take(name.isEmpty ? folder.path : path(name))
      #expect(taken.files.map(\.name) == ["ORSet.swift.txt"])
      #expect(taken.notes.map(\.message).first?.hasPrefix("ORSet.swift.txt is taken") == true)
    }
    try write("ORSet.swift", "")
    #expect(try folder.taken().files == ["ORSet.swift"])
    try write("LOUD.SWIFT", "")
    #expect(try folder.taken("LOUD.SWIFT").files == ["LOUD.SWIFT"])
  }

  @Test func `several files are one submission, in the order given`() throws {
    for name in ["b/A.swift", "a/A.swift", "a/B.swift", "a/notes.txt"] { try write(name, name) }
    let own = try Intake.take([path("a/B.swift"), path("a/A.swift")])
    #expect(own.files.map(\.name) == ["B.swift", "A.swift"])
    let same = try Intake.take([path("a/A.swift"), path("b/A.swift")])
    #expect(same.files.map(\.name) == [path("a/A.swift"), path("b/A.swift")])
    #expect(throws: IntakeRefusal.notSwift(path: path("a/notes.txt"))) {
      try Intake.take([path("a/A.swift"), path("a/notes.txt")])
    }
    #expect(throws: IntakeRefusal.notSwift(path: path("a"))) {
      try Intake.take([path("a/A.swift"), path("a")])
    }
  }

  @Test func `a name that is no text is taken and shown`() throws {
    for bytes in [[0x63, 0xE9], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x8F, 0xBA, 0xA9]]
      as [[UInt8]]
    {
      let name = String(pathBytes: bytes + Array(".swift".utf8))
      #expect(name.pathBytes == bytes + Array(".swift".utf8))
      try write(name, "1")
      let shown = try folder.taken(name).files
      #expect(shown[0].contains("\\x") && !shown[0].contains("\u{FFFD}"))
      #expect(try folder.taken().files == shown)
      #expect(unlink(path(name).systemPath) == 0)
    }
  }

  @Test func `a folder of more than is looked at is refused before it is read`() throws {
    for number in 0...Intake.entryLimit { try write("\(number)", "") }
    #expect(throws: IntakeRefusal.tooManyEntries(path: folder.path, limit: Intake.entryLimit)) {
      try folder.taken()
    }
  }

  @Test func `a type's declaration is found by its words`() {
    func seems(_ text: String) -> Bool {
      SourceFile(name: "A.swift", bytes: Array(text.utf8)).seemsToDeclare("ORSet")
    }
    for text in ["public struct ORSet<Element> {", "final class  ORSet:", "typealias ORSet=Set"] {
      #expect(seems(text))
    }
    for text in ["extension ORSet {", "struct ORSets {", "let s: ORSet", "struct MyORSet {"] {
      #expect(!seems(text))
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file without read permission is refused`() throws {
    try write("x.swift", "")
    #expect(chmod(path("x.swift"), 0) == 0)
    #expect(throws: IntakeRefusal.self) { try Intake.take(path("x.swift")).files }
  }

  @Test func `a file too large is refused by its size, not by reading it`() throws {
    try write("x.swift", "")
    let size = 1 << 40
    try #require(truncate(path("x.swift"), size) == 0)
    #expect(
      throws: IntakeRefusal.fileTooLarge(
        path: path("x.swift"), bytes: size, limit: Intake.fileLimit)
    ) { try Intake.take(path("x.swift")).files }
  }

  @Test func `a file of exactly the limit is taken, one byte more is not`() throws {
    let spaces = [UInt8](repeating: UInt8(ascii: " "), count: Intake.fileLimit)
    try write("a.swift", spaces)
    #expect(try Intake.take(path("a.swift")).files[0].bytes.count == Intake.fileLimit)
    try write("b.swift", spaces + spaces.prefix(1))
    #expect(throws: IntakeRefusal.self) { try Intake.take(path("b.swift")).files }
  }

  @Test func `files too large together are refused`() throws {
    let spaces = [UInt8](repeating: UInt8(ascii: " "), count: Intake.submissionLimit / 4)
    for name in ["a", "b", "c", "d"] { try write(name + ".swift", spaces) }
    #expect(try Intake.take(folder.path).files.count == 4)
    try write("e.swift", "x")
    #expect(
      throws: IntakeRefusal.submissionTooLarge(
        path: folder.path, bytes: Intake.submissionLimit + 1, limit: Intake.submissionLimit)
    ) { try Intake.take(folder.path).files }
  }

  @Test func `too many files are refused`() throws {
    for number in 0...Intake.countLimit { try write("f\(number).swift", "") }
    #expect(
      throws: IntakeRefusal.tooManyFiles(
        directory: folder.path, count: Intake.countLimit + 1, limit: Intake.countLimit)
    ) { try Intake.take(folder.path).files }
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
      try Intake.take(path("x.swift")).files
    }
  }

  @Test func `a NUL is refused with line and byte`() throws {
    try write("x.swift", "a\nb\0")
    #expect(throws: IntakeRefusal.nulByte(path: path("x.swift"), line: 2, byte: 2)) {
      try Intake.take(path("x.swift")).files
    }
  }

  @Test func `every refusal is one line that names the path and cannot act on a terminal`() {
    let path = "/tmp/\u{1B}[31mx.swift"
    let refusals: [IntakeRefusal] = [
      .noSuchFile(path: path), .unreadable(path: path, reason: "Permission denied"),
      .symbolicLink(path: path), .hardLink(path: path), .specialFile(path: path),
      .notSwift(path: path), .otherArchive(path: path), .changed(path: path),
      .noSwiftFile(directory: path, found: []), .severalArchives(directory: path, count: 2),
      .archive(path: path, fault: .damaged), .archive(path: path, fault: .tooLarge(bytes: 1)),
      .tooManyEntries(path: path, limit: 10_000),
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
