import Simulation

/// The random histories that a submission is asked about.
struct SetInputs: RandomInputs {
  /// What the laws of merging are tried after.
  var laws: SetLawSurvey
  /// What each answer to is compared with the oracle's, few elements and small numbers.
  var plain: [SetInquiry]
  /// The same, odd in some way. Every state is looked at again after its history.
  var odd: [SetInquiry]
  /// Long runs, looked at now and then.
  var runs: [SetRun]
  /// What is asked twice.
  var repeated: [SetHistory]

  /// How many histories are compared with the oracle's, and how many events they have.
  var judgedCount: (histories: Int, events: Int) {
    let histories = (plain + odd).flatMap(\.items).map(\.history) + runs.map(\.history)
    return (histories.count, histories.reduce(0) { $0 + $1.events.count })
  }

  /// Both shares of one submission's histories.
  typealias Source = InputSource<SetInputs>

  static let name = "or-set"
  static let shown = ShownInputs<SetInputs>()

  init(shownFrom seed: UInt64) {
    var random = RandomSource(seed: seed)
    // The grouping matters most to who has not met what a remove takes away.
    let example = SetHistory(
      3, "n2 adds milk", "n3 receives 1", "n3 removes milk", "n1 adds eggs")
    // Everybody has removed something and holds something else.
    let removers = SetHistory(
      3, "n1 adds milk", "n1 adds eggs", "n1 removes milk", "n2 adds milk", "n2 adds bread",
      "n2 removes milk", "n3 receives 2", "n3 adds bread", "n3 removes eggs")
    laws = SetLawSurvey(
      [example, removers]
        + (0..<10).map { index in
          let isOdd = index >= 8
          return SetHistory(
            nodes: isOdd ? Array(OddNodes.groups[index - 5].prefix(3)) : [0, 1, 2],
            elements: isOdd
              ? SetWords.groups[index - 8] : Array(SetElement.plain.prefix(1 + index % 2)),
            eventCount: 9, random: &random)
        })
    // A few long histories find more than many short ones for the same number of events.
    let plain = (0..<9).map { index in
      SetHistory(
        nodes: [0, 1, 2], elements: Array(SetElement.plain.prefix(1 + index % 3)), eventCount: 32,
        random: &random
      ).converged
    }
    var odd = (0..<8).map { index in
      SetHistory(
        nodes: OddNodes.groups[index], elements: SetWords.groups[index],
        eventCount: OddNodes.groups[index].count > 4 ? 48 : 32, rebuilds: index % 2 == 1,
        random: &random
      ).converged
    }
    odd += [4, 5, 6].map { SetHistory(rebuilding: $0, random: &random) }
    odd += [SetHistory(gathering: 6, random: &random)]
    odd += [1, 2, 3].map { SetHistory(echoingAt: $0, random: &random) }
    runs = [
      SetRun.long(eventCount: 900, random: &random), SetRun.crowded(270, random: &random),
      SetRun.aged(random: &random),
      SetRun.late(random: &random),
      SetRun.fickle(random: &random),
    ]
    self.plain = Self.inquiries(into: plain, looksAgain: false)
    self.odd = Self.inquiries(into: odd, looksAgain: true)
    repeated = [plain[2], odd[0]]
  }

  /// Few, and odd in many ways at once.
  init(keptBackFrom seed: UInt64) {
    var random = RandomSource(seed: seed)
    laws = SetLawSurvey(
      (0..<2).map { _ in
        let elements = SetWords.alike(2, random: &random)
        return SetHistory(
          nodes: OddNodes.draw(3, random: &random), elements: elements, eventCount: 9,
          random: &random)
      })
    let odd = [(3, 2, false), (4, 4, true), (6, 3, true)].map {
      (nodeCount: Int, elementCount: Int, rebuilds: Bool) in
      let elements = SetWords.alike(elementCount, random: &random)
      return SetHistory(
        nodes: OddNodes.draw(nodeCount, random: &random), elements: elements, eventCount: 34,
        rebuilds: rebuilds, random: &random
      ).converged
    }
    plain = []
    runs = []
    self.odd = Self.inquiries(into: odd, looksAgain: true)
    repeated = [odd[0]]
  }

  // Elements that no history mentions are asked about by the examples.
  private static func inquiries(into histories: [SetHistory], looksAgain: Bool) -> [SetInquiry] {
    Array(
      SetInquiry.inquiries(
        into: histories, looksAgain: looksAgain, probing: SetProbes.init(mentionedIn:)))
  }
}

extension SetHistory {
  /// A random history of replicas that add and remove some elements.
  /// - Parameter rebuilds: true when a replica now and then loses its state and is made anew. It then
  ///   adds nothing before it has heard of all its former adds.
  init(
    nodes: [Int], elements: [SetElement], eventCount: Int, rebuilds: Bool = false,
    random: inout RandomSource
  ) {
    self.init(nodes: nodes)
    var oracle = SetOracle()
    while events.count < eventCount {
      let known = events.count
      let node = nodes[random.index(below: nodes.count)]
      let sender = nodes[random.index(below: nodes.count)]
      if random.chance(1, in: 24), let own = message(from: node, random: &random) {
        append(.receive(own), at: node)
      } else if sender == node || random.chance(1, in: 3) {
        let element = elements[random.index(below: elements.count)]
        let operation: SetOperation =
          rebuilds && random.chance(1, in: 8)
          ? .startAnew : random.chance(3, in: 5) ? .add(element) : .remove(element)
        if oracle.isFair(operation, after: latest(of: node)) {
          append(.perform(operation), at: node)
        }
      } else if let event = message(from: sender, random: &random) {
        append(.receive(event), at: node)
      }
      for event in events[known...] { oracle.append(event) }
    }
  }

  /// The history until everybody knows everything.
  var converged: Self {
    var history = self
    history.converge()
    return history
  }
}
