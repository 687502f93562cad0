import Checking
import Dialects
import Simulation
import Wire

/// Checks of clusters in virtual time: each law is held against clusters that chance has made, all played at once.
struct ClusterPart<Cluster: PlayedCluster>: SuitePart {
  struct Law: Sendable {
    let check: Check
    /// How many clusters are played that may be told, and how many that are kept back.
    let counts: (shown: Int, kept: Int)
    /// Makes a cluster of a place in the order; among those kept back nodes have odd names.
    let draw: @Sendable (_ place: Int, _ isOdd: Bool, _ random: inout RandomSource) -> Cluster
    /// Whether a schedule's cluster is one that this law is held against.
    var covers: @Sendable (Cluster) -> Bool = { _ in true }
    /// What is wrong with a cluster that has come to its end.
    let fault: @Sendable (Cluster) -> ClusterFault?
    /// Why nothing can be wrong with these: whoever does nothing contradicts nobody.
    var emptiness: @Sendable ([Cluster]) -> String? = { _ in nil }
  }

  let laws: [Law]

  func stages(for key: InputKey) -> [Stage] {
    laws.map { law in
      Stage(law.check) { (subject) throws(Stop) in try verdict(law, key, subject) }
    }
  }

  private func drawn(_ law: Law, _ count: Int, isOdd: Bool, seed: UInt64) -> [Cluster] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { law.draw($0, isOdd, &random) }
  }

  /// Plays clusters to their ends, all at once: what their nodes are asked travels together.
  private func play(
    _ clusters: [Cluster], on subject: any Subject
  ) throws(Stop) -> [Cluster] {
    var clusters = clusters
    var active = Array(clusters.indices)
    while true {
      var inquiry = Inquiry<ObjectWords>()
      active = active.filter { clusters[$0].advance(&inquiry, slot: $0 * 8) }
      guard !active.isEmpty else { return clusters }
      var answers = try inquiry.replies(from: subject).answers[...]
      for number in active { clusters[number].take(&answers) }
    }
  }

  private func firstFailure(_ law: Law, among clusters: [Cluster]) -> Failure? {
    clusters.lazy.compactMap { cluster in
      law.fault(cluster).map { cluster.failure(of: law.check, $0) }
    }.first
  }

  private func verdict(
    _ law: Law, _ key: InputKey, _ subject: any Subject
  ) throws(Stop) -> Verdict {
    let name = law.check.name
    let played: [Cluster]
    do throws(Stop) {
      played = try play(
        drawn(law, law.counts.shown, isOdd: false, seed: key.shownSeed(of: name)), on: subject)
    } catch {
      return try stopped(error, subject)
    }
    if let failure = firstFailure(law, among: played) { return .failed(failure) }
    if let why = law.emptiness(played) { return .notReached(why) }
    let strength = Strength.schedules(
      played.count, steps: played.reduce(0) { $0 + $1.callCount })
    return try Verdict.passed(strength).decided { () throws(Stop) in
      let kept = drawn(law, law.counts.kept, isOdd: true, seed: key.keptSeed(of: name))
      let failure = firstFailure(law, among: try play(kept, on: subject))
      return failure.map(Verdict.failed) ?? .passed(strength)
    }
  }

  func replay(
    _ schedule: Schedule, of check: Check, on subject: any Subject
  ) throws(Stop) -> Verdict? {
    guard let law = laws.first(where: { $0.check == check }), let cluster = Cluster(schedule),
      law.covers(cluster)
    else { return nil }
    do throws(Stop) {
      let played = try play([cluster], on: subject)
      return firstFailure(law, among: played).map(Verdict.failed)
        ?? .passed(.schedules(1, steps: played[0].callCount))
    } catch {
      return try stopped(error, subject)
    }
  }
}
