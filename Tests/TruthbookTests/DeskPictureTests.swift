import Foundation
import Screen
import Testing

/// The picture at the top of the README.
@Suite("The desk's picture")
struct DeskPictureTests {
  /// The rows of a picture's text.
  private func rows(_ svg: String) throws -> [String] {
    var rows = Array(repeating: "", count: 30)
    for line in svg.split(separator: "\n") where line.hasPrefix("<text ") {
      let numbers = line.split(separator: "\"")
      let x = try #require(Double(numbers[1]))
      let y = try #require(Double(numbers[3]))
      let row = Int((y - 27) / 18)
      let text = line.drop { $0 != ">" }.dropFirst().dropLast("</text>".count)
        .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
      let column = Int(((x - 14) / 8.4).rounded())
      rows[row] += String(repeating: " ", count: max(0, column - rows[row].count)) + text
    }
    return rows.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
  }

  @Test func `it shows what the desk shows`() throws {
    let home = try TemporaryHome()
    try home.write(
      "Exercises/raft-election/Elector.swift",
      Data(
        contentsOf: URL(
          filePath: TemporaryHome.book(
            "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift"))))
    let desk = try PseudoTerminal(home, columns: 92, rows: 30, "watch", "raft-election")
    // The end of the last row, once there is a verdict.
    try desk.expect("--review")
    // Ctrl-L: everything is sent again.
    desk.type("\u{0c}")
    let sent = try desk.expect("--review") + "--review"
    var copy = TerminalCopy(ScreenSize(columns: 92, rows: 30))
    copy.take(sent)
    desk.type("q")
    _ = desk.wait()
    let file = TemporaryHome.book("desk.svg")
    let drawn = try rows(String(contentsOfFile: file, encoding: .utf8))
    let shown = (0..<30).map { copy.text(ofRow: $0) }
    // How many exercises there are, and how long ago the verdict was, may differ.
    #expect(drawn[0].hasPrefix(shown[0].prefix(50)))
    #expect(drawn[1].prefix { $0 != "," } == shown[1].prefix { $0 != "," })
    let others = drawn.indices.dropFirst(2).filter { drawn[$0] != shown[$0] }.map { shown[$0] }
    #expect(
      others == [],
      "the picture is out of date: bin/picture draws it anew")
  }
}
