import ExerciseKit
import Solutions

// Types that do nothing, and types that are wrong, for two-phase commit, reads by index and siblings.

struct IdleCommitCoordinator: CommitCoordinating {
  init(stored: [TransactionID: CommitRecord]) {}
  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] { [] }
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] { [] }
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] { [] }
}

struct IdleCommitParticipant: CommitParticipating {
  let inDoubt: Set<TransactionID> = []
  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {}
  mutating func work(on transaction: TransactionID) {}
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] { [] }
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] { [] }
}

/// Tells its decision before it is on disk.
struct HastyCommitCoordinator: CommitCoordinating {
  private var base: CommitCoordinator
  init(stored: [TransactionID: CommitRecord]) { base = CommitCoordinator(stored: stored) }
  mutating func begin(
    _ transaction: TransactionID, participants: Set<NodeID>
  ) -> [CommitEffect<CommitRecord>] { base.begin(transaction, participants: participants) }
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<CommitRecord>] {
    base.receive(message, about: transaction, from: sender).reversed()
  }
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<CommitRecord>] {
    base.timeout(transaction)
  }
}

/// Aborts alone what it has promised.
struct ImpatientCommitParticipant: CommitParticipating {
  private var base: CommitParticipant
  private let node: NodeID
  var inDoubt: Set<TransactionID> { base.inDoubt }
  init(node: NodeID, stored: [TransactionID: ParticipantRecord]) {
    self.node = node
    base = CommitParticipant(node: node, stored: stored)
  }
  mutating func work(on transaction: TransactionID) { base.work(on: transaction) }
  mutating func receive(
    _ message: CommitMessage, about transaction: TransactionID, from sender: NodeID
  ) -> [CommitEffect<ParticipantRecord>] {
    base.receive(message, about: transaction, from: sender)
  }
  mutating func timeout(_ transaction: TransactionID) -> [CommitEffect<ParticipantRecord>] {
    base.receive(.decision(isCommit: false), about: transaction, from: node)
  }
}

struct IdleReads: LinearizableReading {
  let isDeposed = false
  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {}
  mutating func take(_ read: Int) -> Bool { false }
  mutating func beginRound() -> UInt64 { 0 }
  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] { [] }
  mutating func committed(upTo index: Int) {}
  mutating func applied(upTo index: Int) -> [Int] { [] }
}

/// Answers from what it has, without asking anybody.
struct LocalReads: LinearizableReading {
  private var waiting: [Int] = []
  private var rounds: UInt64 = 0
  let isDeposed = false
  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {}
  mutating func take(_ read: Int) -> Bool {
    waiting.append(read)
    return true
  }
  mutating func beginRound() -> UInt64 {
    rounds += 1
    return rounds
  }
  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    applied(upTo: 0)
  }
  mutating func committed(upTo index: Int) {}
  mutating func applied(upTo index: Int) -> [Int] {
    defer { waiting = [] }
    return waiting
  }
}

struct IdleSiblings: SiblingKeeping {
  let keys: Set<String> = []
  let stored = 0
  init(replica: NodeID, stored: Int?) {}
  func get(_ key: String) -> SiblingRead<String, Int> { SiblingRead(values: [], context: 0) }
  mutating func put(_ key: String, _ value: String, replacing context: Int?) {}
  mutating func merge(_ other: IdleSiblings) {}
}

/// Keeps the last write of each key.
struct OverwritingSiblings: SiblingKeeping {
  private(set) var stored: [String: String]
  var keys: Set<String> { Set(stored.keys) }
  init(replica: NodeID, stored: [String: String]?) { self.stored = stored ?? [:] }
  func get(_ key: String) -> SiblingRead<String, Int> {
    SiblingRead(values: stored[key].map { [$0] } ?? [], context: 0)
  }
  mutating func put(_ key: String, _ value: String, replacing context: Int?) { stored[key] = value }
  mutating func merge(_ other: OverwritingSiblings) {
    stored.merge(other.stored) { own, _ in own }
  }
}
