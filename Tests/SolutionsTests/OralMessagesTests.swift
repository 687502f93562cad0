import Simulation
import Solutions
import Testing

@Suite("Oral messages")
struct OralMessagesTests {
  @Test(arguments: [(3, 16, 2), (4, 40, 0), (5, 96, 0)])
  func `one traitor is tried in every way`(generals: Int, cases: Int, bad: Int) {
    let found = TraitorSearch(generals: generals).cases()
    #expect(found.count == cases)
    #expect(found.count { !$0.isGood } == bad)
  }

  @Test func `three generals fail when a lieutenant lies about an attack`() throws {
    let bad = TraitorSearch(generals: 3).cases().filter { !$0.isGood }
    let witness = try #require(bad.first)
    #expect(witness.traitor == 1)
    #expect(witness.order == .attack)
    #expect(witness.lies == [2: .retreat])
    #expect(witness.decisions == [2: .retreat])
  }

  @Test func `two traitors among seven are masked by two rounds`() {
    var random = RandomSource(seed: 7)
    let army = OralMessages(generals: 7, rounds: 2)
    for _ in 0..<300 {
      let traitors = [random.index(below: 7), random.index(below: 7)]
      let decisions = army.run(commander: 0, order: .attack) { _, from, _ in
        guard traitors.contains(from) else { return nil }
        return random.chance(1, in: 2) ? .attack : .retreat
      }
      let loyal = (1..<7).filter { !traitors.contains($0) }.compactMap { decisions[$0] }
      #expect(Set(loyal).count == 1)
      if !traitors.contains(0) { #expect(loyal.allSatisfy { $0 == .attack }) }
    }
  }

  @Test func `two traitors among seven break a single round`() {
    let army = OralMessages(generals: 7, rounds: 1)
    // A traitor commander splits the army and a traitor lieutenant holds the balance.
    let decisions = army.run(commander: 0, order: .attack) { path, from, to in
      if from == 0 { return to <= 4 ? .attack : .retreat }
      return from == 1 ? (to <= 4 ? .attack : .retreat) : nil
    }
    #expect(Set((2..<7).compactMap { decisions[$0] }).count == 2)
  }

  @Test func `who hears as much for as against does as was laid down`() {
    for order in OralMessages.Order.allCases {
      let army = OralMessages(generals: 3, rounds: 1, defaultOrder: order)
      let decisions = army.run(commander: 0, order: .attack) { path, _, to in
        path == [0] ? (to == 1 ? .attack : .retreat) : nil
      }
      #expect(decisions == [1: order, 2: order])
    }
  }

  @Test func `a traitor is asked for each message, with the way on which its order came`() {
    var asked: [[Int]] = []
    let army = OralMessages(generals: 4, rounds: 2)
    _ = army.run(commander: 0, order: .attack) { path, from, to in
      #expect(path.last == from)
      asked.append(path + [to])
      return nil
    }
    let ways = (1...3).flatMap { first in
      [[0, first]]
        + (1...3).filter { $0 != first }.flatMap { second in
          [[0, first, second], [0, first, second, 6 - first - second]]
        }
    }
    #expect(Set(asked) == Set(ways))
    #expect(asked.count == army.messageCount())
  }

  @Test func `lieutenants who decide differently are not good, whoever the traitor is`() throws {
    var split = try #require(TraitorSearch(generals: 4).cases().first)
    split.decisions = [1: .attack, 2: .retreat, 3: .attack]
    for traitor in 0...3 {
      split.traitor = traitor
      #expect(!split.isGood)
    }
  }

  @Test func `the messages are counted`() {
    #expect(OralMessages(generals: 4, rounds: 1).messageCount() == 9)
    #expect(OralMessages(generals: 7, rounds: 2).messageCount() == 156)
    #expect(OralMessages(generals: 4, rounds: 0).messageCount() == 3)
  }

  @Test func `without rounds a lieutenant does as he was told`() {
    let army = OralMessages(generals: 3, rounds: 0)
    #expect(army.run(commander: 1, order: .attack) { _, _, _ in nil } == [0: .attack, 2: .attack])
  }
}
