/// Consensus made of total-order broadcast: everybody broadcasts a proposal, and the first one
/// delivered is the decision.
///
/// Guarantee: if all nodes deliver the same messages in the same order, all decide the same, and it
/// is something that was proposed. Source: Chandra and Toueg 1996, section 7.
///
/// It holds under the faults that the broadcast withstands. Cost: one broadcast for each proposal.
///
/// Must be stored: the decision, before anybody is told; a node that is given all deliveries from the
/// first one on finds it again.
public struct OrderedConsensus: Sendable {
  /// What was decided; nil as long as nothing was delivered. Never changes.
  public private(set) var decision: String?

  /// A node that has decided nothing.
  public init() {}

  /// Takes the next proposal that the broadcast delivers.
  public mutating func deliver(_ proposal: String) {
    decision = decision ?? proposal
  }
}
