import Clusters
import ExerciseKit
import Solutions
import Testing

private let seeds = UInt64(1)...100

/// References that must remember, run where messages are lost, repeated and overtaken, networks are
/// cut, and nodes stop between any two effects and start again from what they persisted. With disks
/// that are emptied the same runs break every one of them: they would notice.
@Suite("Runs with every fault")
struct FaultyRunTests {
  @Test func `a run is its seed, and the faults are there`() {
    func run(_ seed: UInt64) -> FaultyRun<PaxosNode> {
      var run = PaxosNode.run(seed: seed, faults: .init())
      run.wander(steps: 600) { _, _, choice in choice < 100 ? .begin : nil }
      return run
    }
    let (one, again, other) = (run(7), run(7), run(8))
    #expect(one.seen.map(\.sight) == again.seen.map(\.sight))
    #expect(one.stopCount == again.stopCount && one.messageCount == again.messageCount)
    #expect(one.stopCount > 5)
    #expect(one.stopCount != other.stopCount || one.messageCount != other.messageCount)
  }

  // MARK: Paxos

  private func decisions(seed: UInt64, emptiesDisks: Bool = false) -> Set<String> {
    var faults = FaultyRun<PaxosNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = PaxosNode.run(seed: seed, faults: faults)
    run.wander(steps: 800) { _, _, choice in choice < 80 ? .begin : nil }
    // In the end somebody is left alone and gets through.
    run.faults = .none
    run.settle()
    for _ in 1...4 {
      run.give(.begin, to: PaxosNode.proposers[0])
      run.settle()
    }
    return Set(run.seen.map(\.sight))
  }

  @Test func `Paxos decides one value, and does so once the faults end`() {
    for seed in seeds {
      let decided = decisions(seed: seed)
      #expect(decided.count == 1, "seed \(seed): \(decided.sorted())")
      #expect(decided.isSubset(of: PaxosNode.preferences))
    }
    #expect(seeds.contains { decisions(seed: $0, emptiesDisks: true).count > 1 })
  }

  // MARK: Two-phase commit

  private func outcomes(
    seed: UInt64, emptiesDisks: Bool = false
  ) -> (seen: Set<Bool>, states: Set<Participant.State>, canCommit: Bool) {
    var faults = FaultyRun<CommitNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let refuser = seed % 3 == 0 ? CommitNode.participants[Int(seed / 3) % 3] : nil
    var run = FaultyRun<CommitNode>(
      [CommitNode.coordinator] + CommitNode.participants, faults: faults, seed: seed
    ) { id, stored in
      CommitNode.started(id, stored, canCommit: id != refuser)
    }
    run.wander(steps: 250) { _, _, choice in
      choice < 20 ? .giveUp : choice < 300 ? .goOn : nil
    }
    run.faults = .none
    for _ in 1...3 {
      run.give(.goOn, to: CommitNode.coordinator)
      run.settle()
    }
    return (Set(run.seen.map(\.sight)), Set(run.nodes.compactMap(\.state)), refuser == nil)
  }

  @Test func `no two participants decide differently, and a refusal is an abort`() {
    var committed = 0
    for seed in seeds {
      let (seen, states, canCommit) = outcomes(seed: seed)
      #expect(seen.count == 1, "seed \(seed): \(seen)")
      #expect(states == [seen.contains(true) ? .committed : .aborted], "seed \(seed): \(states)")
      #expect(canCommit || seen == [false], "seed \(seed)")
      committed += seen.contains(true) ? 1 : 0
    }
    #expect(committed > 20)
    #expect(seeds.contains { outcomes(seed: $0, emptiesDisks: true).seen.count > 1 })
  }

  // MARK: Causal broadcast

