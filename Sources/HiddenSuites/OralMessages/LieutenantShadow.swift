import Dialects
import Simulation

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

  /// His name, the commander's, all generals, m and the fallback.
  init(_ numbers: [Int128]) {
    (name, commander) = (numbers[0], numbers[1])
    generals = numbers[3..<numbers.count - 2].sorted()
    traitors = Int(numbers[numbers.count - 2])
    let last = numbers[numbers.count - 1]
    fallback = NumberDomain.order.first(equalTo: last)
    let odd = NumberDomain.unequalNames
    let turn = Int(generals.reduce(last) { ($0 * 31 + $1) % 65_521 })
    orders =
      switch turn % 4 {
      case 0: [1, last] + NumberDomain.names(equalTo: odd[turn / 4 % odd.count])
      // Those that a careless key, or a careless cut, takes for one.
      case 1: (0..<3).map { odd[(turn / 4 + $0) % odd.count] } + [last]
      case 2: [12, 21, 1]
      default: [1, 2, 3]
      }
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
    let possible = length == round ? self.paths : []
    let start = possible.isEmpty ? 0 : turn * 7 % possible.count
    let turned = possible[start...] + possible[..<start]
    var paths = Array(turned.lazy.filter { heard[$0] == nil }.prefix(24))
    let known = heard.keys.filter { $0.count == length }
      .sorted { $0.lexicographicallyPrecedes($1) }
    paths += known.prefix(2)
    if let path = turned.first, length > 1 {
      let place = 1 + turn % (length - 1)
      let general = generals[turn % generals.count]
      let strangers = [8, 16, 31].map { general ^ Int128(1) << $0 } + [general + 1]
      for wrong in [name, commander, path[1], general] + strangers {
        paths.append(path[..<place] + [wrong] + path[(place + 1)...])
      }
      paths.append([path[1]] + path.dropFirst())
    }
    return paths.enumerated().map { place, path in
      let sender = place % 16 == 15 ? generals[turn % generals.count] : path[path.count - 1]
      return [orders[(place + turn) % orders.count]] + path + [sender]
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
    weight: [1, 8, 16, 24, 20, 16, 16][length],
    near: { state in [[1, 2, 3, state.fallback]] + (0...length).map { _ in state.generals } },
    fitting: { $0.messages(length) }
  ) { numbers, state in
    state.receive(numbers[0], along: Array(numbers[1...].dropLast()), from: numbers[length + 1])
  }
}

/// Paths have at most this many generals.
private let longestPath = 6

/// Who a lieutenant is told to be, and among whom.
struct ArmyForm: SettingForm {
  private static let form = NumberForm(
    "general n# under general n# among #, for # traitors, or else #",
    [
      .node, .node, NumberDomain(listOf: "n#", [.node], upTo: 400),
      NumberDomain(0...Int128(longestPath - 1)), .order,
    ]
  ) { numbers in
    let (generals, traitors) = (numbers[3..<numbers.count - 2], numbers[numbers.count - 2])
    return numbers[0] != numbers[1] && generals.contains(numbers[0])
      && generals.contains(numbers[1]) && traitors <= generals.count - 2
  }

  func text(_ numbers: [Int128]) -> String { Self.form.text(numbers) }

  func numbers(in text: String) -> [Int128]? { Self.form.numbers(in: text) }

  var hasWideLives: Bool { false }

  /// How many generals for how many traitors: the messages grow with the power.
  private static let sizes: [(generals: ClosedRange<Int>, traitors: Int)] = [
    (2...6, 0), (3...9, 1), (4...9, 1), (4...7, 2), (4...7, 2), (8...12, 2), (5...6, 3), (6...6, 4),
    (10...70, 1), (7...7, 5),
  ]

  func draw(isOdd: Bool, random: inout RandomSource) -> [Int128] {
    let (sizes, traitors) = Self.sizes[random.index(below: Self.sizes.count)]
    let size = sizes.lowerBound + random.index(below: sizes.count)
    let names =
      isOdd && random.chance(1, in: 2)
      ? OddNodes.draw(size, random: &random).map { Int128($0) + 1 }
      // With gaps, in some lives.
      : random.shuffled(Array(1...(random.chance(1, in: 2) ? size : 2 * size))).prefix(size).map {
        Int128($0)
      }
    let orders = NumberDomain.order.small(4) + NumberDomain.unequalNames
    let fallback = random.chance(1, in: 2) ? 9 : orders[random.index(below: orders.count)]
    return [names[0], names[1], Int128(size)] + random.shuffled(names)
      + [Int128(traitors), fallback]
  }
}

let lieutenant = SequentialObject<LieutenantShadow>(
  subject: "lieutenant",
  setting: ArmyForm(),
  start: { LieutenantShadow($0) },
  operations: [.init(NumberForm("the round ends"), weight: 3) { $1.endRound() }]
    + (0...longestPath).map(message),
  text: lieutenantText,
  isTelling: { $0.kind == 2 || $0.kind == 0 && $0.numbers.count > 1 }, longest: 400)

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
