import Histories
import HistoryFiles

/// Two neighbours in the spectrum: what a history must keep and what it must break.
struct NeighbouringLevels: Sendable {
  /// The part's name, and its check's.
  var name: String
  /// The levels that must hold.
  var kept: [ConsistencyLevel]
  /// The level that must not.
  var broken: ConsistencyLevel

  /// All pairs, the strongest first. Causal consistency keeps four guarantees of sessions, none of which
  /// implies another.
  static let all: [NeighbouringLevels] =
    [
      NeighbouringLevels(
        name: "sequential-not-linearizable", kept: [.sequential], broken: .linearizable),
      NeighbouringLevels(name: "causal-not-sequential", kept: [.causal], broken: .sequential),
      NeighbouringLevels(name: "sessions-not-causal", kept: sessions, broken: .causal),
    ]
    + sessions.map { level in
      NeighbouringLevels(
        name: "all-but-" + level.rawValue, kept: sessions.filter { $0 != level }, broken: level)
    }

  static let sessions: [ConsistencyLevel] = [
    .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads,
  ]

  /// Whether a history is between the two, and nothing of it is left open.
  func isBetween(
    _ levels: [(level: ConsistencyLevel, finding: ConsistencyLevel.Finding)]
  ) -> Bool {
    levels.allSatisfy { level, finding in
      switch finding {
      case .kept: level != broken
      case .broken: !kept.contains(level)
      case .unknown: level != broken && !kept.contains(level)
      }
    }
  }
}
