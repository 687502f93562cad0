/// A lease on one resource: who may use it, until when, and the token that proves how recent it is.
///
/// Sources: Gray and Cheriton 1989, section 2 (leases); Burrows 2006, section 2.4 (sequencers).
public struct FencedLease: Hashable, Sendable {
  /// Who holds it.
  public var holder: NodeID
  /// Larger than the token of every lease granted to anyone before.
  public var token: UInt64
  /// When it ends, on the service's clock: it lives while `now < expires`.
  public var expires: Millis

  /// Describes a lease.
  public init(holder: NodeID, token: UInt64, expires: Millis) {
    self.holder = holder
    self.token = token
    self.expires = expires
  }
}

/// What a lease service has on its disk.
public struct LeaseRecord: Hashable, Sendable {
  /// The largest token ever granted; 0 before the first.
  public var lastToken: UInt64
  /// The lease granted or renewed last, ended or not; nil before the first.
  public var current: FencedLease?

  /// Describes what is on the disk; nothing on an empty one.
  public init(lastToken: UInt64 = 0, current: FencedLease? = nil) {
    self.lastToken = lastToken
    self.current = current
  }
}

/// What a fenced register has on its disk.
public struct RegisterRecord<Value: Sendable>: Sendable {
  /// What was written last; nil before the first write.
  public var value: Value?
  /// The largest token seen; 0 before the first.
  public var largestToken: UInt64

  /// Describes what is on the disk; nothing on an empty one.
  public init(value: Value? = nil, largestToken: UInt64 = 0) {
    self.value = value
    self.largestToken = largestToken
  }
}

extension RegisterRecord: Equatable where Value: Equatable {}
extension RegisterRecord: Hashable where Value: Hashable {}

/// The first half of the exercise `fencing-token`: grants a lease to one client at a time, with tokens
/// that only grow (Burrows 2006, section 2.4).
public protocol LeaseGranting: Sendable {
  /// A service as it starts, or starts again from what it stored last.
  /// - Parameter ttl: how long a lease lasts; at least one.
  init(ttl: Millis, stored: LeaseRecord)

  /// What must be on the disk before the lease of the last step leaves.
  var stored: LeaseRecord { get }

  /// Grants a lease; nil while another client's lives.
  /// - Parameter now: what the service's clock reads.
  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease?

  /// Prolongs a lease; nil when it has ended, or was not the last one granted.
  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease?
}

/// The second half: storage that refuses whoever's token is older than one it has seen.
public protocol FencedStorage<Value>: Sendable {
  associatedtype Value: Sendable

  /// A register as it starts, or starts again from what it stored last.
  init(stored: RegisterRecord<Value>)

  /// What must be on the disk before the last write is answered.
  var stored: RegisterRecord<Value> { get }

  /// What was written last; nil before the first write.
  var value: Value? { get }

  /// Writes, unless a larger token has been seen.
  /// - Returns: whether it was written.
  mutating func write(_ value: Value, token: UInt64) -> Bool
}
