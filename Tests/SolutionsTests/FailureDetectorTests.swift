import ExerciseKit
import Solutions
import Testing

@Suite("A failure detector that learns")
struct FailureDetectorTests {
  private let peer = NodeID(2)

  private func detector(timeout: Millis = 50) -> FailureDetector {
    FailureDetector(node: NodeID(3), peers: [peer], timeout: timeout, step: 40, now: 0)
  }

  private func beat(_ number: UInt64, life: UInt64 = 1) -> Heartbeat {
    Heartbeat(life: life, number: number)
  }

  @Test func `a slow network is learnt after finitely many mistakes`() {
    var detector = detector()
    var mistakes = 0
    var lastMistake = 0
    for number in 1...200 {
      // Every heartbeat is 230 ms after the one before; the detector does not know that.
      let now = number * 230
      _ = detector.check(now: now - 1)
      if detector.heard(beat(UInt64(number)), from: peer, now: now) {
        mistakes += 1
        lastMistake = number
      }
    }
    #expect(mistakes == 5)
    #expect(lastMistake == 5)
    #expect(detector.timeout(of: peer) == 250)
  }

  @Test func `a stopped node is suspected for ever, a stranger never`() {
    var detector = detector()
    #expect(detector.check(now: 50).isEmpty)
    #expect(detector.leader == peer)
    #expect(detector.check(now: 51) == [peer])
    #expect(detector.check(now: 1_000_000).isEmpty)
    #expect(detector.suspects == [peer])
    #expect(detector.leader == NodeID(3))
    let wasMistaken = detector.heard(beat(1), from: NodeID(9), now: 1_000_000)
    #expect(!wasMistaken)
    #expect(detector.suspects == [peer])
    #expect(detector.timeout(of: NodeID(9)) == nil)
  }

  @Test func `an old heartbeat is no sign of life`() {
    var detector = detector()
    _ = detector.heard(beat(4), from: peer, now: 10)
    for number: UInt64 in [1, 4] { _ = detector.heard(beat(number), from: peer, now: 60) }
    #expect(detector.check(now: 61) == [peer])
    let wasMistaken = detector.heard(beat(4), from: peer, now: 62)
    #expect(!wasMistaken && detector.suspects == [peer])
  }

  @Test func `who starts again was suspected rightly`() {
    var detector = detector()
    _ = detector.heard(beat(9), from: peer, now: 10)
    #expect(detector.check(now: 100) == [peer])
    let wasMistaken = detector.heard(beat(1, life: 2), from: peer, now: 110)
    #expect(!wasMistaken && detector.suspects.isEmpty)
    #expect(detector.timeout(of: peer) == 50)
  }

  @Test func `no timeout is longer than the largest number`() {
    var detector = detector(timeout: .max - 1)
    #expect(detector.check(now: .max) == [peer])
    let wasMistaken = detector.heard(beat(1), from: peer, now: .max)
    #expect(wasMistaken)
    #expect(detector.timeout(of: peer) == .max)
  }
}
