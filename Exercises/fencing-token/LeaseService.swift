import ExerciseKit

/// Grants a lease to one client at a time, with tokens that only grow.
struct LeaseService: LeaseGranting {
  /// What must be on the disk before the lease of the last step leaves.
  var stored: LeaseRecord

  /// A service as it starts, or starts again from what it stored last.
  init(ttl: Millis, stored: LeaseRecord) {
    self.stored = stored
    // TODO: Which token counts as granted, if the two that are stored differ?
  }

  /// Grants a lease; nil while another client's lives.
  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    // TODO: Who may have one, and under which token?
    nil
  }

  /// Prolongs a lease; nil when it has ended, or was not the last one granted.
  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? {
    // TODO: Can you believe what the lease says?
    nil
  }
}
