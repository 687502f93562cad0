import Screen
import Solutions
import Stepping
import Subjects
import Terminal
import Testing

@testable import Stepper

@Suite("Two runs side by side")
struct SideBySideTests {
  private func forgetful() throws -> (RunTree, end: Int) {
    let tree = try Stepped.forgetful()
    let (end, _) = try tree.play(Stepped.twoVotes + ["n3 -> n2 grant 1"], skipping: false)
    return (tree, end)
  }

  private func text(_ room: StepRoom) -> String {
    room.frame().lines.map(\.text).joined(separator: "\n")
  }

  @Test func `the reference goes its own way after the first difference`() throws {
    let (tree, end) = try forgetful()
    let pair = try #require(try tree.besideReference(end))
    #expect(pair.rows.count == 7)
    #expect(pair.rows.allSatisfy { $0.own != nil && $0.other != nil })
    #expect(pair.firstDifference == 5)
    #expect(pair.violation == 5)
    // The vote is never granted there, so that it does not arrive.
    let last = try #require(pair.rows[6].other)
    #expect(pair.other.tree.moments[last].event == "skip: n3 -> n2 grant 1")
    #expect(pair.other.tree.moments[last].view.states != tree.moments[end].view.states)
    // Asked again it is the same run, and no step of it is made anew.
    let count = pair.other.tree.moments.count
    #expect(try tree.besideReference(end)?.rows == pair.rows)
    #expect(pair.other.tree.moments.count == count)
  }

  @Test func `both go on being stepped after the other was`() throws {
    let (tree, end) = try forgetful()
    let before = tree.moments[end].view
    _ = try tree.besideReference(end)
    let other = try tree.step("n3 times out", after: 0)
    #expect(other > end)
    let again = try tree.step("n2 times out", after: end)
    #expect(tree.moments[again].told?.sentence.contains("n2") == true)
    #expect(tree.moments[again].stop == nil)
    #expect(tree.moments[end].view == before)
    let pair = try #require(try tree.besideReference(again))
    #expect(pair.firstDifference == 5)
    #expect(pair.rows.count == 8)
  }

  @Test(arguments: Stepped.exercises.map(\.name))
  func `the reference beside itself differs in nothing`(name: String) throws {
    let make = try #require(Stepped.exercises.first { $0.name == name }).make
    let tree = try Stepped.tree(of: name, make(), reference: make())
    var end = 0
    for _ in 0..<6 {
      guard let choice = tree.moments[end].run.choices.first else { break }
      end = try tree.step(choice.event, after: end)
    }
    let pair = try #require(try tree.besideReference(end))
    #expect(pair.firstDifference == nil)
    #expect(pair.violation == nil)
    #expect(SideBySideRun(pair, signs: .drawn).summary == "Both runs are the same in every step.")
  }

  @Test func `the reference does what a scenario's line means to it`() throws {
    let (tree, end) = try forgetful()
    // As a scenario walks past what cannot happen any more.
    let skipped = try tree.step(RunTree.skipping + "n3 -> n2 refuse", after: end)
    let pair = try #require(try tree.besideReference(skipped))
    let last = try #require(pair.rows[7].other)
    #expect(pair.other.tree.moments[last].event.hasPrefix("n3 -> n2 refuse "))
    #expect(pair.rows[7].own == skipped)
  }

  @Test func `a step that only one run has stands alone`() throws {
    let (tree, end) = try forgetful()
    let (other, _) = try tree.play(
      ["n1 times out", "lose n1 -> n2 requestVote 1 0.0"] + Stepped.twoVotes.dropFirst(),
      skipping: false)
    let pair = SideBySide(.init("one", tree, to: end), .init("two", tree, to: other))
    #expect(pair.firstDifference == 2)
    #expect(pair.rows[2].own == nil && pair.rows[2].other != nil)
    #expect(pair.rows[3...6].allSatisfy { $0.own != nil && $0.other != nil })
    #expect(pair.rows[7].other == nil)
    let shown = SideBySideText(pair, row: 2, width: 80).lines.map(\.text).joined(separator: "\n")
    #expect(shown.contains("(no such step)"))
  }

