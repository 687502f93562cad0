import Dialects

/// What a loyal lieutenant must hold.
struct LieutenantShadow {
  typealias Right = SequentialObject<LieutenantShadow>.Right

  let name: Int128
  let commander: Int128
  let generals: [Int128]
  let traitors: Int
  let fallback: Int128
  private(set) var round = 1
  private var heard: [[Int128]: Int128] = [:]
  private(set) var decision: Int128?
  /// What may well be ordered: in some lives one order in all the ways in which it is written.
  private let orders: [Int128]

  /// His place, the commander's, how many generals from which in which steps, m and the fallback.
  init(_ numbers: [Int128]) {
    generals = SpacedNodes.set(numbers[2...4]).sorted()
    name = generals[Int(numbers[0]) - 1]
    commander = generals[Int(numbers[1]) - 1]
    traitors = Int(numbers[5])
    fallback = NumberDomain.order.first(equalTo: numbers[6])
    let odd = NumberDomain.unequalNames
    let turn = Int(numbers[2] + numbers[0] + numbers[3] % 1_024)
    orders =
      turn % 3 == 0
      ? [1, numbers[6]] + NumberDomain.names(equalTo: odd[turn / 3 % odd.count]) : [1, 2, 3]
  }

  mutating func receive(_ order: Int128, along path: [Int128], from sender: Int128) -> Right {
    let complaint: String? =
      if decision != nil {
        "all rounds are over"
      } else if path.count != round {
        "round \(round) brings messages that \(round) have passed on"
      } else if path.first != commander {
        "nobody but n\(commander) commands"
      } else if path.last != sender {
        "n\(sender) has sent it, and is not the last on its path"
      } else if path.contains(name) {
        "it has been here"
      } else if Set(path).count < path.count {
        "nobody relays an order twice"
      } else if let stranger = path.first(where: { !generals.contains($0) }) {
        "n\(stranger) is no general"
      } else if heard[path] != nil {
        "one has come along this path"
      } else {
        nil
      }
    if let complaint { return told(1, [], complaint) }
    heard[path] = order
    return told(2, [], "it is the first along this path, and in its round")
  }

  mutating func endRound() -> Right {
    guard decision == nil else { return told(0, [], "all rounds are over") }
    guard round <= traitors else {
      decision = believed([commander])
      return told(0, [], "round m + 1 is over")
    }
    let sent = paths.flatMap { path -> [[Int128]] in
      others(than: path).map {
        [$0, heard[path] ?? fallback, Int128(path.count + 1)] + path + [name]
      }
    }
    round += 1
    return told(
      0, Array(sent.sorted { $0.lexicographicallyPrecedes($1) }.joined()),
      "what came along each path goes to all who are not on it")
  }

  private func told(_ kind: UInt8, _ numbers: [Int128], _ reason: String) -> Right {
    (.init(kind, (decision.map { [1, $0] } ?? [0]) + numbers), reason)
  }

  private func others(than path: [Int128]) -> [Int128] {
    generals.filter { $0 != name && !path.contains($0) }
  }

  private func believed(_ path: [Int128]) -> Int128 {
    let own = heard[path] ?? fallback
    guard path.count <= traitors else { return own }
    var counts: [Int128: Int] = [own: 1]
    let others = others(than: path)
    for other in others { counts[believed(path + [other]), default: 0] += 1 }
    return counts.first { 2 * $0.value > others.count + 1 }?.key ?? fallback
  }

  // MARK: What may well come

  /// The paths on which messages come in this round.
  private var paths: [[Int128]] {
    (1..<round).reduce([[commander]]) { paths, _ in
      paths.flatMap { path in others(than: path).map { path + [$0] } }
    }
  }

  /// Messages of so many names that may come now: those that are missing, and a few with something wrong.
  func messages(_ length: Int) -> [[Int128]] {
    guard length > 0, decision == nil else { return [] }
    let turn = heard.count
    var paths: [[Int128]] = []
    if length == round { paths = Array(self.paths.filter { heard[$0] == nil }.prefix(24)) }
    let known = heard.keys.filter { $0.count == length }
      .sorted { $0.lexicographicallyPrecedes($1) }
    paths += known.prefix(2)
    if let path = self.paths.first(where: { $0.count == length }), length > 1 {
      for wrong in [name, commander, path[1], generals[generals.count / 2]] {
        paths.append(path.dropLast() + [wrong])
        paths.append([path[0], wrong] + path.dropFirst(2))
      }
      paths.append([path[1]] + path.dropFirst())
    }
    return paths.enumerated().map { place, path in
      [orders[(place + turn) % orders.count]] + path + [path[path.count - 1]]
    }
  }
}

extension NumberDomain {
  /// An order.
  static let order = NumberDomain(namesWith: "v")
}

/// A message that so many have passed on.
private func message(_ length: Int) -> SequentialObject<LieutenantShadow>.Operation {
  let path = length == 0 ? "nobody" : Array(repeating: "n#", count: length).joined(separator: " ")
  return .init(
    NumberForm(
      "# along \(path), from n#", [.order] + Array(repeating: .node, count: length + 1)),
    weight: [1, 8, 16, 24, 16, 1][length],
    near: { state in [[1, 2, 3, state.fallback]] + (0...length).map { _ in state.generals } },
    fitting: { $0.messages(length) }
  ) { numbers, state in
    state.receive(numbers[0], along: Array(numbers[1...].dropLast()), from: numbers[length + 1])
  }
}

/// Paths have at most this many generals.
private let longestPath = 5

private let place = NumberDomain(1...9)

let lieutenant = SequentialObject<LieutenantShadow>(
  subject: "lieutenant",
  setting: NumberForm(
    "general # under general # of # from n# in steps of #, for # traitors, or else #",
    [place, place, NumberDomain(2...9), .node, .node, NumberDomain(0...3), .order]
  ) {
    $0[0] != $0[1] && max($0[0], $0[1]) <= $0[2] && $0[5] <= $0[2] - 2
      && SpacedNodes.exist($0[2...4])
  },
  start: { LieutenantShadow($0) },
  operations: [.init(NumberForm("the round ends"), weight: 3) { $1.endRound() }]
    + (0...longestPath).map(message),
  text: lieutenantText,
  isTelling: { $0.kind == 2 || $0.kind == 0 && $0.numbers.count > 1 }, longest: 300)

/// An answer as a learner sees it.
@Sendable private func lieutenantText(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  let decision =
    rest.popFirst() == 1 ? "decided \(NumberDomain.order.text(rest.popFirst() ?? -1))" : "undecided"
  switch answer.kind {
  case 1: return "does not count; \(decision)"
  case 2: return "counts; \(decision)"
  default:
    var sent: [String] = []
    while let receiver = rest.popFirst() {
      let order = NumberDomain.order.text(rest.popFirst() ?? -1)
      let count = max(0, min(Int(clamping: rest.popFirst() ?? 0), rest.count))
      let path = rest.prefix(count).map { "n\($0)" }.joined(separator: " ")
      rest = rest.dropFirst(count)
      sent.append("\(order) along \(path) to n\(receiver)")
    }
    return (sent.isEmpty ? "sends nothing" : "sends " + sent.joined(separator: ", "))
      + "; \(decision)"
  }
}
