import Clusters
import ExerciseKit
import Parameters

/// A value of which each node holds a copy and that travels as a whole, with what its history says beside it.
protocol SimulatedReplica: Sendable {
  /// Its state, in a few characters.
  var told: String { get }
  /// What it holds that its history does not allow, as a clause; nil when it is right.
  var flaw: String? { get }
  /// What must be the same everywhere in the end.
  var outcome: String { get }
  /// What is done for a number below a thousand.
  static func label(_ choice: Int) -> String
  /// Does something of its own.
  /// - Parameter moment: a number that no other event has; later ones are larger.
  mutating func act(_ choice: Int, at moment: Int)
  /// Takes in all that another holds.
  mutating func merge(_ other: Self, at moment: Int)
}

extension SimulatedReplica {
  var outcome: String { told }
  var flaw: String? { nil }
}

/// A replica in a run: it does things of its own, and tells others its whole state at times.
struct ReplicaNode<Replica: SimulatedReplica>: ToldNode {
  enum Input { case act(Int), tell }
  typealias Stored = Replica
  typealias Message = Replica
  /// What is wrong.
  typealias Sight = String
  typealias Effect = FaultyRun<ReplicaNode>.Effect

  let others: [NodeID]
  private(set) var replica: Replica
  private var now = 0

  init(others: [NodeID], replica: Replica) {
    self.others = others
    self.replica = replica
  }

  var told: String { replica.told }
  static func label(_ input: Input) -> String {
    switch input {
    case .act(let choice): Replica.label(choice)
    case .tell: "tells its state"
    }
  }
  static func label(_ message: Replica) -> String { message.told }
  static func flaw(_ sight: String) -> String? { sight }

  mutating func notice(_ now: Int) { self.now = now }

  mutating func take(_ input: Input) -> [Effect] {
    switch input {
    case .act(let choice):
      replica.act(choice, at: now)
      return changed
    case .tell: return others.map { .send(replica, to: $0) }
    }
  }

  mutating func receive(_ message: Replica, from sender: NodeID) -> [Effect] {
    replica.merge(message, at: now)
    return changed
  }

  private var changed: [Effect] {
    [.persist(replica)] + (replica.flaw.map { [.show($0)] } ?? [])
  }

  static func unfinished(_ run: FaultyRun<Self>) -> Broken? { run.difference(\.replica.outcome) }
}

extension SimulatedPattern {
  /// A pattern that is three replicas of a value.
  init<Replica: SimulatedReplica>(
    _ name: String, guarantee: String, parameters: [Parameter] = [], beyond: [Beyond] = [],
    make: @escaping @Sendable (Arguments, NodeID) -> Replica
  ) {
    let ids = (1...3).map { NodeID($0) }
    self.init(
      name, guarantee: guarantee, nodes: ids, on: Network(steps: 300, calm: 200),
      parameters: parameters, beyond: beyond,
      start: { arguments, id, stored in
        ReplicaNode(others: ids.filter { $0 != id }, replica: stored ?? make(arguments, id))
      },
      input: { turn in turn.choice < 500 && !turn.isCalm ? .act(turn.choice) : .tell })
  }
}
