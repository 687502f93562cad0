import Curriculum
import Foundation
import Testing

@testable import Site

@Suite("The folder of an edition")
struct EditionFolderTests {
  private final class Scratch {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "edition-\(UUID().uuidString)").path

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func names(_ path: String = "out") -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + path)) ?? []).sorted()
    }

    func write(_ text: String, to path: String) throws {
      let file = URL(filePath: folder + "/" + path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  private static func edition(_ names: String...) -> Edition {
    Edition(files: names.map { Edition.File(name: $0, text: "<p>\($0)</p>") })
  }

  @Test func `an edition takes an earlier one's place as a whole`() throws {
    let scratch = try Scratch()
    let folder = EditionFolder(scratch.folder + "/out/")
    try folder.write(Self.edition("a.html", "b.html"))
    #expect(scratch.names() == ["a.html", "b.html", "edition.txt"])
    try folder.write(Self.edition("b.html", "c.html"))
    #expect(scratch.names() == ["b.html", "c.html", "edition.txt"])
    #expect(scratch.names("") == ["out"])
  }

  @Test func `an empty folder will do, and a link to one`() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch.folder + "/out", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.folder + "/link", withDestinationPath: scratch.folder + "/out")
    try EditionFolder(scratch.folder + "/link").write(Self.edition("a.html"))
    #expect(scratch.names() == ["a.html", "edition.txt"])
    #expect(scratch.names("") == ["link", "out"])
  }

  @Test(arguments: ["notes.txt", ".git/config", "edition.txt", "a.html"])
  func `what no edition wrote is left alone`(name: String) throws {
    let scratch = try Scratch()
    try scratch.write("mine", to: "out/" + name)
    let before = scratch.names()
    let error = #expect(throws: EditionFolder.Refusal.self) {
      try EditionFolder(scratch.folder + "/out").write(Self.edition("a.html"))
    }
    #expect(error?.description.contains("which no edition wrote") == true)
    #expect(scratch.names() == before && scratch.names("") == ["out"])
  }

  @Test func `a file put beside an edition is a reason to refuse`() throws {
    let scratch = try Scratch()
    let folder = EditionFolder(scratch.folder + "/out")
    try folder.write(Self.edition("a.html"))
    try scratch.write("mine", to: "out/CNAME")
    let error = #expect(throws: EditionFolder.Refusal.self) {
      try folder.write(Self.edition("a.html"))
    }
    #expect(error?.description.contains("'CNAME'") == true)
    #expect(scratch.names() == ["CNAME", "a.html", "edition.txt"])
  }

  @Test func `a file, and a folder within none, are refused before anything is written`() throws {
    let scratch = try Scratch()
    try scratch.write("mine", to: "out")
    #expect(throws: EditionFolder.Refusal.self) {
      try EditionFolder(scratch.folder + "/out").write(Self.edition("a.html"))
    }
    let error = #expect(throws: EditionFolder.Refusal.self) {
      try EditionFolder(scratch.folder + "/no/such").write(Self.edition("a.html"))
    }
    #expect(error?.description.contains("there is no folder") == true)
    #expect(scratch.names("") == ["out"])
  }
}
