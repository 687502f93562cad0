import Figures
import Solutions
import Terminal
import Testing

/// What the runs behind the figures have to show.
@Suite("Figures of agreement")
struct AgreementFigureTests {
  /// The figure's text, its lines joined as if it had not been wrapped.
  private func text(_ name: String, _ words: String...) throws -> String {
    let figure = try #require(Figure.named(name))
    return try figure.draw(words, on: Figure.Canvas(width: 120)).map(\.text)
      .joined(separator: " ")
  }

  @Test func `a read meets the write exactly when R and W overlap`() throws {
    for n in 1...5 {
      for r in 1...n {
        for w in 1...n {
          let text = try text("quorum-overlap", "n=\(n)", "r=\(r)", "w=\(w)")
          #expect(text.contains("returns it") == (r + w > n), "N\(n) R\(r) W\(w)")
          #expect(text.contains("share 0") == (r + w <= n))
        }
      }
    }
  }

  @Test func `the waits decide which timestamp is the larger`() throws {
    for eps in [1, 5, 50] {
      #expect(try text("commit-wait", "eps=\(eps)").contains("has the larger timestamp"))
      let short = try text("commit-wait", "eps=\(eps)", "wait=once")
      #expect(short.contains("has the smaller timestamp"))
    }
  }

  @Test func `three generals fail and more do not, whoever lies`() throws {
    for order in ["attack", "retreat"] {
      for traitor in -1..<4 {
        let four = try text("generals", "n=4", "traitor=\(traitor)", "order=\(order)")
        #expect(!four.contains("does not do what") && !four.contains("do different things"))
      }
    }
    #expect(try text("generals", "n=3").contains("does not do what the loyal commander ordered"))
  }

  @Test(arguments: 0..<10)
  func `the fork of 2013 disconnects 24 blocks and joins all tips`(_ seed: Int) throws {
    let text = try text("fork-2013", "seed=\(seed)")
    #expect(text.contains("disconnect 24 blocks and connect 25; all nodes have one tip again"))
  }

  @Test func `races run for the figure lie near the exact curve`() throws {
    let lines = try #require(Figure.named("fork-race"))
      .draw(["z=3", "q=0.3"], on: Figure.Canvas(width: 80, isASCII: true)).map(\.text)
    #expect(lines.contains { $0.contains("gives up") || $0.contains("replaced") })
    #expect(lines.contains { $0.contains("exact") })
  }
}
