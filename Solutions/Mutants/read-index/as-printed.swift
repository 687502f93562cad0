// fails: a-round-after-the-read, whoever-is-deposed-answers-nothing, the-state-machine-catches-up
// A leader that answers because it leads: it asks nobody and waits for nothing.
import ExerciseKit

struct ReadIndexLeader: LinearizableReading {
  private var waiting: [Int] = []
  private var rounds: UInt64 = 0
  private let term: Term
  private(set) var isDeposed = false

  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {
    self.term = term
  }

  mutating func take(_ read: Int) -> Bool {
    if !isDeposed { waiting.append(read) }
    return !isDeposed
  }

  mutating func beginRound() -> UInt64 {
    rounds += 1
    return rounds
  }

  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    if term > self.term { isDeposed = true }
    return applied(upTo: 0)
  }

  mutating func committed(upTo index: Int) {}

  mutating func applied(upTo index: Int) -> [Int] {
    defer { waiting = [] }
    return waiting
  }
}
