import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A store whose writers say which version they have read.
protocol VersionedCounter: Sendable {
  init()
  /// The value and what a writer must name.
  var current: (value: Int, version: UInt64) { get }
  /// False, and nothing is written, when somebody came between.
  mutating func write(_ value: Int, after version: UInt64) -> Bool
}

private struct SnapshotCounter: VersionedCounter {
  private var map = MVCCMap<String, Int>()

  var current: (value: Int, version: UInt64) {
    do {
      return (try map.value(of: "x", at: map.version) ?? 0, map.version)
    } catch {
      preconditionFailure("the newest version is there")
    }
  }

  mutating func write(_ value: Int, after version: UInt64) -> Bool {
    do {
      try map.commit([(key: "x", value: value)], after: version)
      return true
    } catch {
      return false
    }
  }
}

private struct ObjectCounter: VersionedCounter {
  private var store = ObjectStore<Int>()

  var current: (value: Int, version: UInt64) { store.get("x") ?? (0, 0) }

  mutating func write(_ value: Int, after version: UInt64) -> Bool {
    let expected = version == 0 ? nil : version
    if case .success = store.update("x", value, expecting: expected) { return true }
    return false
  }
}

/// A store with one number in it, or a client that reads it and writes it one larger.
enum VersionedNode<Store: VersionedCounter>: ToldNode {
  enum Input { case read }
  enum Message { case read, value(Int, UInt64), write(Int, after: UInt64) }
  typealias Stored = Store
  /// A write that was taken.
  typealias Sight = Int
  typealias Effect = FaultyRun<VersionedNode>.Effect

  case store(Store, isChecking: Bool)
  case client

  static func label(_ input: Input) -> String { "wants one more" }
  static func label(_ message: Message) -> String {
    switch message {
    case .read: "what?"
    case .value(let value, let version): "\(value) at v\(version)"
    case .write(let value, let version): "\(value) after v\(version)"
    }
  }
  static func label(_ sight: Int) -> String { "takes \(sight)" }
  static func contradiction(_ earlier: Int, _ later: Int) -> String? {
    later == earlier ? "takes \(later) a second time, so that a step is lost; first it was at" : nil
  }
  var told: String {
    if case .store(let store, _) = self {
      "\(store.current.value) at v\(store.current.version)"
    } else {
      ""
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    if case .client = self { [.send(.read, to: VersionedCluster.server)] } else { [] }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.store(let store, _), .read):
      return [.send(.value(store.current.value, store.current.version), to: sender)]
    case (.store(var store, let isChecking), .write(let value, let version)):
      guard store.write(value, after: isChecking ? version : store.current.version) else {
        return []
      }
      self = .store(store, isChecking: isChecking)
      return [.persist(store), .show(value)]
    case (.client, .value(let value, let version)):
      return [.send(.write(value + 1, after: version), to: sender)]
    default: return []
    }
  }
}

enum VersionedCluster {
  static let server = NodeID(9)
  static let clients = (1...3).map { NodeID($0) }

  static func pattern<Store: VersionedCounter>(
    _ name: String, of type: Store.Type
  ) -> SimulatedPattern {
    SimulatedPattern(
      name,
      guarantee: "Of two clients that add one to what they have read, neither's step is lost.",
      nodes: clients + [server],
      parameters: [
        Parameter(
          "check", "whether the store looks at the version that a writer has read",
          .choice(["on", "off"]), standard: "on")
      ],
      beyond: [.init("check", is: "off", what: "a store that takes what comes last")],
      start: { arguments, id, stored -> VersionedNode<Store> in
        id == server
          ? .store(stored ?? Store(), isChecking: arguments.text("check") == "on") : .client
      },
      input: { turn in turn.choice < 400 ? .read : nil })
  }
}

extension SimulatedPattern {
  static let mvccMap = VersionedCluster.pattern("mvcc-map", of: SnapshotCounter.self)
  static let resourceVersion = VersionedCluster.pattern("resource-version", of: ObjectCounter.self)
}
