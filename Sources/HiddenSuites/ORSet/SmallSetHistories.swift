import Checking
import Wire

/// Every event of every history of 2 replicas and 1 element, up to 5 events, and what one submission
/// answers to them.
///
/// One check judges these histories for their own sake, and every other that fails looks here first
/// for a short story of its fault. The submission is asked once.
final class SmallSetHistories: Sendable {
  static let space: CausalSpace<SetOperation> = {
    var space = CausalSpace<SetOperation>(
      nodeCount: 2, operations: SetOperation.changes(of: probes))
    while space.depth < 5, space.grow(limit: .max) != nil {}
    return space
  }()

  static let oracle = SetOracle(space.events)

  /// The elements `contains` is asked about.
  static let probes = [SetElement.milk]

  private static let conversation: SetConversation = {
    var conversation = SetConversation()
    _ = conversation.perform(space.events) { _ in probes }
    return conversation
  }()

  private let asked = AskedOnce<[SetAnswer]>()

  /// The submission's answers, one for each event.
  /// - Parameter insists: true to ask again though it has stopped before.
  /// - Returns: nil when it has stopped before.
  func answers(from subject: any Subject, insists: Bool) throws(Stop) -> [SetAnswer]? {
    try asked.answer(insists: insists) { () throws(Stop) in
      try Self.conversation.answers(from: subject)
    }
  }
}
