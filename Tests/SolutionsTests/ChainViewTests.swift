import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Fork choice")
struct ChainViewTests {
  @Test func `more work wins, not more blocks`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    for block in [
      Block(id: "a1", parent: "g", work: 2), Block(id: "a2", parent: "a1", work: 2),
      Block(id: "b1", parent: "g", work: 1), Block(id: "b2", parent: "b1", work: 1),
      Block(id: "b3", parent: "b2", work: 1),
    ] {
      #expect(view.receive(block) == nil)
    }
    #expect(view.tip == "a2")
    #expect(view.chain == ["g", "a1", "a2"])
  }

  @Test func `equal work changes nothing`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    _ = view.receive(Block(id: "a1", parent: "g"))
    #expect(view.receive(Block(id: "b1", parent: "g")) == nil)
    #expect(view.tip == "a1")
  }

  @Test func `a reorganization names what left, what came and what was dropped`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    _ = view.receive(Block(id: "a1", parent: "g", txs: ["pay", "both"]))
    _ = view.receive(Block(id: "a2", parent: "a1", txs: ["late"]))
    #expect(view.confirmations(of: "pay") == 2)
    _ = view.receive(Block(id: "b1", parent: "g", txs: ["both", "other"]))
    _ = view.receive(Block(id: "b2", parent: "b1"))
    let change = view.receive(Block(id: "b3", parent: "b2"))
    #expect(
      change
        == ChainView.Reorganization(
          disconnected: ["a2", "a1"], connected: ["b1", "b2", "b3"], droppedTxs: ["pay", "late"]))
    #expect(view.confirmations(of: "pay") == 0)
    #expect(view.confirmations(of: "both") == 3)
  }

  @Test func `the order of arrival does not matter`() {
    let blocks =
      (1...5).map { Block(id: "a\($0)", parent: $0 == 1 ? "g" : "a\($0 - 1)") }
      + (1...6).map { Block(id: "b\($0)", parent: $0 == 1 ? "g" : "b\($0 - 1)") }
    var random = RandomSource(seed: 3)
    for _ in 0..<200 {
      var view = ChainView(genesis: "g", maxLocks: nil)
      for block in blocks.shuffled(using: &random) { _ = view.receive(block) }
      #expect(view.tip == "b6")
      #expect(view.height == 6)
    }
  }

  @Test func `a refused block takes its descendants with it`() {
    var old = ChainView(genesis: "g", maxLocks: 10_000)
    _ = old.receive(Block(id: "big2", parent: "big"))
    #expect(old.receive(Block(id: "big", parent: "g", locks: 12_000)) == nil)
    _ = old.receive(Block(id: "big3", parent: "big2"))
    _ = old.receive(Block(id: "small", parent: "g"))
    #expect(old.tip == "small")
  }

  @Test func `all blocks that wait for one parent come in with it`() {
    for order in [["b", "c", "d"], ["d", "c", "b"], ["c", "b", "d"]] {
      var view = ChainView(genesis: "g", maxLocks: nil)
      for name in order {
        let block = Block(id: name, parent: "a", work: name == "c" ? 2 : 1)
        #expect(view.receive(block) == nil)
        #expect(view.receive(block) == nil, "heard twice")
      }
      #expect(view.waitingCount == 3)
      _ = view.receive(Block(id: "a", parent: "g"))
      #expect(view.waitingCount == 0)
      #expect(view.tip == "c" && view.totalWork == 3)
      // All three are there: each can be built on.
      for name in ["b", "d"] {
        _ = view.receive(Block(id: "\(name)2", parent: name, work: 10))
      }
      #expect(view.tip == "b2")
    }
  }

  @Test func `a block on the tip costs the same at any height`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    for height in 1...2_000 {
      _ = view.receive(Block(id: "\(height)", parent: height == 1 ? "g" : "\(height - 1)"))
    }
    #expect(view.height == 2_000)
    #expect(view.visitCount == 2_000)
    // A short fork at the tip looks at the short fork.
    _ = view.receive(Block(id: "x1", parent: "1998", work: 1))
    #expect(view.receive(Block(id: "x2", parent: "x1", work: 5))?.disconnected == ["2000", "1999"])
    #expect(view.visitCount == 2_002)
  }

  @Test func `of equal branches that come in with one block the one seen first stays`() {
    for seed in UInt64(0)..<50 {
      var random = RandomSource(seed: seed)
      var view = ChainView(genesis: "g", maxLocks: nil)
      let waiting = random.shuffled(
        (1...40).map { number in
          // Half of them wait for blocks that wait themselves.
          Block(id: "\(number)", parent: number <= 20 ? "p" : "\(number - 20)")
        })
      for block in waiting { _ = view.receive(block) }
      _ = view.receive(Block(id: "p", parent: "g"))
      // A block that is there when its parent comes is as early as it can be; then the order of arrival counts.
      var (there, tip, height): (Set<String>, String, Int) = (["p"], "p", 1)
      while let next = waiting.first(where: { there.contains($0.parent) && !there.contains($0.id) })
      {
        there.insert(next.id)
        let new = next.parent == "p" ? 2 : 3
        if new > height { (tip, height) = (next.id, new) }
      }
      #expect(view.tip == tip && view.waitingCount == 0, "seed \(seed)")
    }
  }

  @Test func `ten thousand blocks that wait for one come in with it`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    for number in 1...10_000 { _ = view.receive(Block(id: "\(number)", parent: "p")) }
    #expect(view.waitingCount == 10_000)
    _ = view.receive(Block(id: "p", parent: "g"))
    #expect(view.waitingCount == 0 && view.tip == "1")
  }

  @Test func `of what is refused only names are kept, and not too many`() {
    var view = ChainView(genesis: "g", maxLocks: 10, maxWaiting: 100)
    _ = view.receive(Block(id: "big", parent: "g", locks: 11))
    for number in 1...1_000 {
      _ = view.receive(Block(id: "big\(number)", parent: number == 1 ? "big" : "big\(number - 1)"))
    }
    #expect(view.waitingCount <= 100)
    #expect(view.tip == "g")
    #expect(view.receive(Block(id: "big", parent: "g")) == nil)
    #expect(view.tip == "g", "refused for good")
    _ = view.receive(Block(id: "a", parent: "g"))
    #expect(view.tip == "a")
  }

  @Test func `blocks that wait for a refused one are let go`() {
    var view = ChainView(genesis: "g", maxLocks: 10)
    for number in 1...50 {
      _ = view.receive(Block(id: "big\(number)", parent: number == 1 ? "big" : "big\(number - 1)"))
    }
    #expect(view.waitingCount == 50)
    _ = view.receive(Block(id: "big", parent: "g", locks: 11))
    #expect(view.waitingCount == 0)
    _ = view.receive(Block(id: "big51", parent: "big50"))
    #expect(view.waitingCount == 0)
  }

  @Test func `work without measure is the largest number`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    _ = view.receive(Block(id: "a", parent: "g", work: .max))
    _ = view.receive(Block(id: "b", parent: "a", work: .max))
    #expect(view.totalWork == .max)
    #expect(view.tip == "a")
  }

  @Test func `the same block twice changes nothing`() {
    var view = ChainView(genesis: "g", maxLocks: nil)
    let block = Block(id: "a1", parent: "g")
    _ = view.receive(block)
    #expect(view.receive(block) == nil)
    #expect(view.height == 1)
  }

  @Test func `in 2013 the newer nodes disconnect 24 blocks and both kinds agree again`() throws {
    var new = ChainView(genesis: "225429", maxLocks: nil)
    var old = ChainView(genesis: "225429", maxLocks: 10_000)
    var change: ChainView.Reorganization?
    func name(_ branch: String, _ height: Int) -> String {
      height == 225_429 ? "225429" : "\(branch)\(height)"
    }
    func hear(_ branch: String, _ heights: ClosedRange<Int>) {
      for height in heights {
        let block = Block(
          id: name(branch, height), parent: name(branch, height - 1),
          locks: branch == "new" && height == 225_430 ? 10_001 : 2_000,
          txs: height == 225_431 ? ["\(branch) spend"] : [])
        change = new.receive(block) ?? change
        _ = old.receive(block)
      }
    }
    hear("new", 225_430...225_453)
    hear("old", 225_430...225_453)
    #expect(new.tip == "new225453")
    #expect(old.tip == "old225453")
    #expect(new.confirmations(of: "new spend") == 23)
    hear("old", 225_454...225_454)
    #expect(try #require(change).disconnected.count == 24)
    #expect(new.tip == old.tip)
    #expect(new.confirmations(of: "new spend") == 0)
    #expect(try #require(change).droppedTxs == ["new spend"])
  }
}

