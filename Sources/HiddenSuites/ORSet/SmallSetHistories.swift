import Synchronization
import Wire

/// Every event of every history of 2 replicas and 1 element, up to 5 events, and what one submission
/// answers to them.
///
/// One check judges these histories for their own sake, and every other that fails looks here first
/// for a short story of its fault. The submission is asked once.
final class SmallSetHistories: Sendable {
  static let space: CausalSpace<SetOperation> = {
    var space = CausalSpace<SetOperation>(
      nodeCount: 2, operations: SetOperation.changes(of: [.milk]))
    while space.depth < 5, space.grow(limit: .max) != nil {}
    return space
  }()

  static let oracle = SetOracle(space.events)

  private enum Known {
    case nothing
    case answers([SetAnswer])
    /// Some history stops the submission; asking again would cost as much and tell no more.
    case stopped
  }

  private let known = Mutex(Known.nothing)

  /// The submission's answers, one for each event.
  /// - Parameters:
  ///   - insists: true to ask again though it has stopped before.
  ///   - ask: asks the submission; not called when its answers are known.
  /// - Returns: nil when it has stopped before.
  func answers(
    insists: Bool, _ ask: () throws(Stop) -> [SetAnswer]
  ) throws(Stop) -> [SetAnswer]? {
    try known.withLock { (known) throws(Stop) in
      if case .answers(let answers) = known { return answers }
      if case .stopped = known, !insists { return nil }
      known = .stopped
      let answers = try ask()
      known = .answers(answers)
      return answers
    }
  }
}
