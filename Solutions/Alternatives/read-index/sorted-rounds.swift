import ExerciseKit

// The round that a majority has answered, found by sorting; reads up to it are confirmed at once.

struct ReadIndexLeader: LinearizableReading {
  private let term: Term
  private let peers: [NodeID]
  private let firstIndexOfTerm: Int
  private var commitIndex: Int
  private var appliedIndex: Int
  /// For the leader and each peer, in this order, the latest round answered.
  private var latest: [UInt64]
  private var unconfirmed: [(after: UInt64, place: Int)] = []
  private var confirmed: Set<Int> = []
  /// Every read ever taken; nil once it is answered.
  private var log: [(read: Int, index: Int)?] = []
  private(set) var isDeposed = false

  init(term: Term, peers: [NodeID], commitIndex: Int, appliedIndex: Int, firstIndexOfTerm: Int) {
    self.term = term
    self.peers = peers
    self.commitIndex = commitIndex
    self.appliedIndex = appliedIndex
    self.firstIndexOfTerm = firstIndexOfTerm
    latest = Array(repeating: 0, count: peers.count + 1)
  }

  /// The latest round that a majority has answered, or a later one.
  private var majority: UInt64 { latest.sorted(by: >)[latest.count / 2] }

  mutating func take(_ read: Int) -> Bool {
    guard !isDeposed else { return false }
    guard commitIndex >= firstIndexOfTerm else { return false }
    unconfirmed.append((latest[0], log.count))
    log.append((read, commitIndex))
    return true
  }

  mutating func beginRound() -> UInt64 {
    latest[0] += 1
    return latest[0]
  }

  mutating func acknowledge(round: UInt64, from peer: NodeID, term: Term) -> [Int] {
    guard term == self.term else {
      if term > self.term { depose() }
      return []
    }
    guard let place = peers.firstIndex(of: peer), round <= latest[0] else { return [] }
    latest[place + 1] = max(latest[place + 1], round)
    return ready()
  }

  private mutating func depose() {
    isDeposed = true
    log = []
    unconfirmed = []
    confirmed = []
  }

  mutating func committed(upTo index: Int) {
    if index > commitIndex { commitIndex = index }
  }

  mutating func applied(upTo index: Int) -> [Int] {
    if index > appliedIndex { appliedIndex = index }
    return ready()
  }

  private mutating func ready() -> [Int] {
    let majority = majority
    for read in unconfirmed where read.after < majority { confirmed.insert(read.place) }
    unconfirmed.removeAll { $0.after < majority }
    var answers: [Int] = []
    for place in confirmed.sorted() {
      guard let entry = log[place], entry.index <= appliedIndex else { continue }
      answers.append(entry.read)
      log[place] = nil
      confirmed.remove(place)
    }
    return answers
  }
}
