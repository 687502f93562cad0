import Dialects

/// What an acceptor must hold.
struct AcceptorShadow {
  typealias Right = SequentialObject<AcceptorShadow>.Right

  struct Record: Hashable {
    var promised: AttemptNumber?
    var accepted: Vote?
  }

  private(set) var record = Record()
  private var recordBefore = Record()
  /// A ballot has one value, whoever speaks of it.
  private(set) var values: [AttemptNumber: Int128] = [:]
  /// Ballots that it was asked about, the last ones.
  private(set) var recent: [AttemptNumber] = []

  private mutating func speak(of ballot: AttemptNumber, _ value: Int128? = nil) {
    if let value { values[ballot] = value }
    if !recent.contains(ballot) { recent = recent.suffix(7) + [ballot] }
  }

  func isValue(_ value: Int128, of ballot: AttemptNumber) -> Bool {
    values[ballot, default: value] == value
  }

  mutating func prepare(_ ballot: AttemptNumber) -> Right {
    recordBefore = record
    speak(of: ballot)
    if let refusal = refusal(of: ballot) { return refusal }
    record.promised = ballot
    return told(
      [.promise(ballot, accepted: record.accepted)], "it has promised nothing above \(ballot)")
  }

  mutating func accept(_ ballot: AttemptNumber, _ value: Int128) -> Right {
    recordBefore = record
    speak(of: ballot, value)
    if let refusal = refusal(of: ballot) { return refusal }
    record = Record(promised: ballot, accepted: Vote(ballot: ballot, value: value))
    return told([.accepted(ballot)], "it has promised nothing above \(ballot)")
  }

  private func refusal(of ballot: AttemptNumber) -> Right? {
    guard let promised = record.promised, promised > ballot else { return nil }
    return told([.refused(ballot, promised: promised)], "it has promised \(promised)")
  }

  private func told(_ replies: [PaxosEffect], _ reason: String) -> Right {
    let stores: [PaxosEffect] =
      record == recordBefore
      ? [] : [.store(promised: record.promised, accepted: record.accepted)]
    return (.init(stores + replies), reason)
  }

  /// Starts again after so many effects of the last step. What it stores, it stores first.
  mutating func restart(after count: Int128) -> Right {
    if count == 0 { record = recordBefore }
    recordBefore = record
    return (.init([]), "it starts from its disk")
  }

  mutating func start(promised: AttemptNumber, accepted: Vote?) -> Right {
    speak(of: promised)
    if let accepted { speak(of: accepted.ballot, accepted.value) }
    record = Record(promised: promised, accepted: accepted)
    return restart(after: .max)
  }

  // MARK: What may well come

  /// Ballots beside those it knows: in the same round of another proposer, and in the next.
  var ballots: [AttemptNumber] {
    recent
      + [record.promised, record.accepted?.ballot].compactMap(\.self).flatMap {
        [
          $0, AttemptNumber($0.round, $0.proposer + 1), AttemptNumber($0.round, $0.proposer - 1),
          AttemptNumber($0.round + 1, $0.proposer), AttemptNumber($0.round - 1, $0.proposer + 1),
        ]
      }
  }

  /// Values that may be accepted in them.
  var votes: [Vote] {
    ballots.map {
      Vote(ballot: $0, value: values[$0] ?? PaxosEffect.someValue($0.round % 5 + $0.proposer % 3))
    }
  }
}

extension NumberDomain {
  /// The number of a round.
  static let round = NumberDomain(1...Int128(Int.max))
  /// A value that is proposed.
  static let value = NumberDomain(namesWith: "v")
}

let paxosAcceptor = SequentialObject<AcceptorShadow>(
  subject: "acceptor", type: 0, setting: NumberForm("an empty disk"),
  start: { _ in AcceptorShadow() },
  operations: [
    .init(NumberForm("restart"), weight: 2) { $1.restart(after: .max) },
    .init(
      NumberForm("crash after # effects of the last step, restart", [NumberDomain(0...3)]),
      weight: 2
    ) { $1.restart(after: $0[0]) },
    .init(
      NumberForm("start with a promise of #.n# on disk", [.round, .node])
    ) { $1.start(promised: AttemptNumber($0), accepted: nil) },
    .init(
      NumberForm(
        "start with a promise of #.n# and # accepted in #.n# on disk",
        [.round, .node, .value, .round, .node]),
      isAllowed: { numbers, state in
        let accepted = AttemptNumber(numbers[3...])
        return accepted <= AttemptNumber(numbers) && state.isValue(numbers[2], of: accepted)
      },
      fitting: { state in
        state.votes.map { ($0.ballot.numbers + $0.numbers) }
      }
    ) {
      $1.start(
        promised: AttemptNumber($0), accepted: Vote(ballot: AttemptNumber($0[3...]), value: $0[2]))
    },
    .init(
      NumberForm("prepare #.n#", [.round, .node]), weight: 8,
      near: { state in [state.ballots.map(\.round), state.ballots.map(\.proposer)] },
      fitting: { $0.ballots.map(\.numbers) }
    ) { $1.prepare(AttemptNumber($0)) },
    .init(
      NumberForm("accept # in #.n#", [.value, .round, .node]), weight: 8,
      isAllowed: { $1.isValue($0[0], of: AttemptNumber($0[1...])) },
      near: { state in [[], state.ballots.map(\.round), state.ballots.map(\.proposer)] },
      fitting: { $0.votes.map(\.numbers) }
    ) { $1.accept(AttemptNumber($0[1...]), $0[0]) },
  ],
  text: { PaxosEffect.text($0) })
