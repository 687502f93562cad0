import Curriculum
import Foundation
import Testing

@testable import League

@Suite("Entries of the league")
struct LeagueEntryTests {
  private let root = FileManager.default.temporaryDirectory
    .appending(path: "truthbook-league-\(UUID().uuidString)").path

  private func entry(_ name: String = "odd", sentence: String = "Odd.", finder: String? = nil)
    -> LeagueEntry
  {
    LeagueEntry(
      name: name, exercise: "or-set", check: "add-wins", sentence: sentence, finder: finder,
      means: "the suite under key 3 of the league")
  }

  private func makeBook() throws {
    try FileManager.default.createDirectory(
      atPath: root + "/Solutions/Mutants", withIntermediateDirectories: true)
  }

  @Test func `a mutant is written whole, and never over another`() throws {
    try makeBook()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let path = try #require(try entry(finder: "Ada L.").write("struct S {}\n", to: root))
    #expect(path == "Solutions/Mutants/or-set/odd.swift")
    let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    #expect(
      text == """
        // fails: add-wins
        // Odd.
        // league: found by Ada L.; shown by the suite under key 3 of the league
        struct S {}

        """)
    #expect(try entry().write("struct T {}\n", to: root) == nil)
    #expect(try String(contentsOfFile: root + "/" + path, encoding: .utf8) == text)
    try "".write(
      toFile: root + "/Solutions/Mutants/or-set/even.patch", atomically: true, encoding: .utf8)
    #expect(try entry("even").write("", to: root) == nil)
    // Nothing else is left behind.
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root + "/Solutions/Mutants/or-set")
    #expect(names.sorted() == ["even.patch", "odd.swift"])
  }

  @Test func `what is said of it cannot leave its line`() {
    let text = entry(
      sentence: "one\ntwo\u{2028}import Glibc\r\u{202e}three", finder: "A\u{1b}[31m\nB"
    ).file("code")
    #expect(
      text.split(separator: "\n") == [
        "// fails: add-wins", "// one two import Glibc three",
        "// league: found by A[31m B; shown by the suite under key 3 of the league", "code",
      ])
    #expect(LeagueEntry.isName("Ada Lovelace"))
    for name in ["", "a\nb", " a", "a;b", String(repeating: "a", count: 81)] {
      #expect(!LeagueEntry.isName(name))
    }
  }
}
