public import ExerciseKit

/// The number of an attempt to decide: a round, and the proposer that made it, so that no two
/// proposers ever use the same.
public struct Ballot: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Counts a proposer's attempts, from 1.
  public var round: Int
  /// Whose attempt it is.
  public var proposer: NodeID

  /// Describes an attempt.
  public init(round: Int, proposer: NodeID) {
    self.round = round
    self.proposer = proposer
  }

  /// The round, then the proposer: `2.n1`.
  public var description: String { "\(round).\(proposer)" }

  /// By round, and within a round by proposer.
  public static func < (left: Ballot, right: Ballot) -> Bool {
    (left.round, left.proposer) < (right.round, right.proposer)
  }
}
