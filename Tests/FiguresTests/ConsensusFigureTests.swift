import Figures
import Terminal
import Testing

@Suite("Figures of consensus")
struct ConsensusFigureTests {
  private func text(_ name: String, _ words: String...) throws -> String {
    let figure = try #require(Figure.named(name))
    let lines = try figure.draw(words, on: Figure.Canvas(width: 120))
    return lines.map(\.text).joined(separator: "\n")
  }

  @Test func `an election ends with a leader, and with equal timeouts does not`() throws {
    for seed in 1...10 {
      #expect(try text("election", "seed=\(seed)").contains("leads term"))
      #expect(try !text("election", "timeouts=equal", "seed=\(seed)").contains("leads term"))
    }
    let crash = try text("election", "crash=yes")
    #expect(crash.contains("stops") && crash.contains("leads term 2"))
  }

  @Test func `with a pre-vote nobody is deposed`() throws {
    #expect(try text("partial-partition", "prevote=yes").contains("that: 0."))
    #expect(try !text("partial-partition", "prevote=no").contains("that: 0."))
  }

  @Test func `followers that differ are repaired`() throws {
    #expect(try text("log-replication").contains("no t2"))
    #expect(try !text("log-replication", "followers=equal").contains("no t2"))
  }

  @Test func `an old entry is lost only if it was counted`() throws {
    #expect(try text("figure-eight").contains("Leader Completeness breaks"))
    #expect(try text("figure-eight", "rule=own").contains("All five properties hold"))
    #expect(
      try text("figure-eight", "ending=kept", "rule=own").contains("All five properties hold"))
  }

  @Test func `a late holder overwrites unless it is fenced or on time`() throws {
    #expect(try text("split-brain").contains("its write is gone"))
    #expect(try text("split-brain", "fencing=yes").contains("is told so"))
    #expect(try text("split-brain", "pause=300").contains("A writes alone"))
  }

  @Test func `a repeated deposit counts once under one number and twice under two`() throws {
    #expect(try text("lost-answer").contains("up: 100."))
    #expect(try text("lost-answer", "copied=no").contains("up: 100."))
    #expect(try text("lost-answer", "serial=new").contains("up: 200."))
  }

  @Test func `a scheduler without bounds prevails, a network with bounds does not`() throws {
    #expect(try text("endless-election", "terms=50").contains("no leader"))
    #expect(try text("endless-election", "terms=50", "timeouts=random").contains("no leader"))
    let ends = try text("endless-election", "scheduler=network", "timeouts=random")
    #expect(ends.contains("It ends"))
  }

  @Test func `a deposed leader reads stale from memory and nothing when it asks`() throws {
    #expect(try text("stale-read").contains("not linearizable"))
    #expect(try text("stale-read", "read=readindex").contains("answers nothing"))
    #expect(try text("stale-read", "cut=no", "read=readindex").contains("The read returns 2"))
  }
}
