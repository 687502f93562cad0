// A dictionary of lattices, of which a number with its maximum is one and a pair of them another.
import ExerciseKit

private protocol Lattice: Equatable, Sendable {
  init()
  func joined(with other: Self) -> Self
}

private struct Largest: Lattice {
  var number: UInt64 = 0
  func joined(with other: Largest) -> Largest { number < other.number ? other : self }
}

private struct Both: Lattice {
  var up = Largest()
  var down = Largest()
  func joined(with other: Both) -> Both {
    Both(up: up.joined(with: other.up), down: down.joined(with: other.down))
  }
}

private struct ByReplica<Part: Lattice>: Lattice {
  var parts: [NodeID: Part] = [:]
  func joined(with other: ByReplica) -> ByReplica {
    ByReplica(parts: parts.merging(other.parts) { $0.joined(with: $1) })
  }
}

struct GCounter: GrowOnlyCounter {
  private let me: NodeID
  private var state = ByReplica<Largest>()

  init(replica: NodeID) { me = replica }

  var value: UInt64 { state.parts.values.map(\.number).reduce(0, +) }

  mutating func increment(by amount: UInt64) {
    if amount > 0 { state.parts[me, default: Largest()].number += amount }
  }

  mutating func merge(_ other: GCounter) { state = state.joined(with: other.state) }
  static func == (left: GCounter, right: GCounter) -> Bool { left.state == right.state }
}

struct PNCounter: UpDownCounter {
  private let me: NodeID
  private var state = ByReplica<Both>()

  init(replica: NodeID) { me = replica }

  var value: Int64 {
    let all = state.parts.values
    return Int64(all.map(\.up.number).reduce(0, +)) - Int64(all.map(\.down.number).reduce(0, +))
  }

  mutating func add(_ delta: Int64) {
    guard delta != 0 else { return }
    var own = state.parts[me] ?? Both()
    if delta > 0 { own.up.number += delta.magnitude } else { own.down.number += delta.magnitude }
    state.parts[me] = own
  }

  mutating func merge(_ other: PNCounter) { state = state.joined(with: other.state) }
  static func == (left: PNCounter, right: PNCounter) -> Bool { left.state == right.state }
}
