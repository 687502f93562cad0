import Dialects
import ExerciseKit
import Simulation

/// A cluster of the submission's acceptors and proposers. The network, the disks and who starts when are
/// ours.
struct PaxosCluster: ProtocolModel {
  typealias Words = ObjectWords
  typealias Object = SingleDecision
  typealias Message = PaxosEffect

  /// Who takes part, and what the acceptors have accepted before.
  struct Setting: Hashable, Sendable, CustomStringConvertible {
    struct Proposer: Hashable, Sendable {
      let name: NodeID
      let preference: Int128
      let round: Int128
      /// The places of the acceptors that its messages reach, counted from 0; all of them when nil.
      var reach: ClosedRange<Int>?
    }

    struct Acceptor: Hashable, Sendable {
      let name: NodeID
      let accepted: Vote?
    }

    let acceptors: [Acceptor]
    let proposers: [Proposer]

    var description: String {
      let accepting = acceptors.map { acceptor in
        "\(acceptor.name) accepts" + (acceptor.accepted.map { ", has \($0.text)" } ?? "")
      }
      let proposing = proposers.map {
        "\($0.name) proposes \(PaxosEffect.name($0.preference)) from round \($0.round)"
          + ($0.reach.map { ", reaches acceptors \($0.lowerBound + 1) to \($0.upperBound + 1)" }
            ?? "")
      }
      return (accepting + proposing).joined(separator: "; ")
    }
  }

  enum Stored: Hashable, Sendable {
    case acceptor(promised: AttemptNumber?, accepted: Vote?)
    case proposer(round: Int128)
  }

  struct Node: Hashable, Sendable {
    let index: Int
    let name: NodeID
    /// What its disk holds.
    var stored: Stored
    /// Whether its value lives. After a start it is made when it is next asked something.
    var isMade = false
    /// Whether an attempt of a proposer may still come to something.
    var isTrying = false
    var decided: Int128?
    /// What a proposer is made from; nil for an acceptor.
    let preference: Int128?
    /// Who the acceptors are, and their places.
    let acceptors: [NodeID]
    /// The acceptors that it reaches.
    let reach: Range<Int>

    var isProposer: Bool { preference != nil }
    var round: Int128 { if case .proposer(let round) = stored { round } else { 0 } }
    var promised: AttemptNumber? {
      if case .acceptor(let promised, _) = stored { promised } else { nil }
    }
    var accepted: Vote? { if case .acceptor(_, let accepted) = stored { accepted } else { nil } }
  }

  /// A proposer starts.
  struct Move: Hashable, Sendable { let node: Int, preference: Int128 }

  enum Deed: Hashable, Sendable { case start }

  /// What was chosen, and what was decided.
  struct Record: Hashable, Sendable {
    var chosen: Int128?
    var decided: Int128?
    let proposed: Set<Int128>
  }

  struct Bounds: Sendable {
    /// No proposer starts from here.
    let round: Int128
  }

  let object = SingleDecision()

  // MARK: Who takes part

  func names(_ setting: Setting) -> [NodeID] {
    setting.acceptors.map(\.name) + setting.proposers.map(\.name)
  }

  func stored(_ setting: Setting) -> [Stored] {
    setting.acceptors.map { .acceptor(promised: $0.accepted?.ballot, accepted: $0.accepted) }
      + setting.proposers.map { .proposer(round: $0.round) }
  }

  func record(_ setting: Setting) -> Record {
    // What is chosen at the beginning was not settled by the submission.
    Record(
      chosen: chosen(setting.acceptors.compactMap(\.accepted), of: setting.acceptors.count),
      proposed: Set(
        setting.proposers.map(\.preference) + setting.acceptors.compactMap(\.accepted?.value)))
  }

  func started(_ index: Int, from stored: Stored, _ setting: Setting) -> Node {
    let count = setting.acceptors.count
    let proposer = index < count ? nil : setting.proposers[index - count]
    return Node(
      index: index, name: names(setting)[index], stored: stored,
      preference: proposer?.preference, acceptors: setting.acceptors.map(\.name),
      reach: proposer?.reach.map { Range($0) } ?? 0..<count)
  }

