import Screen
import Terminal
import Testing

@Suite("A reading room: figures, event by event")
struct FigureWalkTests {
  private static let text = """
    # Figures

    Draw it: [`truthbook figure votes`](<figure:votes>), or read [the end](#end).

    ## End

    Over.
    """

  /// A figure that draws a line for each event.
  private static func figure(_ runs: [String: [String]]) -> SteppableFigure {
    SteppableFigure(
      title: "F1 votes",
      variations: runs.sorted { $0.key < $1.key }.map { command, sentences in
        SteppableFigure.Variation(command: command, sentences: sentences) { events, width in
          [StyledLine("start")]
            + sentences.prefix(events).map { StyledLine(String("> \($0)".prefix(width))) }
        }
      })
  }

  private func room(
    columns: Int = 60, rows: Int = 10,
    _ runs: [String: [String]] = ["a": ["n1 asks", "n2 votes", "n1 leads"], "b": ["n2 asks"]]
  ) throws -> ReadingRoom {
    var shelf = SampleShelf(chapters: [("figures", "Figures", Self.text)])
    shelf.figures = ["figure:votes": Self.figure(runs)]
    return try ReadingRoom(
      opening: "figures", from: shelf, size: ScreenSize(columns: columns, rows: rows))
  }

  @Test func `the command below a figure steps through it, forwards and backwards`() throws {
    var room = try room()
    let before = room.rows
    room.press(.tab)
    #expect(room.lastRow == "Enter steps through this figure")
    room.press(.enter)
    #expect(room.rows.first == "a" && room.rows.contains("start"))
    #expect(!room.rows.contains { $0.hasPrefix(">") })
    #expect(room.lastRow.hasPrefix("F1 votes › 1 of 2 runs"))
    room.press(.right)
    room.press(" ")
    #expect(room.rows[1] == "2 of 3  n2 votes")
    #expect(room.rows.contains("> n2 votes") && !room.rows.contains("> n1 leads"))
    room.press(.left)
    #expect(room.rows[1] == "1 of 3  n1 asks")
    #expect(!room.rows.contains("> n2 votes"))
    room.press("q")
    #expect(room.rows.dropLast() == before.dropLast())
  }

  @Test func `it goes no further than its ends, and shows the same with other values`() throws {
    var room = try room()
    room.press(.tab)
    room.press(.enter)
    room.press("ppG")
    #expect(room.rows[1] == "3 of 3  n1 leads")
    room.press("nn")
    #expect(room.rows[1] == "3 of 3  n1 leads")
    room.press("]")
    #expect(room.rows[0] == "b" && room.rows[1].hasPrefix("0 of 1  the beginning"))
    room.press("]")
    #expect(room.rows[0] == "a")
    room.press("[")
    #expect(room.rows[0] == "b")
    room.press(.escape)
    #expect(room.rows[0] == "Figures")
  }

  @Test func `the newest event is in sight, and what is above it a key away`() throws {
    var room = try room(rows: 8, ["a": (1...30).map { "event \($0)" }])
    room.press(.tab)
    room.press(.enter)
    room.press("G")
    #expect(room.rows.contains("> event 30"))
    for _ in 1...40 { room.press(.up) }
    #expect(room.rows.contains("start") && !room.rows.contains("> event 30"))
    for _ in 1...40 { room.press(.down) }
    #expect(room.rows.contains("> event 30"))
    // Only one run: there is no other to offer.
    #expect(!room.lastRow.contains("another run"))
  }

  @Test(arguments: [(1, 1), (5, 2), (12, 3), (200, 60)])
  func `any screen shows it`(columns: Int, rows: Int) throws {
    var room = try room()
    room.press(.tab)
    room.press(.enter)
    _ = room.handle(.resize(ScreenSize(columns: columns, rows: rows)))
    for key in "nn]n[kjfbgG" { room.press(String(key)) }
    let frame = room.frame()
    #expect(frame.lines.count <= rows)
    #expect(frame.lines.allSatisfy { $0.columns <= columns })
  }

  @Test func `a link to a figure that there is not leads nowhere, and says so`() throws {
    var room = try ReadingRoom(
      opening: "figures", from: SampleShelf(chapters: [("figures", "Figures", Self.text)]),
      size: ScreenSize(columns: 60, rows: 10))
    room.press(.tab)
    room.press(.enter)
    #expect(room.lastRow == "not a text of this book: figure:votes")
  }
}
