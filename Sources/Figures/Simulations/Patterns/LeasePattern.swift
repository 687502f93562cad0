import Clusters
import ExerciseKit
import Parameters
import Solutions

/// A lease service, a register that is written under leases, or one who wants to write. Each has a clock; those
/// who write go by their own.
enum LeaseNode: ToldNode {
  enum Stored { case service(LeaseRecord), register(RegisterRecord<String>) }
  enum Input { case acquire, write }
  enum Message { case acquire, lease(FencedLease), write(String, token: UInt64) }
  /// A write that was taken, by the token of its lease.
  typealias Sight = UInt64
  typealias Effect = FaultyRun<LeaseNode>.Effect

  static let granter = NodeID(8)
  static let storage = NodeID(9)
  static let holders = (1...2).map { NodeID($0) }

  case service(LeaseService, now: Int)
  case register(FencedRegister<String>, isFenced: Bool)
  case holder(NodeID, FencedLease?, now: Int)

  init(_ id: NodeID, _ stored: Stored?, isFenced: Bool) {
    switch (id, stored) {
    case (Self.granter, .service(let stored)):
      self = .service(LeaseService(ttl: 10, stored: stored), now: 0)
    case (Self.granter, _): self = .service(LeaseService(ttl: 10), now: 0)
    case (Self.storage, .register(let stored)):
      self = .register(FencedRegister(stored: stored), isFenced: isFenced)
    case (Self.storage, _): self = .register(FencedRegister(), isFenced: isFenced)
    default: self = .holder(id, nil, now: 0)
    }
  }

  var told: String {
    switch self {
    case .service(let service, _): "granted \(service.lastToken)"
    case .register(let register, _): register.value ?? ""
    case .holder(_, let lease, let now):
      lease.map { now < $0.expires ? "holds \($0.token)" : "held \($0.token)" } ?? ""
    }
  }
  static func label(_ input: Input) -> String { input == .acquire ? "wants the lease" : "writes" }
  static func label(_ message: Message) -> String {
    switch message {
    case .acquire: "lease?"
    case .lease(let lease): "lease \(lease.token) till \(lease.expires)"
    case .write(let value, _): "write \(value)"
    }
  }
  static func label(_ sight: UInt64) -> String { "takes a write under \(sight)" }
  static func contradiction(_ earlier: UInt64, _ later: UInt64) -> String? {
    later < earlier ? "takes a write under \(later) after one under \(earlier) was taken by" : nil
  }

  mutating func notice(_ now: Int) {
    switch self {
    case .service(let service, _): self = .service(service, now: now)
    case .holder(let id, let lease, _): self = .holder(id, lease, now: now)
    case .register: break
    }
  }

  mutating func take(_ input: Input) -> [Effect] {
    guard case .holder(let id, let lease, let now) = self else { return [] }
    switch input {
    case .acquire: return [.send(.acquire, to: Self.granter)]
    case .write:
      guard let lease, now < lease.expires else { return [] }
      return [.send(.write("by \(id) under \(lease.token)", token: lease.token), to: Self.storage)]
    }
  }

  mutating func receive(_ message: Message, from sender: NodeID) -> [Effect] {
    switch (self, message) {
    case (.service(var service, let now), .acquire):
      guard let lease = service.acquire(sender, now: now) else { return [] }
      self = .service(service, now: now)
      return [.persist(.service(service.stored)), .send(.lease(lease), to: sender)]
    case (.holder(let id, let held, let now), .lease(let lease)):
      guard held.map({ $0.token <= lease.token }) ?? true else { return [] }
      self = .holder(id, lease, now: now)
      return []
    case (.register(var register, let isFenced), .write(let value, let token)):
      let isTaken = register.write(value, token: isFenced ? token : .max)
      guard isTaken else { return [] }
      self = .register(register, isFenced: isFenced)
      return [.persist(.register(register.stored)), .show(token)]
    default: return []
    }
  }
}

extension SimulatedPattern {
  static let fencingToken = SimulatedPattern(
    "fencing-token",
    guarantee: "Once a write under a lease was taken, none under an earlier lease is.",
    nodes: LeaseNode.holders + [LeaseNode.granter, LeaseNode.storage], on: Network(copies: 500),
    parameters: [
      Parameter(
        "fencing", "whether the register looks at tokens", .choice(["on", "off"]), standard: "on")
    ],
    beyond: [Beyond("fencing", is: "off", what: "a lease without fencing")],
    start: { arguments, id, stored in
      LeaseNode(id, stored, isFenced: arguments.text("fencing") == "on")
    },
    input: { turn in turn.choice < 500 ? .acquire : .write })
}
