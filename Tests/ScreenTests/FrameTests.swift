import Screen
import Terminal
import Testing

@Suite("What the screen shows")
struct FrameTests {
  @Test(arguments: [1, 2, 3, 9, 10, 11, 39, 40, 80], [1, 2, 3, 24])
  func `no row is wider than the screen, whatever is shown`(columns: Int, rows: Int) throws {
    let markdown = """
      # A heading with 漢字 and é

      Prose with 漢字漢字漢字 and 👩‍👩‍👧 and a [link](crdts).

      | a | b |
      | - | - |
      | 漢字 | x |

          let wide = "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"
      """
    let start = try ReadingRoom.sample(of: markdown, columns: columns, rows: rows)
    for keys in ["", "lll", "lllh", "o", "t", "?", "/some words to search for", "G", "j", "x"] {
      var room = start
      room.press(keys)
      let frame = room.frame()
      #expect(frame.lines.count == rows)
      for line in frame.lines {
        #expect(DisplayWidth.columns(of: line.text) <= columns, "\(keys): \(line.text)")
      }
      if let cursor = frame.cursorColumn { #expect(cursor < columns) }
    }
  }

  @Test(arguments: [
    (4, "21%"), (8, "Sam… 21%"), (10, "Sample 21%"), (24, "Sample › First       21%"),
    (30, "Sample › First             21%"), (44, "Sample › First       21%  ? help  q quit"),
  ])
  func `the status line fits every width`(columns: Int, text: String) throws {
    var room = try ReadingRoom.sample(
      of: "# Clocks\n\n## First\n\n" + String(repeating: "x\n\n", count: 30), columns: columns)
    room.press("]")
    let shown = try #require(room.frame().lines.last).text
    #expect(shown.split(separator: " ") == text.split(separator: " "))
    #expect(DisplayWidth.columns(of: shown) == columns)
  }

  @Test func `wide code is cut with a mark and scrolls sideways`() throws {
    var room = try ReadingRoom.sample(of: "    0123456789abcdefghijklmnopqrst\n", columns: 12)
    #expect(room.firstRow == "0123456789a›")
    room.press(.right)
    #expect(room.firstRow.hasPrefix("‹"))
    #expect(room.firstRow.hasSuffix("›"))
    room.press("ll")
    #expect(room.firstRow.hasSuffix("qrst"))
    let end = room.rows
    room.press("l")
    #expect(room.rows == end)
    room.press("hhhh")
    #expect(room.firstRow == "0123456789a›")
  }

  @Test func `prose does not scroll sideways`() throws {
    var room = try ReadingRoom.sample()
    let rows = room.rows
    room.press("l")
    #expect(room.rows == rows)
  }

  @Test func `long messages take more rows`() throws {
    var room = try ReadingRoom.sample(columns: 20)
    room.press("/no such words")
    room.press(.enter)
    #expect(room.rows.suffix(2) == ["not found: no such", "words"])
  }
}
