import Clusters
import ExerciseKit
import Simulation
import Solutions

/// A few terms of a cluster of Raft nodes. In each, somebody stands, and whoever leads gets a few commands
/// and reaches only some of the others.
struct TermsRun {
  var cluster: RaftCluster
  private var commands = 0
  /// Who is heard of last, if at all.
  private var lonely: NodeID?

  /// Plays terms.
  /// - Parameter isUneven: true for a leader that appends more than the later ones and reaches nobody, so
  ///   that the longest log need not be the newest.
  init(size: Int, terms: Int, isUneven: Bool = false, _ random: inout RandomSource) {
    cluster = RaftCluster(size: size, seed: random.next())
    if isUneven, random.chance(1, in: 2) { playTerm(commands: 1, reaching: size, &random) }
    for term in 0..<terms {
      let isLonely = isUneven && term == 0
      let commands =
        isLonely
        ? 2 + random.index(below: 3)
        : isUneven ? 1 + random.index(below: 2) : random.index(below: 4)
      playTerm(commands: commands, reaching: isLonely ? 1 : nil, &random)
      if isLonely { lonely = leader?.id }
    }
  }

  /// True while no property of Raft has broken.
  var isSound: Bool { cluster.violation == nil }

  /// The leader of the highest term that has one.
  var leader: RaftNode? {
    cluster.ids.compactMap { cluster[$0] }.filter { $0.role == .leader }.max { $0.term < $1.term }
  }

  /// Somebody stands before a majority and, when elected, appends commands, which reach some of those who
  /// voted. What is then still on its way is lost.
  /// - Parameter count: how many nodes have the commands in the end, the leader among them; nil for any
  ///   number.
  private mutating func playTerm(
    commands: Int, reaching count: Int?, _ random: inout RandomSource
  ) {
    let order =
      random.shuffled(cluster.ids.filter { $0 != lonely }) + (lonely.map { [$0] } ?? [])
    let majority = Cluster.majority(of: order.count)
    let voters = Array(order.prefix(max(count ?? 0, majority + random.index(below: 2))))
    elect(order[0], before: voters)
    guard cluster[order[0]]?.role == .leader else { return cluster.loseAll() }
    let reached = Array(order.prefix(count ?? 1 + random.index(below: voters.count)))
    for _ in 0..<commands {
      propose(at: order[0])
      cluster.settle(among: reached)
    }
    cluster.loseAll()
  }

  /// Lets a node stand and those among `voters` who answer vote.
  mutating func elect(_ candidate: NodeID, before voters: [NodeID]) {
    cluster.perform(.timeout(candidate))
    // A candidate that has been refused may stand again once it knows the term.
    cluster.settle(among: voters)
    if cluster[candidate]?.role == .follower { cluster.perform(.timeout(candidate)) }
    cluster.settle(among: voters)
  }

  /// Has a client ask for one command more, called by the next letter.
  mutating func propose(at node: NodeID) {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    cluster.perform(.propose(node, String(letters[commands % letters.count])))
    commands += 1
  }

  /// Delivers a message that is on its way.
  mutating func deliverAny(_ random: inout RandomSource) {
    if let next = random.element(of: cluster.inFlight) { cluster.perform(.deliver(next)) }
  }

  /// Delivers once more something that was sent before, as a network may.
  mutating func repeatAny(_ random: inout RandomSource) {
    let sent = cluster.steps.flatMap(\.sent)
    if let again = random.element(of: sent) { cluster.perform(.deliver(again)) }
  }
}
