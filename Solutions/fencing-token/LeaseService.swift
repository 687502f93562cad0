public import ExerciseKit

/// Grants a lease to one client at a time, with fencing tokens that only grow.
///
/// Guarantee: at no moment of the service's clock are there two leases that have not ended, and a
/// later lease has a larger token, also after a restart. It does not guarantee that a holder knows
/// its lease has ended: that is what the token is for (`FencedRegister`). Source: Burrows 2006,
/// section 2.4 (sequencers); Gray and Cheriton 1989 for leases.
///
/// Must be stored: `stored`, token and lease in one write, before a lease leaves. A service whose disk
/// is gone must not start again: registers have seen tokens that it would grant once more.
///
/// It holds with requests lost, repeated and late, and with a service that stops and starts again.
///
/// Cost: a message and its answer for each lease and each renewal, a write to the disk for each; one lease in
/// memory.
///
/// Deviations: renewing keeps the token, since the holder has not changed. The clock must not run
/// backwards; if it does, leases only last longer. A lease at the end of time lasts until then, and
/// when no larger token is left nothing is granted any more.
public struct LeaseService: LeaseGranting {
  /// What must survive a restart.
  public typealias Stored = LeaseRecord

  private let ttl: Millis
  private var current: FencedLease?
  /// The largest token ever granted.
  public private(set) var lastToken: UInt64

  /// A service as it starts, or starts again from what it stored last. A token in a lease counts as
  /// granted, whatever the other number says.
  /// - Parameter ttl: how long a lease lasts.
  public init(ttl: Millis, stored: Stored = Stored()) {
    self.ttl = ttl
    current = stored.current
    lastToken = max(stored.lastToken, stored.current?.token ?? 0)
  }

  /// What must be on the disk before the lease of the last step leaves.
  public var stored: Stored { Stored(lastToken: lastToken, current: current) }

  /// Grants a new lease; nil while another client's has not ended. The holder itself gets its own
  /// lease, renewed.
  public mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    if let current, now < current.expires {
      return current.holder == client ? renew(current, now: now) : nil
    }
    guard lastToken < .max else { return nil }
    lastToken += 1
    current = FencedLease(holder: client, token: lastToken, expires: end(of: now))
    return current
  }

  /// Prolongs a lease; nil when it has ended or another was granted since.
  public mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? {
    guard var renewed = current, renewed.holder == lease.holder, renewed.token == lease.token,
      now < renewed.expires
    else { return nil }
    renewed.expires = max(renewed.expires, end(of: now))
    current = renewed
    return renewed
  }

  private func end(of now: Millis) -> Millis {
    let end = now.addingReportingOverflow(ttl)
    return end.overflow ? .max : end.partialValue
  }
}