  /// Whether every node has delivered all that was broadcast, each once and in causal order.
  private func delivers(seed: UInt64, emptiesDisks: Bool = false) -> Bool {
    var faults = FaultyRun<BroadcastNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...4).map { NodeID(UInt32($0)) }
    var run = FaultyRun<BroadcastNode>(ids, faults: faults, seed: seed) { id, stored in
      BroadcastNode(id: id, others: ids.filter { $0 != id }, stored: stored)
    }
    var count = 0
    run.wander(steps: 400) { _, _, choice in
      guard choice < 150, count < 15 else { return .again(choice) }
      count += 1
      return .broadcast(count)
    }
    run.faults = .none
    for number in 0..<count {
      for id in ids { run.give(.again(number), to: id) }
    }
    run.settle()
    let sent = Set(run.nodes.flatMap { $0.stored.sent.map(\.payload) })
    return run.nodes.allSatisfy { node in
      let log = node.stored.log
      let isCausal = log.indices.allSatisfy { later in
        log[..<later].allSatisfy { !log[later].clock.happensBefore($0.clock) }
      }
      return isCausal && Set(log.map(\.payload)) == sent && log.count == sent.count
    }
  }

  @Test func `broadcasts are delivered in causal order, once, everywhere`() {
    for seed in seeds { #expect(delivers(seed: seed), "seed \(seed)") }
    #expect(seeds.contains { !delivers(seed: $0, emptiesDisks: true) })
  }

  // MARK: Sets

  /// Whether a kind of set holds what its history says, at every node in every step, and all agree in
  /// the end.
  private func holds<Items: ObservedRemoveSet<Int>>(
    _ make: @escaping @Sendable (NodeID) -> Items, seed: UInt64, emptiesDisks: Bool = false
  ) -> Bool {
    var faults = FaultyRun<SetNode<Items>>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var run = FaultyRun<SetNode<Items>>(ids, faults: faults, seed: seed) { id, stored in
      SetNode(others: ids.filter { $0 != id }, stored: stored ?? .init(set: make(id)))
    }
    var count = 0
    run.wander(steps: 300) { _, _, choice in
      count += 1
      switch choice {
      case ..<300: return .add(choice % 3, number: count)
      case ..<500: return .remove(choice % 3)
      default: return .tell
      }
    }
    run.faults = .none
    for _ in 1...2 {
      for id in ids { run.give(.tell, to: id) }
      run.settle()
    }
    return run.seen.isEmpty && Set(run.nodes.map(\.stored.set.elements)).count == 1
  }

  @Test func `a set holds what was added and not removed by somebody who saw it`() {
    for seed in seeds {
      #expect(holds(ORSet<Int>.init, seed: seed), "seed \(seed)")
      #expect(holds(CompactORSet<Int>.init, seed: seed), "seed \(seed)")
    }
    #expect(seeds.contains { !holds(ORSet<Int>.init, seed: $0, emptiesDisks: true) })
    #expect(seeds.contains { !holds(CompactORSet<Int>.init, seed: $0, emptiesDisks: true) })
  }

  // MARK: Stores with siblings

  private func keepsWrites(seed: UInt64, emptiesDisks: Bool = false) -> Bool {
    var faults = FaultyRun<SiblingNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    let ids = (1...3).map { NodeID(UInt32($0)) }
    var run = FaultyRun<SiblingNode>(ids, faults: faults, seed: seed) { id, stored in
      SiblingNode(
        others: ids.filter { $0 != id }, stored: stored ?? .init(store: SiblingStore(node: id)))
    }
    var count = 0
    run.wander(steps: 300) { _, _, choice in
      count += 1
      switch choice {
      case ..<150: return .put(count, isBlind: true)
      case ..<350: return .put(count, isBlind: false)
      case ..<500: return .read
      default: return .tell
      }
    }
    run.faults = .none
    for _ in 1...2 {
      for id in ids { run.give(.tell, to: id) }
      run.settle()
    }
    return run.seen.isEmpty
      && Set(run.nodes.map { Set($0.stored.store.get("k").values) }).count == 1
  }

  @Test func `a value stays exactly until a write that has read it is known`() {
    for seed in seeds { #expect(keepsWrites(seed: seed), "seed \(seed)") }
    #expect(seeds.contains { !keepsWrites(seed: $0, emptiesDisks: true) })
  }

  // MARK: A register on a majority

  private func history(seed: UInt64, emptiesDisks: Bool = false) -> [Operation] {
    var faults = FaultyRun<RegisterNode>.Faults()
    faults.emptiesDisks = emptiesDisks
    var run = FaultyRun<RegisterNode>(
      RegisterNode.replicas + RegisterNode.clients, faults: faults, seed: seed,
      start: RegisterNode.started)
    var count = 0
    run.wander(steps: 700) { _, _, choice in
      guard count < 24 else { return .again }
      switch choice {
      case ..<60:
        count += 1
        return .write(count)
      case ..<150:
        count += 1
        return .read
      default: return .again
      }
    }
    var history: [Operation] = []
    var open: [RegisterNode.Name: Int] = [:]
    for seen in run.seen {
      switch seen.sight {
      case .asked(let name, let kind):
        open[name] = history.count
        history.append(Operation(kind, invoked: seen.step, returned: nil))
      case .answered(let name, let value):
        guard let index = open.removeValue(forKey: name) else { continue }
        history[index].returned = seen.step
        if case .read = history[index].kind { history[index].kind = .read(value) }
      }
    }
    // A read without an answer says nothing.
    return history.filter { operation in
      if case .read = operation.kind { operation.returned != nil } else { true }
    }
  }

  @Test func `histories of a register on a majority are linearizable`() {
    var finished = 0
    for seed in seeds {
      let history = history(seed: seed)
      #expect(isLinearizable(history, initial: 0), "seed \(seed)")
      finished += history.count { $0.returned != nil }
    }
    #expect(finished > 3 * seeds.count)
    #expect(seeds.contains { !isLinearizable(history(seed: $0, emptiesDisks: true), initial: 0) })
  }
}

// MARK: - The references as nodes

private enum PaxosNode: Restartable {
  enum Stored { case acceptor(Acceptor.Stored), proposer(Proposer.Stored) }
  enum Input { case begin }
  enum Message { case prepare(Ballot), accept(Ballot, String), reply(Acceptor.Reply) }
  typealias Sight = String
  typealias Effect = FaultyRun<PaxosNode>.Effect

  case acceptor(Acceptor)
  case proposer(Proposer)

  static let acceptors = (1...3).map { NodeID($0) }
  static let proposers = (11...13).map { NodeID($0) }
  static let preferences = proposers.map { "by \($0)" }

  static func run(seed: UInt64, faults: FaultyRun<PaxosNode>.Faults) -> FaultyRun<PaxosNode> {
    FaultyRun(acceptors + proposers, faults: faults, seed: seed) { id, stored in
      if acceptors.contains(id) {
        if case .acceptor(let stored) = stored { return .acceptor(Acceptor(stored: stored)) }
        return .acceptor(Acceptor())
      }
      var round = Proposer.Stored()
      if case .proposer(let stored) = stored { round = stored }
      return .proposer(
        Proposer(id: id, preference: "by \(id)", acceptors: acceptors, stored: round))
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .proposer(var proposer) = self else { return [] }
    let actions = proposer.start()
    self = .proposer(proposer)
    return actions.flatMap(Self.effects)
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.acceptor(var acceptor), .prepare(let ballot)):
      let outputs = acceptor.prepare(ballot)
      self = .acceptor(acceptor)
      return outputs.map { Self.effect($0, for: sender) }
    case (.acceptor(var acceptor), .accept(let ballot, let value)):
      let outputs = acceptor.accept(ballot, value)
      self = .acceptor(acceptor)
      return outputs.map { Self.effect($0, for: sender) }
    case (.proposer(var proposer), .reply(let reply)):
      let action = proposer.handle(reply, from: sender)
      self = .proposer(proposer)
      return action.map(Self.effects) ?? []
    default: return []
    }
  }

  private static func effect(_ output: Acceptor.Output, for proposer: NodeID) -> Effect {
    switch output {
    case .persist(let stored): .persist(.acceptor(stored))
    case .reply(let reply): .send(.reply(reply), to: proposer)
    }
  }

  private static func effects(_ action: Proposer.Action) -> [Effect] {
    switch action {
    case .persist(let stored): [.persist(.proposer(stored))]
    case .prepare(let ballot): acceptors.map { .send(.prepare(ballot), to: $0) }
    case .accept(let ballot, let value): acceptors.map { .send(.accept(ballot, value), to: $0) }
    case .decided(let value): [.show(value)]
    case .retry: []
    }
  }
}