@Suite("Races between chains")
struct ChainRaceTests {
  @Test func `the share of races won is the exact probability`() {
    var random = RandomSource(seed: 1)
    for (z, q) in [(1, 0.1), (3, 0.2), (6, 0.3)] {
      let wins = DoubleSpendRace.wins(
        in: 20_000, confirmations: z, attacker: q, using: &random)
      let exact = Finality.exact(confirmations: z, attacker: q)
      #expect(abs(Double(wins) / 20_000 - exact) < 0.009, "z \(z), q \(q): \(wins)")
    }
  }

  @Test func `a race tells who found each block, who is ahead, and when it was paid`() {
    var random = RandomSource(seed: 2)
    for (confirmations, share) in [(1, 0.1), (3, 0.4), (6, 0.3), (2, 0)] {
      for _ in 0..<20 {
        let race = DoubleSpendRace(
          confirmations: confirmations, attacker: share, limit: 10, using: &random)
        var (lead, honest): (Int, Int) = (0, 0)
        var paidAt: Int?
        for (block, isAttackers) in race.isAttackers.enumerated() {
          lead += isAttackers ? -1 : 1
          honest += isAttackers ? 0 : 1
          #expect(race.leads[block] == lead)
          if honest == confirmations, paidAt == nil { paidAt = block }
        }
        #expect(race.confirmedAt == paidAt && paidAt != nil)
        #expect(race.isWon == (lead <= 0) && (race.isWon || lead == 11))
      }
    }
    // Who has no power finds nothing, whatever is drawn.
    var zeros = Zeros()
    let race = DoubleSpendRace(confirmations: 1, attacker: 0, limit: 5, using: &zeros)
    #expect(race.isAttackers == Array(repeating: false, count: 6))
  }

