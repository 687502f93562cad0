import Clusters
import ExerciseKit
import Testing

private let n1 = NodeID(1)
private let n2 = NodeID(2)

/// Gives each who asks a number of its own, and writes down what it hears.
private struct Giver: Restartable, Hashable {
  enum Input: Hashable { case ask(String) }

  struct Sight: Hashable {
    let name: String
    let number: Int
  }

  typealias Stored = Int
  typealias Message = String
  typealias Effect = FaultyRun<Giver>.Effect

  var persistsFirst = true
  var last = 0
  private(set) var heard: [String] = []

  mutating func take(_ input: Input) -> [Effect] {
    guard case .ask(let name) = input else { return [] }
    last += 1
    let effects: [Effect] = [
      .persist(last), .show(Sight(name: name, number: last)), .send(name, to: n2),
    ]
    return persistsFirst ? effects : effects.reversed()
  }

  mutating func receive(_ message: String, from sender: NodeID) -> [Effect] {
    if heard.count < 2 { heard.append(message) }
    return []
  }
}

@Suite("Every run within bounds")
struct EveryRunTests {
  private typealias Search = EveryRun<Giver>

  private let asks = ["a", "b", "c"].map { Search.Happening(.ask($0), at: n1) }

  /// Whether some number was given to two.
  private func givesTwice(persistsFirst: Bool, stops: Int) -> Bool {
    var search = Search([n1], happenings: asks, stops: stops) { _, stored in
      Giver(persistsFirst: persistsFirst, last: stored ?? 0)
    }
    var isTwice = false
    let extent = search.explore(limit: 10_000) { moment in
      let numbers = moment.seen.map(\.sight.number)
      isTwice = isTwice || Set(numbers).count < numbers.count
      return true
    }
    #expect(extent.isComplete)
    return isTwice
  }

  @Test func `a stop is tried between any two effects`() {
    #expect(!givesTwice(persistsFirst: true, stops: 2))
    #expect(!givesTwice(persistsFirst: false, stops: 0))
    #expect(givesTwice(persistsFirst: false, stops: 1))
  }

  /// Everything that a node can have heard of two letters.
  private func heard(repeatsMessages: Bool) -> Set<[String]> {
    let letters = ["a", "b"].map { Search.Letter($0, from: n1, to: n2) }
    var search = Search(
      [n2], happenings: [], letters: letters, repeatsMessages: repeatsMessages
    ) { _, _ in Giver() }
    var heard: Set<[String]> = []
    let extent = search.explore(limit: 100) { moment in
      heard.formUnion(moment.nodes.map(\.heard))
      return true
    }
    #expect(extent.isComplete)
    return heard
  }

  @Test func `messages arrive in any order, never, once, and often if they may`() {
    let once: Set<[String]> = [[], ["a"], ["b"], ["a", "b"], ["b", "a"]]
    #expect(heard(repeatsMessages: false) == once)
    #expect(heard(repeatsMessages: true) == once.union([["a", "a"], ["b", "b"]]))
  }

  @Test func `what is sent arrives, and at rest nothing is left to happen`() {
    var search = Search([n1, n2], happenings: asks, repeatsMessages: false) { _, stored in
      Giver(last: stored ?? 0)
    }
    var rests = 0
    let extent = search.explore(limit: 10_000) { moment in
      guard moment.isAtRest else { return true }
      rests += 1
      #expect(moment.nodes[0].last == 3 && moment.nodes[1].heard.count == 2)
      return true
    }
    #expect(extent.isComplete && rests > 0)
  }

  @Test func `a search that is cut short says so`() {
    func extent(limit: Int, visit: (Search.Moment) -> Bool) -> Search.Extent {
      var search = Search([n1, n2], happenings: asks) { _, stored in Giver(last: stored ?? 0) }
      return search.explore(limit: limit, visit: visit)
    }
    let whole = extent(limit: 10_000) { _ in true }
    #expect(whole.isComplete)
    #expect(!extent(limit: whole.stateCount / 2) { _ in true }.isComplete)
    #expect(!extent(limit: 10_000) { $0.seen.isEmpty }.isComplete)
    var wide = Search(
      [n1], happenings: (0...256).map { Search.Happening(.ask("\($0)"), at: n1) }
    ) { _, stored in Giver(last: stored ?? 0) }
    #expect(!wide.explore(limit: 1_000) { _ in true }.isComplete, "more than can be told apart")
  }
}
