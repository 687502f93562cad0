import Checking
import ExerciseKit
import Simulation
import Testing

@testable import HiddenSuites

@Suite("Names and words of or-set")
struct ORSetNameTests {
  @Test func `every word is written in plain letters and read again`() throws {
    var random = RandomSource(seed: 5)
    let drawn = (0..<300).flatMap { _ in SetWords.alike(4, random: &random) }
    for element in SetWords.groups.joined() + drawn {
      let text = element.text
      #expect(text.utf8.allSatisfy { (32...126).contains($0) } && text.utf8.count < 200)
      let read = try #require(SetElement(text: text))
      #expect(Array(read.word.unicodeScalars) == Array(element.word.unicodeScalars))
    }
  }

  @Test(arguments: ["\"milk\"", "\"", "\"\\u{110000}\"", "\"\\u{41}\"", "Milk", "", "\"aaaaaaaa\""])
  func `a word that is written otherwise is refused`(text: String) {
    #expect(SetElement(text: text) == nil)
  }

  @Test func `of many elements the first few are written`() {
    let elements = SetElements((10..<300).map { SetElement("e\($0)") })
    #expect(elements.text(withStrangers: true).utf8.count < 100)
  }

  @Test(arguments: [[0], [0, 1, 2], [6, -1], [Int(UInt32.max) - 1, 0], [3]])
  func `what a history starts from is written and read`(replicas: [Int]) {
    for clock in StagedClock.allCases {
      let setting = ReplicaSetting(replicas, clock, noun: "replica")
      #expect(ReplicaSetting(setting.description, noun: "replica") == setting)
    }
  }

  @Test(arguments: [
    "0 replicas", "2 replica", "2 replicas: n1, n2", "2 replicas: n1", "99999999999 replicas",
    "1 replica: n01", "1 replica: n4294967296", "1 replica, clock broken", "",
  ])
  func `what is no setting is refused`(text: String) {
    #expect(ReplicaSetting(text, noun: "replica") == nil)
  }

  @Test func `drawn nodes are different and have names`() {
    var random = RandomSource(seed: 2)
    for _ in 0..<200 {
      let nodes = OddNodes.draw(6, random: &random)
      #expect(Set(nodes).count == 6)
      #expect(nodes.map { node(named: name(of: $0)) } == nodes)
    }
  }
}

private typealias SetHistory = ReplicaHistory<SetChange>

private let model = SetModel()

@Suite("Random histories of or-set")
struct ORSetRandomTests {
  private func shown(_ seed: UInt64) -> ReplicaInputs<SetModel> {
    ReplicaInputs(shownFrom: seed, model: model, laws: [.idempotent])
  }

  private func kept(_ key: InputKey) -> [[String]] {
    let inputs = ReplicaInputs(
      keptBackFrom: key.keptSeed(of: "or-set"), model: model, laws: [.idempotent])
    return (inputs.laws.histories + inputs.odd + inputs.repeated).map(\.lines)
  }

  @Test func `all keep to what a replica can know, and come back from their lines`() throws {
    for seed in UInt64(0)..<20 {
      let inputs = shown(seed)
      let kept = ReplicaInputs(keptBackFrom: seed, model: model, laws: [.idempotent])
      for history in inputs.plain + inputs.odd + kept.odd + inputs.laws.histories {
        #expect(model.isFair(history))
        let again = SetHistory(nodes: history.nodes, lines: history.lines)
        #expect(again?.events == history.events)
        #expect(history.events.count <= longestDrawnHistory)
      }
    }
  }

  @Test func `a changed submission is asked something else, and the same one the same`() {
    let (one, two) = (InputKey(files: [[1]]), InputKey(files: [[2]]))
    #expect(one.shownSeed(of: "or-set") == two.shownSeed(of: "or-set"))
    #expect(kept(one) == kept(one))
    #expect(Set(kept(one)).isDisjoint(with: kept(two)))
  }

