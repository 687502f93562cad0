import Testing

@testable import HiddenSuites

@Suite("Histories of or-set")
struct ORSetHistoryTests {
  @Test func `a history is written as it is read`() throws {
    let lines = ["n1 adds milk", "n2 receives 1", "n2 starts anew", "n1 removes eggs", "n2 looks"]
    #expect(try #require(SetHistory(nodeCount: 2, lines: lines)).lines == lines)
  }

  @Test(arguments: ["n3 adds milk", "n1 adds beer", "n1 receives 2", "n1 receives x", "n1", ""])
  func `a line that is none is refused`(line: String) {
    #expect(SetHistory(nodeCount: 2, lines: ["n1 adds milk", line]) == nil)
  }

  @Test func `without an event, the state before it is what arrives`() {
    let history = SetHistory(
      2, "n1 adds milk", "n1 adds eggs", "n2 receives 2", "n2 removes milk", "n1 receives 4")
    #expect(
      history.removing(1).lines
        == ["n1 adds milk", "n2 receives 1", "n2 removes milk", "n1 receives 3"])
    #expect(
      history.removing(0).removing(0).lines == ["n2 removes milk", "n1 receives 1"])
  }

  @Test func `the causal past leaves out what could not matter`() {
    let history = SetHistory(
      3, "n1 adds milk", "n2 adds eggs", "n3 receives 1", "n1 removes milk", "n3 looks")
    #expect(
      history.causalPast(of: [4]).lines == ["n1 adds milk", "n3 receives 1", "n3 looks"])
  }

  @Test func `the oracle lets the add win over the remove that had not seen it`() {
    let history = SetHistory(
      2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 adds milk", "n1 receives 4",
      "n2 receives 3")
    let oracle = SetOracle(history.events)
    #expect(oracle.live(.milk, in: oracle.knowledge[2]) == [])
    #expect(oracle.live(.milk, in: oracle.knowledge[4]) == [3])
    #expect(oracle.live(.milk, in: oracle.knowledge[5]) == [3])
  }

  @Test func `the oracle leaves eggs alone in the milk and eggs figure`() {
    let history = SetHistory(
      3, "n1 adds milk", "n2 adds eggs", "n3 receives 1", "n3 removes milk", "n3 receives 2")
    let oracle = SetOracle(history.events)
    #expect(oracle.live(.milk, in: oracle.knowledge[4]) == [])
    #expect(oracle.live(.eggs, in: oracle.knowledge[4]) == [1])
  }

  @Test func `only adds that nobody has seen since must be kept apart`() {
    let history = SetHistory(
      2, "n1 adds milk", "n1 adds milk", "n2 adds milk", "n1 receives 3")
    let oracle = SetOracle(history.events)
    #expect(oracle.live(.milk, in: oracle.knowledge[3]) == [0, 1, 2])
    #expect(oracle.newest(.milk, in: oracle.knowledge[3]) == [1, 2])
  }

  @Test func `the space holds every event of every history exactly once`() throws {
    let operations = SetOperation.changes(of: [.milk])
    var space = CausalSpace<SetOperation>(nodeCount: 2, operations: operations)
    for _ in 0..<4 { #expect(space.grow(limit: .max) != nil) }

    // The same by brute force: every history of 4 events, told apart by what each event can know.
    var pasts: Set<String> = []
    func extend(_ history: SetHistory, _ keys: [String]) {
      for node in 0..<2 {
        let before = history.latest(of: node).map { keys[$0] } ?? ""
        var actions = operations.map { (SetEvent.Action.perform($0), $0.phrase) }
        for (index, event) in history.events.enumerated() where event.node != node {
          actions.append((.receive(index), keys[index]))
        }
        for (action, text) in actions {
          let key = "(\(node) \(before) \(text))"
          pasts.insert(key)
          var longer = history
          longer.append(action, at: node)
          if longer.events.count < 4 { extend(longer, keys + [key]) }
        }
      }
    }
    extend(SetHistory(nodeCount: 2), [])
    #expect(space.events.count == 296)
    #expect(pasts.count == 296)
  }
}
