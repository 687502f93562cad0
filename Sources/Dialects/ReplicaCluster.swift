import ExerciseKit
import Wire

/// A few replicas by name, and what they have let go of: states or messages, to be delivered late, twice,
/// and to whomever.
struct ReplicaCluster<Replica: StoredReplica, Saved: Sendable> {
  private let names: [NodeID]
  private var replicas: [NodeID: Replica]
  private var saved: [Saved] = []

  /// Starts the replicas.
  /// - Parameter stored: what each of them had stored before.
  init(_ names: [NodeID], stored: (NodeID) -> Replica.Stored?) {
    self.names = names
    replicas = [:]
    for name in names { replicas[name] = Replica(replica: name, stored: stored(name)) }
  }

  subscript(name: NodeID) -> Replica {
    get throws(WireError) {
      guard let replica = replicas[name] else { throw .malformed("no replica \(name)") }
      return replica
    }
  }

  /// Does something to one replica.
  mutating func change<Result>(
    _ name: NodeID, _ step: (inout Replica) throws(WireError) -> Result
  ) throws(WireError) -> Result {
    // Taken out meanwhile, so that a value that is changed in place is not copied first.
    guard var replica = replicas.removeValue(forKey: name) else {
      throw .malformed("no replica \(name)")
    }
    let result = try step(&replica)
    replicas[name] = replica
    return result
  }

  /// Stops a replica and starts it again from what it stored.
  mutating func restart(_ name: NodeID) throws(WireError) {
    try change(name) { (replica) throws(WireError) in
      replica = Replica(replica: name, stored: replica.stored)
    }
  }

  /// A replica has lost its disk, and starts empty under a name that none has had.
  mutating func replace(_ name: NodeID, by new: NodeID) throws(WireError) {
    guard replicas.removeValue(forKey: name) != nil else { throw .malformed("no replica \(name)") }
    replicas[new] = Replica(replica: new, stored: nil)
  }

  /// Keeps something.
  /// - Returns: its number, from 1.
  mutating func save(_ something: Saved) -> Int128 {
    saved.append(something)
    return Int128(saved.count)
  }

  /// What was kept under a number.
  func saved(_ number: Int) throws(WireError) -> Saved {
    guard saved.indices.contains(number &- 1) else {
      throw .malformed("nothing saved as \(number)")
    }
    return saved[number - 1]
  }
}

/// Talks to a small cluster of replicas.
///
/// Operation 0 asks a replica what it shows, and 1 starts it again. Each operation names a replica first.
protocol ReplicaClusterDialect: ObjectDialect where Value == ReplicaCluster<Replica, Saved> {
  associatedtype Replica: StoredReplica
  associatedtype Saved: Sendable

  /// What a replica has stored before it starts for the first time here, when each has a past.
  /// - Parameter count: how much each replica has done so far; not zero.
  static func past(of name: NodeID, count: UInt64) -> Replica.Stored?

  /// What a replica shows.
  static func reading(_ replica: Replica) -> Words.Answer

  /// Performs one of the operations from 2 on.
  /// - Parameter name: the replica that it names first.
  static func perform(
    _ operation: UInt8, at name: NodeID, _ numbers: inout NumberList, in cluster: inout Value
  ) throws(WireError) -> Words.Answer
}

extension ReplicaClusterDialect {
  /// The first number is how much each replica has done before, the others are names.
  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    let count = try numbers.next(as: UInt64.self)
    var names: [NodeID] = []
    while !numbers.isEmpty { names.append(try numbers.node()) }
    return Value(names) { count == 0 ? nil : past(of: $0, count: count) }
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    let name = try numbers.node()
    switch operation {
    case 0: break
    case 1: try value.restart(name)
    default: return try perform(operation, at: name, &numbers, in: &value)
    }
    return reading(try value[name])
  }
}

/// Talks to replicas that exchange whole states and merge them.
protocol MergingDialect: ReplicaClusterDialect where Saved == Replica, Replica: Mergeable {
  /// Performs one of the operations from 5 on, which are a replica's own.
  static func act(
    _ operation: UInt8, _ numbers: inout NumberList, on replica: inout Replica
  ) throws(WireError) -> Words.Answer
}

extension MergingDialect {
  static func perform(
    _ operation: UInt8, at name: NodeID, _ numbers: inout NumberList, in cluster: inout Value
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 2, 3:
      let other =
        operation == 2 ? try cluster[try numbers.node()] : try cluster.saved(try numbers.next())
      try cluster.change(name) { (replica) throws(WireError) in replica.merge(other) }
      return reading(try cluster[name])
    case 4: return Words.Answer(0, [cluster.save(try cluster[name])])
    default:
      return try cluster.change(name) { (replica) throws(WireError) in
        try act(operation, &numbers, on: &replica)
      }
    }
  }
}
