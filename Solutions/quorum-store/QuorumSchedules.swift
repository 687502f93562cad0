public import ExerciseKit

/// Every way in which one slow write and two reads, one after the other, can fall together in a
/// quorum store, and how many of them no order explains.
///
/// The write is asked for first and reaches the N replicas one by one, in any order; it is done when
/// W of them hold it. Each read asks R replicas at one instant. So a schedule is an order of N
/// arrivals and two reads, and the choice of two read sets.
///
/// Guarantee: the count is complete and exact for this model. A history is refused by the
/// linearizability checker, not by a rule of thumb.
public struct QuorumSchedules: Sendable {
  /// What a read does before it answers.
  public enum Repair: Hashable, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// It brings what it answers to the R replicas it asked.
    case readers
    /// It brings what it answers to W replicas, the first that do not hold it yet.
    case quorum
  }

  /// How many schedules there are and how many are refused.
  public struct Count: Hashable, Sendable {
    /// All schedules.
    public var schedules = 0
    /// Those whose history is not linearizable.
    public var violations = 0
  }

  /// What one schedule looks like from outside. Arrivals and reads are the moments 1, 2, 3 and so on.
  public struct Observation: Hashable, Sendable {
    /// When W replicas held the write.
    public var written: Int
    /// When each read took place.
    public var readAt: [Int]
    /// What each read answered: 0 for old, 1 for new.
    public var seen: [Int]

    /// Describes what was seen.
    public init(written: Int, readAt: [Int], seen: [Int]) {
      self.written = written
      self.readAt = readAt
      self.seen = seen
    }

    /// The history, for the checker.
    public var history: [Operation] {
      [Operation(.write(1), invoked: 0, returned: written)]
        + zip(readAt, seen).map { Operation(.read($1), invoked: $0, returned: $0) }
    }
  }

  private let replicas: Int
  private let writeQuorum: Int
  private let repair: Repair
  /// Every set of R replicas, as bits.
  private let readSets: [UInt]

  /// Takes N, R and W; each quorum from 1 to N, and N at most 5.
  public init(replicas: Int, readQuorum: Int, writeQuorum: Int, repair: Repair) {
    precondition((1...5).contains(replicas), "N is from 1 to 5")
    precondition((1...replicas).contains(readQuorum), "R is from 1 to N")
    precondition((1...replicas).contains(writeQuorum), "W is from 1 to N")
    self.replicas = replicas
    self.writeQuorum = writeQuorum
    self.repair = repair
    readSets = (0..<(UInt(1) << UInt(replicas))).filter { $0.nonzeroBitCount == readQuorum }
  }

  /// Runs every schedule.
  public func count() -> Count {
    var tally: [Int: (run: Run, times: Int)] = [:]
    var run = Run()
    extend(&run) { run in tally[run.code, default: (run, 0)].times += 1 }
    return tally.values.reduce(into: Count()) { count, entry in
      count.schedules += entry.times
      let history = entry.run.observation.history
      if !isLinearizable(history, initial: 0) { count.violations += entry.times }
    }
  }

  /// Hands out what every schedule looks like, in a fixed order.
  public func forEach(_ body: (Observation) -> Void) {
    var run = Run()
    extend(&run) { body($0.observation) }
  }

  private struct Run {
    var arrived: UInt = 0
    /// Replicas that hold the write: it arrived there or a read brought it.
    var holding: UInt = 0
    var moment = 0
    var reads = 0
    var written = 0
    var readAt = (0, 0)
    var seen = (0, 0)

    /// A number that tells apart all that can be observed.
    var code: Int {
      (((written * 8 + readAt.0) * 8 + readAt.1) * 2 + seen.0) * 2 + seen.1
    }

    var observation: Observation {
      Observation(written: written, readAt: [readAt.0, readAt.1], seen: [seen.0, seen.1])
    }
  }

  private func extend(_ run: inout Run, _ body: (Run) -> Void) {
    if run.arrived.nonzeroBitCount == replicas, run.reads == 2 {
      body(run)
      return
    }
    run.moment += 1
    defer { run.moment -= 1 }
    for replica in 0..<replicas where run.arrived & (1 << UInt(replica)) == 0 {
      var next = run
      next.arrived |= 1 << UInt(replica)
      next.holding |= 1 << UInt(replica)
      if next.arrived.nonzeroBitCount == writeQuorum { next.written = run.moment }
      extend(&next, body)
    }
    if run.reads < 2 {
      for readSet in readSets {
        var next = run
        read(readSet, &next)
        extend(&next, body)
      }
    }
  }

  private func read(_ readSet: UInt, _ run: inout Run) {
    let isNew = run.holding & readSet != 0
    if run.reads == 0 {
      (run.readAt.0, run.seen.0) = (run.moment, isNew ? 1 : 0)
    } else {
      (run.readAt.1, run.seen.1) = (run.moment, isNew ? 1 : 0)
    }
    run.reads += 1
    guard isNew else { return }
    switch repair {
    case .none:
      break
    case .readers:
      run.holding |= readSet
    case .quorum:
      for replica in 0..<replicas where run.holding.nonzeroBitCount < writeQuorum {
        run.holding |= 1 << UInt(replica)
      }
    }
  }
}
