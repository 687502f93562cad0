/// An event of a run in two bytes, so that every state of a search can keep the one that led to it.
///
/// Kept, not worked out again: what a step does to the network depends on how much was known of the
/// subject when it was followed.
struct EventCode: Hashable, Sendable {
  /// The node, then 0 for a timeout, 1 for a restart, and 2 onwards for deliveries.
  let bits: UInt16

  /// Reads an event back.
  init(bits: UInt16) { self.bits = bits }

  /// A timeout or a restart.
  @inline(__always) init(_ node: Int, _ event: Local) {
    bits = UInt16(truncatingIfNeeded: node << 8) | event.rawValue
  }

  /// A delivery of one of at most 128 messages.
  @inline(__always) init(_ node: Int, delivering message: Int) {
    bits = UInt16(truncatingIfNeeded: node << 8 | (message + 2))
  }

  /// What happens within a node.
  enum Local: UInt16 { case timeout, restart }

  /// The event.
  var event: GlobalEvent {
    let local: LocalEvent =
      switch Int(bits & 0xff) {
      case 0: .timeout
      case 1: .restart
      case let message: .delivery(message: message - 2)
      }
    return GlobalEvent(node: Int(bits >> 8), event: local)
  }
}
