import ExerciseKit
import Solutions

// Lieutenants that do nothing, and some that are wrong.

struct IdleLieutenant: OrderRelaying {
  let decision: String? = nil
  init(lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String) {
  }
  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool { false }
  mutating func endRound() -> [LieutenantEffect] { [] }
}

/// Does what the commander told him, whatever he told others.
struct ObedientLieutenant: OrderRelaying {
  private var base: Lieutenant
  private var order: String
  var decision: String? { base.decision.map { _ in order } }
  init(lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String) {
    base = Lieutenant(
      lieutenant: lieutenant, commander: commander, generals: generals, traitors: traitors,
      fallback: fallback)
    order = fallback
  }
  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    let counts = base.receive(message, from: sender)
    if counts, message.path.count == 1 { order = message.order }
    return counts
  }
  mutating func endRound() -> [LieutenantEffect] { base.endRound() }
}

/// Decides what nobody has ordered.
struct RebelliousLieutenant: OrderRelaying {
  private var base: Lieutenant
  private let fallback: String
  var decision: String? { base.decision.map { _ in fallback } }
  init(lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String) {
    base = Lieutenant(
      lieutenant: lieutenant, commander: commander, generals: generals, traitors: traitors,
      fallback: fallback)
    self.fallback = fallback
  }
  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    base.receive(message, from: sender)
  }
  mutating func endRound() -> [LieutenantEffect] { base.endRound() }
}
