public import ExerciseKit

/// A message with a name of its own, so that the same text can be broadcast twice.
public struct BroadcastMessage: Hashable, Sendable {
  /// Who broadcast it.
  public var sender: NodeID
  /// Which of the sender's messages it is, from 1.
  public var number: Int
  /// What it says.
  public var text: String

  /// Describes a message.
  public init(sender: NodeID, number: Int, text: String) {
    self.sender = sender
    self.number = number
    self.text = text
  }
}

/// Total-order broadcast made of consensus: slot after slot, one instance of consensus decides
/// which message comes next.
///
/// Guarantee: if each slot's instance decides one value that somebody proposed, all nodes deliver
/// the same messages in the same order, each once; and if instances end and messages reach
/// everybody, each message is delivered. Source: Chandra and Toueg 1996, section 7.
///
/// It holds with messages and decisions repeated and reordered, and with nodes that stop and start again as
/// said below. Who lacks a decision waits, and delivers nothing wrong.
///
/// Must be stored: the whole state, as a copy of this value, together with what was made of the
/// deliveries; or nothing, by a node that is told every decision again from the first slot on. What a
/// slot decided is the instances' to remember. And a node must not number its messages from the start
/// again: two of one number are two messages only while their texts differ.
///
/// Cost: one instance of consensus for each message. What was delivered is kept for good; decisions of
/// slots to come are kept until those before are known.
///
/// Deviation: the paper decides a set of messages per instance; here it is one.
public struct TotalOrderBroadcast: Sendable {
  /// What a node brings to the consensus of a slot.
  public struct Proposal: Hashable, Sendable {
    /// The slot, from 1.
    public var slot: Int
    /// What should be delivered in it.
    public var message: BroadcastMessage
  }

  private var decisions: [Int: BroadcastMessage] = [:]
  /// Heard of and not delivered, in the order in which they came.
  private var pending: [BroadcastMessage] = []
  private var nextSlot = 1
  /// What was delivered, in order.
  public private(set) var delivered: [BroadcastMessage] = []

  /// A node that has heard nothing.
  public init() {}

  /// What this node would propose for the next slot; nil when it knows of no message to deliver.
  public var proposal: Proposal? {
    pending.first.map { Proposal(slot: nextSlot, message: $0) }
  }

  /// Hears of a message that somebody, perhaps this node, broadcasts.
  public mutating func hear(_ message: BroadcastMessage) {
    guard !pending.contains(message), !delivered.contains(message) else { return }
    pending.append(message)
  }

  /// Learns what a slot decided; delivers it as soon as all slots before are known.
  /// - Returns: what is delivered now.
  public mutating func decided(slot: Int, _ message: BroadcastMessage) -> [BroadcastMessage] {
    // A slot that is delivered has been decided for good: a repetition would be kept for nothing.
    guard slot >= nextSlot else { return [] }
    decisions[slot] = message
    var now: [BroadcastMessage] = []
    while let next = decisions.removeValue(forKey: nextSlot) {
      nextSlot += 1
      pending.removeAll { $0 == next }
      // Two nodes may have proposed one message for two slots.
      if !delivered.contains(next) {
        delivered.append(next)
        now.append(next)
      }
    }
    return now
  }
}
