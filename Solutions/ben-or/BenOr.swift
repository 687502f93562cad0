public import ExerciseKit

/// Ben-Or's randomised consensus on one bit, for crashes.
///
/// Guarantee: no two nodes decide differently, and if all begin with the same bit that bit is
/// decided, in every schedule; with fewer than half of the nodes crashing and a fair coin at every
/// node all others decide with probability 1. Source: Ben-Or 1983, protocol A; Aguilera and Toueg 2012
/// for the proof.
///
/// It holds with messages delayed, repeated and reordered and with nodes that crash, not with nodes that
/// lie. A message between live nodes that is lost for good takes nothing from safety; the round may never
/// end.
///
/// Must be stored: nothing; a node that stops has crashed for good, as one that began again could
/// report two bits in one round.
///
/// Cost: 2n^2 messages a round, and on average a constant number of rounds when the crashes are few,
/// 2^n at worst. Messages of rounds to come are kept, two for each node and round; those of rounds
/// that are over are not.
///
/// Deviations: the coin comes in as an argument. A node that has decided goes on taking part, so
/// that the others can; it would stop after one more round.
public struct BenOr: Sendable {
  /// What nodes send each other.
  public enum Message: Hashable, Sendable {
    /// First half of a round: the bit a node holds.
    case report(round: Int, Bool)
    /// Second half: the bit that most nodes reported, or nil when no bit was.
    case proposal(round: Int, Bool?)
  }

  private enum Phase: Hashable, Sendable { case reporting, proposing }

  private let nodes: [NodeID]
  private let crashes: Int
  private var phase = Phase.reporting
  private var reports: [Int: [NodeID: Bool]] = [:]
  private var proposals: [Int: [NodeID: Bool?]] = [:]
  /// The round it is in, from 1.
  public private(set) var round = 0
  /// The bit it holds.
  public private(set) var value: Bool
  /// What it has decided; never changes.
  public private(set) var decision: Bool?

  /// A node that begins with a bit.
  /// - Parameters:
  ///   - nodes: all nodes, this one included.
  ///   - crashes: how many may crash; fewer than half.
  public init(value: Bool, nodes: [NodeID], crashes: Int) {
    self.value = value
    self.nodes = nodes
    self.crashes = crashes
  }

  /// Begins the first round: what to send to every node, this one included.
  public mutating func start() -> Message {
    round = 1
    return .report(round: 1, value)
  }

  /// How many messages are kept, of this round and of those to come.
  public var keptCount: Int {
    reports.values.reduce(0) { $0 + $1.count } + proposals.values.reduce(0) { $0 + $1.count }
  }

  /// Takes a message; returns what to send to every node, this one included.
  /// - Parameter coin: a fair coin, tossed when nothing else says what to hold next. One message may
  ///   end several rounds, whose other messages came early; each has a toss of its own.
  public mutating func receive(
    _ message: Message, from sender: NodeID, coin: inout some RandomNumberGenerator
  ) -> [Message] {
    guard nodes.contains(sender) else { return [] }
    switch message {
    case .report(let round, let bit) where round >= self.round:
      reports[round, default: [:]][sender] = bit
    case .proposal(let round, let bit) where round >= self.round:
      proposals[round, default: [:]].updateValue(bit, forKey: sender)
    case .report, .proposal: return []
    }
    var sent: [Message] = []
    while round > 0, let next = advance(&coin) { sent.append(next) }
    return sent
  }

  /// Goes on when this half of the round has brought enough messages.
  private mutating func advance(_ coin: inout some RandomNumberGenerator) -> Message? {
    let enough = nodes.count - crashes
    switch phase {
    case .reporting:
      let bits = reports[round, default: [:]].values
      guard bits.count >= enough else { return nil }
      phase = .proposing
      let most = [true, false].first { bit in bits.count { $0 == bit } > nodes.count / 2 }
      return .proposal(round: round, most)
    case .proposing:
      let bits = proposals[round, default: [:]].values
      guard bits.count >= enough else { return nil }
      // Two majorities of reports meet, so no two proposals of a round differ.
      let proposed = bits.compactMap(\.self)
      value = proposed.first ?? (coin.next() >> 63 == 1)
      if proposed.count > crashes { decision = decision ?? value }
      reports[round] = nil
      proposals[round] = nil
      round += 1
      phase = .reporting
      return .report(round: round, value)
    }
  }
}
