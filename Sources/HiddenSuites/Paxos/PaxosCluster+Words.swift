import ExerciseKit

// A cluster of Paxos as text, and back.

extension PaxosCluster {
  /// A move such as `n4 starts for v1`.
  func text(_ move: Move, _ names: [NodeID]) -> String {
    "\(names[move.node]) starts for \(PaxosEffect.name(move.preference))"
  }

  func move(_ text: String, _ names: [NodeID]) -> Move? {
    let halves = text.split(separator: " starts for ", maxSplits: 1)
    guard halves.count == 2, let node = names.firstIndex(where: { $0.description == halves[0] }),
      let value = NumberDomain.value.number(in: String(halves[1]))
    else { return nil }
    return Move(node: node, preference: value)
  }

  func lane(of move: Move) -> Int { move.node }

  func label(_ message: Message) -> String {
    switch message {
    case .prepare(let ballot): "prepare \(ballot)"
    case .accept(let ballot, let value): "accept \(PaxosEffect.name(value)) in \(ballot)"
    case .promise(let ballot, let vote): "promise \(ballot)" + (vote.map { ", \($0.text)" } ?? "")
    case .accepted(let ballot): "accepted \(ballot)"
    case .refused(_, let promised): "refused, promised \(promised)"
    default: message.text
    }
  }

  func label(_ node: Node) -> String {
    switch node.stored {
    case .proposer(let round):
      "round \(round)" + (node.decided.map { ", decided \(PaxosEffect.name($0))" } ?? "")
    case .acceptor(let promised, let accepted):
      (promised.map { "promised \($0)" } ?? "no promise") + (accepted.map { ", \($0.text)" } ?? "")
    }
  }

  func phrase(_ input: Object.Input, _ output: Object.Output?) -> String {
    "proposes \(PaxosEffect.name(input))"
      + (output.map { " and is told \(PaxosEffect.name($0))" } ?? "")
  }

  /// Reads what the description of a setting writes.
  func setting(_ text: String) -> Setting? {
    var acceptors: [Setting.Acceptor] = []
    var proposers: [Setting.Proposer] = []
    for part in text.split(separator: "; ").map(String.init) {
      if let numbers = Self.bare.numbers(in: part) {
        acceptors.append(.init(name: Self.node(numbers[0]), accepted: nil))
      } else if let numbers = Self.holding.numbers(in: part) {
        acceptors.append(
          .init(
            name: Self.node(numbers[0]),
            accepted: Vote(ballot: AttemptNumber(numbers[2...]), value: numbers[1])))
      } else if let numbers = Self.proposing.numbers(in: part) {
        proposers.append(
          .init(name: Self.node(numbers[0]), preference: numbers[1], round: numbers[2]))
      } else if let numbers = Self.reaching.numbers(in: part), numbers[3] <= numbers[4] {
        proposers.append(
          .init(
            name: Self.node(numbers[0]), preference: numbers[1], round: numbers[2],
            reach: Int(numbers[3] - 1)...Int(numbers[4] - 1)))
      } else {
        return nil
      }
    }
    let setting = Setting(acceptors: acceptors, proposers: proposers)
    let names = names(setting)
    guard setting.description == text, !acceptors.isEmpty, !proposers.isEmpty, names.count <= 16,
      Set(names).count == names.count,
      proposers.allSatisfy({ ($0.reach?.upperBound ?? 0) < acceptors.count })
    else { return nil }
    return setting
  }

  private static let bare = NumberForm("n# accepts", [.node])
  private static let holding = NumberForm(
    "n# accepts, has # in #.n#", [.node, .value, .round, .node])
  private static let proposing = NumberForm(
    "n# proposes # from round #", [.node, .value, NumberDomain(0...Int128(Int.max))])

  private static let reaching = NumberForm(
    "n# proposes # from round #, reaches acceptors # to #",
    [
      .node, .value, NumberDomain(0...Int128(Int.max)), NumberDomain(1...16),
      NumberDomain(1...16),
    ])

  private static func node(_ number: Int128) -> NodeID { NodeID(UInt32(clamping: number)) }
}
