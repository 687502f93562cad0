import Screen
import Terminal
import Testing

@Suite("A reading room: links")
struct LinkTests {
  private func marked(_ room: ReadingRoom) -> [String] {
    room.frame().lines.dropLast().flatMap(\.runs)
      .filter { $0.style.attributes.contains(.inverse) }.map(\.text)
  }

  @Test func `tab selects links in turn and says where they lead`() throws {
    var room = try ReadingRoom.sample()
    room.press(.tab)
    #expect(marked(room) == ["link on"])
    #expect(room.lastRow == "→ crdts#laws")
    room.press(.tab)
    #expect(marked(room) == ["web link"])
    room.press(.backTab)
    #expect(marked(room) == ["link on"])
    room.press(.backTab)
    #expect(room.lastRow == "no link further up")
    #expect(marked(room) == ["link on"])
  }

  @Test func `a link is followed into another chapter's section and back`() throws {
    var room = try ReadingRoom.sample()
    room.press("j")
    let rows = room.rows.dropLast()
    room.press(.tab)
    let effects = room.press(.enter)
    guard case .remember(let reference, _) = effects.first else {
      Issue.record("the place is not remembered")
      return
    }
    #expect(reference == "clocks")
    #expect(room.firstRow == "Laws")
    #expect(room.lastRow.hasPrefix("Data types › Laws"))
    room.press(.backspace)
    #expect(room.rows.dropLast() == rows)
    #expect(marked(room) == ["link on"])
    room.press("L")
    #expect(room.firstRow == "Laws")
    room.press("H")
    #expect(room.rows.dropLast() == rows)
  }

  @Test func `links further down are brought into sight`() throws {
    var room = try ReadingRoom.sample()
    for _ in 1...3 { room.press(.tab) }
    #expect(room.lastRow == "→ #first")
    #expect(marked(room) == ["the first"])
    room.press(.enter)
    #expect(room.firstRow == "First")
    room.press(.backspace)
    #expect(marked(room) == ["the first"])
  }

  @Test func `links that lead nowhere say so`() throws {
    var room = try ReadingRoom.sample()
    for _ in 1...4 { room.press(.tab) }
    room.press(.enter)
    #expect(room.lastRow == "there is no section 'nowhere' here; o shows those there are")
    room.press(.tab)
    room.press(.enter)
    #expect(room.lastRow == "not a text of this book: nobody")
  }

  @Test func `links of the web are shown, for the terminal to open`() throws {
    var room = try ReadingRoom.sample()
    room.press(.tab)
    room.press(.tab)
    #expect(room.frame().lines.flatMap(\.runs).contains { $0.hyperlink == "https://e.org/a" })
    room.press(.enter)
    #expect(room.lastRow == "on the web: https://e.org/a")
    #expect(
      room.frame().lines.contains {
        $0.encoded(in: .monochrome).contains("\u{1b}]8;;https://e.org/a\u{1b}\\")
      })
  }

  @Test func `a link out of sight is not followed`() throws {
    var room = try ReadingRoom.sample()
    room.press(.tab)
    room.press("ddd")
    let second = room.rows[1]
    room.press(.enter)
    #expect(room.firstRow == second)
  }

  @Test func `prose comes back into sight with a link, or without the wide code`() throws {
    let code = "    " + String(repeating: "x", count: 200) + "\n"
    var room = try ReadingRoom.sample(of: "A [link](#a)\n\n\(code)", columns: 40)
    room.press("ll")
    #expect(room.firstRow == "‹")
    room.press(.tab)
    #expect(room.firstRow == "A link")
    let text = (1...30).map { "Words \($0)\n\n" }.joined()
    room = try ReadingRoom.sample(of: code + "\n" + text, columns: 40)
    room.press("l ")
    #expect(room.rows.contains("Words 10"))
  }

  @Test func `a destination cannot act upon the terminal`() throws {
    var room = try ReadingRoom.sample(of: "[a](<x&#27;]0;t&#7;>)\n\n# &#27;[31mRed\n")
    room.press(.tab)
    #expect(room.lastRow == "→ x\u{fffd}]0;t\u{fffd}")
    room.press(.enter)
    room.press("o")
    for line in room.frame().lines {
      #expect(!line.encoded(in: .plain).unicodeScalars.contains { $0.value < 0x20 })
    }
  }
}
