import Checking
import ExerciseKit
import Simulation
import Wire

/// How a node draws its election timeouts.
struct TimerDraws {
  static let timeouts = 20...35
  static let draws = 500

  let subject: any Subject

  /// Lets every node of a cluster campaign again and again, and returns the timeouts each one set.
  private func drawn(nodes: Int, rounds: Int, seed: UInt64) throws(Stop) -> [[Millis]] {
    let setting = ElectionSetting(
      logs: Array(repeating: LogPosition(term: 0, index: 0), count: nodes),
      timeouts: Self.timeouts)
    var random = RandomSource(seed: seed)
    var program = Program()
    for (slot, member) in setting.members.enumerated() {
      program.make(slot, member.start(ElectionShadow()).write)
    }
    for _ in 0..<rounds {
      for slot in 0..<nodes {
        program.call(slot) { [bits = random.next()] in $0.step(.electionTimeout, random: bits) }
      }
    }
    let answers = try subject.run(program)
    var drawn = [[Millis]](repeating: [], count: nodes)
    for (index, answer) in answers.enumerated() {
      let reaction = try ElectionReaction(answer: answer)
      for case .resetElectionTimer(let delay) in reaction.outputs {
        drawn[index % nodes].append(delay)
      }
    }
    return drawn
  }

  /// Every timeout lies in the interval and every value of the interval occurs.
  ///
  /// A value of 16 is missing from 500 uniform draws with probability 16 (15/16)^500 = 2 in 10^13.
  func judgeInterval() throws(Stop) -> Verdict {
    let delays = try drawn(nodes: 3, rounds: Self.draws, seed: 1)
    for (node, drawn) in delays.enumerated() {
      guard drawn.count >= Self.draws else {
        return .failed(
          Failure(
            message: "n\(node + 1) set its timer \(drawn.count) times in \(Self.draws) elections; "
              + "every election sets it afresh"))
      }
      if let outside = drawn.first(where: { !Self.timeouts.contains($0) }) {
        return .failed(
          Failure(message: "a timeout of \(outside) ms, outside \(Self.interval)"))
      }
      if let never = Self.timeouts.first(where: { !drawn.contains($0) }) {
        return .failed(
          Failure(
            message:
              "in \(Self.draws) elections with timeouts from \(Self.interval) the timeout was "
              + "never \(never) ms; it was only ever one of \(Set(drawn).count) values; draw each "
              + "timeout from the whole interval, by the random bits of the step"))
      }
    }
    return .passed(.cases(3 * Self.draws))
  }

  /// Nodes given different random bits rarely set the same timeout.
  ///
  /// Among five independent draws from 16 values two of the earliest tie in about one round in seven;
  /// one in three is 10 standard deviations away.
  func judgeDifference() throws(Stop) -> Verdict {
    let rounds = 400
    let delays = try drawn(nodes: 5, rounds: rounds, seed: 2)
    var ties = 0
    for round in 0..<rounds {
      let drawn = delays.compactMap { $0.indices.contains(round) ? $0[round] : nil }
      guard let earliest = drawn.min(), drawn.count == 5 else {
        return .notReached("a node did not set its timer in every election")
      }
      if drawn.filter({ $0 == earliest }).count > 1 { ties += 1 }
    }
    guard ties <= rounds / 3 else {
      return .failed(
        Failure(
          message:
            "in \(ties) of \(rounds) rounds two of five nodes had the same earliest timeout from "
            + "\(Self.interval); nodes that always time out together never elect a leader"))
    }
    return .passed(.cases(rounds))
  }

  private static var interval: String { "\(timeouts.lowerBound) to \(timeouts.upperBound) ms" }
}
