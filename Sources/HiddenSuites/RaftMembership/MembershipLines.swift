import Dialects
import Simulation

private let term = NumberDomain(0...Int128(Int.max))
private let index = NumberDomain(0...Int128(Int.max) - MembershipForm.room)
private let servers = NumberDomain(listOf: "n#", [.node], upTo: 300)

/// A node, the members it knows of, and after which entry its log begins.
struct MembershipForm: SettingForm {
  /// How many entries a log may come to have.
  static let room: Int128 = 1_000_000

  let hasWideLives = false

  private let form = NumberForm(
    "n# knows of members #, and its log begins after #/#", [.node, servers, term, index]
  ) { ($0[$0.count - 2] == 0) == ($0[$0.count - 1] == 0) }

  func text(_ numbers: [Int128]) -> String { form.text(numbers) }
  func numbers(in text: String) -> [Int128]? { form.numbers(in: text) }

  private static let turns: [Int128] = [
    0, 1, 2, 3, 62, 63, 64, 65, 127, 128, 255, 256, 257, 65_535, 65_536, 65_537, 1 << 31 - 1,
    1 << 31, 1 << 32 - 2, 1 << 32 - 1,
  ]

  private func name(beside names: [Int128], isOdd: Bool, _ random: inout RandomSource) -> Int128 {
    guard isOdd else { return Int128(1 + random.index(below: 12)) }
    switch random.index(below: 3) {
    case 0:
      // Alike but for what is cut off too soon.
      let steps: [Int128] = [1, 64, 256, 65_536, 1 << 31]
      return (names.last ?? 0) + steps[random.index(below: steps.count)]
    case 1: return Int128(random.next() >> 32)
    default: return Self.turns[random.index(below: Self.turns.count)]
    }
  }

  func draw(isOdd: Bool, random: inout RandomSource) -> [Int128] {
    let size = random.chance(1, in: 8) ? 0 : 1 + random.index(below: 9)
    var names: [Int128] = []
    while names.count <= size {
      let name = name(beside: names, isOdd: isOdd, &random)
      if NumberDomain.node.range.contains(name), !names.contains(name) { names.append(name) }
    }
    // One in six is a stranger.
    let id = size > 0 && !random.chance(1, in: 6) ? names[random.index(below: size)] : names[size]
    var start: [Int128] = [0, 0]
    if random.chance(1, in: 2) {
      start = [term, index].map { domain in
        isOdd ? max(1, domain.draw(after: [], random: &random)) : Int128(1 + random.index(below: 9))
      }
    }
    return [id, Int128(size)] + names.prefix(size) + start
  }
}

private let nearTerms: @Sendable (MembershipShadow) -> [[Int128]] = { [[$0.term, $0.term + 1]] }
/// Terms further on, and such as end like one that an entry has.
private let nextTerms: @Sendable (MembershipShadow) -> [[Int128]] = { state in
  [[state.term, state.term + 1] + [8, 16, 32].map { state.lastTerm + Int128(1) << $0 }]
}
private let nearServers: @Sendable (MembershipShadow) -> [[Int128]] = { [$0.servers] }

private typealias Operation = SequentialObject<MembershipShadow>.Operation

/// Room for an entry more, in a node of this role.
@Sendable private func grows(_ state: MembershipShadow) -> Bool {
  !state.isOut && state.last - state.base < MembershipForm.room / 2
}

/// Whether a follower may be sent an entry of this term.
@Sendable private func takes(_ state: MembershipShadow, _ term: Int128) -> Bool {
  grows(state) && state.role == .follower && (state.lastTerm...state.term).contains(term)
}

private func becomes(
  _ role: MembershipShadow.Role, weight: Int,
  isAllowed: @escaping @Sendable (Int128, MembershipShadow) -> Bool
) -> Operation {
  .init(
    NumberForm("becomes \(role) in term #", [term]), weight: weight,
    // The furthest terms leave nothing to happen.
    isAllowed: { isAllowed($0[0], $1) && ($1.term == 0 || $0[0] <= $1.term + Int128(1) << 40) },
    near: nextTerms,
    fitting: { role == .leader ? [[$0.term]] : [[$0.term + 1]] }
  ) { $1.becomes(role, in: $0[0]) }
}

private func change(_ words: String, adds: Bool) -> Operation {
  .init(
    NumberForm("is asked to \(words) n#", [.node]), weight: 8,
    isAllowed: { grows($1) && ($1.members.count < 300 || !adds) }, near: nearServers,
    fitting: { state in state.members.suffix(3).map { [$0] } }
  ) { $1.change($0[0], adds: adds) }
}

