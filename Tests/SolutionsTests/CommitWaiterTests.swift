import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Commit wait")
struct CommitWaiterTests {
  @Test(arguments: [(Int64(1_000), 2_000), (4_000, 8_000), (5_000, 10_000), (7_000, 14_000)])
  func `the wait is just over twice the uncertainty`(uncertainty: Int64, wait: Int) {
    for offset in [-uncertainty, 0, uncertainty] {
      let clock = TrueTimeClock(offset: offset, uncertainty: uncertainty)
      var leader = CommitWaiter()
      _ = leader.begin(1, now: clock.now(at: 1_000_000), prepared: [])
      #expect(leader.poll(now: clock.now(at: 1_000_000 + Int64(wait))).isEmpty)
      #expect(leader.poll(now: clock.now(at: 1_000_001 + Int64(wait))) == [1])
      #expect(leader.poll(now: clock.now(at: 2_000_000)).isEmpty, "shown once")
    }
  }

  @Test func `a transaction that starts after another was visible has a larger timestamp`() {
    var random = RandomSource(seed: 11)
    for _ in 0..<5_000 {
      let uncertainty = Int64(1 + random.index(below: 7_000))
      func clock() -> TrueTimeClock {
        let ends = [-uncertainty, uncertainty]
        let within = Int64(random.index(below: Int(2 * uncertainty + 1))) - uncertainty
        return TrueTimeClock(
          offset: random.chance(1, in: 2) ? ends[random.index(below: 2)] : within,
          uncertainty: uncertainty)
      }
      let (here, there) = (clock(), clock())
      var first = CommitWaiter()
      var second = CommitWaiter()
      var time: Int64 = 1_000_000
      let one = first.begin(1, now: here.now(at: time), prepared: [])
      while first.poll(now: here.now(at: time)).isEmpty { time += 250 }
      let two = second.begin(2, now: there.now(at: time), prepared: [])
      #expect(two > one)
    }
  }

  @Test func `a wait of one uncertainty lets a later transaction have the smaller timestamp`() {
    let fast = TrueTimeClock(offset: 5, uncertainty: 5)
    let slow = TrueTimeClock(offset: -5, uncertainty: 5)
    var first = CommitWaiter()
    var second = CommitWaiter()
    let one = first.begin(1, now: fast.now(at: 100), prepared: [])
    let two = second.begin(2, now: slow.now(at: 105), prepared: [])
    #expect((one, two) == (110, 105))
    #expect(first.poll(now: fast.now(at: 105)).isEmpty, "ours is not visible yet")
  }

  @Test func `a transaction may commit at the bound that was promised, and not below it`() {
    for (timestamp, isTaken) in [(Int64(99), false), (100, true), (101, true)] {
      var leader = CommitWaiter()
      let bound = leader.prepare(1, now: TimeInterval64(earliest: 90, latest: 100))
      #expect(bound == 100)
      #expect(leader.learn(1, committedAt: timestamp) == isTaken, "\(timestamp)")
    }
  }

  @Test func `timestamps of one leader strictly increase and cover what was prepared`() {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    let first = leader.begin(1, now: clock.now(at: 100), prepared: [])
    let second = leader.begin(2, now: clock.now(at: 100), prepared: [])
    let third = leader.begin(3, now: clock.now(at: 90), prepared: [500])
    let fourth = leader.begin(4, now: clock.now(at: 110), prepared: [])
    #expect([first, second, third, fourth] == [104, 105, 500, 501])
    #expect(leader.poll(now: clock.now(at: 1_000)) == [1, 2, 3, 4])
  }

  @Test func `a snapshot waits for everything that may still commit in it`() throws {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    #expect(!leader.safeSnapshot(at: 50), "nothing is known yet")
    _ = leader.begin(1, now: clock.now(at: 100), prepared: [])
    #expect(leader.safeSnapshot(at: 103))
    #expect(!leader.safeSnapshot(at: 104), "not visible yet")
    _ = leader.poll(now: clock.now(at: 200))
    #expect(leader.safeSnapshot(at: 104))
    #expect(!leader.safeSnapshot(at: 105), "the next timestamp may be 105")
    let promised = leader.prepare(2, now: clock.now(at: 300))
    let bound = try #require(promised)
    _ = leader.begin(3, now: clock.now(at: 400), prepared: [])
    _ = leader.poll(now: clock.now(at: 500))
    #expect(leader.safeSnapshot(at: bound - 1))
    #expect(!leader.safeSnapshot(at: bound), "prepared, and may commit at its bound")
    leader.learn(2, committedAt: 450)
    #expect(leader.safeSnapshot(at: 404))
    #expect(!leader.safeSnapshot(at: 450))
    _ = leader.poll(now: clock.now(at: 600))
    #expect(leader.safeSnapshot(at: 450))
  }

