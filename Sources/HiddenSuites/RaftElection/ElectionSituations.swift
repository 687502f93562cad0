import ExerciseKit
import Simulation

/// Nodes as one may meet them: who they are, what they have persisted, where their logs end.
struct ElectionSituations {
  /// Terms and indexes go no further.
  let largest: Int

  /// Numbers as large as most programs have them.
  static let usual = ElectionSituations(largest: 1 << 31)
  /// Numbers up to where counting on from them would leave their range.
  static let extreme = ElectionSituations(largest: 1 << 62)

  /// Numbers at which something narrower than 64 bits, or a factor chosen too small, goes wrong.
  static let boundaries: [Int] = Set(
    (3...61).flatMap { [1 << $0 - 1, 1 << $0, 1 << $0 + 1] }
      + (1...18).flatMap { power in
        let ten = (0..<power).reduce(1) { ten, _ in ten * 10 }
        return [ten - 1, ten, ten + 1]
      }
  ).sorted()

  /// A node of a cluster of one to nine, rarely of up to thirteen, as it starts from what it may have persisted.
  func draw(random: inout RandomSource) -> ElectionSetting {
    let count = random.chance(1, in: 12) ? 10 + random.index(below: 4) : 1 + random.index(below: 9)
    // The usual names too: not everything that goes wrong goes wrong with odd ones.
    let isUsual = random.chance(1, in: 3)
    var nodes =
      isUsual
      ? (1...UInt32(count)).map { NodeID($0) }
      : OddNodes.draw(count, random: &random).map { NodeID(UInt32($0 + 1)) }
    nodes = random.shuffled(nodes)
    let term = startTerm(&random)
    let member = ElectionMember(
      id: nodes[0], peers: Array(nodes.dropFirst()), lastLog: log(upTo: term, &random),
      timeouts: Self.timeouts(&random))
    let vote = Self.vote(among: nodes, term, &random)
    return ElectionSetting(
      members: [member], persisted: [ElectionShadow(term: term, votedFor: vote)])
  }

  /// A cluster of two to nine nodes that start together after some past: in the same term, with logs of
  /// any ends, and no votes.
  func cluster(random: inout RandomSource) -> ElectionSetting {
    let nodes = OddNodes.draw(2 + random.index(below: 8), random: &random).map {
      NodeID(UInt32($0 + 1))
    }
    let term = startTerm(&random)
    let timeouts = Self.timeouts(&random)
    var setting = ElectionSetting(
      members: nodes.map { node in
        ElectionMember(
          id: node, peers: random.shuffled(nodes.filter { $0 != node }),
          lastLog: log(upTo: term, &random), timeouts: timeouts)
      })
    setting.persisted = nodes.map { _ in ElectionShadow(term: term) }
    return setting
  }

  private func startTerm(_ random: inout RandomSource) -> Term {
    switch random.index(below: 10) {
    case 0..<4: 0
    case 4..<7: 1 + random.index(below: 5)
    default: max(0, number(&random, below: largest) - random.index(below: 3))
    }
  }

  private static func vote(
    among nodes: [NodeID], _ term: Term, _ random: inout RandomSource
  ) -> NodeID? {
    guard term > 0, random.chance(3, in: 5) else { return nil }
    return random.chance(1, in: 4) ? nodes[0] : nodes[random.index(below: nodes.count)]
  }

  private static func timeouts(_ random: inout RandomSource) -> ClosedRange<Millis> {
    let lower = random.chance(1, in: 3) ? 0 : random.index(below: 1000)
    return switch random.index(below: 4) {
    case 0: lower...lower
    case 1: lower...lower + 1 + random.index(below: 9)
    case 2: ElectionSetting.usualTimeouts
    default: lower...lower + 1 << 40
    }
  }

  /// A log that ends in a term up to this one.
  private func log(upTo term: Term, _ random: inout RandomSource) -> LogPosition {
    guard term > 0, random.chance(3, in: 4) else { return .none }
    let last =
      switch random.index(below: 3) {
      case 0: term
      case 1: max(1, term - 1)
      default: 1 + random.index(below: term)
      }
    let index =
      random.chance(1, in: 2) ? 1 + random.index(below: 12) : number(&random, below: largest)
    return LogPosition(term: last, index: max(1, index))
  }

  /// The log of a candidate of a term, beside a voter's: its last entry is of an earlier term. Every
  /// order of the two logs' terms and of their indexes is as likely, as far as there are such logs.
  func log(
    beside own: LogPosition, before term: Term, _ random: inout RandomSource
  ) -> LogPosition {
    let far = number(&random, below: largest)
    let terms = [
      0, own.term - 1, own.term, own.term + 1, term - 1, random.index(below: max(1, own.term)),
    ]
    let indexes = [
      0, 1, own.index / 2, own.index - 1, own.index, own.index + 1, 2 * own.index, far,
    ]
    // By how the logs compare; in order, so that the draw is the same everywhere.
    var logs: [[LogPosition]] = Array(repeating: [], count: 9)
    for last in terms where (0..<term).contains(last) {
      for index in indexes where (0...largest).contains(index) && (last == 0) == (index == 0) {
        let place = 3 * (1 + Self.compare(last, own.term)) + 1 + Self.compare(index, own.index)
        logs[place].append(LogPosition(term: last, index: index))
      }
    }
    logs.removeAll(where: \.isEmpty)
    return random.element(of: logs).flatMap { random.element(of: $0) } ?? .none
  }

  private static func compare(_ left: Int, _ right: Int) -> Int {
    left < right ? -1 : left > right ? 1 : 0
  }

  /// A number at a boundary, small ones as often as large ones.
  func number(_ random: inout RandomSource, below end: Int) -> Int {
    let boundaries = Self.boundaries
    let count = boundaries.prefix { $0 < end }.count
    return count == 0 ? 0 : boundaries[random.index(below: count)]
  }
}
