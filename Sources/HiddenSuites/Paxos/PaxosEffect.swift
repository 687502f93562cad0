import Dialects

/// The number of an attempt, as a suite counts: wider than any answer.
struct AttemptNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
  var round: Int128
  var proposer: Int128

  init(_ round: Int128, _ proposer: Int128) {
    self.round = round
    self.proposer = proposer
  }

  /// Two of the numbers of an operation.
  init(_ numbers: some Collection<Int128>) {
    self.init(numbers.first ?? 0, numbers.dropFirst().first ?? 0)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.round, left.proposer) < (right.round, right.proposer)
  }

  var description: String { "\(round).n\(proposer)" }
  var numbers: [Int128] { [round, proposer] }
}

/// A value that was accepted.
struct Vote: Hashable, Sendable {
  var ballot: AttemptNumber
  var value: Int128

  var text: String { "\(PaxosEffect.name(value)) in \(ballot)" }
  /// The vote as an operation names it.
  var numbers: [Int128] { [value] + ballot.numbers }
}

/// What an acceptor or a proposer wants done, as the dialect tells it.
enum PaxosEffect: Hashable, Sendable {
  case store(promised: AttemptNumber?, accepted: Vote?)
  case promise(AttemptNumber, accepted: Vote?)
  case accepted(AttemptNumber)
  case refused(AttemptNumber, promised: AttemptNumber)
  case storeRound(Int128)
  case prepare(AttemptNumber)
  case accept(AttemptNumber, Int128)
  case decided(Int128)
  case retry

  private static let values = NumberDomain(namesWith: "v")

  /// The value that is the empty text.
  static let emptyValue = NumberDomain.oddNames[0]

  /// One of seven values, of which one is the empty text.
  static func someValue(_ number: Int128) -> Int128 {
    number % 7 == 6 ? emptyValue : number % 7
  }

  /// A value as a learner sees it.
  static func name(_ value: Int128) -> String { values.text(value) }

  // MARK: As numbers

  private static func told(_ ballot: AttemptNumber?) -> [Int128] {
    ballot.map { [1] + $0.numbers } ?? [0]
  }

  private static func told(_ vote: Vote?) -> [Int128] {
    vote.map { told($0.ballot) + [$0.value] } ?? [0]
  }

  /// The effect as the dialect tells it.
  var numbers: [Int128] {
    switch self {
    case .store(let promised, let accepted): [0] + Self.told(promised) + Self.told(accepted)
    case .promise(let ballot, let accepted): [1] + Self.told(ballot) + Self.told(accepted)
    case .accepted(let ballot): [2] + Self.told(ballot)
    case .refused(let ballot, let promised): [3] + Self.told(ballot) + Self.told(promised)
    case .storeRound(let round): [4, round]
    case .prepare(let ballot): [5] + Self.told(ballot)
    case .accept(let ballot, let value): [6] + Self.told(ballot) + [value]
    case .decided(let value): [7, value]
    case .retry: [8]
    }
  }

  /// Reads what the dialect tells. It is the learner's code that answers, so nothing is taken for granted.
  static func read(_ answer: ObjectWords.Answer) -> [PaxosEffect] {
    var rest = answer.numbers[...]
    var effects: [PaxosEffect] = []
    while let effect = next(&rest) { effects.append(effect) }
    return effects
  }

  // What no submission's types can hold is no effect.

  private static func ballot(_ rest: inout ArraySlice<Int128>) -> AttemptNumber? {
    guard rest.popFirst() == 1, let round = round(&rest), let proposer = rest.popFirst(),
      UInt32(exactly: proposer) != nil
    else { return nil }
    return AttemptNumber(round, proposer)
  }

  private static func round(_ rest: inout ArraySlice<Int128>) -> Int128? {
    rest.popFirst().flatMap { Int(exactly: $0) }.map { Int128($0) }
  }

  /// The number of a value; -1 for one that nobody has proposed.
  private static func value(_ rest: inout ArraySlice<Int128>) -> Int128? {
    rest.popFirst().flatMap { $0 == -1 || values.range.contains($0) ? $0 : nil }
  }

  private static func vote(_ rest: inout ArraySlice<Int128>) -> Vote? {
    guard let ballot = ballot(&rest), let value = value(&rest) else { return nil }
    return Vote(ballot: ballot, value: value)
  }

  private static func next(_ rest: inout ArraySlice<Int128>) -> PaxosEffect? {
    guard let kind = rest.popFirst() else { return nil }
    switch kind {
    case 0: return .store(promised: ballot(&rest), accepted: vote(&rest))
    case 4: return round(&rest).map { .storeRound($0) }
    case 7: return value(&rest).map { .decided($0) }
    case 8: return .retry
    default: break
    }
    guard let first = ballot(&rest) else { return nil }
    switch kind {
    case 1: return .promise(first, accepted: vote(&rest))
    case 2: return .accepted(first)
    case 3: return ballot(&rest).map { .refused(first, promised: $0) }
    case 5: return .prepare(first)
    case 6: return value(&rest).map { .accept(first, $0) }
    default: return nil
    }
  }

  // MARK: As text

  /// The effect as a learner sees it.
  var text: String {
    switch self {
    case .store(let promised, let accepted):
      "stores the promise of \(promised.map { "\($0)" } ?? "nothing")"
        + (accepted.map { " and \($0.text)" } ?? "")
    case .promise(let ballot, let vote):
      "promises \(ballot)" + (vote.map { ", had accepted \($0.text)" } ?? "")
    case .accepted(let ballot): "has accepted \(ballot)"
    case .refused(let ballot, let promised): "refuses \(ballot), has promised \(promised)"
    case .storeRound(let round): "stores round \(round)"
    case .prepare(let ballot): "asks all to prepare \(ballot)"
    case .accept(let ballot, let value): "asks all to accept \(Self.name(value)) in \(ballot)"
    case .decided(let value): "decides \(Self.name(value))"
    case .retry: "will try again"
    }
  }

  static func text(_ answer: ObjectWords.Answer) -> String {
    let effects = read(answer)
    return effects.isEmpty ? "nothing" : effects.map(\.text).joined(separator: ", ")
  }
}

extension ObjectWords.Answer {
  /// An answer of these effects.
  init(_ effects: [PaxosEffect]) { self.init(0, effects.flatMap(\.numbers)) }
}
