import Screen
import Solutions
import Stepping
import Subjects
import Terminal
import Testing

@testable import Stepper

@Suite("The stepper's screen")
struct StepScreenTests {
  private let size = ScreenSize(columns: 80, rows: 24)

  private func room(printed: @escaping () -> String = { "" }) throws -> StepRoom {
    let tree = try Stepped.tree(
      check: "one-vote-per-term", InProcessSubject(ForgetfulElector.self),
      reference: InProcessSubject(Elector.self), printed: printed)
    _ = try tree.play(Stepped.twoVotes, skipping: false)
    return StepRoom(tree, at: 0, size: size)
  }

  private func text(_ room: StepRoom) -> String {
    room.frame().lines.map(\.text).joined(separator: "\n")
  }

  @Test func `keys walk, and go to what matters`() throws {
    var room = try room()
    #expect(text(room).contains("step 0 of 5  ≠ first at 5  ✗ at 5"))
    _ = try room.press(.right)
    #expect(text(room).contains("n1's election timer runs out; it is now candidate of term 1"))
    #expect(text(room).contains("guarantees ✓·"))
    _ = try room.press(.character("v"))
    let shown = text(room)
    #expect(shown.contains("✗ one-vote-per-term: "))
    #expect(shown.contains("The reference (first difference)"))
    #expect(shown.contains("≠ sends n2 a granted vote of term 1"))
    #expect(shown.contains("sends n2 a refusal of term 1"))
    #expect(shown.contains("grants: [:] → [1: n2]"))
    _ = try room.press(.right)
    #expect(text(room).contains("the run ends here"))
    _ = try room.press(.left)
    #expect(text(room).contains("n3 crashes and restarts"))
    _ = try room.press(.character("g"))
    _ = try room.press(.left)
    #expect(text(room).contains("this is the start"))
    #expect(try room.press(.character("q")) == [.quit])
  }

  @Test func `another event is chosen from those that can happen, and the tree keeps both`() throws
  {
    var room = try room()
    _ = try room.press(.right)
    _ = try room.press(.character("c"))
    #expect(text(room).contains("n1's vote request of term 1 reaches n2"))
    _ = try room.press(.enter)
    #expect(text(room).contains("branch 2 of 2"))
    _ = try room.press(.character("["))
    #expect(text(room).contains("n2's election timer runs out"))
    _ = try room.press(.character("t"))
    #expect(text(room).contains("All that was visited"))
    #expect(text(room).contains("✗ 5"))
    _ = try room.press(.escape)
    _ = try room.press(.character("m"))
    #expect(text(room).contains("● timeout"))
    _ = try room.press(.escape)
    _ = try room.press(.character("o"))
    #expect(text(room).contains("step   1 event  2 events  3 events  least"))
  }

  @Test func `a branch is saved under a name that is typed`() throws {
    var room = try room()
    _ = try room.press(.right)
    _ = try room.press(.character("w"))
    for letter in "mime" { _ = try room.press(.character(letter)) }
    _ = try room.press(.backspace)
    #expect(text(room).contains("plain name): mim"))
    #expect(try room.press(.enter) == [.write(name: "mim", moment: 1)])
    _ = try room.press(.character("w"))
    #expect(try room.press(.escape) == [])
    #expect(try room.press(.character("w")) == [])
    #expect(try room.press(.enter) == [])
  }

  @Test(arguments: [(24, 8), (1, 1), (60, 20), (80, 24), (200, 60)])
  func `no row is wider than the screen`(columns: Int, rows: Int) throws {
    var room = try room()
    room.resize(ScreenSize(columns: columns, rows: rows))
    for key in "nnnnnfgc" {
      _ = try room.press(.character(key))
      let frame = room.frame()
      #expect(frame.lines.count == rows)
      #expect(frame.lines.allSatisfy { $0.columns <= columns })
    }
  }

  @Test func `what the code prints is shown in its step, harmless`() throws {
    var count = 0
    let room = try room {
      count += 1
      return String(repeating: "hello \u{1b}[31m\n", count: count / 2)
    }
    let lines = MomentText(room.tree, at: 2, width: 80).lines.map(\.text)
    #expect(lines.contains("It printed"))
    #expect(lines.contains { $0.contains("hello \u{fffd}[31m") })
  }

  @Test func `plain text is one fact a line without signs`() throws {
    let room = try room()
    let text = RunText(room.tree, to: 5, signs: .plain).render(width: 80, mode: .plain)
    #expect(text.contains("BROKEN one-vote-per-term"))
    #expect(text.contains("Step 5 of 5: n2 -> n3 requestVote 1 0.0"))
    #expect(text.contains("the first difference to the reference is in step 5"))
    #expect(!text.contains("✗") && !text.contains("→"))
  }
}
