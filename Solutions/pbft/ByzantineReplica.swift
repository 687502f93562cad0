public import ExerciseKit

/// One replica of Practical Byzantine Fault Tolerance in its normal case: pre-prepare, prepare, commit
/// under one primary.
///
/// Guarantee: among n = 3f + 1 replicas of which at most f are faulty in any way, no two correct ones
/// execute different requests under one sequence number, whatever the network loses, repeats or
/// delays. When the primary is correct and messages of 2f + 1 correct replicas arrive, requests are
/// executed, in the order of their numbers. Source: Castro and Liskov 1999, section 4.2.
///
/// Must be stored: the whole replica, as a copy of this value, before an output of a step takes place:
/// one that has forgotten what it prepared can prepare something else, and is then one of the f.
///
/// Cost: n - 1 messages and two rounds in which everybody tells everybody, for each request. Kept for
/// good are the requests executed and, for each number and request that a member names, who named
/// them: a faulty member can fill the memory, which the paper's water marks prevent.
///
/// Deviations: one view, so a faulty primary can stop progress but not break agreement (view changes
/// replace it); no checkpoints, so the log only grows; requests come from the primary's caller and
/// need no client signature, and the sender of a message is taken as authentic, as the paper's message
/// authentication makes it.
public struct ByzantineReplica: Hashable, Sendable {
  /// A message between replicas. Requests stand for their digests.
  public enum Message: Hashable, Sendable {
    /// The primary gives a request its number.
    case prePrepare(sequence: Int, request: String)
    /// "The primary told me so."
    case prepare(sequence: Int, request: String)
    /// "A quorum was told so."
    case commit(sequence: Int, request: String)
  }

  /// What a replica wants done, in this order.
  public enum Output: Hashable, Sendable {
    /// Send to every other replica.
    case broadcast(Message)
    /// Execute the request; numbers come without gaps.
    case execute(sequence: Int, request: String)
  }

  private struct Slot: Hashable {
    /// What the primary said first; the only request this replica ever prepares under the number.
    var accepted: String?
    var prepared: [String: Set<NodeID>] = [:]
    var committed: [String: Set<NodeID>] = [:]
    var hasSentCommit = false
  }

  private let id: NodeID
  private let primary: NodeID
  private let members: Set<NodeID>
  private var slots: [Int: Slot] = [:]
  private var lastAssigned = 0
  /// The requests executed, in order.
  public private(set) var executed: [String] = []

  /// Makes a replica of a cluster of 3f + 1.
  /// - Parameters:
  ///   - id: this replica.
  ///   - members: all replicas, this one included.
  ///   - primary: the one that numbers requests.
  public init(id: NodeID, members: [NodeID], primary: NodeID) {
    precondition(members.contains(id) && members.contains(primary), "members of the cluster")
    precondition(members.count % 3 == 1, "a cluster of 3f + 1")
    self.id = id
    self.primary = primary
    self.members = Set(members)
  }

  /// f: how many faulty replicas are masked.
  private var faults: Int { (members.count - 1) / 3 }

  /// Numbers a request; nothing at a replica that is not the primary.
  public mutating func propose(_ request: String) -> [Output] {
    guard id == primary else { return [] }
    lastAssigned += 1
    slots[lastAssigned, default: Slot()].accepted = request
    return [.broadcast(.prePrepare(sequence: lastAssigned, request: request))]
      + progress(lastAssigned)
  }

  /// Takes in a message. What a stranger says, and a primary's second word on a number, change
  /// nothing.
  public mutating func receive(_ message: Message, from sender: NodeID) -> [Output] {
    guard members.contains(sender), sender != id else { return [] }
    switch message {
    case .prePrepare(let sequence, let request):
      guard sender == primary, sequence > 0, slots[sequence]?.accepted == nil else { return [] }
      slots[sequence, default: Slot()].accepted = request
      slots[sequence, default: Slot()].prepared[request, default: []].insert(id)
      return [.broadcast(.prepare(sequence: sequence, request: request))] + progress(sequence)
    case .prepare(let sequence, let request):
      // The primary prepares by its pre-prepare.
      guard sender != primary, sequence > 0 else { return [] }
      slots[sequence, default: Slot()].prepared[request, default: []].insert(sender)
      return progress(sequence)
    case .commit(let sequence, let request):
      guard sequence > 0 else { return [] }
      slots[sequence, default: Slot()].committed[request, default: []].insert(sender)
      return progress(sequence)
    }
  }

  private mutating func progress(_ sequence: Int) -> [Output] {
    var outputs: [Output] = []
    if var slot = slots[sequence], let request = slot.accepted, !slot.hasSentCommit,
      slot.prepared[request, default: []].count >= 2 * faults
    {
      slot.hasSentCommit = true
      slot.committed[request, default: []].insert(id)
      slots[sequence] = slot
      outputs.append(.broadcast(.commit(sequence: sequence, request: request)))
    }
    while let slot = slots[executed.count + 1], let request = slot.accepted, slot.hasSentCommit,
      slot.committed[request, default: []].count >= 2 * faults + 1
    {
      executed.append(request)
      outputs.append(.execute(sequence: executed.count, request: request))
    }
    return outputs
  }
}