/// Entries are appended one by one, however many a line says.
private func costly(_ operation: Operation) -> Operation {
  var operation = operation
  operation.cost = { Int($0[0]) }
  return operation
}

let membership = SequentialObject<MembershipShadow>(
  subject: "node",
  setting: MembershipForm(), start: { MembershipShadow($0) },
  operations: [
    becomes(.follower, weight: 2) { $0 > $1.term || $0 == $1.term && $1.role != .follower },
    becomes(.candidate, weight: 8) { $0 > $1.term && $1.role != .leader && $1.mayStand },
    becomes(.leader, weight: 16) { $0 == $1.term && $1.role == .candidate },
    .init(
      NumberForm("appends a command of term #", [term]), weight: 8,
      isAllowed: {
        takes($1, $0[0]) || grows($1) && $1.role == .leader && $0[0] == $1.term
      }, near: nearTerms, fitting: { [[$0.term], [$0.lastTerm]] }
    ) { $1.appends($0[0]) },
    costly(
      .init(
        NumberForm("appends # commands of term #", [NumberDomain(1...1_300, drawnTo: 70), term]),
        isAllowed: {
          takes($1, $0[1])
            // A leader that is the only member would commit them one by one; few are told one by one.
            || grows($1) && $1.role == .leader && $0[1] == $1.term && $1.members.count > 1
              && (100...200).contains($0[0])
        }, near: { [[2, 64], [$0.term]] }
      ) { $1.appends($0[0], of: $0[1]) }),
    .init(
      NumberForm("appends the configuration # of term #", [servers, term]), weight: 6,
      isAllowed: { $0[0] > 0 && takes($1, $0[$0.count - 1]) }, near: { [[], [$0.term]] },
      fitting: \.nextConfigurations, like: { [$0.members] }
    ) { $1.appends($0[$0.count - 1], Array($0.dropFirst().dropLast())) },
    .init(
      NumberForm("cuts its log after entry #", [index]), weight: 3,
      isAllowed: { $1.role == .follower && ($1.commit...$1.last).contains($0[0]) },
      near: { [$0.indices] }
    ) { $1.cut(after: $0[0]) },
    .init(
      NumberForm("learns that all is committed up to entry #", [index]), weight: 4,
      isAllowed: { $1.role == .follower && $0[0] <= $1.last }, near: { [$0.indices] }
    ) { $1.learns($0[0]) },
    .init(
      NumberForm("learns that n# holds all up to entry #", [.node, index]), weight: 18,
      isAllowed: { $0[0] != $1.id && ($1.role != .leader || $0[1] <= $1.last) && !$1.isOut },
      near: { [$0.servers, $0.indices] }, fitting: \.holdings
    ) { $1.holds($0[0], upTo: $0[1]) },
    change("add", adds: true), change("remove", adds: false),
    .init(
      NumberForm("its election timer runs out"), weight: 5, isAllowed: { $1.role != .leader }
    ) { $1.timesOut() },
    .init(
      NumberForm("gets the votes of #", [servers]), weight: 4, fitting: \.ballots,
      like: { [$0.members] }
    ) { $1.votes(Array($0.dropFirst())) },
    .init(NumberForm("starts again"), weight: 1) { $1.restarts() },
  ],
  text: membershipText,
  // A change is begun, or something comes of what is told.
  isTelling: { answer in
    answer.kind == 5
      || answer.kind == 0
        && answer.numbers.first.map { $0 < Int128(answer.numbers.count - 1) } == true
  },
  // Logs that are long are read again for every answer.
  longest: 240)

private let refusals = [
  "refuses: it does not lead", "refuses: it is too early", "refuses: a change is under way",
  "refuses: that server is there", "refuses: that server is not there",
  "refuses: that is the last server",
]

/// An answer as a learner sees it.
@Sendable private func membershipText(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  func list() -> String {
    let count = Int(clamping: rest.popFirst() ?? 0)
    guard count >= 0 else { return "no configuration" }
    defer { rest = rest.dropFirst(count) }
    return servers.text(
      rest.prefix(count).map { min(max($0, 0), NumberDomain.node.range.upperBound) })
  }
  var texts: [String] = []
  switch answer.kind {
  case 1: texts.append("stands")
  case 2: texts.append("does not stand")
  case 3: texts.append("is elected")
  case 4: texts.append("is not elected")
  case 5:
    let term = rest.popFirst() ?? -1
    texts.append("appends \(list()) of term \(term)")
  case 10...15: texts.append(refusals[Int(answer.kind) - 10])
  default: break
  }
  texts.append("members \(list())")
  while let kind = rest.popFirst() {
    texts.append(kind == 0 ? "commits up to \(rest.popFirst() ?? -1)" : "steps down")
  }
  return texts.joined(separator: ", ")
}
