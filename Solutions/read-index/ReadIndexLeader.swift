public import ExerciseKit

/// The leader's half of a linearizable read that needs no log entry.
///
/// Guarantee: a read is answered from a state that holds everything that was committed when the
/// read arrived, because the leader first hears from a majority, in a round begun after the read
/// arrived, that nobody has deposed it, and then waits until the state machine has come as far as
/// the commit index of that moment. A leader that is cut off answers nothing. Source: Ongaro and
/// Ousterhout 2014, section 8; Ongaro 2014, section 6.4.
///
/// Nothing must be stored: a node that starts again leads no longer, and whoever waited asks again.
/// Cost: one round of heartbeats for all reads that wait together, and no write to a disk.
///
/// Deviations: an answer to a later round confirms the earlier ones, so reads that wait together
/// are answered together. In a cluster of one a read is ready at the next `applied(upTo:)` after a round.
public struct ReadIndexLeader: LinearizableReading {
  private struct Waiting: Sendable {
    var read: Int
    /// The first round that was begun after it arrived.
    var round: UInt64
    var index: Int
  }

  private let term: Term
  private let peers: [NodeID]
  private let firstIndexOfTerm: Int
  private var commitIndex: Int
  private var appliedIndex: Int
  private var lastRound: UInt64 = 0
  /// The latest round of this term that each peer has answered.
  private var answered: [NodeID: UInt64] = [:]
  private var waiting: [Waiting] = []
  /// True once somebody has answered with a higher term; nothing is answered any more.
  public private(set) var isDeposed = false

  /// Begins to serve reads.
  /// - Parameter firstIndexOfTerm: where the first entry of this term, usually an empty one, stands
  ///   in the leader's log. Until it is committed the leader does not know all that is.
  public init(
    term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int = 0, firstIndexOfTerm: Int
  ) {
    self.term = term
    self.peers = peers
    self.commitIndex = commitIndex
    self.appliedIndex = appliedIndex
    self.firstIndexOfTerm = firstIndexOfTerm
  }

  /// Takes a read; false when no entry of this term is committed yet or the leader is deposed: the read
  /// must be tried again.
  public mutating func take(_ read: Int) -> Bool {
    guard !isDeposed, commitIndex >= firstIndexOfTerm else { return false }
    waiting.append(Waiting(read: read, round: lastRound + 1, index: commitIndex))
    return true
  }

  /// Begins a round of heartbeats, which confirms all reads that were taken before.
  public mutating func beginRound() -> UInt64 {
    lastRound += 1
    return lastRound
  }

  /// Takes a read and begins a round for it at once.
  public mutating func requestRead(_ read: Int) -> UInt64? {
    take(read) ? beginRound() : nil
  }

  /// Takes note of what is committed.
  public mutating func committed(upTo index: Int) {
    commitIndex = max(commitIndex, index)
  }

  /// Takes note of what the state machine has applied; returns the reads to be answered now.
  public mutating func applied(upTo index: Int) -> [Int] {
    appliedIndex = max(appliedIndex, index)
    return answerable()
  }

  /// Takes a peer's answer to a round of heartbeats; returns the reads to be answered now.
  public mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    if term > self.term {
      isDeposed = true
      waiting = []
    }
    guard term == self.term, peers.contains(peer), round <= lastRound else { return [] }
    answered[peer] = max(answered[peer, default: 0], round)
    return answerable()
  }

  private mutating func answerable() -> [Int] {
    let ready = waiting.filter(isReady)
    waiting.removeAll(where: isReady)
    return ready.map(\.read)
  }

  private func isReady(_ read: Waiting) -> Bool {
    read.index <= appliedIndex && isConfirmed(read.round)
  }

  private func isConfirmed(_ round: UInt64) -> Bool {
    let nodes = 1 + answered.values.count { $0 >= round }
    return lastRound >= round && nodes > (peers.count + 1) / 2
  }
}