  @Test func `a promise that is asked for twice is the same promise`() {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    let bound = leader.prepare(1, now: clock.now(at: 100))
    _ = leader.begin(2, now: clock.now(at: 200), prepared: [])
    _ = leader.poll(now: clock.now(at: 300))
    #expect(leader.prepare(1, now: clock.now(at: 300)) == bound)
    // Below the second bound and above the first: this was called safe at no time.
    #expect(!leader.safeSnapshot(at: 150))
    #expect(leader.learn(1, committedAt: 150) == true)
    // The request for the promise comes once more, after the decision.
    #expect(leader.prepare(1, now: clock.now(at: 300)) == nil)
    #expect(leader.poll(now: clock.now(at: 400)) == [1])
    #expect(leader.learn(1, committedAt: 150) == true, "heard again")
    #expect(leader.poll(now: clock.now(at: 500)).isEmpty)
    #expect(leader.safeSnapshot(at: 204))
  }

  @Test func `a transaction given up holds no snapshot back`() {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    _ = leader.prepare(1, now: clock.now(at: 100))
    _ = leader.begin(2, now: clock.now(at: 200), prepared: [])
    _ = leader.poll(now: clock.now(at: 300))
    #expect(!leader.safeSnapshot(at: 204))
    #expect(leader.abort(1) == true)
    #expect(leader.safeSnapshot(at: 204))
    #expect(leader.learn(1, committedAt: 400) == false, "decided is decided")
    #expect(leader.prepare(1, now: clock.now(at: 400)) == nil, "a late request promises nothing")
    #expect(leader.safeSnapshot(at: 204))
    #expect(leader.abort(2) == false, "it has committed")
    leader.forget(1)
    leader.forget(2)
    #expect(leader.stored.outcomes.isEmpty)
  }

  @Test func `what a snapshot rests on cannot be contradicted`() {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    let bound = leader.prepare(1, now: clock.now(at: 100))
    #expect(bound == 104)
    #expect(leader.learn(1, committedAt: 103) == false, "below the bound that was promised")
    #expect(leader.learn(9, committedAt: 50) == false, "never prepared here")
    #expect(leader.learn(1, committedAt: 110) == true)
    #expect(leader.learn(1, committedAt: 120) == false, "it has a timestamp")
    leader.forget(1)
    #expect(leader.learn(1, committedAt: 110) == true, "not yet visible, so not forgotten")
  }

  @Test func `a snapshot called safe never changes, whatever is repeated, given up or restarted`() {
    var safe = 0
    for seed in UInt64(1)...200 {
      var random = RandomSource(seed: seed)
      let clock = TrueTimeClock(offset: 0, uncertainty: 5)
      var leader = CommitWaiter()
      var time: Int64 = 100
      var timestamps: [Int: Int64] = [:]
      var visible: Set<Int> = []
      var snapshots: [(time: Int64, ids: Set<Int>)] = []
      func seen(at time: Int64) -> Set<Int> {
        visible.filter { timestamps[$0].map { $0 <= time } ?? false }
      }
      for _ in 0..<150 {
        time += Int64(random.index(below: 4))
        let disk = leader.stored
        let id = random.index(below: 12)
        let now = clock.now(at: time)
        var shown: [Int] = []
        var decided: Int64?
        switch random.index(below: 6) {
        case 0: _ = leader.prepare(id, now: now)
        // Only who is not prepared or aborted here is coordinated here.
        case 1 where disk.prepared[id] == nil && disk.outcomes[id] != .aborted:
          decided = leader.begin(id, now: now, prepared: [time + Int64(random.index(below: 9))])
        case 2:
          let said = time + Int64(random.index(below: 30)) - 15
          decided = leader.learn(id, committedAt: said) ? said : nil
        case 3: leader.abort(id)
        default: shown = leader.poll(now: now)
        }
        // What was not stored was not said.
        guard !random.chance(1, in: 8) else {
          leader = CommitWaiter(stored: disk)
          continue
        }
        if let decided {
          #expect(
            timestamps[id] == nil || timestamps[id] == decided, "seed \(seed): two timestamps")
          timestamps[id] = decided
        }
        #expect(visible.isDisjoint(with: shown), "seed \(seed): shown twice")
        visible.formUnion(shown)
        for snapshot in snapshots {
          #expect(seen(at: snapshot.time) == snapshot.ids, "seed \(seed): \(snapshot)")
        }
        let asked = time + Int64(random.index(below: 20)) - 15
        if leader.safeSnapshot(at: asked) {
          snapshots.append((asked, seen(at: asked)))
          safe += 1
        }
      }
    }
    #expect(safe > 1_000)
  }

  @Test func `a bound at the end of time stops nobody's leader`() {
    let clock = TrueTimeClock(offset: 0, uncertainty: 4)
    var leader = CommitWaiter()
    #expect(leader.begin(1, now: clock.now(at: 100), prepared: [.max]) == .max)
    #expect(leader.begin(2, now: clock.now(at: 100), prepared: []) == .max)
    #expect(leader.poll(now: clock.now(at: 1_000)).isEmpty)
  }

  @Test func `a clock beyond its bound breaks the order`() {
    let broken = TrueTimeClock(offset: -40, uncertainty: 5)
    let good = TrueTimeClock(offset: 0, uncertainty: 5)
    var first = CommitWaiter()
    var second = CommitWaiter()
    let one = first.begin(1, now: good.now(at: 100), prepared: [])
    #expect(first.poll(now: good.now(at: 111)) == [1])
    #expect(second.begin(2, now: broken.now(at: 111), prepared: []) < one)
  }
}
