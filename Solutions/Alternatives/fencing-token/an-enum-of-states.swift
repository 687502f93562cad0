import ExerciseKit

struct LeaseService: LeaseGranting {
  private enum State: Sendable {
    case untouched(token: UInt64)
    case granted(FencedLease, token: UInt64)
  }

  private let ttl: Millis
  private var state: State

  init(ttl: Millis, stored: LeaseRecord) {
    self.ttl = ttl
    if let lease = stored.current {
      state = .granted(lease, token: max(lease.token, stored.lastToken))
    } else {
      state = .untouched(token: stored.lastToken)
    }
  }

  var stored: LeaseRecord {
    switch state {
    case .untouched(let token): LeaseRecord(lastToken: token)
    case .granted(let lease, let token): LeaseRecord(lastToken: token, current: lease)
    }
  }

  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    switch state {
    case .granted(let lease, _) where now < lease.expires:
      return client == lease.holder ? renew(lease, now: now) : nil
    case .granted(_, let token), .untouched(let token):
      let lease = FencedLease(holder: client, token: token + 1, expires: now + ttl)
      state = .granted(lease, token: token + 1)
      return lease
    }
  }

  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? {
    guard case .granted(var own, let token) = state else { return nil }
    guard own.holder == lease.holder, own.token == lease.token, now < own.expires else {
      return nil
    }
    own.expires = max(own.expires, now + ttl)
    state = .granted(own, token: token)
    return own
  }
}

/// Shares its storage until it is written to.
struct FencedRegister<Value: Sendable>: FencedStorage {
  private final class Box: Sendable {
    let record: RegisterRecord<Value>
    init(_ record: RegisterRecord<Value>) { self.record = record }
  }

  private var box: Box

  init(stored: RegisterRecord<Value>) { box = Box(stored) }

  var stored: RegisterRecord<Value> { box.record }
  var value: Value? { box.record.value }

  mutating func write(_ value: Value, token: UInt64) -> Bool {
    let isNew = token >= box.record.largestToken
    if isNew { box = Box(RegisterRecord(value: value, largestToken: token)) }
    return isNew
  }
}
