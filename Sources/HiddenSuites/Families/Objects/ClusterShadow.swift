import Dialects

/// What a small cluster must hold: what each of its replicas must, and what it has let go of.
struct ClusterShadow<Replica: Sendable, Saved: Sendable>: Sendable {
  private(set) var names: [Int128]
  /// The number before the names in the setting.
  let number: Int128
  private var replicas: [Int128: Replica] = [:]
  /// The names of replicas that have lost their disk; nobody has them again.
  private(set) var lostNames: Set<Int128> = []
  var saved: [Saved] = []

  /// - Parameter start: what a replica of a name starts with, which has done so much before: the last one
  ///   nothing.
  init(_ setting: [Int128], start: (_ name: Int128, _ count: Int128) -> Replica) {
    names = Array(setting.dropFirst())
    number = setting.first ?? 0
    for name in names { replicas[name] = start(name, name == names.last ? 0 : number) }
  }

  /// The replica of a name that is one of `names`.
  subscript(name: Int128) -> Replica {
    get {
      guard let replica = replicas[name] else { preconditionFailure("no replica n\(name)") }
      return replica
    }
    set { replicas[name] = newValue }
  }

  /// A replica loses its disk, and another takes its place.
  mutating func replace(_ name: Int128, by new: Int128, _ replica: Replica) {
    lostNames.insert(name)
    replicas[name] = nil
    replicas[new] = replica
    names = names.map { $0 == name ? new : $0 }
  }

  var all: [Replica] { names.map { self[$0] } }
}

extension SequentialObject.Operation {
  /// Something that one replica is told; the sentence begins with its name.
  /// - Parameters:
  ///   - isAllowed, near, fitting, right: as for any operation, without the name.
  static func own<Replica, Saved>(
    _ pattern: String, _ domains: [NumberDomain], weight: Int = 1,
    isAllowed: @escaping @Sendable ([Int128], State) -> Bool = { _, _ in true },
    near: @escaping @Sendable (State) -> [[Int128]] = { _ in [] },
    fitting: @escaping @Sendable (Replica) -> [[Int128]] = { _ in [] },
    right: @escaping @Sendable ([Int128], inout Replica) -> SequentialObject.Right
  ) -> Self where State == ClusterShadow<Replica, Saved> {
    Self(
      NumberForm("n#.\(pattern)", [.node] + domains), weight: weight, chosen: 1,
      isAllowed: { $1.names.contains($0[0]) && isAllowed(Array($0.dropFirst()), $1) },
      near: { [$0.names] + near($0) },
      fitting: { state in
        state.names.flatMap { name in fitting(state[name]).map { [name] + $0 } }
      }
    ) { numbers, state in
      right(Array(numbers.dropFirst()), &state[numbers[0]])
    }
  }
}

extension SequentialObject {
  /// The first two operations of every cluster, as its dialect counts them.
  /// - Parameters:
  ///   - question: what asks a replica what it shows: `elements`.
  ///   - reading: what it must show.
  static func basics<Replica, Saved>(
    _ question: String, reading: @escaping @Sendable (Replica) -> Right
  ) -> [Operation] where State == ClusterShadow<Replica, Saved> {
    [
      .own(question, [], weight: 2) { (_, replica: inout Replica) in reading(replica) },
      Operation(
        NumberForm("restart n#", [.node]), weight: 2, chosen: 1, isOptional: true,
        isAllowed: { $1.names.contains($0[0]) }, near: { [$0.names] }
      ) { numbers, state in
        (reading(state[numbers[0]]).answer, "it goes on as if it had never stopped")
      },
    ]
  }

  /// The first five operations of a cluster whose replicas merge whole states.
  static func merging<Replica>(
    _ question: String, reading: @escaping @Sendable (Replica) -> Right,
    merge: @escaping @Sendable (inout Replica, Replica) -> Void
  ) -> [Operation] where State == ClusterShadow<Replica, Replica> {
    basics(question, reading: reading) + [
      Operation(
        NumberForm("n#.merge(n#)", [.node, .node]), weight: 5, chosen: 2,
        isAllowed: { numbers, state in numbers.allSatisfy(state.names.contains) },
        near: { [$0.names, $0.names] }
      ) { numbers, state in
        let other = state[numbers[1]]
        merge(&state[numbers[0]], other)
        return reading(state[numbers[0]])
      },
      Operation(
        NumberForm("n#.merge(saved #)", [.node, .kept]), weight: 2, chosen: 2,
        isAllowed: { $1.names.contains($0[0]) && $0[1] <= $1.saved.count },
        near: { [$0.names, $0.saved.indices.map { Int128($0) + 1 }] }
      ) { numbers, state in
        merge(&state[numbers[0]], state.saved[Int(numbers[1]) - 1])
        return reading(state[numbers[0]])
      },
      Operation(
        NumberForm("save n#", [.node]), chosen: 1, keeps: true,
        isAllowed: { $1.names.contains($0[0]) },
        near: { [$0.names] }
      ) { numbers, state in
        state.saved.append(state[numbers[0]])
        return (.init(0, [Int128(state.saved.count)]), "states are numbered as they are saved")
      },
    ]
  }
}
