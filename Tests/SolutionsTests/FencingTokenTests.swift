import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Leases and fencing tokens")
struct FencingTokenTests {
  private let a = NodeID(1)
  private let b = NodeID(2)

  @Test func `a lease that was renewed is held until its new end, and at its end by nobody`() {
    var service = LeaseService(ttl: 10)
    let (holder, other) = (NodeID(1), NodeID(2))
    guard let lease = service.acquire(holder, now: 0) else {
      Issue.record("a free lease is granted")
      return
    }
    #expect(service.renew(lease, now: 9)?.expires == 19)
    #expect(service.acquire(other, now: 18) == nil)
    #expect(service.renew(lease, now: 19) == nil)
    #expect(service.acquire(other, now: 19)?.token == lease.token + 1)
  }

  @Test func `a holder that slept through its lease is fenced`() throws {
    var service = LeaseService(ttl: 100, stored: LeaseService.Stored(lastToken: 32))
    var register = FencedRegister<String>()
    let lease = service.acquire(a, now: 0)
    let old = try #require(lease)
    #expect(old.token == 33)
    let refused = service.acquire(b, now: 99)
    #expect(refused == nil)
    let next = service.acquire(b, now: 100)
    let new = try #require(next)
    #expect(new.token == 34)
    let taken = [("b", new), ("a", old), ("b again", new)].map {
      register.write($0, token: $1.token)
    }
    #expect(taken == [true, false, true])
    #expect(register.value == "b again")
  }

  @Test func `renewing prolongs a live lease of the same holder only`() throws {
    var service = LeaseService(ttl: 100)
    let granted = service.acquire(a, now: 0)
    let lease = try #require(granted)
    let renewed = [60, 170].map { service.renew(lease, now: $0)?.expires }
    #expect(renewed == [160, nil])
    _ = service.acquire(b, now: 170)
    let late = service.renew(lease, now: 180)
    #expect(late == nil)
  }

  @Test func `a service that has granted nothing has given no token`() throws {
    var service = LeaseService(ttl: 100)
    #expect(service.lastToken == 0)
    let first = service.acquire(a, now: 0)
    #expect(try #require(first).token == 1)
  }

  @Test func `tokens grow across a restart`() throws {
    var service = LeaseService(ttl: 100)
    let before = service.acquire(a, now: 0)
    service = LeaseService(ttl: 100, stored: LeaseService.Stored(lastToken: service.lastToken))
    let after = service.acquire(b, now: 100)
    #expect(try #require(after).token > #require(before).token)
  }

  @Test func `whatever clocks do, taken writes have tokens that never fall, each of one holder`() {
    for seed in 1...300 {
      var random = RandomSource(seed: UInt64(seed))
      var service = LeaseService(ttl: 50)
      var register = FencedRegister<Int>()
      var leases: [FencedLease] = []
      var holders: [UInt64: NodeID] = [:]
      var highest: UInt64 = 0
      var now = 0
      for step in 0..<80 {
        now += random.index(below: 60) - 10
        let client = NodeID(UInt32(1 + random.index(below: 3)))
        if let lease = service.acquire(client, now: now) { leases.append(lease) }
        guard !leases.isEmpty else { continue }
        let late = leases[random.index(below: leases.count)]
        #expect(holders[late.token, default: late.holder] == late.holder)
        holders[late.token] = late.holder
        if register.write(step, token: late.token) {
          #expect(late.token >= highest)
          highest = late.token
        }
      }
    }
  }
}
