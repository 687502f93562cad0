import Glibc
import Testing

@testable import Execution

@Suite struct `Taking archives in` {
  typealias Entry = ArchiveBytes.Entry

  private let handIn: HandIn

  init() throws {
    handIn = try HandIn()
  }

  private func fault(of name: String) throws -> ArchiveFault? {
    let refusal = #expect(throws: IntakeRefusal.self) { try Intake.take(handIn.path(name)) }
    guard case .archive(_, let fault) = refusal else { return nil }
    return fault
  }

  private static let ways: [(name: String, pack: @Sendable ([Entry]) -> [UInt8])] = [
    ("x.zip", { ArchiveBytes.zip($0) }), ("X.ZIP", { ArchiveBytes.zip($0) }),
    ("x.tar", { ArchiveBytes.tar($0) }), ("x.tgz", { ArchiveBytes.gzip(ArchiveBytes.tar($0)) }),
    ("x.tar.gz", { ArchiveBytes.gzip(ArchiveBytes.tar($0)) }),
  ]

  @Test func `a package in an archive is taken as the package would be`() throws {
    let entries = [
      Entry("lab/Package.swift", "fatalError()"), Entry("lab/Sources/S/A.swift", "struct A {}"),
      Entry("lab/Tests/T/T.swift", "import XCTest"), Entry("lab/.build/x.swift", "?"),
      Entry("__MACOSX/lab/Sources/S/._A.swift", "\u{0}"), Entry(".DS_Store", "\u{0}"),
    ]
    for way in Self.ways {
      try handIn.write(way.name, way.pack(entries))
      let taken = try Intake.take(handIn.path(way.name))
      #expect(
        taken.files
          == [SourceFile(name: "lab/Sources/S/A.swift", bytes: Array("struct A {}".utf8))])
      #expect(taken.passedOver.map(\.name) == ["lab/Package.swift", "lab/Tests/T/T.swift"])
      #expect(unlink(handIn.path(way.name)) == 0)
    }
  }

  @Test func `of two files with one name the later is taken, and the earlier is told`() throws {
    let entries = [
      Entry("A.swift", "nonsense"), Entry("B.swift", ""), Entry("./A.swift", "struct A {}"),
    ]
    for way in Self.ways {
      try handIn.write(way.name, way.pack(entries))
      let taken = try Intake.take(handIn.path(way.name))
      #expect(taken.files.map(\.name) == ["A.swift", "B.swift"])
      #expect(taken.files.first?.bytes == Array("struct A {}".utf8))
      #expect(taken.passedOver.map(\.reason) == ["a later file of the archive has the same name"])
      #expect(unlink(handIn.path(way.name)) == 0)
    }
  }

  @Test func `a folder with nothing but an archive is that archive`() throws {
    try handIn.write("upload/readme.txt", "")
    try handIn.write("upload/deeper/x.zip", ArchiveBytes.zip([Entry("A.swift")]))
    #expect(try handIn.taken("upload").files == ["A.swift"])
    try handIn.write("upload/y.tar", ArchiveBytes.tar([Entry("A.swift")]))
    #expect(throws: IntakeRefusal.severalArchives(directory: handIn.path("upload"), count: 2)) {
      try handIn.taken("upload")
    }
    try handIn.write("upload/B.swift", "")
    let taken = try handIn.taken("upload")
    #expect(taken.files == ["B.swift"])
    #expect(taken.left == ["deeper/x.zip", "readme.txt", "y.tar"])
  }

  @Test func `nothing in an archive leaves its folder`() throws {
    let names = ["../../a.swift", "/b.swift", "c/../../c.swift", "C:\\d.swift", "..\\e.swift"]
    for way in Self.ways.dropFirst(2) {
      try handIn.write(way.name, way.pack(names.map { Entry($0) } + [Entry("good.swift", "1")]))
      let taken = try Intake.take(handIn.path(way.name))
      #expect(taken.files.map(\.name) == ["good.swift"])
      #expect(taken.passedOver.count == names.count)
      #expect(taken.passedOver.allSatisfy { $0.reason == "it would lie outside of the archive" })
    }
  }

  @Test func `links and devices in an archive are never followed`() throws {
    var link = Entry("x.swift")
    link.link = "/etc/passwd"
    for kind in ["1", "2"] as [Character] {
      link.kind = kind
      try handIn.write("x.tar", ArchiveBytes.tar([link]))
      #expect(throws: IntakeRefusal.symbolicLink(path: handIn.path("x.tar/x.swift"))) {
        try handIn.taken("x.tar")
      }
    }
    var zipped = Entry("x.swift", "/etc/passwd")
    zipped.kind = "2"
    try handIn.write("x.zip", ArchiveBytes.zip([zipped]))
    #expect(throws: IntakeRefusal.symbolicLink(path: handIn.path("x.zip/x.swift"))) {
      try handIn.taken("x.zip")
    }
    link.kind = "3"
    try handIn.write("x.tar", ArchiveBytes.tar([link]))
    #expect(throws: IntakeRefusal.specialFile(path: handIn.path("x.tar/x.swift"))) {
      try handIn.taken("x.tar")
    }
    link.name = Array("notes".utf8)
    try handIn.write("x.tar", ArchiveBytes.tar([link, Entry("A.swift")]))
    #expect(try handIn.taken("x.tar").left == ["notes"])
  }

  @Test func `an archive inside an archive is named and not opened`() throws {
    var inner = Entry("inner.zip")
    inner.contents = ArchiveBytes.zip([Entry("A.swift")])
    try handIn.write("x.zip", ArchiveBytes.zip([inner]))
    let refusal = try #require(throws: IntakeRefusal.self) { try handIn.taken("x.zip") }
    #expect(refusal.description.contains("inner.zip: an archive beside or inside is not opened"))
  }

  @Test func `an archive that is no longer whole is refused wherever it was cut`() throws {
    let entries = [Entry("A.swift", "struct A {}"), Entry("B.swift", "struct B {}")]
    for way in Self.ways.dropFirst(2) {
      let whole = way.pack(entries)
      for length in [0, 1, 20, 300, 512, 1024, 1030, whole.count / 2] where length < whole.count {
        try handIn.write(way.name, Array(whole[..<length]))
        let fault = try fault(of: way.name)
        #expect([.damaged, .notAnArchive].contains(fault), "\(way.name) \(length)")
      }
    }
    let zip = ArchiveBytes.zip(entries)
    for length in [0, 10, 60, zip.count - 30, zip.count - 1] {
      try handIn.write("x.zip", Array(zip[..<length]))
      #expect([.damaged, .notAnArchive].contains(try fault(of: "x.zip")), "\(length)")
    }
  }

  @Test func `bytes changed anywhere in a zip never do worse than change or refuse it`() throws {
    let zip = ArchiveBytes.zip([Entry("A.swift", "struct A {}")])
    for index in stride(from: 0, to: zip.count, by: 5) {
      var changed = zip
      changed[index] ^= 0xFF
      try handIn.write("x.zip", changed)
      do {
        let taken = try Intake.take(handIn.path("x.zip"))
        #expect(taken.files.allSatisfy { $0.bytes == Array("struct A {}".utf8) }, "\(index)")
      } catch is IntakeRefusal {
        // The machine is never to blame.
      }
    }
  }

  @Test func `what is no archive is refused whatever it is called`() throws {
    for (name, bytes) in [
      ("a.zip", Array("struct A {}".utf8)), ("b.tar.gz", ArchiveBytes.gzip(Array("x".utf8))),
      ("c.tgz", ArchiveBytes.gzip(ArchiveBytes.gzip(ArchiveBytes.tar([Entry("A.swift")])))),
    ] {
      try handIn.write(name, bytes)
      #expect(try fault(of: name) == .notAnArchive, "\(name)")
    }
    for name in ["a.7z", "a.rar", "a.tar.xz", "A.swift.gz"] {
      try handIn.write(name, "")
      #expect(throws: IntakeRefusal.otherArchive(path: handIn.path(name))) {
        try handIn.taken(name)
      }
    }
  }

  @Test func `an encrypted archive is refused as that`() throws {
    var secret = Entry("A.swift", String(repeating: "?", count: 40))
    secret.flags = 1
    try handIn.write("x.zip", ArchiveBytes.zip([Entry("B.swift"), secret]))
    #expect(try fault(of: "x.zip") == .encrypted)
  }

  @Test func `more files than are looked at are too many`() throws {
    let entries = (0...Intake.entryLimit).map { Entry("\($0)") }
    try handIn.write("x.zip", ArchiveBytes.zip(entries))
    #expect(try fault(of: "x.zip") == .tooManyFiles)
    try handIn.write("x.zip", ArchiveBytes.zip(entries.dropLast() as [Entry]))
    #expect(throws: IntakeRefusal.self) { try handIn.taken("x.zip") }
    #expect(try fault(of: "x.zip") == nil)
  }

  @Test func `what would be too large unpacked is refused before it is`() throws {
    var large = Entry("large.bin")
    large.claimed = Archive.unpackedLimit + 1
    try handIn.write("x.tar", ArchiveBytes.tar([large]))
    #expect(try fault(of: "x.tar") == .tooMuchInside)
    large.claimed = Archive.unpackedLimit / 2
    try handIn.write("x.tar", ArchiveBytes.tar([large]))
    #expect(try fault(of: "x.tar") == .tooDense)
    large.claimed = 0o777_7777_7777
    try handIn.write("x.tar", ArchiveBytes.tar([large]))
    #expect(try fault(of: "x.tar") == .tooMuchInside)
    try handIn.write("y.zip", "")
    #expect(truncate(handIn.path("y.zip"), Archive.packedLimit + 1) == 0)
    #expect(try fault(of: "y.zip") == .tooLarge(bytes: Archive.packedLimit + 1))
  }

  @Test func `a Swift file in an archive has the limits of any other`() throws {
    let spaces = String(repeating: " ", count: Intake.fileLimit)
    for way in Self.ways.dropFirst(2) {
      try handIn.write(way.name, way.pack([Entry("A.swift", spaces)]))
      #expect(try Intake.take(handIn.path(way.name)).files[0].bytes.count == Intake.fileLimit)
      try handIn.write(way.name, way.pack([Entry("A.swift", spaces + " ")]))
      let refusal = IntakeRefusal.fileTooLarge(
        path: handIn.path(way.name + "/A.swift"), bytes: Intake.fileLimit + 1,
        limit: Intake.fileLimit)
      #expect(throws: refusal) { try Intake.take(handIn.path(way.name)) }
      // Beside one that counts, it does not matter how large a test is.
      try handIn.write(
        way.name, way.pack([Entry("xTests/A.swift", spaces + " "), Entry("A.swift")]))
      #expect(try Intake.take(handIn.path(way.name)).files.count == 1)
    }
    try handIn.write("x.tar", ArchiveBytes.tar((0..<65).map { Entry("\($0).swift") }))
    #expect(throws: IntakeRefusal.self) { try handIn.taken("x.tar") }
    // Together they have a limit too, which the program that takes archives apart keeps roughly.
    try handIn.write("x.tar", ArchiveBytes.tar((0..<17).map { Entry("\($0).swift", spaces) }))
    #expect(throws: IntakeRefusal.self) { try handIn.taken("x.tar") }
    try handIn.write("x.tar", ArchiveBytes.tar((0..<60).map { Entry("\($0).swift", spaces) }))
    #expect(try fault(of: "x.tar") == .tooMuchCode)
  }

  @Test func `names in an archive need not be text, nor short, nor different`() throws {
    var latin = Entry("")
    latin.name = [0x63, 0x61, 0x66, 0xE9] + Array(".swift".utf8)
    for way in Self.ways.dropFirst(2) {
      try handIn.write(
        way.name, way.pack([latin, Entry("é.swift"), Entry("a.swift", "1"), Entry("a.swift", "2")]))
      let files = try Intake.take(handIn.path(way.name)).files
      #expect(files.map(\.name) == ["a.swift", "caf\\xE9.swift", "é.swift"])
      #expect(files[0].bytes == Array("2".utf8))
    }
    let long = String(repeating: "n", count: 60_000)
    try handIn.write("x.zip", ArchiveBytes.zip((0..<20).map { Entry("\(long)\($0)") }))
    #expect(try fault(of: "x.zip") == .namesTooLong)
  }
}
