import ExerciseKit
import Wire

/// What a store has let go of: its state, or what a reader has seen.
enum SavedSiblings<Store: SiblingKeeping<String>>: Sendable {
  case state(Store)
  case context(Store.Context)
}

/// Talks to a few stores that keep siblings, and keeps the contexts of their readers.
enum SiblingDialect<Store: SiblingKeeping<String>>: ReplicaClusterDialect {
  typealias Words = ObjectWords
  typealias Replica = Store
  typealias Saved = SavedSiblings<Store>

  static func past(of name: NodeID, count: UInt64) -> Store.Stored? { nil }

  /// The keys, each with its number of values and the values.
  static func reading(_ replica: Store) -> Words.Answer {
    let keys = replica.keys.map { (NumberList.number(of: $0, "k"), values(of: $0, in: replica)) }
    return Words.Answer(1, keys.sorted { $0.0 < $1.0 }.flatMap { [$0.0] + $0.1 })
  }

  private static func values(of key: String, in store: Store) -> [Int128] {
    let values = store.get(key).values.map { NumberList.number(of: $0, "v") }
    return [Int128(values.count)] + values.sorted()
  }

  static func perform(
    _ operation: UInt8, at name: NodeID, _ numbers: inout NumberList, in cluster: inout Value
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 2, 3:
      let other =
        operation == 2 ? try cluster[try numbers.node()] : try state(&numbers, in: cluster)
      try cluster.change(name) { (store) throws(WireError) in store.merge(other) }
    case 4: return Words.Answer(0, [cluster.save(.state(try cluster[name]))])
    case 5:
      let key = try numbers.name("k")
      let store = try cluster[name]
      let number = cluster.save(.context(store.get(key).context))
      return Words.Answer(2, [number] + values(of: key, in: store))
    case 6, 7:
      let (key, value) = (try numbers.name("k"), try numbers.name("v"))
      let context = operation == 6 ? nil : try context(&numbers, in: cluster)
      try cluster.change(name) { (store) throws(WireError) in
        store.put(key, value, replacing: context)
      }
    case 8:
      let new = try numbers.node()
      try cluster.replace(name, by: new)
      return reading(try cluster[new])
    default: throw .unknown(operation: operation)
    }
    return reading(try cluster[name])
  }

  private static func state(
    _ numbers: inout NumberList, in cluster: Value
  ) throws(WireError) -> Store {
    guard case .state(let store) = try cluster.saved(try numbers.next()) else {
      throw .malformed("a context where a state is asked for")
    }
    return store
  }

  private static func context(
    _ numbers: inout NumberList, in cluster: Value
  ) throws(WireError) -> Store.Context {
    guard case .context(let context) = try cluster.saved(try numbers.next()) else {
      throw .malformed("a state where a context is asked for")
    }
    return context
  }
}

/// The dialect of `sibling-store`.
func siblingDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: SiblingKeeping<String>>(_: T.Type) -> any Dialect.Type { SiblingDialect<T>.self }
  return (types.first as? any SiblingKeeping<String>.Type).map { dialect($0) }
}
