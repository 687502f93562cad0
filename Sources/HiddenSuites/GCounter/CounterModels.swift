import Dialects
import ExerciseKit
import Simulation

/// What the replicas of a counter have counted, each by itself; those that have counted nothing left out.
typealias CountedByReplica = [NodeID: Counted]

/// What one replica has added and taken away in all.
struct Counted: Hashable, Sendable {
  var added: Int128 = 0
  var takenAway: Int128 = 0
}

/// A counter of replicas: what both kinds have in common.
protocol CounterModel: ValueModel
where
  Words == CounterWords, Operation == AmountOperation, State == CountedByReplica, Reading == Int128
{
  var goesDown: Bool { get }
}

extension CounterModel {
  var rebuilds: Bool { true }

  func arguments(for node: NodeID) -> CounterWords.Arguments {
    .init(goesDown: goesDown, replica: node)
  }

  func receipt(of slot: Int) -> CounterWords.Call { .merge(slot: slot) }
  var look: CounterWords.Call { .value }
  func comparison(with slot: Int) -> CounterWords.Call? { .isEqual(slot: slot) }

  func relation(_ answer: CounterWords.Answer) -> Bool? {
    if case .equal(let isEqual) = answer { isEqual } else { nil }
  }

  func state(after past: CausalPast<AmountOperation>) -> CountedByReplica {
    var state: CountedByReplica = [:]
    for (node, change) in past.operations where change.amount != 0 {
      if change.amount > 0 {
        state[node, default: Counted()].added += change.amount
      } else {
        state[node, default: Counted()].takenAway -= change.amount
      }
    }
    return state
  }

  func reading(of state: CountedByReplica, at node: NodeID) -> Int128 {
    state.values.reduce(0) { $0 + $1.added - $1.takenAway }
  }

  func reason(_ state: CountedByReplica) -> String {
    guard !state.isEmpty else { return "nobody it knows of has counted anything" }
    let parts = state.sorted { $0.key < $1.key }.prefix(8).map { node, counted in
      let down = counted.takenAway == 0 ? "" : " and -\(counted.takenAway)"
      return "\(node) has counted \(counted.added)\(down)"
    }
    return parts.joined(separator: ", ")
  }
}

/// The counter that only grows.
struct GrowOnlyModel: CounterModel {
  let goesDown = false
  let plainOperations = [AmountOperation("counts", 1), AmountOperation("counts", 3)]

  func call(_ operation: AmountOperation) -> CounterWords.Call {
    .increment(UInt64(clamping: operation.amount))
  }

  func reading(_ answer: CounterWords.Answer) -> Int128? {
    if case .amount(let amount) = answer { Int128(amount) } else { nil }
  }

  func isAllowed(
    _ operation: AmountOperation, after past: CausalPast<AmountOperation>?
  ) -> Bool {
    operation.verb == "counts" && (0...Int128(UInt64.max)).contains(operation.amount)
  }

  func draw(_ random: inout RandomSource) -> AmountOperation {
    // A thousand of them stay below 2^64.
    AmountOperation("counts", Int128(random.next() >> UInt64(12 + random.index(below: 52))))
  }
}

/// The counter that goes up and down.
struct UpDownModel: CounterModel {
  let goesDown = true
  let plainOperations = [AmountOperation("adds", 2), AmountOperation("adds", -1)]

  func call(_ operation: AmountOperation) -> CounterWords.Call {
    .add(Int64(clamping: operation.amount))
  }

  func reading(_ answer: CounterWords.Answer) -> Int128? {
    if case .balance(let balance) = answer { Int128(balance) } else { nil }
  }

  func isAllowed(
    _ operation: AmountOperation, after past: CausalPast<AmountOperation>?
  ) -> Bool {
    operation.verb == "adds" && operation.amount.magnitude <= Int128(Int64.max).magnitude
  }

  func draw(_ random: inout RandomSource) -> AmountOperation {
    let amount = Int128(random.next() >> UInt64(13 + random.index(below: 51)))
    return AmountOperation("adds", random.chance(1, in: 2) ? -amount : amount)
  }
}
