import Clusters
import ExerciseKit
import Solutions

// The references as nodes of a `FaultyRun`: what they persist, send and show.

/// A node that broadcasts, with the application that stores what it is given.
struct BroadcastNode: Restartable {
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

/// A replica of a set.
struct SetNode<Items: ObservedRemoveSet<Int>>: Restartable {
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

/// A store with siblings, and a client of it.
struct SiblingNode: Restartable {
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

/// A client of a register on a majority, or a replica.
enum RegisterNode: Restartable {
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

/// A replica of a register in which the last write wins, with the clock that stamps its writes.
struct StampedNode: Restartable {
  struct Stored {
    var counter: UInt64 = 0
    var register = LWWRegister<Int, LamportStamp>()
    /// Every write that was ever met here, by its number.
    var met: Set<Int> = []
  }

  enum Input { case write(Int), tell }
  typealias Message = Stored
  /// Nothing is shown.
  typealias Sight = Never
  typealias Effect = FaultyRun<StampedNode>.Effect

  let others: [NodeID]
  private(set) var stored: Stored
  private var clock: LamportClock

  init(id: NodeID, others: [NodeID], stored: Stored?) {
    self.others = others
    self.stored = stored ?? Stored()
    clock = LamportClock(node: id, stored: self.stored.counter)
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .write(let number) = input else { return others.map { .send(stored, to: $0) } }
    stored.register.write(number, at: clock.tick())
    stored.met.insert(number)
    stored.counter = clock.counter
    return [.persist(stored)]
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    if let stamp = message.register.stamp { clock.receive(stamp) }
    stored.register.merge(message.register)
    stored.met.formUnion(message.met)
    stored.counter = clock.counter
    return [.persist(stored)]
  }
}

/// A node of Raft.
struct RaftMember: Restartable {
  struct Stored {
    var term: Term
    var votedFor: NodeID?
    var log: [LogEntry]
  }

  /// A timer, or a client's command.
  typealias Input = RaftNode.Input
  typealias Message = RaftNode.Message
  /// How far entries may be applied, and what they are.
  typealias Sight = [LogEntry]
  typealias Effect = FaultyRun<RaftMember>.Effect

  private(set) var node: RaftNode
  private var draws: UInt64 = 0

  init(id: NodeID, peers: [NodeID], stored: Stored?) {
    node = RaftNode(
      id: id, peers: peers, term: stored?.term ?? 0, votedFor: stored?.votedFor,
      log: stored?.log ?? [], timeouts: 150...300, appendsNoOp: true)
  }

  mutating func take(_ input: Input) -> [Effect] {
    draws += 1
    return node.step(input, random: draws).compactMap { output in
      switch output {
      case .persist(let term, let vote, let log):
        .persist(Stored(term: term, votedFor: vote, log: log))
      case .send(let message, let receiver): .send(message, to: receiver)
      case .commit(let index): .show(Array(node.log.prefix(index)))
      case .resetElectionTimer: nil
      }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    take(.received(message, from: sender))
  }
}
