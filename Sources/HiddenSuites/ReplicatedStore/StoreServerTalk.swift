import Dialects

// What a server of a replicated store is told, and what it answers, in words.

private let key = NumberDomain(namesWith: "k")
private let value = NumberDomain(namesWith: "v", areLong: true)
private let number = NumberDomain.unsigned()
private let serial = NumberDomain(1...Int128(UInt64.max))
private let index = NumberDomain(1...Int128(UInt64.max))
private let term = NumberDomain(0...Int128(Int.max))
private let place = NumberDomain(1...1_000)

private typealias Operation = SequentialObject<ServerShadow>.Operation

/// Whether a number that rises leaves room for others after it. A server may begin anywhere.
@Sendable private func isNear(_ next: Int128, _ last: Int128, of domain: NumberDomain) -> Bool {
  next <= last + 1 << 40 || last == 0 && next < domain.range.upperBound - 1_000
}

/// The four writes, in the order of their kinds: what is said, and what stands in it beside the key.
private let writes: [(words: String, values: [NumberDomain], weight: Int)] = [
  ("put # = #", [value], 3), ("remove #", [], 1), ("put # = # -> #", [value, value], 2),
  ("put # = nil -> #", [value], 1),
]

private let requests = writes.enumerated().map { kind, write in
  Operation(
    NumberForm("session #, serial #: \(write.words)", [number, serial, key] + write.values),
    weight: 2 * write.weight,
    near: { [$0.sessions, $0.serials, $0.keys, $0.values, $0.values] },
    fitting: { state in
      state.names.filter { $0[1] <= serial.range.upperBound }.flatMap { name in
        (state.keys + [1]).suffix(3).map { key in
          name + [key] + write.values.indices.map { Int128($0) + (state.values.last ?? 1) }
        }
      }.filter { line in line.allSatisfy { $0 <= number.range.upperBound } }
    }
  ) { $1.receive($0.prefix(2) + [Int128(kind)] + $0[2...]) }
}

private let entries = writes.enumerated().map { kind, write in
  Operation(
    NumberForm(
      "applies entry #: session #, serial #: \(write.words)",
      [index, number, serial, key] + write.values),
    weight: 3 * write.weight, isAllowed: { $1.mayApply(at: $0[0]) },
    near: { [$0.indexes, $0.sessions, $0.serials, $0.keys, $0.values, $0.values] },
    fitting: { state in
      state.indexes.prefix(3).flatMap { index in
        state.waiting.suffix(8).filter { $0[2] == Int128(kind) }.map {
          [index] + $0.prefix(2) + $0.dropFirst(3)
        }
      }
    }
  ) { $1.apply($0[1...2] + [Int128(kind)] + $0[3...], at: $0[0]) }
}

private let roles: [Operation] = [
  Operation(
    NumberForm("leads term #", [term]), weight: 6,
    isAllowed: { $1.mayBecome(leader: true, in: $0[0]) && isNear($0[0], $1.term, of: term) },
    near: { [$0.terms + $0.likeTerms] }, fitting: { [[$0.term + 1]] }
  ) { $1.lead(in: $0[0]) },
  Operation(
    NumberForm("follows n# in term #", [.node, term]), weight: 2,
    isAllowed: { $1.mayBecome(leader: false, in: $0[1]) && isNear($0[1], $1.term, of: term) },
    near: { [[2, 3], $0.terms] }, fitting: { [[2, $0.term + 1], [3, $0.term]] }
  ) { $1.follow($0[0], in: $0[1]) },
  Operation(
    NumberForm("follows nobody in term #", [term]),
    isAllowed: { $1.mayBecome(leader: false, in: $0[0]) && isNear($0[0], $1.term, of: term) },
    near: { [$0.terms] }, fitting: { [[$0.term + 1]] }
  ) { $1.follow(nil, in: $0[0]) },
]

private let questions: [Operation] = [
  Operation(
    NumberForm("read #: #", [number, key]), weight: 8, near: { [$0.asked, $0.keys] }
  ) { $1.receive(read: $0[0], of: $0[1]) },
  Operation(
    NumberForm("read # is confirmed in term #", [number, term]), weight: 12,
    near: { [$0.asked, $0.terms] },
    fitting: { state in state.asked.map { [$0, state.term] } }
  ) { $1.confirmed($0[0], in: $0[1]) },
  Operation(
    NumberForm("entry # of term # is committed", [index, term]), weight: 12,
    isAllowed: {
      $0[0] > $1.commit.index && isNear($0[0], $1.commit.index, of: index)
        && $0[1] >= $1.commit.term && $0[1] <= $1.term
    },
    near: { state in
      [[state.commit.index + 1, state.commit.index + 3], state.terms + [state.commit.term]]
    },
    fitting: { state in
      [1, 2].map { [state.commit.index + $0, state.term] }
    }
  ) { $1.commits($0[0], $0[1]) },
  Operation(
    NumberForm("applies entry #, which says nothing", [index]), weight: 6,
    isAllowed: { $1.mayApply(at: $0[0]) }, near: { [$0.indexes] }
  ) { $1.apply(nil, at: $0[0]) },
]

