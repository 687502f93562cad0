import Clusters
import ExerciseKit
import Solutions

/// A value beside what its history says: every operation has a number that nobody uses twice.
struct JudgedCounter: OperationBased, Hashable {
  struct Operation: Hashable, Sendable {
    let number: Int
    let amount: Int64
    /// The numbers of all operations its sender had applied.
    let past: Set<Int>
  }

  private(set) var counter = OperationCounter()
  private(set) var amounts: [Int: Int64] = [:]
  private(set) var isCausal = true

  mutating func apply(_ operation: Operation) {
    counter.apply(operation.amount)
    isCausal = isCausal && operation.past.isSubset(of: amounts.keys)
    amounts[operation.number] = operation.amount
  }

  var isRight: Bool { counter.value == amounts.values.reduce(0, +) }
}

/// A set beside what its history says.
struct JudgedSet: OperationBased, Hashable {
  struct Operation: Hashable, Sendable {
    let operation: OperationSet<String>.Operation
    /// The add that this is, or those that this undoes.
    let numbers: Set<Int>
  }

  private(set) var set: OperationSet<String>
  private(set) var added: [String: Set<Int>] = [:]
  private(set) var removed: Set<Int> = []

  init(replica: NodeID) {
    set = OperationSet(replica: replica)
  }

  func adding(_ element: String, number: Int) -> Operation {
    Operation(operation: set.adding(element), numbers: [number])
  }

  func removing(_ element: String) -> Operation {
    Operation(operation: set.removing(element), numbers: added[element] ?? [])
  }

  mutating func apply(_ operation: Operation) {
    set.apply(operation.operation)
    switch operation.operation {
    case .add(let element, _): added[element, default: []].formUnion(operation.numbers)
    case .remove: removed.formUnion(operation.numbers)
    }
  }

  var isRight: Bool {
    self.set.elements == Set(added.filter { !$0.value.isSubset(of: removed) }.map(\.key))
  }
}

/// A value whose operations a node can be asked for.
protocol JudgedValue: OperationBased, Hashable where Operation: Hashable {
  associatedtype Wish: Hashable, Sendable
  func operation(for wish: Wish) -> Operation
  var isRight: Bool { get }
}

extension JudgedCounter: JudgedValue {
  struct Wish: Hashable { let number: Int, amount: Int64 }

  func operation(for wish: Wish) -> Operation {
    Operation(number: wish.number, amount: wish.amount, past: Set(amounts.keys))
  }
}

extension JudgedSet: JudgedValue {
  enum Wish: Hashable { case add(String, number: Int), remove(String) }

  func operation(for wish: Wish) -> Operation {
    switch wish {
    case .add(let element, let number): adding(element, number: number)
    case .remove(let element): removing(element)
    }
  }
}

/// A replica of a value by operations in a run.
struct OperationNode<Value: JudgedValue>: Restartable, Hashable {
  enum Input: Hashable { case wish(Value.Wish), resend }
  typealias Effect = FaultyRun<OperationNode<Value>>.Effect

  struct Message: Hashable, Sendable {
    let message: OperationReplica<Value>.Message

    static func == (left: Message, right: Message) -> Bool {
      switch (left.message, right.message) {
      case (.operation(let left), .operation(let right)): left == right
      case (.acknowledged(let left), .acknowledged(let right)): left == right
      default: false
      }
    }

    func hash(into hasher: inout Hasher) {
      switch message {
      case .operation(let message):
        hasher.combine(message.sender)
        hasher.combine(message.clock)
      case .acknowledged(let count): hasher.combine(count)
      }
    }
  }

  struct Stored: Hashable, Sendable {
    let stored: OperationReplica<Value>.Stored

    static func == (left: Stored, right: Stored) -> Bool {
      left.stored.value == right.stored.value
        && left.stored.broadcast.delivered == right.stored.broadcast.delivered
        && left.stored.broadcast.waiting == right.stored.broadcast.waiting
        && left.stored.outbox == right.stored.outbox
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(stored.value)
      hasher.combine(stored.broadcast.delivered)
      hasher.combine(stored.outbox.count)
    }
  }

  /// Shown when the value is not what its history says.
  typealias Sight = Value

  private(set) var replica: OperationReplica<Value>

  init(_ id: NodeID, of ids: [NodeID], empty: Value, stored: Stored?) {
    replica = OperationReplica(id: id, peers: ids, stored: stored?.stored ?? .init(value: empty))
  }

  static func == (left: Self, right: Self) -> Bool {
    Stored(stored: left.replica.stored) == Stored(stored: right.replica.stored)
  }

  func hash(into hasher: inout Hasher) {
    Stored(stored: replica.stored).hash(into: &hasher)
  }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .wish(let wish): effects(replica.perform(replica.value.operation(for: wish)))
    case .resend: effects(replica.resend())
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    effects(replica.receive(message.message, from: sender))
  }

  private func effects(_ outputs: [OperationReplica<Value>.Output]) -> [Effect] {
    outputs.map { output in
      switch output {
      case .persist(let stored): .persist(Stored(stored: stored))
      case .send(let message, let receiver): .send(Message(message: message), to: receiver)
      }
    } + (replica.value.isRight ? [] : [.show(replica.value)])
  }
}

/// The same values where operations are applied as the network brings them.
struct BareNode<Value: JudgedValue>: Restartable {
  enum Input { case wish(Value.Wish) }
  typealias Stored = Value
  typealias Message = Value.Operation
  typealias Sight = Value
  typealias Effect = FaultyRun<BareNode<Value>>.Effect

  let others: [NodeID]
  private(set) var value: Value

  init(others: [NodeID], value: Value) {
    self.others = others
    self.value = value
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .wish(let wish) = input else { return [] }
    let operation = value.operation(for: wish)
    value.apply(operation)
    return [.persist(value)] + others.map { .send(operation, to: $0) }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    value.apply(message)
    return [.persist(value)]
  }
}
