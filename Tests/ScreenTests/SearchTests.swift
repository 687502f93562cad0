import Screen
import Terminal
import Testing

@Suite("A reading room: searching")
struct SearchTests {
  @Test func `a search goes to the next match and around the end`() throws {
    var room = try ReadingRoom.sample()
    room.press("/alpha 1 ")
    #expect(room.lastRow == "/alpha 1")
    room.press(.enter)
    #expect(room.lastRow == "match 1 of 1")
    #expect(room.rows.contains("Paragraph alpha 1 has some words that wrap."))
    room.press("/paragraph beta")
    room.press(.enter)
    #expect(room.lastRow == "match 1 of 12")
    room.press("nn")
    #expect(room.lastRow == "match 3 of 12")
    room.press("NNN")
    #expect(room.lastRow == "match 12 of 12, from the end again")
    room.press("n")
    #expect(room.lastRow == "match 1 of 12, from the start again")
  }

  @Test func `matches are marked and the marks can be taken away`() throws {
    var room = try ReadingRoom.sample(of: "one two one\n")
    room.press("/one")
    room.press(.enter)
    let marked = room.frame().lines[0].runs.filter { $0.style.attributes.contains(.inverse) }
    #expect(marked.map(\.text) == ["one", "one"])
    room.press(.escape)
    #expect(room.frame().lines[0].runs.count == 1)
  }

  @Test(arguments: [
    ("one", "One ONE one", 3), ("One", "One ONE one", 1), ("größe", "GRÖSSE Größe GRÖßE", 2),
    ("aa", "aaaa", 2), ("a  b", "a b", 1), ("a*b", "a\\*b aab", 1), ("字", "漢字", 1),
  ])
  func `case counts when it is typed, and nothing is a pattern`(
    words: String, text: String, count: Int
  ) throws {
    var room = try ReadingRoom.sample(of: text + "\n")
    room.press("/" + words)
    room.press(.enter)
    #expect(room.lastRow == "match 1 of \(count)")
  }

  @Test(arguments: [10, 14, 20, 60])
  func `a phrase is found however the lines are wrapped`(columns: Int) throws {
    var room = try ReadingRoom.sample(
      of: "> some words before a quorum of distinct voters and after\n", columns: columns, rows: 30)
    room.press("/quorum of distinct voters")
    room.press(.enter)
    #expect(room.rows.suffix(2).joined(separator: " ").hasSuffix("match 1 of 1"))
    let marked = room.frame().lines.dropLast(2).flatMap(\.runs)
      .filter { $0.style.attributes.contains(.inverse) }
    #expect(marked.map(\.text).joined(separator: " ") == "quorum of distinct voters")
  }

  @Test func `what is not found is said and nothing moves`() throws {
    var room = try ReadingRoom.sample()
    room.press("j")
    let first = room.firstRow
    room.press("/zebra")
    room.press(.enter)
    #expect(room.firstRow == first)
    #expect(room.lastRow == "not found: zebra")
    room.press("n")
    #expect(room.lastRow == "not found: zebra")
  }

  @Test func `what is typed can be changed, pasted and given up`() throws {
    var room = try ReadingRoom.sample()
    room.press("/abc")
    room.press(.backspace)
    #expect(room.lastRow == "/ab")
    room.press(.paste("\u{1b}[31mx\nrest"))
    #expect(room.lastRow == "/ab\u{fffd}[31mx")
    room.press(.control("u"))
    room.press("q r")
    #expect(room.lastRow == "/q r")
    room.press(.control("w"))
    #expect(room.lastRow == "/q")
    #expect(room.frame().cursorColumn == 3)
    #expect(room.press(.control("c")) == [])
    #expect(room.lastRow.hasPrefix("Clocks"))
    room.press("/")
    room.press(.backspace)
    #expect(room.lastRow.hasPrefix("Clocks"))
  }

  @Test func `a search goes on in the next chapter`() throws {
    var room = try ReadingRoom.sample()
    room.press("/delta")
    room.press(.enter)
    #expect(room.lastRow == "not found: delta")
    room.press("}n")
    #expect(room.lastRow == "match 1 of 12")
  }

  @Test func `a match in a wide line is brought into sight`() throws {
    let code = "    " + String(repeating: "x", count: 100) + " needle end\n"
    var room = try ReadingRoom.sample(of: code, columns: 40)
    room.press("/needle")
    room.press(.enter)
    #expect(room.firstRow.contains("needle"))
    #expect(room.firstRow.hasPrefix("‹"))
  }
}
