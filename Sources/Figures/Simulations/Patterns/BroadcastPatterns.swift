import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A node that broadcasts in causal order, with the application that keeps what it is given. Each message tells,
/// to judge by, what its sender had been given before.
struct BroadcastingNode: ToldNode {
  struct Payload {
    let number: Int
    let past: Set<Int>
  }
  typealias Message = CausalMessage<Payload>
  struct Stored {
    var broadcast = CausalRecord<Payload>()
    var sent: [Message] = []
    var given: [Int] = []
  }
  enum Input { case broadcast, again }
  /// What was given to the application that should not have been, as a clause.
  typealias Sight = String
  typealias Effect = FaultyRun<BroadcastingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private let others: [NodeID]
  private var broadcast: CausalBroadcast<Payload>
  private var stored: Stored
  private var now = 0
  private var repetitions = 0
  /// False for a node that gives the application what comes, as it comes.
  private let waits: Bool

  init(_ id: NodeID, _ stored: Stored?, waits: Bool) {
    others = Self.ids.filter { $0 != id }
    self.stored = stored ?? Stored()
    self.waits = waits
    broadcast = CausalBroadcast(node: id, stored: self.stored.broadcast)
  }

  var told: String {
    let text = stored.given.suffix(6).map { "\($0)" }.joined(separator: " ")
    return (stored.given.count > 6 ? ".. " : "") + text
      + (broadcast.waitingCount == 0 ? "" : " +\(broadcast.waitingCount)")
  }
  static func label(_ input: Input) -> String {
    if case .broadcast = input { "broadcasts" } else { "says it again" }
  }
  static func label(_ message: Message) -> String { "\(message.payload.number)" }
  static func flaw(_ sight: String) -> String? { sight }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .broadcast:
      let message = broadcast.broadcast(Payload(number: now, past: Set(stored.given)))
      stored.broadcast = broadcast.stored
      stored.sent.append(message)
      stored.given.append(now)
      return [.persist(stored)] + others.map { .send(message, to: $0) }
    case .again:
      guard !stored.sent.isEmpty else { return [] }
      let message = stored.sent[repetitions % stored.sent.count]
      repetitions += 1
      return others.map { .send(message, to: $0) }
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    var wrong: [Effect] = []
    for message in waits ? broadcast.receive(message) : [message] {
      let payload = message.payload
      if stored.given.contains(payload.number) {
        wrong.append(.show("is given \(payload.number) a second time"))
      }
      if let missing = payload.past.subtracting(stored.given).min() {
        wrong.append(
          .show("is given \(payload.number) before \(missing), which its sender had seen"))
      }
      stored.given.append(payload.number)
    }
    stored.broadcast = broadcast.stored
    return [.persist(stored)] + wrong
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? {
    let all = Set(run.nodes.flatMap { $0.stored.sent.map(\.payload.number) })
    return run.lack { node in
      all.subtracting(node.stored.given).min().map { "was never given \($0)" }
    }
  }
}

/// A set by operations, beside what its history says: every add has a number of its own.
struct JudgedOperations: OperationBased {
  struct Operation: Sendable {
    let operation: OperationSet<String>.Operation
    let numbers: Set<Int>
  }

  private(set) var items: OperationSet<String>
  private var added: [String: Set<Int>] = [:]
  private var removed: Set<Int> = []

  init(_ id: NodeID) { items = OperationSet(replica: id) }

  var told: String { "{\(items.elements.sorted().joined(separator: " "))}" }
  var flaw: String? {
    let expected = Set(added.filter { !$0.value.isSubset(of: removed) }.keys)
    return items.elements == expected
      ? nil : "holds \(told) where adds and removes leave \(expected.sorted())"
  }

  func operation(_ choice: Int, _ number: Int) -> Operation {
    let element = ["milk", "bread"][choice % 2]
    return choice % 5 < 2
      ? Operation(operation: items.removing(element), numbers: added[element] ?? [])
      : Operation(operation: items.adding(element), numbers: [number])
  }

  mutating func apply(_ operation: Operation) {
    items.apply(operation.operation)
    switch operation.operation {
    case .add(let element, _): added[element, default: []].formUnion(operation.numbers)
    case .remove: removed.formUnion(operation.numbers)
    }
  }

  static func label(_ operation: Operation) -> String {
    switch operation.operation {
    case .add(let element, _): "add \(element)"
    case .remove(let element, let dots): "remove \(element) x\(dots.count)"
    }
  }
}

/// A replica by operations; or one whose operations are applied as the network brings them.
struct OperatingNode: ToldNode {
  typealias Value = JudgedOperations
  enum Input { case act(Int), resend }
  enum Message { case ordered(OperationReplica<Value>.Message), bare(Value.Operation) }
  typealias Stored = OperationReplica<Value>.Stored
  typealias Sight = String
  typealias Effect = FaultyRun<OperatingNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private let others: [NodeID]
  private let isCausal: Bool
  private var replica: OperationReplica<Value>
  private var bare: Value
  private var now = 0

  init(_ id: NodeID, _ stored: Stored?, isCausal: Bool) {
    others = Self.ids.filter { $0 != id }
    self.isCausal = isCausal
    let stored = stored ?? Stored(value: Value(id))
    replica = OperationReplica(id: id, peers: Self.ids, stored: stored)
    bare = stored.value
  }

