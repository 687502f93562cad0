import ExerciseKit

// Each read keeps the set of nodes that have confirmed it.

struct ReadIndexLeader: LinearizableReading {
  private struct Read {
    let number: Int
    let index: Int
    let born: UInt64
    var voters: Set<NodeID> = []
  }

  private let term: Term
  private let peers: Set<NodeID>
  private let first: Int
  private var commit: Int
  private var applied: Int
  private var round: UInt64 = 0
  private var reads: [Read] = []
  private(set) var isDeposed = false

  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {
    (self.term, self.peers, first) = (term, Set(peers), firstIndexOfTerm)
    (commit, applied) = (commitIndex, appliedIndex)
  }

  mutating func take(_ read: Int) -> Bool {
    if isDeposed || commit < first { return false }
    reads.append(Read(number: read, index: commit, born: round))
    return true
  }

  mutating func beginRound() -> UInt64 {
    round += 1
    return round
  }

  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    if term > self.term {
      isDeposed = true
      reads.removeAll()
    }
    guard term == self.term, round > 0, round <= self.round, peers.contains(peer) else { return [] }
    for place in reads.indices where reads[place].born < round { reads[place].voters.insert(peer) }
    return ready()
  }

  mutating func committed(upTo index: Int) { commit = max(commit, index) }

  mutating func applied(upTo index: Int) -> [Int] {
    applied = max(applied, index)
    return ready()
  }

  private mutating func ready() -> [Int] {
    var answered: [Int] = []
    var rest: [Read] = []
    for read in reads {
      let nodes = read.voters.count + (round > read.born ? 1 : 0)
      if nodes > (peers.count + 1) / 2, read.index <= applied {
        answered.append(read.number)
      } else {
        rest.append(read)
      }
    }
    reads = rest
    return answered
  }
}
