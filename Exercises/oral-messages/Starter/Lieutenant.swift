import ExerciseKit

/// A loyal lieutenant, who cannot know who else is.
struct Lieutenant: OrderRelaying {
  /// What he does; nil until round m + 1 has ended.
  var decision: String? {
    // TODO: When does he know enough?
    nil
  }

  /// A lieutenant before the first round.
  init(
    lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String
  ) {
    // TODO: What must he remember?
  }

  /// A message arrives in the round that is on.
  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    // TODO: Can it have come like that?
    false
  }

  /// The round ends.
  mutating func endRound() -> [LieutenantEffect] {
    // TODO: Who must hear what came, and what where nothing did?
    []
  }
}