  func inPlainNames(_ setting: Setting) -> Setting {
    let names = names(setting)
    func plain(_ proposer: Int128) -> Int128 {
      names.firstIndex { Int128($0.number) == proposer }.map { Int128($0 + 1) } ?? proposer
    }
    return Setting(
      acceptors: setting.acceptors.enumerated().map { index, acceptor in
        Setting.Acceptor(
          name: identifier(of: index),
          accepted: acceptor.accepted.map {
            Vote(
              ballot: AttemptNumber($0.ballot.round, plain($0.ballot.proposer)), value: $0.value)
          })
      },
      proposers: setting.proposers.enumerated().map { index, proposer in
        Setting.Proposer(
          name: identifier(of: setting.acceptors.count + index), preference: proposer.preference,
          round: proposer.round, reach: proposer.reach)
      })
  }

  // MARK: Steps

  func deeds(of move: Move, at nodes: [Node]) -> [(node: Int, deed: Deed)]? {
    nodes[move.node].isProposer ? [(move.node, .start)] : nil
  }

  private func made(_ node: Node) -> ProtocolAsk<Words> {
    switch node.stored {
    case .acceptor(let promised, let accepted):
      .make(
        Words.Arguments(
          type: 2,
          // Which of the two there are comes first.
          numbers: [(promised == nil ? 0 : 1) + (accepted == nil ? 0 : 2)]
            + (promised?.numbers ?? []) + (accepted?.numbers ?? [])))
    case .proposer(let round):
      .make(
        Words.Arguments(
          type: 3,
          numbers: [Int128(node.name.number), node.preference ?? 0, round]
            + node.acceptors.map { Int128($0.number) }))
    }
  }

  func asks(_ step: ProtocolStep<Self>, of node: Node) -> [ProtocolAsk<Words>] {
    let call: Words.Call
    switch (step, node.isProposer) {
    case (.take(.start), _): call = Words.Call(operation: 0, numbers: [])
    case (.receive(.prepare(let ballot), _), false):
      call = Words.Call(operation: 0, numbers: ballot.numbers)
    case (.receive(.accept(let ballot, let value), _), false):
      call = Words.Call(operation: 1, numbers: [value] + ballot.numbers)
    case (.receive(.promise(let ballot, nil), let sender), true):
      call = Words.Call(operation: 1, numbers: ballot.numbers + [number(sender, node)])
    case (.receive(.promise(let ballot, let vote?), let sender), true):
      call = Words.Call(
        operation: 2, numbers: ballot.numbers + [number(sender, node)] + vote.numbers)
    case (.receive(.accepted(let ballot), let sender), true):
      call = Words.Call(operation: 3, numbers: ballot.numbers + [number(sender, node)])
    case (.receive(.refused(let ballot, let promised), let sender), true):
      call = Words.Call(
        operation: 4, numbers: ballot.numbers + [number(sender, node)] + promised.numbers)
    default: return []
    }
    return (node.isMade ? [] : [made(node)]) + [.call(call)]
  }

  private func number(_ sender: Int, _ node: Node) -> Int128 {
    node.acceptors.indices.contains(sender) ? Int128(node.acceptors[sender].number) : 0
  }

  func effects(
    of answers: [Words.Answer], to step: ProtocolStep<Self>, _ node: inout Node
  ) -> ProtocolEffects<Self> {
    var effects = ProtocolEffects<Self>()
    guard let answer = answers.first else { return effects }
    node.isMade = true
    if case .take(.start) = step { node.isTrying = true }
    var asker = 0
    if case .receive(_, let sender) = step { asker = sender }
    for effect in PaxosEffect.read(answer) {
      effects.fault = effects.fault ?? complaint(about: effect, from: node)
      guard effects.fault == nil else { break }
      switch effect {
      case .store(let promised, let accepted):
        node.stored = .acceptor(promised: promised, accepted: accepted)
        effects.effects.append(.store(node.stored))
      case .storeRound(let round):
        node.stored = .proposer(round: round)
        effects.effects.append(.store(node.stored))
      case .prepare, .accept:
        for acceptor in node.reach {
          effects.effects.append(.send(effect, to: acceptor))
        }
      case .promise, .accepted, .refused: effects.effects.append(.send(effect, to: asker))
      case .decided(let value):
        node.isTrying = false
        node.decided = value
        effects.ended.append(("\(node.index)", value))
      case .retry: node.isTrying = false
      }
    }
    return effects
  }

