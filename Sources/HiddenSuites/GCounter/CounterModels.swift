import Dialects
import ExerciseKit
import Simulation

/// What a replicated counter does by itself: it adds a number.
struct CounterChange: ReplicaOperation {
  let amount: Int128
  /// `counts` or `adds`.
  let verb: String

  init(_ amount: Int128, _ verb: String) {
    self.amount = amount
    self.verb = verb
  }

  init?(phrase: String) {
    let words = phrase.split(separator: " ")
    guard words.count == 2, ["counts", "adds"].contains(words[0]), let amount = Int128(words[1]),
      (words[0] == "counts" ? 0...Int128(UInt64.max) : -Int128(Int64.max)...Int128(Int64.max))
        .contains(amount)
    else { return nil }
    self.init(amount, String(words[0]))
    guard self.phrase == phrase else { return nil }
  }

  var phrase: String { "\(verb) \(amount)" }
  var label: String { amount < 0 ? "\(amount)" : "+\(amount)" }

  var simpler: [CounterChange] {
    let sign: Int128 = amount < 0 ? -1 : 1
    return [sign, 2 * sign, amount / 2].filter { $0.magnitude < amount.magnitude && $0 != 0 }
      .map { CounterChange($0, verb) }
  }
}

/// What the replicas of a counter have counted, each by itself; those that have counted nothing left out.
typealias CountedByReplica = [NodeID: Counted]

/// What one replica has added and taken away in all.
struct Counted: Hashable, Sendable {
  var added: Int128 = 0
  var takenAway: Int128 = 0
}

/// A counter of replicas: what both kinds have in common.
protocol CounterModel: ReplicaModel
where
  Words == CounterWords, Operation == CounterChange, State == CountedByReplica, Reading == Int128
{
  var goesDown: Bool { get }
}

extension CounterModel {
  var noun: String { "replica" }
  var quantity: String { "value" }
  var rebuilds: Bool { true }

  func arguments(for node: NodeID) -> CounterWords.Arguments {
    .init(goesDown: goesDown, replica: node)
  }

  func receipt(of slot: Int) -> CounterWords.Call { .merge(slot: slot) }
  var look: CounterWords.Call { .value }
  func comparison(with slot: Int) -> CounterWords.Call? { .isEqual(slot: slot) }

  func isEqual(_ answer: CounterWords.Answer) -> Bool? {
    if case .equal(let isEqual) = answer { isEqual } else { nil }
  }

  func state(after past: CausalPast<CounterChange>) -> CountedByReplica {
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
  let plainOperations = [CounterChange(1, "counts"), CounterChange(3, "counts")]

  func call(_ operation: CounterChange) -> CounterWords.Call {
    .increment(UInt64(clamping: operation.amount))
  }

  func reading(_ answer: CounterWords.Answer) -> Int128? {
    if case .amount(let amount) = answer { Int128(amount) } else { nil }
  }

  func draw(_ random: inout RandomSource) -> CounterChange {
    // A thousand of them stay below 2^64.
    CounterChange(Int128(random.next() >> UInt64(12 + random.index(below: 52))), "counts")
  }
}

/// The counter that goes up and down.
struct UpDownModel: CounterModel {
  let goesDown = true
  let plainOperations = [CounterChange(2, "adds"), CounterChange(-1, "adds")]

  func call(_ operation: CounterChange) -> CounterWords.Call {
    .add(Int64(clamping: operation.amount))
  }

  func reading(_ answer: CounterWords.Answer) -> Int128? {
    if case .balance(let balance) = answer { Int128(balance) } else { nil }
  }

  func draw(_ random: inout RandomSource) -> CounterChange {
    let amount = Int128(random.next() >> UInt64(13 + random.index(below: 51)))
    return CounterChange(random.chance(1, in: 2) ? -amount : amount, "adds")
  }
}
