import ExerciseKit

/// Keeps all leases that were ever granted, though only the last matters.
struct LeaseService: LeaseGranting {
  private let ttl: Millis
  private var granted: [FencedLease]
  private var floor: UInt64

  init(ttl: Millis, stored: LeaseRecord) {
    self.ttl = ttl
    granted = stored.current.map { [$0] } ?? []
    floor = stored.lastToken
  }

  var stored: LeaseRecord {
    LeaseRecord(lastToken: largest, current: granted.last)
  }

  private var largest: UInt64 { granted.reduce(floor) { max($0, $1.token) } }

  private func living(_ now: Millis) -> Int? {
    granted.indices.last.flatMap { now < granted[$0].expires ? $0 : nil }
  }

  mutating func acquire(_ client: NodeID, now: Millis) -> FencedLease? {
    if let place = living(now) {
      return granted[place].holder == client ? prolonged(place, now) : nil
    }
    granted.append(FencedLease(holder: client, token: largest + 1, expires: now + ttl))
    return granted.last
  }

  mutating func renew(_ lease: FencedLease, now: Millis) -> FencedLease? {
    guard let place = living(now), granted[place].holder == lease.holder,
      granted[place].token == lease.token
    else { return nil }
    return prolonged(place, now)
  }

  private mutating func prolonged(_ place: Int, _ now: Millis) -> FencedLease {
    if now + ttl > granted[place].expires { granted[place].expires = now + ttl }
    return granted[place]
  }
}

struct FencedRegister<Value: Sendable>: FencedStorage {
  private var writes: [(value: Value, token: UInt64)] = []
  private let start: RegisterRecord<Value>

  init(stored: RegisterRecord<Value>) { start = stored }

  var stored: RegisterRecord<Value> {
    writes.last.map { RegisterRecord(value: $0.value, largestToken: $0.token) } ?? start
  }

  var value: Value? { stored.value }

  mutating func write(_ value: Value, token: UInt64) -> Bool {
    guard stored.largestToken <= token else { return false }
    writes.append((value, token))
    return true
  }
}