  private func broken(_ sentence: String) -> ProtocolFault {
    ProtocolFault(kind: .invariant, sentence: sentence)
  }

  /// A value that nobody has, and a ballot of another, which would make two attempts one.
  private func complaint(about effect: PaxosEffect, from node: Node) -> ProtocolFault? {
    switch effect {
    case .accept(_, let value) where value < 0, .decided(let value) where value < 0:
      broken("\(node.name) speaks of a value that nobody has proposed")
    case .prepare(let ballot), .accept(let ballot, _):
      ballot.proposer == Int128(node.name.number) && ballot.round > 0
        ? nil : broken("\(node.name) uses the ballot \(ballot)")
    case .store(_, let vote?) where vote.value < 0, .promise(_, let vote?) where vote.value < 0:
      broken("\(node.name) has accepted a value that nobody has proposed")
    default: nil
    }
  }

  // MARK: What every state keeps

  func fault(in nodes: [Node], _ record: inout Record) -> ProtocolFault? {
    let acceptors = nodes.count { !$0.isProposer }
    if let chosen = chosen(nodes.compactMap(\.accepted), of: acceptors) {
      guard chosen == record.chosen ?? chosen else {
        return broken(
          "\(PaxosEffect.name(chosen)) is chosen, and \(PaxosEffect.name(record.chosen ?? 0)) was")
      }
      record.chosen = chosen
    }
    for node in nodes {
      guard let decided = node.decided else { continue }
      let name = PaxosEffect.name(decided)
      guard record.proposed.contains(decided) else {
        return broken("\(node.name) decides \(name), which nobody has proposed")
      }
      guard decided == record.decided ?? decided, decided == record.chosen ?? decided else {
        return broken(
          "\(node.name) decides \(name), and \(PaxosEffect.name(record.decided ?? record.chosen ?? 0)) was "
            + (record.decided == nil ? "chosen" : "decided"))
      }
      record.decided = decided
    }
    return nil
  }

  /// What a majority of so many acceptors has accepted in one ballot, as far as it is still on their disks.
  private func chosen(_ votes: [Vote], of count: Int) -> Int128? {
    votes.first { vote in votes.count { $0 == vote } > count / 2 }?.value
  }

  // MARK: Runs

  func moves(at nodes: [Node], within bounds: Bounds) -> [Move] {
    nodes.filter { $0.isProposer && $0.round < bounds.round }.map(start)
  }

  private func start(_ node: Node) -> Move {
    Move(node: node.index, preference: node.preference ?? 0)
  }

  func isReply(_ message: Message) -> Bool {
    switch message {
    case .promise, .accepted, .refused: true
    default: false
    }
  }

  func isSpent(_ message: Message, at node: Node) -> Bool {
    guard let promised = node.promised else { return false }
    switch message {
    case .prepare(let ballot), .accept(let ballot, _): return ballot < promised
    default: return false
    }
  }

  func draw(_ nodes: [Node], number: Int, random: inout RandomSource) -> Move? {
    let proposers = nodes.filter(\.isProposer)
    guard let node = random.element(of: proposers), !node.isTrying || random.chance(1, in: 8)
    else { return nil }
    return start(node)
  }

  /// One proposer starts above all that was promised, when nobody knows what is decided.
  func healing(_ nodes: [Node], number: Int) -> [Move] {
    guard !nodes.contains(where: { $0.decided != nil }) else { return [] }
    let highest = nodes.compactMap(\.promised?.round).max() ?? 0
    let best = nodes.filter(\.isProposer).max { $0.round < $1.round }
    return best.map { node in
      Array(repeating: start(node), count: Int(clamping: min(40, max(0, highest - node.round) + 1)))
    } ?? []
  }

  func roundsToRest(_ nodes: [Node]) -> Int { 5 }

  func unfinished(_ nodes: [Node]) -> String? {
    nodes.contains { $0.decided != nil }
      ? nil
      : "nothing is decided, although one proposer alone has started above all promises, and nothing was "
        + "lost since"
  }

  func operation(of move: Move) -> (key: String, input: Object.Input)? {
    ("\(move.node)", move.preference)
  }
}
