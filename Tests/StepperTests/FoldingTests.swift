import Checking
import Screen
import Solutions
import Stepping
import Subjects
import Testing

@testable import Stepper

@Suite("What is folded and filtered in a run")
struct FoldingTests {
  private func text(_ room: StepRoom) -> String {
    room.frame().lines.map(\.text).joined(separator: "\n")
  }

  private func padded() throws -> (RunTree, end: Int) {
    let tree = try Stepped.forgetful()
    let events = [
      "n1 times out", "n2 times out", "n1 heartbeat due", "n1 -> n3 requestVote 1 0.0",
      "n1 -> n2 requestVote 1 0.0", "n3 restarts", "lose n2 -> n1 requestVote 1 0.0",
      "n2 -> n3 requestVote 1 0.0",
    ]
    return (tree, try tree.play(events, skipping: true).end)
  }

  @Test func `steps without which the same breaks are found, and no more`() throws {
    let (tree, end) = try padded()
    let before = tree.moments.count
    let folded = try #require(try tree.folded(to: end))
    #expect(folded.broken == end)
    #expect(folded.moments == [3, 5, 7])
    #expect(tree.moments.count == before)
    // What is left breaks the same by itself.
    let left = tree.path(to: end).dropFirst().filter { !folded.moments.contains($0) }
    #expect(left.map { tree.moments[$0].event } == Stepped.twoVotes)
    // Without money nothing is found, and nothing is claimed.
    #expect(try tree.folded(to: end, budget: 3)?.moments == [])
  }

  @Test func `a run that breaks nothing is not folded`() throws {
    let (tree, _) = try padded()
    #expect(try tree.folded(to: 4) != nil || tree.violation(to: 4) == nil)
    let calm = try Stepped.tree(
      InProcessSubject(Elector.self), reference: InProcessSubject(Elector.self))
    _ = try calm.play(["n1 times out"], skipping: false)
    #expect(try calm.folded(to: 1) == nil)
    var room = StepRoom(calm, at: 1, size: ScreenSize(columns: 80, rows: 24))
    _ = try room.press(.character("F"))
    #expect(text(room).contains("nothing breaks in this run"))
  }

  @Test func `a crash is folded like what breaks a rule`() throws {
    // The program of the third event stops.
    let stopping = StoppingSubject(InProcessSubject(Elector.self), at: [4])
    let tree = try Stepped.tree(stopping, reference: InProcessSubject(Elector.self))
    let (end, _) = try tree.play(["n1 times out", "n2 times out", "n3 times out"], skipping: false)
    #expect(tree.moments[end].stop != nil)
    // It does not happen again, so that no step can be said to be needless.
    #expect(try tree.folded(to: end)?.moments == [])
  }

  @Test func `keys pass over folded steps, and walk them again`() throws {
    let (tree, end) = try padded()
    var room = StepRoom(tree, at: 0, size: ScreenSize(columns: 80, rows: 24))
    _ = try room.press(.character("F"))
    #expect(text(room).contains("3 steps are passed over"))
    var seen: [Int] = []
    for _ in 0..<5 {
      _ = try room.press(.right)
      seen.append(room.moment)
    }
    #expect(seen == [1, 2, 4, 6, 8])
    #expect(text(room).contains("3 folded"))
    _ = try room.press(.left)
    #expect(room.moment == 6)
    _ = try room.press(.character("F"))
    _ = try room.press(.right)
    #expect(room.moment == 7)
    _ = try room.press(.character("F"))
    #expect(room.moment == 6)
    // Another way has steps of its own.
    _ = try room.press(.character("c"))
    _ = try room.press(.enter)
    #expect(!text(room).contains("folded"))
    #expect(room.moment > end)
  }

  @Test func `messages are chosen by sender, receiver and kind`() throws {
    let tree = try Stepped.tree(
      InProcessSubject(Elector.self), reference: InProcessSubject(Elector.self))
    let (end, _) = try tree.play(
      ["n1 times out", "n2 times out", "n1 -> n3 requestVote 1 0.0"], skipping: false)
    var room = StepRoom(tree, at: end, size: ScreenSize(columns: 80, rows: 60))
    #expect(text(room).contains("n2 → n3: "))
    _ = try room.press(.character("/"))
    #expect(text(room).contains("[ ] from n1"))
    for _ in 0..<2 { _ = try room.press(.down) }
    _ = try room.press(.enter)
    #expect(text(room).contains("[x] from n3"))
    _ = try room.press(.escape)
    let shown = text(room)
    #expect(shown.contains("On the way (1 of 4: from n3)"))
    #expect(!shown.contains("n2 → n3: "))
    #expect(shown.contains("n3 → n1: "))
    // What can happen to the others is not offered; timers are.
    _ = try room.press(.character("c"))
    let choices = text(room)
    #expect(choices.contains("reaches n1"))
    #expect(!choices.contains("n2's vote request"))
    #expect(choices.contains("n1's election timer runs out"))
    _ = try room.press(.escape)
    // In the picture the arrival of a message that is not chosen is no arrow.
    let run = tree.counterexample(to: end, filter: room.filter)
    #expect(
      run.steps.allSatisfy {
        if case .delivery = $0.event { false } else { true }
      })
    #expect(run.steps.count == 3)
    _ = try room.press(.character("/"))
    _ = try room.press(.character("a"))
    #expect(text(room).contains("n2 → n3: "))
  }

  @Test func `parts of one aspect add up, and each aspect must be met`() throws {
    let tree = try Stepped.tree(InProcessSubject(Elector.self))
    let lanes = tree.moments[0].run.lanes
    var filter = MessageFilter()
    #expect(filter.passes(from: 0, to: 1, label: "grant 1", lanes))
    filter.toggle(.from("n1"))
    filter.toggle(.from("n2"))
    filter.toggle(.kind("grant"))
    #expect(filter.phrase == "from n1, n2; of kind grant")
    #expect(filter.passes(from: 1, to: 2, label: "grant 1", lanes))
    #expect(!filter.passes(from: 2, to: 1, label: "grant 1", lanes))
    #expect(!filter.passes(from: 0, to: 1, label: "refuse 1", lanes))
    filter.toggle(.from("n1"))
    #expect(!filter.passes(from: 0, to: 1, label: "grant 1", lanes))
  }
}
