import Figures
import Terminal
import Testing

/// What the runs behind the figures have to show.
@Suite("Figures of shared data")
struct SharedDataFigureTests {
  private func text(_ name: String, _ words: String...) throws -> String {
    let figure = try #require(Figure.named(name))
    return try figure.draw(words, on: Figure.Canvas(width: 200)).map(\.text)
      .joined(separator: "\n")
  }

  @Test(arguments: 1...8)
  func `availability has one step, between sequential and causal`(_ seed: Int) throws {
    let lines = try text("spectrum", "seed=\(seed)").split(separator: "\n")
    let answered = lines.prefix(7).suffix(5).map { $0.filter { $0 == "█" }.count }
    #expect(answered == [0, 5, 10, 10, 10])
  }

  @Test(arguments: 1...20)
  func `what a promise excludes is not seen under any seed`(_ seed: Int) throws {
    let lines = try text("spectrum", "seed=\(seed)").split(separator: "\n")
    let sights = lines.compactMap { $0.wholeMatch(of: /(\w+) +(\d+) +(\d+) +(\d+)/) }
    let seen = Dictionary(
      uniqueKeysWithValues: sights.map { (String($0.1), [$0.2, $0.3, $0.4].map(String.init)) })
    #expect(seen.count == 5)
    #expect(seen["linearizable"] == ["0", "0", "0"])
    #expect(seen["sequential"]?[1] == "0" && seen["causal"]?[1] == "0")
    #expect(seen["eventual"]?[2] == "0")
  }

  @Test func `without a cut everybody is answered`() throws {
    let lines = try text("spectrum", "cut=0").split(separator: "\n")
    #expect(lines.prefix(7).suffix(5).allSatisfy { $0.filter { $0 == "█" }.count == 10 })
  }

  @Test func `each way of merging a cart loses what the chapter says`() throws {
    #expect(try text("cart", "merge=last-writer").contains("bread that the phone added is lost"))
    #expect(try text("cart", "merge=union").contains("milk that the laptop removed is back"))
    #expect(try text("cart", "merge=or-set").contains("Both changes are there."))
    let readded = try text("cart", "merge=or-set", "phone=add-milk")
    #expect(readded.contains("Both changes are there."))
  }

  @Test func `gossip ends with everything everywhere, for both types`() throws {
    for replicas in [2, 5, 12] {
      for seed in 0..<10 {
        let counters = try text("gossip", "replicas=\(replicas)", "seed=\(seed)")
        #expect(counters.contains("\(replicas) replicas are equal"))
        let sets = try text("gossip", "replicas=\(replicas)", "seed=\(seed)", "type=or-set")
        let rows = sets.split(separator: "\n").filter {
          $0.contains("abcdefghijkl".prefix(replicas))
        }
        #expect(!rows.isEmpty && sets.contains("replicas are equal"))
      }
    }
  }

  @Test(arguments: [(60, true), (21, true), (19, false), (-60, false)])
  func `the write is lost exactly when the clock is further ahead than the gap`(
    _ offset: Int, _ isLost: Bool
  ) throws {
    let wall = try text("skewed-clock", "offset=\(offset)", "stamps=wall")
    #expect(wall.contains("is lost on both nodes") == isLost)
    let hybrid = try text("skewed-clock", "offset=\(offset)", "stamps=hybrid")
    #expect(hybrid.contains("The later write is kept."))
  }

  @Test func `siblings pile up under one clock and not under dots`() throws {
    #expect(try text("siblings", "writes=20").contains("20 under one clock, 2 under dots"))
    #expect(try text("siblings", "clients=1").contains("1 under one clock, 1 under dots"))
  }

  @Test func `the clocks are those of the documents' figure`() throws {
    let relay = try text("space-time", "run=relay")
    for clock in ["[1,0,0]", "[1,1,0]", "[1,1,1]", "[2,0,0]"] { #expect(relay.contains(clock)) }
    #expect(relay.contains("Events 3 and 4 have the clocks [1,1,1] and [2,0,0]"))
  }
}
