import Dialects

/// What a proposer must hold.
struct ProposerShadow {
  typealias Right = SequentialObject<ProposerShadow>.Right

  enum Phase: Hashable { case idle, preparing, accepting, done }

  let id: Int128
  let preference: Int128
  let acceptors: [Int128]
  private var phase = Phase.idle
  /// The highest round used or refused for.
  private var round: Int128 = 0
  /// The ballot of the last attempt; its round is on the disk.
  private var ballot: AttemptNumber?
  private var disk: Int128 = 0
  private var diskBefore: Int128 = 0
  /// From this round down its own ballots may have been used in a life before.
  private var unknownTo: Int128 = 0
  private var promises: [Int128: Vote?] = [:]
  private var acceptances: Set<Int128> = []
  private var value: Int128 = 0
  /// A ballot has one value, whoever speaks of it.
  private var values: [AttemptNumber: Int128] = [:]

  init(_ numbers: [Int128]) {
    id = numbers[0]
    preference = numbers[1]
    acceptors = SpacedNodes.set(numbers[2...]).sorted()
  }

  private var majority: Int { acceptors.count / 2 + 1 }

  // MARK: What acceptors may answer

  /// Whether an acceptor can speak of a ballot: one of this proposer's own must have been used.
  private func isUsed(_ ballot: AttemptNumber) -> Bool {
    ballot.proposer != id || ballot.round <= disk
  }

  func isPromise(_ ballot: AttemptNumber, from sender: Int128, _ vote: Vote?) -> Bool {
    guard isUsed(ballot) else { return false }
    // Who answers twice says the same twice.
    if phase == .preparing, ballot == self.ballot, let known = promises[sender], known != vote {
      return false
    }
    guard let vote else { return true }
    guard vote.ballot < ballot, values[vote.ballot, default: vote.value] == vote.value else {
      return false
    }
    return vote.ballot.proposer != id || values[vote.ballot] != nil
      || vote.ballot.round <= unknownTo
  }

  /// Nobody accepts what nobody has been asked to accept.
  func isAcceptance(_ ballot: AttemptNumber) -> Bool {
    isUsed(ballot) && !(phase == .preparing && ballot == self.ballot)
  }

  func isRefusal(_ ballot: AttemptNumber, _ promised: AttemptNumber) -> Bool {
    isUsed(ballot) && isUsed(promised) && promised > ballot
  }

  // MARK: Steps

  mutating func start() -> Right {
    diskBefore = disk
    if phase == .done { return told([], "it knows what is decided") }
    guard round < Int128(Int.max) else { return told([], "there is no larger round") }
    round += 1
    disk = round
    let ballot = AttemptNumber(round, id)
    self.ballot = ballot
    phase = .preparing
    promises = [:]
    acceptances = []
    return told(
      [.storeRound(round), .prepare(ballot)],
      "round \(round) is the one after the highest that it has used or was refused for")
  }

  mutating func promise(_ ballot: AttemptNumber, from sender: Int128, _ vote: Vote?) -> Right {
    diskBefore = disk
    if let vote { values[vote.ballot] = vote.value }
    guard isCurrent(ballot, sender, .preparing) else { return ignored(ballot, sender) }
    promises[sender] = .some(vote)
    guard promises.count >= majority else {
      return told([], "\(promises.count) of \(acceptors.count) acceptors have promised")
    }
    let last = promises.values.compactMap(\.self).max { $0.ballot < $1.ballot }
    value = last?.value ?? preference
    values[ballot] = value
    phase = .accepting
    return told(
      [.accept(ballot, value)],
      last.map { "the highest ballot that was reported is \($0.ballot)" }
        ?? "nobody of a majority has accepted anything")
  }

  mutating func acceptance(_ ballot: AttemptNumber, from sender: Int128) -> Right {
    diskBefore = disk
    guard isCurrent(ballot, sender, .accepting) else { return ignored(ballot, sender) }
    acceptances.insert(sender)
    guard acceptances.count >= majority else {
      return told([], "\(acceptances.count) of \(acceptors.count) acceptors have accepted")
    }
    phase = .done
    return told([.decided(value)], "a majority has accepted \(ballot)")
  }

  mutating func refusal(
    _ ballot: AttemptNumber, from sender: Int128, _ promised: AttemptNumber
  ) -> Right {
    diskBefore = disk
    guard isCurrent(ballot, sender, phase), phase == .preparing || phase == .accepting else {
      return ignored(ballot, sender)
    }
    round = max(round, promised.round)
    phase = .idle
    return told([.retry], "its attempt is outbid")
  }

  private func isCurrent(_ ballot: AttemptNumber, _ sender: Int128, _ phase: Phase) -> Bool {
    self.phase == phase && ballot == self.ballot && acceptors.contains(sender)
  }

  private func ignored(_ ballot: AttemptNumber, _ sender: Int128) -> Right {
    let reason =
      !acceptors.contains(sender)
      ? "n\(sender) is no acceptor"
      : phase == .idle
        ? "there is no attempt"
        : phase == .done
          ? "it knows what is decided"
          : ballot == self.ballot
            ? "that was asked in the other phase" : "\(ballot) is not its attempt"
    return told([], reason)
  }

  /// Starts again after so many effects of the last step. What it stores, it stores first.
  mutating func restart(after count: Int128) -> Right {
    if count == 0 { disk = diskBefore }
    diskBefore = disk
    round = disk
    phase = .idle
    ballot = nil
    return told([], "it starts from its disk")
  }