private enum CommitNode: Restartable {
  enum Stored { case decision(Bool?), state(Participant.State) }
  /// The coordinator says once more what it has to say, or has waited long enough for votes.
  enum Input { case goOn, giveUp }
  enum Message { case prepare, vote(Bool), decision(Bool) }
  /// What a participant shows: true for a commit.
  typealias Sight = Bool
  typealias Effect = FaultyRun<CommitNode>.Effect

  case coordinator(Coordinator)
  case participant(Participant, canCommit: Bool)

  static let coordinator = NodeID(9)
  static let participants = (1...3).map { NodeID($0) }

  static func started(_ id: NodeID, _ stored: Stored?, canCommit: Bool) -> CommitNode {
    switch stored {
    case .decision(let decision):
      .coordinator(Coordinator(participants: participants.map(\.description), disk: decision))
    case .state(let state): .participant(Participant(stored: state), canCommit: canCommit)
    case nil where id == coordinator:
      .coordinator(Coordinator(participants: participants.map(\.description)))
    // It has not voted, so nobody can tell it from one that has not begun.
    case nil: .participant(Participant(), canCommit: canCommit)
    }
  }

  /// How far a participant is.
  var state: Participant.State? {
    if case .participant(let participant, _) = self { participant.state } else { nil }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .coordinator(var coordinator) = self else { return [] }
    if coordinator.disk == nil, case .goOn = input {
      return Self.participants.map { .send(.prepare, to: $0) }
    }
    let decision = coordinator.recover()
    self = .coordinator(coordinator)
    return Self.tell(decision)
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.coordinator(var coordinator), .vote(let isYes)):
      let decision = coordinator.receive(vote: isYes, from: sender.description)
      self = .coordinator(coordinator)
      return decision.map(Self.tell) ?? []
    case (.participant(var participant, let canCommit), .prepare):
      let vote = participant.prepare(canCommit: canCommit)
      self = .participant(participant, canCommit: canCommit)
      return [.persist(.state(participant.state)), .send(.vote(vote), to: sender)]
    case (.participant(var participant, let canCommit), .decision(let isCommit)):
      participant.learn(isCommit: isCommit)
      self = .participant(participant, canCommit: canCommit)
      return [
        .persist(.state(participant.state)), .show(participant.state == .committed),
      ]
    default: return []
    }
  }

  private static func tell(_ decision: Bool) -> [Effect] {
    [.persist(.decision(decision))] + participants.map { .send(.decision(decision), to: $0) }
  }
}

