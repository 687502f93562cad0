public import ExerciseKit

/// A lease on one resource: who may use it, until when, and the token that proves how recent it is.
public struct FencedLease: Hashable, Sendable {
  /// Who holds it.
  public var holder: NodeID
  /// Larger than the token of every lease granted to anyone before.
  public var token: UInt64
  /// When it ends, on the service's clock.
  public var expires: Millis

  /// Describes a lease.
  public init(holder: NodeID, token: UInt64, expires: Millis) {
    self.holder = holder
    self.token = token
    self.expires = expires
  }
}

/// Grants a lease to one client at a time, with fencing tokens that only grow.
///
/// Guarantee: at no moment of the service's clock are there two leases that have not ended, and a
/// later lease has a larger token, also after a restart. It does not guarantee that a holder knows
/// its lease has ended: that is what the token is for (`FencedRegister`). Source: Burrows 2006,
/// section 2.4 (sequencers); Gray and Cheriton 1989 for leases.
///
/// Deviations: renewing keeps the token, since the holder has not changed. The clock must not run
/// backwards; if it does, leases only last longer. `lastToken` must be on stable storage before a
/// lease leaves; so must the lease, or a restart must wait one `ttl`.
public struct LeaseService: Sendable {
  private let ttl: Millis
  private var current: FencedLease?
  /// The largest token ever granted.
  public private(set) var lastToken: UInt64

  /// Starts, or restarts from what was persisted.
  /// - Parameter ttl: how long a lease lasts.
  public init(ttl: Millis, lastToken: UInt64 = 0, current: FencedLease? = nil) {
    self.ttl = ttl
    self.lastToken = lastToken
    self.current = current
  }

  /// Grants a new lease; nil while another client's has not ended. The holder itself gets its own
  /// lease, renewed.
  public mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    if let current, now < current.expires {
      return current.holder == client ? renew(current, now: now) : nil
    }
    lastToken += 1
    current = FencedLease(holder: client, token: lastToken, expires: now + ttl)
    return current
  }

  /// Prolongs a lease; nil when it has ended or another was granted since.
  public mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? {
    guard var renewed = current, renewed.holder == lease.holder, renewed.token == lease.token,
      now < renewed.expires
    else { return nil }
    renewed.expires = max(renewed.expires, now + ttl)
    current = renewed
    return renewed
  }
}