  func isStart(_ round: Int128) -> Bool { round >= disk }

  mutating func start(with round: Int128) -> Right {
    disk = round
    unknownTo = round
    return restart(after: .max)
  }

  private func told(_ effects: [PaxosEffect], _ reason: String) -> Right {
    (.init(effects), reason)
  }

  // MARK: What may well come

  /// The ballot of its attempt, and others that are easily taken for it.
  var ballots: [AttemptNumber] {
    let own = AttemptNumber(disk, id)
    return [
      own, own, own, AttemptNumber(disk - 1, id), AttemptNumber(disk, id + 1),
      AttemptNumber(disk, id - 1),
    ]
  }

  /// Those who have not answered in this phase, and some who have.
  private var awaited: [Int128] {
    let answered = phase == .accepting ? acceptances : Set(promises.keys)
    let missing = acceptors.filter { !answered.contains($0) }
    return missing + (missing.count > 1 ? [] : acceptors.prefix(3))
  }

  var senders: [Int128] { acceptors + [(acceptors.last ?? 0) + 1] }

  /// Answers to the attempt, from those who have not given them.
  var answers: [[Int128]] {
    awaited.map { AttemptNumber(disk, id).numbers + [$0] }
  }

  /// Reports of earlier ballots, of which many were accepted in, beside those answers.
  var reports: [[Int128]] {
    let known = values.keys.filter { $0 < AttemptNumber(disk, id) }.sorted().suffix(6)
    var votes = known.map { Vote(ballot: $0, value: values[$0] ?? 0) }
    for back: Int128 in 1...3 {
      let round = max(1, disk - back)
      for other in [id + 1, id + 2, id - 1] where NumberDomain.node.range.contains(other) {
        let ballot = AttemptNumber(round, other)
        votes.append(
          Vote(ballot: ballot, value: values[ballot] ?? PaxosEffect.someValue(round + other)))
      }
    }
    return awaited.enumerated().flatMap { place, sender -> [[Int128]] in
      // Another one for each, so that the highest comes first, last or in the middle.
      (0..<2).map { turn in
        AttemptNumber(disk, id).numbers + [sender]
          + votes[(place * 5 + turn * 3 + Int(disk % 11)) % votes.count].numbers
      }
    }
  }

  /// Refusals of the attempt.
  var refusals: [[Int128]] {
    let own = AttemptNumber(disk, id)
    return acceptors.prefix(3).flatMap { sender in
      [
        AttemptNumber(disk, id + 1), AttemptNumber(disk + 1, id - 1),
        AttemptNumber(disk + 7, id + 1),
      ]
      .map { own.numbers + [sender] + $0.numbers }
    }
  }
}

private let answer: [NumberDomain] = [.round, .node, .node]
private let near: @Sendable (ProposerShadow) -> [[Int128]] = {
  [$0.ballots.map(\.round), $0.ballots.map(\.proposer), $0.senders]
}

let paxosProposer = SequentialObject<ProposerShadow>(
  subject: "proposer", type: 1,
  setting: NumberForm(
    "n# prefers #, with # acceptors from n# in steps of #",
    [.node, .value, NumberDomain(1...200, drawnTo: 9), .node, .node]
  ) { SpacedNodes.exist($0[2...]) },
  start: { ProposerShadow($0) },
  operations: [
    .init(NumberForm("restart")) { $1.restart(after: .max) },
    .init(
      NumberForm("crash after # effects of the last step, restart", [NumberDomain(0...3)])
    ) { $1.restart(after: $0[0]) },
    .init(
      NumberForm("start with round # on disk", [NumberDomain(0...Int128(Int.max))]),
      isAllowed: { $1.isStart($0[0]) }
    ) { $1.start(with: $0[0]) },
    .init(NumberForm("start"), weight: 6) { $1.start() },
    .init(
      NumberForm("promise of #.n# from n#", answer), weight: 10,
      isAllowed: { $1.isPromise(AttemptNumber($0), from: $0[2], nil) }, near: near,
      fitting: \.answers
    ) { $1.promise(AttemptNumber($0), from: $0[2], nil) },
    .init(
      NumberForm(
        "promise of #.n# from n#, who had accepted # in #.n#", answer + [.value, .round, .node]),
      weight: 20,
      isAllowed: {
        $1.isPromise(
          AttemptNumber($0), from: $0[2],
          Vote(ballot: AttemptNumber($0[4...]), value: $0[3]))
      }, near: near, fitting: \.reports
    ) {
      $1.promise(
        AttemptNumber($0), from: $0[2], Vote(ballot: AttemptNumber($0[4...]), value: $0[3]))
    },
    .init(
      NumberForm("acceptance of #.n# from n#", answer), weight: 20,
      isAllowed: { numbers, state in state.isAcceptance(AttemptNumber(numbers)) }, near: near,
      fitting: \.answers
    ) { $1.acceptance(AttemptNumber($0), from: $0[2]) },
    .init(
      NumberForm("refusal of #.n# by n#, who has promised #.n#", answer + [.round, .node]),
      isAllowed: { $1.isRefusal(AttemptNumber($0), AttemptNumber($0[3...])) }, near: near,
      fitting: \.refusals
    ) { $1.refusal(AttemptNumber($0), from: $0[2], AttemptNumber($0[3...])) },
  ],
  text: { PaxosEffect.text($0) })