private struct BroadcastNode: Restartable {
  typealias Message = CausalBroadcast<Int>.Message

  /// The state of the broadcast, with what the application has: all it sent, and all it was given.
  struct Stored {
    var broadcast = CausalBroadcast<Int>.Stored()
    var sent: [Message] = []
    var log: [Message] = []
  }

  /// A new message, or one of those sent once more.
  enum Input { case broadcast(Int), again(Int) }
  typealias Sight = Never
  typealias Effect = FaultyRun<BroadcastNode>.Effect

  let others: [NodeID]
  private(set) var stored: Stored
  private var broadcast: CausalBroadcast<Int>

  init(id: NodeID, others: [NodeID], stored: Stored?) {
    self.others = others
    self.stored = stored ?? Stored()
    broadcast = CausalBroadcast(node: id, stored: self.stored.broadcast)
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .broadcast(let number):
      let message = broadcast.broadcast(number)
      stored.sent.append(message)
      stored.log.append(message)
      stored.broadcast = broadcast.stored
      return [.persist(stored)] + others.map { .send(message, to: $0) }
    case .again(let number):
      guard !stored.sent.isEmpty else { return [] }
      let message = stored.sent[number % stored.sent.count]
      return others.map { .send(message, to: $0) }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    stored.log += broadcast.receive(message)
    stored.broadcast = broadcast.stored
    return [.persist(stored)]
  }
}

private struct SetNode<Items: ObservedRemoveSet<Int>>: Restartable {
  /// A set, and beside it what its history says: every add has a number that nobody uses twice.
  struct Stored {
    var set: Items
    var added: [Int: Set<Int>] = [:]
    var removed: Set<Int> = []

    /// The elements that the history leaves.
    var expected: Set<Int> {
      Set(added.filter { !$0.value.isSubset(of: removed) }.map(\.key))
    }
  }

  enum Input { case add(Int, number: Int), remove(Int), tell }
  typealias Message = Stored
  /// Shown when the set is not what its history says.
  typealias Sight = Set<Int>
  typealias Effect = FaultyRun<SetNode<Items>>.Effect

  let others: [NodeID]
  private(set) var stored: Stored

  init(others: [NodeID], stored: Stored) {
    self.others = others
    self.stored = stored
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .add(let element, let number):
      stored.set.add(element)
      stored.added[element, default: []].insert(number)
    case .remove(let element):
      stored.set.remove(element)
      stored.removed.formUnion(stored.added[element, default: []])
    case .tell:
      return others.map { .send(stored, to: $0) }
    }
    return changed
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    stored.set.merge(message.set)
    stored.added.merge(message.added) { $0.union($1) }
    stored.removed.formUnion(message.removed)
    return changed
  }

  private var changed: [Effect] {
    let isRight = stored.set.elements == stored.expected
    return [.persist(stored)] + (isRight ? [] : [.show(stored.set.elements)])
  }
}

