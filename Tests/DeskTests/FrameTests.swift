import Execution
import Foundation
import Grading
import Screen
import Terminal
import Testing

@testable import Desk

/// Every file in `Transcripts` is what the desk shows in a scene on a screen of a size.
///
/// With TRUTHBOOK_REWRITE set the texts are written instead of compared.
@Suite("What the desk shows")
struct FrameTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Transcripts")

  /// How a desk comes to show something.
  private static let scenes: [String: @Sendable (inout DeskRoom) -> Void] = [
    "beginning": { _ = $0.handle(.saved(.untouched), at: 1_000_000) },
    "missing": { _ = $0.handle(.saved(.missing([SampleDesk.exercise.path])), at: 1_000_000) },
    "checking": { room in
      room.grade(SampleDesk.notCompiling)
      room.wait(milliseconds: 12_300)
      _ = room.handle(.saved(.edited), at: room.now)
      room.tell(.decided(SampleDesk.good))
      room.tell(.progress(.checking(name: "quorum", number: 3, count: 4)))
    },
    "first-failure": { room in
      _ = room.handle(.saved(.edited), at: room.now)
      room.tell(.decided(SampleDesk.good + [SampleDesk.failure]))
      room.tell(.progress(.checking(name: "answers-repeat", number: 4, count: 4)))
    },
    "failed": { room in
      room.grade(SampleDesk.failed)
      room.wait(milliseconds: 12_300)
    },
    "passed": { room in
      room.grade(SampleDesk.passed)
      room.wait(milliseconds: 12_300)
    },
    "crashed": { $0.grade(SampleDesk.crashed) },
    "not-compiling": { $0.grade(SampleDesk.notCompiling) },
    "refused": { $0.grade(SampleDesk.refused) },
    "trouble": { room in
      _ = room.handle(.saved(.edited), at: room.now)
      room.tell(.failed("there is no folder for temporary files: /tmp is full"))
    },
    "checks": { room in
      room.grade(SampleDesk.failed)
      room.press("c")
    },
    "check": { room in
      room.grade(SampleDesk.failed)
      room.press("c")
      room.press(.up)
      room.press(.enter)
    },
    "exercises": { room in
      _ = room.begin()
      room.press("l")
    },
    "help": { room in
      _ = room.begin()
      room.press("?")
    },
    "asking": { room in
      _ = room.begin()
      room.press("x")
    },
  ]

  static let cases = scenes.keys.sorted().flatMap { name in
    SampleDesk.sizes.map { (name, $0) }
  }

  private static func room(_ scene: String, _ size: ScreenSize) -> DeskRoom {
    var room = SampleDesk.room(columns: size.columns, rows: size.rows)
    scenes[scene]?(&room)
    return room
  }

  @Test(arguments: cases) func `a scene is as recorded`(name: String, size: ScreenSize) throws {
    let shown = Self.room(name, size).text
    let file = Self.folder.appending(path: "\(name)-\(size.columns)x\(size.rows).txt")
    if ProcessInfo.processInfo.environment["TRUTHBOOK_REWRITE"] != nil {
      try shown.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(try shown == String(contentsOf: file, encoding: .utf8))
    }
  }

  @Test func `no transcript is left over`() throws {
    let names = Set(Self.cases.map { "\($0.0)-\($0.1.columns)x\($0.1.rows).txt" })
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)) == names)
  }

  @Test(arguments: scenes.keys.sorted())
  func `no row is wider than the screen, at any size`(name: String) {
    for columns in [1, 2, 9, 23, 24, 39, 40, 61, 300] {
      for rows in [1, 2, 7, 8, 15, 16, 100] {
        let frame = Self.room(name, ScreenSize(columns: columns, rows: rows)).frame()
        #expect(frame.lines.count == rows)
        for line in frame.lines {
          #expect(line.columns <= columns, "\(name) \(columns)x\(rows): \(line.text)")
          #expect(DisplayWidth.columns(of: line.text) == line.columns)
          #expect(!line.text.contains("\u{1b}"))
        }
      }
    }
  }

  @Test func `the story is on the first screen, the picture a key away`() {
    var room = Self.room("failed", ScreenSize(columns: 80, rows: 24))
    #expect(room.text.contains("n2 times out and leads with its own vote alone."))
    #expect(!room.text.contains("┬"))
    room.press(" ")
    #expect(room.text.contains("RequestVote t2"))
  }

  @Test func `a screen too small says so, and what the verdict is`() {
    let room = Self.room("passed", ScreenSize(columns: 60, rows: 4))
    #expect(room.rows[0].hasPrefix("✓ passed"))
    #expect(room.rows[1].contains("make the window larger"))
  }

  @Test func `a change of size keeps what is shown`() {
    var room = Self.room("failed", ScreenSize(columns: 80, rows: 24))
    let before = room.text
    _ = room.handle(.resize(ScreenSize(columns: 30, rows: 10)), at: room.now)
    #expect(room.rows.count == 10)
    _ = room.handle(.resize(ScreenSize(columns: 80, rows: 24)), at: room.now)
    #expect(room.text == before)
  }

  @Test func `a place far to the right is in sight`() throws {
    var report = SampleDesk.notCompiling
    let source = String(repeating: "x", count: 150) + "HERE"
    report.diagnostics = [
      .init(
        severity: .error, message: "no",
        place: .init(file: "A.swift", line: 1, column: 151, source: source))
    ]
    var room = SampleDesk.room()
    room.grade(report)
    let row = try #require(room.rows.firstIndex { $0.contains("HERE") })
    let place = room.rows[row].firstIndex(of: "H")
    let mark = room.rows[row + 1].firstIndex(of: "^")
    #expect(
      place.map { room.rows[row].distance(from: room.rows[row].startIndex, to: $0) }
        == mark.map { room.rows[row + 1].distance(from: room.rows[row + 1].startIndex, to: $0) })
  }
}
