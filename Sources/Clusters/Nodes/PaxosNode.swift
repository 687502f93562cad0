public import ExerciseKit
public import Solutions

/// A proposer or an acceptor of Paxos, as a node of a `FaultyRun`. It shows what it takes for decided.
public enum PaxosNode: Restartable, Hashable {
  /// What is on a disk: an acceptor's state, or a proposer's round.
  public enum Stored: Hashable, Sendable {
    case acceptor(AcceptorRecord), proposer(ProposerRecord)
  }
  /// A proposer begins an attempt.
  public enum Input: Hashable, Sendable { case begin }
  /// What they send each other.
  public enum Message: Hashable, Sendable {
    case prepare(Ballot), accept(Ballot, String), reply(AcceptorReply)
  }
  /// A decision.
  public typealias Sight = String
  /// What a step wants done.
  public typealias Effect = FaultyRun<PaxosNode>.Effect

  case acceptor(Acceptor)
  case proposer(Proposer, round: Int)

  /// Those who remember.
  public static let acceptors = (1...3).map { NodeID($0) }
  /// Those who want something decided.
  public static let proposers = (11...13).map { NodeID($0) }
  /// What each of them wants.
  public static let preferences = proposers.map(preference)

  private static func preference(of id: NodeID) -> String { "v\(id.number)" }

  /// A run of all of them.
  public static func run(
    seed: UInt64, faults: FaultyRun<PaxosNode>.Faults
  ) -> FaultyRun<PaxosNode> {
    FaultyRun(acceptors + proposers, faults: faults, seed: seed) { PaxosNode($0, $1) }
  }

  /// A node as it starts, for the first time or again.
  public init(_ id: NodeID, _ stored: Stored?) {
    if Self.acceptors.contains(id) {
      if case .acceptor(let stored) = stored {
        self = .acceptor(Acceptor(stored: stored))
      } else {
        self = .acceptor(Acceptor())
      }
      return
    }
    var round = ProposerRecord()
    if case .proposer(let stored) = stored { round = stored }
    let proposer = Proposer(
      id: id, preference: Self.preference(of: id), acceptors: Self.acceptors, stored: round)
    self = .proposer(proposer, round: round.round)
  }

  /// A proposer begins; an acceptor does nothing by itself.
  public mutating func take(_ input: Input) -> [Effect] {
    guard case .proposer(var proposer, let round) = self else { return [] }
    return act(proposer.start(), &proposer, round)
  }

  /// An acceptor is asked, or a proposer is answered.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.acceptor(var acceptor), .prepare(let ballot)):
      let outputs = acceptor.prepare(ballot)
      self = .acceptor(acceptor)
      return outputs.map { Self.effect($0, for: sender) }
    case (.acceptor(var acceptor), .accept(let ballot, let value)):
      let outputs = acceptor.accept(ballot, value)
      self = .acceptor(acceptor)
      return outputs.map { Self.effect($0, for: sender) }
    case (.proposer(var proposer, let round), .reply(let reply)):
      return act(proposer.handle(reply, from: sender), &proposer, round)
    default: return []
    }
  }

  private mutating func act(
    _ actions: [ProposerEffect], _ proposer: inout Proposer, _ round: Int
  ) -> [Effect] {
    var round = round
    for case .persist(let stored) in actions { round = stored.round }
    self = .proposer(proposer, round: round)
    return actions.flatMap(Self.effects)
  }

  private static func effect(_ output: AcceptorEffect, for proposer: NodeID) -> Effect {
    switch output {
    case .persist(let stored): .persist(.acceptor(stored))
    case .reply(let reply): .send(.reply(reply), to: proposer)
    }
  }

  private static func effects(_ action: ProposerEffect) -> [Effect] {
    switch action {
    case .persist(let stored): [.persist(.proposer(stored))]
    case .prepare(let ballot): acceptors.map { .send(.prepare(ballot), to: $0) }
    case .accept(let ballot, let value): acceptors.map { .send(.accept(ballot, value), to: $0) }
    case .decided(let value): [.show(value)]
    case .retry: []
    }
  }
}