private let images: [Operation] = [
  Operation(
    NumberForm("makes a snapshot"), weight: 3, isOptional: true,
    isAllowed: { $1.snapshots.count < 40 }
  ) { $1.keep() },
  Operation(
    NumberForm("starts again from snapshot #", [place]), weight: 2, isOptional: true,
    isAllowed: { $0[0] <= Int128($1.snapshots.count) },
    near: { [[Int128($0.snapshots.count)]] }
  ) { $1.restart(from: $0[0]) },
  Operation(NumberForm("starts again from nothing"), isOptional: true) { $1.restart(from: nil) },
  Operation(
    NumberForm("is sent snapshot #", [place]), weight: 2, isOptional: true,
    isAllowed: { $0[0] <= Int128($1.snapshots.count) && !$1.leads },
    near: { [[Int128($0.snapshots.count)]] }
  ) { $1.restore($0[0]) },
]

/// In the order of the dialect.
let storeServer = SequentialObject<ServerShadow>(
  subject: "server", setting: NumberForm("without a snapshot"), start: { _ in ServerShadow() },
  operations: roles + requests + questions + entries + images, text: storeText)

/// All values that are written oddly.
let oddStoreValues = (value.turns[0] + 1...value.range.upperBound).map(value.text)

/// Effects as a learner sees them.
@Sendable func storeText(_ answer: ObjectWords.Answer) -> String {
  var rest = answer.numbers[...]
  var effects: [String] = []
  while let effect = StoreEffectWords(from: &rest) { effects.append(effect.text) }
  return effects.isEmpty ? "nothing" : effects.joined(separator: ", ")
}

/// One effect, taken from the numbers of an answer.
enum StoreEffectWords {
  case propose([Int128])
  case confirm(Int128)
  case answer([Int128], outcome: [Int128])
  case serve(Int128, value: Int128?, revision: Int128)
  case redirect([Int128], isRead: Bool, to: Int128?)

  /// Takes the next effect; nil where nothing is left, or no effect of ours.
  init?(from rest: inout ArraySlice<Int128>) {
    func next() -> Int128 { rest.popFirst() ?? -1 }
    switch rest.popFirst() {
    case 0: self = .propose([])
    case 1:
      let (name, kind) = ([next(), next()], next())
      let count = kind == 2 ? 3 : kind == 1 ? 1 : 2
      self = .propose(name + [kind] + (0..<count).map { _ in next() })
    case 2: self = .confirm(next())
    case 3:
      let name = [next(), next()]
      self = .answer(name, outcome: [next(), next()])
    case 4:
      let (read, isThere, value) = (next(), next() == 1, next())
      self = .serve(read, value: isThere ? value : nil, revision: next())
    case 5:
      let (name, isKnown, node) = ([next(), next()], next() == 1, next())
      self = .redirect(name, isRead: false, to: isKnown ? node : nil)
    case 6:
      let (read, isKnown, node) = (next(), next() == 1, next())
      self = .redirect([read], isRead: true, to: isKnown ? node : nil)
    default: return nil
    }
  }

  var text: String {
    switch self {
    case .propose([]): return "proposes nothing"
    case .propose(let write):
      return "proposes session \(write[0]), serial \(write[1]): \(Self.text(write))"
    case .confirm(let read): return "asks a majority for read \(read)"
    case .answer(let name, let outcome):
      return "answers session \(name[0]), serial \(name[1]): \(Self.outcome(outcome))"
    case .serve(let read, let found, let revision):
      let held = found.map(value.text) ?? "nil"
      return "answers read \(read): \(held), revision \(revision)"
    case .redirect(let name, let isRead, let node):
      let who = isRead ? "read \(name[0])" : "session \(name[0]), serial \(name[1])"
      return "sends \(who) to \(node.map { "n\($0)" } ?? "anybody")"
    }
  }

  /// What is written, of a write with its name.
  static func text(_ write: [Int128]) -> String {
    guard write.count > 3, (0...3).contains(write[2]) else { return "no write" }
    var texts = ([key.text(write[3])] + write[4...].map(value.text))[...]
    return String(
      writes[Int(write[2])].words.flatMap { $0 == "#" ? texts.popFirst() ?? "#" : "\($0)" })
  }

  static func outcome(_ words: [Int128]) -> String {
    switch words[0] {
    case 0: "written, revision \(words[1])"
    case 1: "unchanged, revision \(words[1])"
    default: "superseded by \(words[1])"
    }
  }
}
