import ExerciseKit
import Solutions
import Testing

@Suite("A failure detector that learns")
struct FailureDetectorTests {
  private let peer = NodeID(2)

  @Test func `a slow network is learnt after finitely many mistakes`() {
    var detector = FailureDetector(peers: [peer], timeout: 50, step: 40, now: 0)
    var mistakes = 0
    var lastMistake = 0
    for beat in 1...200 {
      // Every heartbeat is 230 ms after the one before; the detector does not know that.
      let now = beat * 230
      _ = detector.suspects(now: now - 1)
      if detector.heard(from: peer, now: now) {
        mistakes += 1
        lastMistake = beat
      }
    }
    #expect(mistakes == 5)
    #expect(lastMistake == 5)
    #expect(detector.timeout(of: peer) == 250)
  }

  @Test func `a stopped node is suspected for ever, a stranger never`() {
    var detector = FailureDetector(peers: [peer], timeout: 50, step: 40, now: 0)
    #expect(detector.suspects(now: 50).isEmpty)
    #expect(detector.suspects(now: 51) == [peer])
    #expect(detector.suspects(now: 1_000_000) == [peer])
    let wasMistaken = detector.heard(from: NodeID(9), now: 60)
    #expect(!wasMistaken)
  }
}
