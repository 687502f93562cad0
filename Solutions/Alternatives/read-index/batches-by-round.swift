import ExerciseKit

// Reads gathered in batches, one for each round, in an object that is copied before it is changed.

private final class Batches {
  var batches: [[(read: Int, index: Int)]] = [[]]
  var answers: [Int: [NodeID]] = [:]

  init() {}

  init(copying other: Batches) {
    batches = other.batches
    answers = other.answers
  }
}

struct ReadIndexLeader: LinearizableReading, @unchecked Sendable {
  private let term: Term
  private let peers: [NodeID]
  private let firstIndexOfTerm: Int
  private var indices: (committed: Int, applied: Int)
  private var state = Batches()
  private var callCount = 0
  private(set) var isDeposed = false

  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {
    self.term = term
    self.peers = peers.sorted()
    self.firstIndexOfTerm = firstIndexOfTerm
    indices = (commitIndex, appliedIndex)
  }

  private mutating func own() -> Batches {
    callCount += 1
    if !isKnownUniquelyReferenced(&state) { state = Batches(copying: state) }
    return state
  }

  mutating func take(_ read: Int) -> Bool {
    if isDeposed || indices.committed < firstIndexOfTerm { return false }
    let own = own()
    own.batches[own.batches.count - 1].append((read, indices.committed))
    return true
  }

  /// The batch that was open belongs to this round, which has its place as number plus one.
  mutating func beginRound() -> UInt64 {
    let own = own()
    own.batches.append([])
    return UInt64(own.batches.count - 1)
  }

  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    let own = own()
    if term > self.term {
      isDeposed = true
      for place in own.batches.indices { own.batches[place] = [] }
    }
    guard term == self.term, peers.contains(peer), round >= 1,
      round < UInt64(own.batches.count)
    else { return [] }
    // An answer to this round is one to all before it.
    var place = Int(round) - 1
    while place >= 0, own.answers[place]?.contains(peer) != true {
      own.answers[place, default: []].append(peer)
      place -= 1
    }
    return ready()
  }

  mutating func committed(upTo index: Int) { indices.committed = max(indices.committed, index) }

  mutating func applied(upTo index: Int) -> [Int] {
    indices.applied = max(indices.applied, index)
    return ready()
  }

  private mutating func ready() -> [Int] {
    let own = own()
    var ready: [Int] = []
    for place in own.batches.indices.dropLast() where !own.batches[place].isEmpty {
      let nodes = 1 + (own.answers[place]?.count ?? 0)
      guard nodes * 2 > peers.count + 1 else { continue }
      ready += own.batches[place].filter { $0.index <= indices.applied }.map(\.read)
      own.batches[place].removeAll { $0.index <= indices.applied }
    }
    return ready
  }
}