  private struct Zeros: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
  }

  @Test func `pools turn when the newer branch is so far ahead, and then mine with their share`() {
    // Of the blocks that chance decides, those on the newer branch; where both are equally long it goes on.
    var (early, late): ([Bool], [Bool]) = ([], [])
    for seed in UInt64(0)..<60 {
      var random = RandomSource(seed: seed)
      let fork = ForkOf2013(share: 0.7, lead: 5, using: &random)
      var lead = 0
      var newest = ForkOf2013.lastCommonHeight
      for (number, step) in fork.steps.enumerated() {
        if number == fork.turnedAfter { #expect(lead == 5, "seed \(seed)") }
        if lead > 0, newest < ForkOf2013.overtakingHeight - 1 {
          if fork.turnedAfter.map({ number < $0 }) ?? true {
            early.append(step.isOnNewBranch)
          } else {
            late.append(step.isOnNewBranch)
          }
        }
        lead += step.isOnNewBranch ? 1 : -1
        if step.isOnNewBranch { newest = step.height }
      }
    }
    #expect(early.count > 300 && late.count > 300)
    // Six of ten, and then three; four standard deviations are 0.11.
    #expect(abs(Double(early.count { $0 }) / Double(early.count) - 0.6) < 0.11)
    #expect(abs(Double(late.count { $0 }) / Double(late.count) - 0.3) < 0.11)
  }

  @Test func `the fork of 2013 ends in one reorganization of 24 blocks, whatever the order`() {
    for seed in UInt64(0)..<50 {
      var random = RandomSource(seed: seed)
      let fork = ForkOf2013(share: 0.7, lead: 13, using: &random)
      let changes = fork.steps.compactMap(\.reorganization)
      #expect(changes.map(\.disconnected.count) == [24], "seed \(seed)")
      #expect(fork.steps.last?.height == ForkOf2013.overtakingHeight)
      #expect(fork.steps.last?.isOnNewBranch == false)
      #expect(fork.steps.last.map { $0.newTip == $0.oldTip } == true)
    }
  }
}
