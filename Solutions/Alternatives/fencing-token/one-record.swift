import ExerciseKit

struct LeaseService: LeaseGranting {
  private let ttl: Millis
  private(set) var stored: LeaseRecord

  init(ttl: Millis, stored: LeaseRecord) {
    self.ttl = ttl
    self.stored = stored
    if let token = stored.current?.token, token > stored.lastToken { self.stored.lastToken = token }
  }

  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    guard let current = stored.current, current.expires > now else {
      let lease = FencedLease(holder: client, token: stored.lastToken + 1, expires: now + ttl)
      stored = LeaseRecord(lastToken: lease.token, current: lease)
      return lease
    }
    return client == current.holder ? renew(current, now: now) : nil
  }

  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? {
    switch stored.current {
    case let current? where (current.holder, current.token) == (lease.holder, lease.token):
      if current.expires <= now { return nil }
      stored.current?.expires = max(current.expires, now + ttl)
      return stored.current
    default: return nil
    }
  }
}

struct FencedRegister<Value: Sendable>: FencedStorage {
  private(set) var stored: RegisterRecord<Value>
  var value: Value? { stored.value }

  init(stored: RegisterRecord<Value>) { self.stored = stored }

  mutating func write(_ value: Value, token: UInt64) -> Bool {
    if stored.largestToken > token { return false }
    stored.largestToken = token
    stored.value = value
    return true
  }
}
