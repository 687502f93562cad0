import Testing

@testable import Execution

@Suite struct `Lines of a source` {
  private func index(_ text: String) -> LineIndex {
    LineIndex(SourceFile(name: "a.swift", bytes: Array(text.utf8)))
  }

  @Test(arguments: ["", "a", "a\n", "\n\na\r\n\u{1B}b\n", "ä\nö", "\r\n\r\n"])
  func `are the same as found one by one`(text: String) {
    let file = SourceFile(name: "a.swift", bytes: Array(text.utf8))
    for line in 0...6 { #expect(index(text).line(line) == file.line(line)) }
  }

  @Test func `are cut where they are long, between two characters`() {
    let text = "a" + String(repeating: "ä", count: 1000)
    #expect(index(text).line(1) == "a" + String(repeating: "ä", count: 199) + "…")
    let exact = String(repeating: "b", count: LineIndex.longestLine)
    #expect(index(exact + "\n").line(1) == exact)
  }
}

@Suite struct `A great many errors` {
  @Test func `are counted, and the first are kept`() throws {
    let text = String(repeating: "let = 1\n", count: 500)
    let failure = try #require(try Workbench.failure(text))
    #expect(failure.diagnostics.count == 100)
    #expect(failure.omitted >= 400)
    let places = failure.diagnostics.compactMap(\.place?.line)
    #expect(places == places.sorted() && places.first == 1)
    #expect(failure.rendered().contains("and \(80 + failure.omitted) more\n"))
  }

  @Test func `and names as long as a file are bounded`() throws {
    let name = String(repeating: "name", count: 20_000)
    let failure = try #require(try Workbench.failure("let a = \(name)\n"))
    #expect(failure.rendered().utf8.count < 4_000)
  }
}
