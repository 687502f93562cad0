import Checking
import ExerciseKit
import Simulation
import Wire

/// Seeded random runs far past the bounds of a search: larger clusters, messages that arrive late, twice
/// or never, crashes at any moment.
///
/// Walks go in step, one event each per exchange with the subject, so that hundreds of steps cost one
/// round trip.
struct RuledWalks<P: RuledProtocol> {
  /// One run in progress.
  private struct Walk {
    var run: RuledRun<P>
    let seed: UInt64
    let slot: Int
    var random: RandomSource
    /// What was sent, the oldest first.
    var network: [RuledRun<P>.Sent] = []

    private mutating func stranger() -> NodeID {
      while true {
        let node = NodeID(UInt32(truncatingIfNeeded: random.next()))
        if run.setting.index(of: node) == nil { return node }
      }
    }

    /// Chooses what happens next: mostly recent deliveries, sometimes old ones, timers, crashes, and
    /// now and then what a node says that is no member.
    mutating func choose() -> RuledEvent<P> {
      let index = random.index(below: run.setting.members.count)
      let node = run.setting.members[index].id
      let dice = random.index(below: 100)
      let own = P.draw(dice, at: node, run.shadows[index]) { stranger() }
      if let own { return own }
      guard !network.isEmpty else { return .timer(P.searchedTimer, node: node) }
      // A tenth of the deliveries take any message ever sent; the rest one of the latest.
      let window = random.chance(1, in: 10) ? network.count : min(network.count, 12)
      let sent = network[network.count - 1 - random.index(below: window)]
      return .delivery(sent.message, from: sent.sender, to: sent.receiver)
    }

    mutating func finish(_ event: RuledEvent<P>, _ answer: [UInt8]) throws(Stop) {
      try run.finish(event, answer)
      guard run.violations.isEmpty else { return }
      network += (run.steps.last?.sends ?? []).filter {
        $0.message.isDeliverable && run.setting.index(of: $0.receiver) != nil
      }
      // Old messages may still come late, but not for ever: the walk stays bounded in memory.
      if network.count > 400 { network.removeFirst(max(100, network.count - 400)) }
    }
  }

  /// The broken walk of the smallest cluster that had one, with its seed.
  private(set) var broken: (run: RuledRun<P>, seed: UInt64)?
  private(set) var schedules = 0
  private(set) var steps = 0

  /// Walks one run per seed.
  /// - Parameters:
  ///   - length: the number of events of each.
  ///   - draw: who takes part.
  init(
    seeds: ClosedRange<UInt64>, length: Int, on subject: any Subject,
    draw: (_ seed: UInt64, _ random: inout RandomSource) -> RuledSetting<P>
  ) throws(Stop) {
    var walks: [Walk] = []
    var program = Program()
    var slot = 0
    for seed in seeds {
      var random = RandomSource(seed: seed)
      let run = RuledRun<P>(draw(seed, &random), seed: ~seed)
      run.start(at: slot, &program)
      walks.append(Walk(run: run, seed: seed, slot: slot, random: random))
      slot += run.setting.members.count + 1
    }
    _ = try subject.run(program)
    for _ in 0..<length {
      var program = Program()
      var moved: [(walk: Int, event: RuledEvent<P>)] = []
      for index in walks.indices where walks[index].run.violations.isEmpty {
        let event = walks[index].choose()
        if walks[index].run.begin(event, at: walks[index].slot, &program) {
          moved.append((index, event))
        }
      }
      if moved.isEmpty { break }
      for (move, answer) in zip(moved, try subject.run(program)) {
        try walks[move.walk].finish(move.event, answer)
        steps += 1
      }
    }
    schedules = walks.count
    // The smallest cluster tells its story in the fewest events.
    broken = walks.filter { !$0.run.violations.isEmpty }.min {
      ($0.run.shadows.count, $0.seed) < ($1.run.shadows.count, $1.seed)
    }.map { ($0.run, $0.seed) }
  }

  /// What they came to, told as the shortest run that leaving out events comes to.
  func verdict(on subject: any Subject) throws(Stop) -> Verdict {
    guard let (run, seed) = broken, let first = run.violations.first else {
      return .passed(.schedules(schedules, steps: steps))
    }
    func breaking(_ events: [RuledEvent<P>]) throws(Stop) -> RuledRun<P>? {
      try .breaking(first.check, events, in: run.setting, seed: ~seed, on: subject)
    }
    guard let again = try breaking(run.steps.map(\.event)) else {
      return .failed(
        Failure(
          message: "\(first.sentence) (in the walk of seed \(seed); the run does not repeat when "
            + "its nodes are given other random bits)"))
    }
    let short = try shrunk(again, events: { $0.steps.map(\.event) }, failing: breaking)
    return .failed(
      Failure(
        message: first.sentence,
        counterexample: short.violations.first { $0.check == first.check }.map {
          Counterexample(short, $0, isShortest: false, seed: ~seed)
        }))
  }
}
