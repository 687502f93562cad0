import Screen
import Testing

@Suite("A reading room: moving about")
struct ReadingRoomTests {
  @Test func `it shows the start, and where one is`() throws {
    let room = try ReadingRoom.sample()
    #expect(room.rows.count == 12)
    #expect(room.firstRow == "Clocks")
    #expect(room.lastRow.hasPrefix("Clocks  "))
    #expect(room.lastRow.hasSuffix("%  ? help  q quit"))
  }

  @Test func `lines, screens, halves and ends are gone to as in less`() throws {
    var room = try ReadingRoom.sample()
    let start = room.rows
    room.press("j")
    #expect(room.rows[0] == start[1])
    room.press("k")
    #expect(room.rows == start)
    room.press(" ")
    #expect(room.rows[0] == start[10])
    room.press("b")
    room.press("d")
    #expect(room.rows[0] == start[5])
    room.press("u")
    #expect(room.rows == start)
    room.press("G")
    #expect(room.lastRow.contains("100%"))
    room.press("j")
    #expect(room.lastRow == "the end; } goes on with Data types")
    room.press("g")
    #expect(room.rows == start)
    room.press(.up)
    #expect(room.rows == start)
  }

  @Test func `sections follow each other, also when the last ones fit on one screen`() throws {
    var room = try ReadingRoom.sample(of: "# A\n\ntext\n\n## B\n\ntext\n\n## C\n\ntext\n", rows: 20)
    room.press("]")
    #expect(room.firstRow == "B")
    room.press("]")
    #expect(room.firstRow == "C")
    #expect(room.lastRow.hasPrefix("Sample › C"))
    room.press("]")
    #expect(room.firstRow == "C")
    #expect(room.lastRow == "the last section")
    room.press("[[")
    #expect(room.firstRow == "A")
  }

  @Test func `chapters follow each other, and the place of the one left is kept`() throws {
    var room = try ReadingRoom.sample(section: "second")
    let effects = room.press("}")
    #expect(effects == [.remember(reference: "clocks", Place(section: "second", letters: 0))])
    #expect(room.firstRow == "Data types")
    room.press("}")
    #expect(room.lastRow == "this is the last chapter")
    room.press("{")
    #expect(room.firstRow == "Clocks")
    room.press("{")
    #expect(room.lastRow == "this is the first chapter")
  }

  @Test func `a section that does not exist is said`() throws {
    let room = try ReadingRoom.sample(section: "nowhere")
    #expect(room.firstRow == "Clocks")
    #expect(room.lastRow == "there is no section 'nowhere' here; o shows those there are")
  }

  @Test func `a place is found again at every width`() throws {
    var room = try ReadingRoom.sample(section: "second")
    room.press("jjjjjjjjj")
    let first = room.firstRow
    guard case .remember(_, let place) = room.handle(.end).first else {
      Issue.record("nothing is remembered")
      return
    }
    #expect(place.section == "second")
    for columns in [10, 17, 33, 60, 200] {
      let again = try ReadingRoom.sample(place: place, columns: columns)
      #expect(first.hasPrefix(again.firstRow), "\(columns)")
      let rows = again.rows.joined(separator: " ")
      #expect(rows.contains("where you left"), "\(columns)")
    }
  }

  @Test func `a place whose section is gone is the start`() throws {
    let place = Place(section: "gone", letters: 900)
    #expect(try ReadingRoom.sample(place: place).firstRow == "Clocks")
  }

  @Test func `changes of size end where they began`() throws {
    var room = try ReadingRoom.sample(section: "first")
    room.press("jjjj")
    let rows = room.rows
    for columns in [10, 25, 11, 90] {
      _ = room.handle(.resize(ScreenSize(columns: columns, rows: 5)))
      #expect(room.rows.count == 5)
    }
    _ = room.handle(.resize(ScreenSize(columns: 60, rows: 12)))
    #expect(room.rows == rows)
  }

  @Test func `the outline is a list to pick from, and back returns`() throws {
    var room = try ReadingRoom.sample()
    room.press("o")
    #expect(Array(room.rows.prefix(4)) == ["Clocks", "▸ Clocks", "    First", "    Second"])
    room.press("jj")
    room.press(.enter)
    #expect(room.firstRow == "Second")
    room.press(.backspace)
    #expect(room.firstRow == "Clocks")
    room.press("L")
    #expect(room.firstRow == "Second")
    room.press("o")
    room.press("q")
    #expect(room.firstRow == "Second")
  }

  @Test func `a long list scrolls with its selection`() throws {
    let markdown = (1...40).map { "# H\($0)\n" }.joined(separator: "\n")
    var room = try ReadingRoom.sample(of: markdown, rows: 6)
    room.press("oG")
    #expect(room.rows[4] == "▸ H40")
    room.press("k")
    #expect(room.rows[3] == "▸ H39")
    room.press("g")
    #expect(room.rows[1] == "▸ H1")
    room.press(.pageDown)
    #expect(room.rows.contains("▸ H5"))
  }

  @Test func `the table of contents opens chapters`() throws {
    var room = try ReadingRoom.sample()
    room.press("tj")
    #expect(room.rows[2] == "▸ Data types")
    room.press(.enter)
    #expect(room.firstRow == "Data types")
  }

  @Test func `a chapter that cannot be had leaves everything as it is and says why`() throws {
    var room = try ReadingRoom.sample()
    room.press("G")
    for _ in 1...4 { room.press(.tab) }
    let before = room.firstRow
    room.press(.enter)
    #expect(room.firstRow == before)
    #expect(room.lastRow == "Chapters/broken.md:3:1: broken")
    room.press(.backspace)
    #expect(room.lastRow == "there is nothing to go back to")
  }

  @Test func `the help tells every key and can be left`() throws {
    var room = try ReadingRoom.sample(rows: 60)
    room.press("?")
    let help = room.rows.joined(separator: "\n")
    for key in ["Space", "]", "}", "/", "Shift-Tab", "Backspace", "Ctrl-Z", "outline"] {
      #expect(help.contains(key))
    }
    room.press("q")
    #expect(room.firstRow == "Clocks")
  }

  @Test func `quitting keeps the place, and so do Ctrl-C and Ctrl-Z`() throws {
    var room = try ReadingRoom.sample(section: "first")
    let place = ReadingRoom.Effect.remember(
      reference: "clocks", Place(section: "first", letters: 0))
    #expect(room.press("q") == [place, .quit])
    #expect(room.press(.control("c")) == [place, .interrupt])
    #expect(room.press(.control("z")) == [place, .suspend])
    #expect(room.press(.control("l")) == [.redraw])
    #expect(room.handle(.end) == [place])
  }

  @Test func `keys that mean nothing do nothing`() throws {
    var room = try ReadingRoom.sample()
    let rows = room.rows
    for key in [Key.unknown, .delete, .function(9), .paste("qqq/x\n"), .character("ß")] {
      #expect(room.press(key) == [])
      #expect(room.rows == rows)
    }
  }
}