  @Test(arguments: [80, 200])
  func `two columns show what differs, and only that while it is folded`(width: Int) throws {
    let (tree, end) = try forgetful()
    let pair = try #require(try tree.besideReference(end))
    let folded = SideBySideText(pair, row: 5, width: width).lines.map(\.text)
    #expect(folded.allSatisfy { DisplayWidth.columns(of: $0) <= width })
    let step = try #require(folded.first { $0.hasPrefix("≠ sends n2 a granted vote") })
    #expect(step.contains("│ sends n2 a refusal"))
    #expect(folded.contains { $0.contains("✗ one-vote-per-term") && $0.contains("✓ one-vote") })
    #expect(!folded.contains { $0.contains("n1 candidate") })
    let all = SideBySideText(pair, row: 5, width: width, isFolded: false).lines.map(\.text)
    #expect(all.contains { $0.contains("n1 candidate") })
    // Where both are the same there is a word for it.
    let same = SideBySideText(pair, row: 1, width: width).lines.map(\.text)
    #expect(same.contains("Nodes are the same in both"))
    #expect(!same.contains { $0.contains("≠") })
  }

  @Test func `a narrow screen and a screen reader are told in words`() throws {
    let (tree, end) = try forgetful()
    let pair = try #require(try tree.besideReference(end))
    let narrow = SideBySideText(pair, row: 5, width: 50).lines.map(\.text)
    #expect(narrow.allSatisfy { DisplayWidth.columns(of: $0) <= 50 })
    #expect(narrow.contains { $0.hasPrefix("≠ this run: sends n2 a granted vote") })
    #expect(narrow.contains { $0.hasPrefix("≠ the reference's run: sends n2 a") })
    #expect(!narrow.contains { $0.contains("│") })
    let plain = SideBySideRun(pair, signs: .plain).render(width: 80, mode: .plain)
    #expect(plain.contains("Step 5 of 6 != (first difference)"))
    #expect(plain.hasSuffix("The first difference is in step 5: \(sentence(pair, 5)).\n"))
    #expect(!plain.contains("│") && !plain.contains("≠"))
  }

  private func sentence(_ pair: SideBySide, _ row: Int) -> String {
    pair.rows[row].own.flatMap { pair.own.tree.moments[$0].told?.sentence } ?? ""
  }

  @Test func `the key b puts the reference's run or a branch beside this one, and takes it away`()
    throws
  {
    let (tree, end) = try forgetful()
    var room = StepRoom(tree, at: end, size: ScreenSize(columns: 80, rows: 24))
    _ = try room.press(.character("b"))
    #expect(text(room).contains("step 6 of 6  ≠ first at 5  ✗ at 5  beside the reference's run"))
    _ = try room.press(.character("d"))
    #expect(text(room).contains("step 5 of 6"))
    _ = try room.press(.left)
    #expect(text(room).contains("step 4 of 6"))
    _ = try room.press(.character("t"))
    #expect(text(room).contains("≠ 5 "))
    _ = try room.press(.escape)
    _ = try room.press(.character("b"))
    #expect(text(room).contains("raft-election  step 4 of 6  ≠ first at 5"))
    #expect(room.moment == 4)
    // With a second branch one chooses.
    _ = try room.press(.character("c"))
    _ = try room.press(.enter)
    _ = try room.press(.character("b"))
    #expect(text(room).contains("What stands beside this run?"))
    #expect(text(room).contains("the branch that leaves in step 5"))
    _ = try room.press(.down)
    _ = try room.press(.enter)
    #expect(text(room).contains("beside the other branch"))
    // What is not about both goes back to the one run first.
    _ = try room.press(.character("w"))
    #expect(text(room).contains("Save as"))
    #expect(!text(room).contains("beside"))
  }

  @Test(arguments: [(24, 8), (1, 1), (59, 20), (60, 20), (80, 24), (200, 60)])
  func `no row of two runs is wider than the screen`(columns: Int, rows: Int) throws {
    let (tree, end) = try forgetful()
    var room = StepRoom(tree, at: end, size: ScreenSize(columns: columns, rows: rows))
    for key in "bgnnnnnft" {
      _ = try room.press(.character(key))
      let frame = room.frame()
      #expect(frame.lines.count == rows)
      #expect(frame.lines.allSatisfy { $0.columns <= columns })
    }
  }
}