  private var value: Value { isCausal ? replica.value : bare }
  var told: String { value.told }
  static func label(_ input: Input) -> String {
    switch input {
    case .act(let choice): choice % 5 < 2 ? "removes" : "adds"
    case .resend: "sends again"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .ordered(.operation(let message)): Value.label(message.payload)
    case .ordered(.acknowledged(let count)): "has \(count)"
    case .bare(let operation): Value.label(operation)
    }
  }
  static func flaw(_ sight: String) -> String? { sight }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .act(let choice) = input else { return isCausal ? effects(replica.resend()) : [] }
    let operation = value.operation(choice, now)
    if isCausal { return effects(replica.perform(operation)) }
    bare.apply(operation)
    return [.persist(Stored(value: bare))] + others.map { .send(.bare(operation), to: $0) }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch message {
    case .ordered(let message): return effects(replica.receive(message, from: sender))
    case .bare(let operation):
      bare.apply(operation)
      return [.persist(Stored(value: bare))] + (bare.flaw.map { [.show($0)] } ?? [])
    }
  }

  private func effects(_ outputs: [OperationReplica<Value>.Output]) -> [Effect] {
    outputs.map { output in
      switch output {
      case .persist(let stored): .persist(stored)
      case .send(let message, let receiver): .send(.ordered(message), to: receiver)
      }
    } + (replica.value.flaw.map { [.show($0)] } ?? [])
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? { run.difference(\.told) }
}

/// A set by deltas, beside what its history says.
struct JudgedDelta: DeltaState {
  var items = DeltaSet<String>()
  var added: [String: Set<Int>] = [:]
  var removed: Set<Int> = []

  var told: String { "{\(items.elements.sorted().joined(separator: " "))}" }
  var flaw: String? {
    let expected = Set(added.filter { !$0.value.isSubset(of: removed) }.keys)
    return items.elements == expected
      ? nil : "holds \(told) where adds and removes leave \(expected.sorted())"
  }

  mutating func join(_ other: JudgedDelta) {
    items.join(other.items)
    added.merge(other.added) { $0.union($1) }
    removed.formUnion(other.removed)
  }

  func change(_ choice: Int, at id: NodeID, _ number: Int) -> JudgedDelta {
    let element = ["milk", "bread"][choice % 2]
    var delta = JudgedDelta()
    if choice % 5 < 2 {
      delta.items = items.removing(element)
      delta.removed = added[element] ?? []
    } else {
      delta.items = items.adding(element, at: id)
      delta.added = [element: [number]]
    }
    return delta
  }
}

/// A replica that sends others what has changed.
struct DeltaNode: ToldNode {
  enum Input { case act(Int), ship }
  typealias Message = DeltaReplica<JudgedDelta>.Message
  typealias Stored = DeltaReplica<JudgedDelta>.Stored
  typealias Sight = String
  typealias Effect = FaultyRun<DeltaNode>.Effect

  static let ids = (1...3).map { NodeID($0) }
  private let id: NodeID
  private var replica: DeltaReplica<JudgedDelta>
  private var now = 0

  init(_ id: NodeID, _ stored: Stored?) {
    self.id = id
    replica = DeltaReplica(
      peers: Self.ids.filter { $0 != id }, limit: 4, stored: stored ?? Stored())
  }

  var told: String { replica.state.told }
  static func label(_ input: Input) -> String {
    switch input {
    case .act(let choice): choice % 5 < 2 ? "removes" : "adds"
    case .ship: "tells what is new"
    }
  }
  static func label(_ message: Message) -> String {
    switch message {
    case .changes(let delta, let count): "\(delta.told) to \(count)"
    case .acknowledged(let count): "has \(count)"
    }
  }
  static func flaw(_ sight: String) -> String? { sight }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .act(let choice): effects(replica.update(replica.state.change(choice, at: id, now)))
    case .ship: effects(replica.ship())
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    effects(replica.receive(message, from: sender))
  }

  private func effects(_ outputs: [DeltaReplica<JudgedDelta>.Output]) -> [Effect] {
    outputs.map { output in
      switch output {
      case .persist(let stored): .persist(stored)
      case .send(let message, let receiver): .send(message, to: receiver)
      }
    } + (replica.state.flaw.map { [.show($0)] } ?? [])
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? { run.difference(\.told) }
}

extension SimulatedPattern {
  static let causalBroadcast = SimulatedPattern(
    "causal-broadcast",
    guarantee: "Nobody is given a message twice or before one that its sender had seen, and in the "
      + "end all are given all.",
    nodes: BroadcastingNode.ids, on: Network(calm: 500),
    parameters: [
      Parameter(
        "delivery", "whether messages wait for those before them", .choice(["causal", "bare"]),
        standard: "causal")
    ],
    beyond: [Beyond("delivery", is: "bare", what: "messages given as they come")],
    start: { arguments, id, stored in
      BroadcastingNode(id, stored, waits: arguments.text("delivery") == "causal")
    },
    input: { turn in
      turn.choice < 150 && !turn.isCalm ? .broadcast : .again
    })

  static let operationCRDT = SimulatedPattern(
    "operation-crdt",
    guarantee: "A copy holds what was added and not removed by somebody who had seen that add.",
    nodes: OperatingNode.ids, on: Network(calm: 500),
    parameters: [
      Parameter(
        "delivery", "whether operations are delivered once and in causal order",
        .choice(["causal", "bare"]), standard: "causal")
    ],
    beyond: [Beyond("delivery", is: "bare", what: "operations applied as they come")],
    start: { arguments, id, stored in
      OperatingNode(id, stored, isCausal: arguments.text("delivery") == "causal")
    },
    input: { turn in turn.choice < 300 && !turn.isCalm ? .act(turn.choice) : .resend })

  static let deltaCRDT = SimulatedPattern(
    "delta-crdt",
    guarantee: "A copy holds what was added and not removed by somebody who had seen that add.",
    nodes: DeltaNode.ids, on: Network(calm: 400),
    start: { _, id, stored in DeltaNode(id, stored) },
    input: { turn in turn.choice < 500 && !turn.isCalm ? .act(turn.choice) : .ship })
}