private struct SiblingNode: Restartable {
  /// A store, and beside it what its history says: which writes there were and which were replaced.
  struct Stored {
    var store: SiblingStore<Int>
    var written: Set<Int> = []
    var replaced: Set<Int> = []
  }

  enum Input { case put(Int, isBlind: Bool), read, tell }
  typealias Message = Stored
  /// Shown when the values are not what the history says.
  typealias Sight = [Int]
  typealias Effect = FaultyRun<SiblingNode>.Effect

  let others: [NodeID]
  private(set) var stored: Stored
  /// What a client read here last, and which writes had been made by then.
  private var read: (context: VectorClock, written: Set<Int>) = (VectorClock(), [])

  init(others: [NodeID], stored: Stored) {
    self.others = others
    self.stored = stored
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .put(let number, let isBlind):
      let (context, written) = isBlind ? (VectorClock(), []) : read
      stored.store.put("k", number, context: context)
      stored.written.insert(number)
      stored.replaced.formUnion(written)
      return changed
    case .read:
      read = (stored.store.get("k").context, stored.written)
      return []
    case .tell:
      return others.map { .send(stored, to: $0) }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    stored.store.sync(from: message.store)
    stored.written.formUnion(message.written)
    stored.replaced.formUnion(message.replaced)
    return changed
  }

  private var changed: [Effect] {
    let values = stored.store.get("k").values
    let isRight = Set(values) == stored.written.subtracting(stored.replaced)
    return [.persist(stored)] + (isRight ? [] : [.show(values)])
  }
}

private enum RegisterNode: Restartable {
  /// An operation's name: its client, and its number there.
  struct Name: Hashable {
    let client: NodeID
    let operation: Int
  }

  enum Stored { case replica(TaggedRegister), client(RegisterClient.Stored) }
  /// A call, or once more what was sent last. A client does one operation at a time.
  enum Input { case write(Int), read, again }
  enum Message { case request(ReplicaRequest), reply(ReplicaReply) }
  enum Sight { case asked(Name, Operation.Kind), answered(Name, Int) }
  typealias Effect = FaultyRun<RegisterNode>.Effect

  case replica(TaggedRegister)
  case client(NodeID, RegisterClient, last: ReplicaRequest?)

  static let replicas = (1...3).map { NodeID($0) }
  static let clients = (11...13).map { NodeID($0) }

  @Sendable static func started(_ id: NodeID, _ stored: Stored?) -> RegisterNode {
    switch stored {
    case .replica(let register): .replica(register)
    case .client(let stored):
      .client(id, RegisterClient(id: id, replicas: replicas, stored: stored), last: nil)
    case nil where replicas.contains(id): .replica(TaggedRegister(id: id))
    case nil: .client(id, RegisterClient(id: id, replicas: replicas), last: nil)
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .client(let id, var client, let last) = self else { return [] }
    let operation = (client.stored.operation ?? 0) + 1
    let kind: Operation.Kind
    let request: ReplicaRequest
    switch input {
    case .write(let value) where client.isIdle:
      kind = .write(value)
      request = client.startWrite(op: operation, "\(value)")
    case .read where client.isIdle:
      kind = .read(0)
      request = client.startRead(op: operation)
    default:
      return last.map(Self.toAll) ?? []
    }
    self = .client(id, client, last: request)
    return [
      .show(.asked(Name(client: id, operation: operation), kind)), .persist(.client(client.stored)),
    ] + Self.toAll(request)
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.replica(var register), .request(let request)):
      let reply = register.answer(request)
      self = .replica(register)
      return [.persist(.replica(register)), .send(.reply(reply), to: sender)]
    case (.client(let id, var client, let last), .reply(let reply)):
      let (next, done) = client.handle(reply)
      self = .client(id, client, last: done == nil ? next ?? last : nil)
      var effects: [Effect] = next.map { [.persist(.client(client.stored))] + Self.toAll($0) } ?? []
      switch done {
      case .wrote(let op): effects.append(.show(.answered(Name(client: id, operation: op), 0)))
      case .read(let op, let value):
        let read = value.flatMap { Int($0) } ?? 0
        effects.append(.show(.answered(Name(client: id, operation: op), read)))
      case nil: break
      }
      return effects
    default: return []
    }
  }

  private static func toAll(_ request: ReplicaRequest) -> [Effect] {
    replicas.map { .send(.request(request), to: $0) }
  }
}
