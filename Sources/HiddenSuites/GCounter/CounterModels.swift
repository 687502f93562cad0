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
  /// What some histories begin with, one of these each: counts from which on a number that is signed, or narrower
  /// by a bit, goes wrong. There is room above for all that follows.
  var largeAmounts: [[AmountOperation]] { get }
}

extension CounterModel {
  var rebuilds: Bool { true }

  func arguments(for node: NodeID) -> CounterWords.Arguments {
    .init(goesDown: goesDown, replica: node)
  }

  /// In some histories the first amounts are large, and what follows passes the next power of two.
  func drawing(
    _ situation: ReplicaSituation, random: inout RandomSource
  ) -> (inout RandomSource) -> AmountOperation {
    let plain = plainOperations
    switch situation {
    case .plain: return { plain[$0.index(below: plain.count)] }
    case .odd(let number) where number % 3 != 1: return draw
    case .odd, .alike:
      var large = random.shuffled(random.element(of: largeAmounts) ?? [])
      return { random in
        if let next = large.popLast() { return next }
        let operation = plain[random.index(below: plain.count)]
        // Nothing now and then.
        let factor = Int128(random.index(below: random.chance(1, in: 2) ? 3 : 1 << 18))
        return AmountOperation(operation.verb, operation.amount * factor)
      }
    }
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
  let largeAmounts: [[AmountOperation]] = [1 << 63 - 1, 1 << 63, 1 << 62, 1 << 63 - 1].map {
    [AmountOperation("counts", $0)]
  }

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
    if random.chance(1, in: 12) { return AmountOperation("counts", 0) }
    // A thousand of them stay below 2^64.
    return AmountOperation("counts", Int128(random.next() >> UInt64(12 + random.index(below: 52))))
  }
}

/// The counter that goes up and down.
struct UpDownModel: CounterModel {
  let goesDown = true
  let plainOperations = [AmountOperation("adds", 2), AmountOperation("adds", -1)]
  let largeAmounts: [[AmountOperation]] = [1 << 62 - 1, 1 << 62, 1 << 63 - 1 << 30].map {
    [AmountOperation("adds", $0), AmountOperation("adds", -$0)]
  }

  func call(_ operation: AmountOperation) -> CounterWords.Call {
    .add(Int64(clamping: operation.amount))
  }

  func reading(_ answer: CounterWords.Answer) -> Int128? {
    if case .balance(let balance) = answer { Int128(balance) } else { nil }
  }

  /// Nothing takes back what is large: twice as much has no room.
  func undoing(_ operation: AmountOperation) -> AmountOperation? {
    guard operation.amount.magnitude < 1 << 52 else { return nil }
    return AmountOperation(operation.verb, -operation.amount)
  }

  func isAllowed(
    _ operation: AmountOperation, after past: CausalPast<AmountOperation>?
  ) -> Bool {
    operation.verb == "adds" && operation.amount.magnitude <= Int128(Int64.max).magnitude
  }

  func draw(_ random: inout RandomSource) -> AmountOperation {
    // Few amounts often, so that different changes come to one value, and to nothing.
    let amount =
      random.chance(1, in: 2)
      ? Int128(random.index(below: 4))
      : Int128(random.next() >> UInt64(13 + random.index(below: 51)))
    return AmountOperation("adds", random.chance(1, in: 2) ? -amount : amount)
  }
}