  @Test func `a replica that is made anew adds again in some of them`() {
    let readds = shown(1).odd.filter { history in
      let pasts = history.pasts
      return history.events.indices.contains { event in
        guard case .add = history.events[event].operation() else { return false }
        return pasts[event].contains {
          history.events[$0].action == .perform(.startAnew)
            && history.events[$0].node == history.events[event].node
        }
      }
    }
    #expect(readds.count >= 2)
  }

  @Test func `what one was before is received, and states go back and forth`() {
    let histories = shown(1).odd
    let own = histories.count { history in
      history.events.contains {
        if case .receive(let received) = $0.action {
          history.events[received].node == $0.node && $0.previous != received
        } else {
          false
        }
      }
    }
    #expect(own >= 3)
  }
}

@Suite("Histories of or-set")
struct ORSetHistoryTests {
  @Test func `a history is written as it is read`() throws {
    let lines = ["n1 adds milk", "n2 receives 1", "n2 starts anew", "n1 removes eggs", "n2 looks"]
    #expect(try #require(SetHistory(nodeCount: 2, lines: lines)).lines == lines)
  }

  @Test(arguments: [
    "n3 adds milk", "n1 adds Beer", "n01 looks", "n1 adds \"\\{3}\"", "n1 adds \"a\\{9999}\"",
    "n1 receives 2", "n1 receives x", "n1", "",
  ])
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

  /// What is there after the last event, and the dots that must and may be taken by then removing milk.
  private func last(_ history: SetHistory) throws -> (
    present: SetElements, newest: Set<Dot>, live: Set<Dot>
  ) {
    var longer = history
    longer.append(.perform(.act(.remove(.milk))), at: try #require(history.events.last).node)
    let demands = model.demands(of: longer.events) { _ in true }
    let removal = try #require(demands.last?.removal)
    let present = try #require(demands[history.events.count - 1].present)
    return (present, removal.newest, removal.live)
  }

  private func dot(_ replica: UInt32, _ sequence: UInt64) -> Dot {
    Dot(replica: NodeID(replica), sequence: sequence)
  }

  @Test func `the oracle lets the add win over the remove that had not seen it`() throws {
    let history = SetHistory(
      2, "n1 adds milk", "n2 receives 1", "n1 removes milk", "n2 adds milk", "n1 receives 4",
      "n2 receives 3")
    #expect(try last(history.causalPast(of: [2])).live == [])
    #expect(try last(history).live == [dot(2, 1)])
    #expect(try last(history.causalPast(of: [4])).live == [dot(2, 1)])
  }

  @Test func `the oracle leaves eggs alone in the milk and eggs figure`() throws {
    let history = SetHistory(
      3, "n1 adds milk", "n2 adds eggs", "n3 receives 1", "n3 removes milk", "n3 receives 2")
    #expect(try last(history).present == [.eggs])
    #expect(try last(history).live == [])
  }

  @Test func `only adds that nobody has seen since must be kept apart`() throws {
    let history = SetHistory(
      2, "n1 adds milk", "n1 adds milk", "n2 adds milk", "n1 receives 3")
    #expect(try last(history).live == [dot(1, 1), dot(1, 2), dot(2, 1)])
    #expect(try last(history).newest == [dot(1, 2), dot(2, 1)])
  }

  @Test func `the space holds every event of every history exactly once`() throws {
    let operations = model.plainOperations.map(ReplicaStep.act)
    var space = CausalSpace<ReplicaStep<SetChange>>(nodeCount: 2, operations: operations)
    for _ in 0..<4 { #expect(space.grow(limit: .max) != nil) }

    // The same by brute force: every history of 4 events, told apart by what each event can know.
    var pasts: Set<String> = []
    func extend(_ history: SetHistory, _ keys: [String]) {
      for node in 0..<2 {
        let before = history.latest(of: node).map { keys[$0] } ?? ""
        var actions = operations.map { (SetModel.Event.Action.perform($0), $0.phrase) }
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
