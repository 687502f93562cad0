import Synchronization
import Testing

@testable import Checking

@Suite("Random shares")
struct RandomSharesTests {
  /// Counts how often each share is drawn.
  private final class Draws: Sendable {
    let shown = Mutex<[UInt64]>([])
    let kept = Mutex<[UInt64]>([])

    func shares(_ name: String) -> RandomShares<UInt64> {
      RandomShares(name) { [self] seed in
        shown.withLock { $0.append(seed) }
        return [seed]
      } keptBack: { [self] seed in
        kept.withLock { $0.append(seed) }
        return [seed]
      }
    }
  }

  @Test
  func `what may be shown is drawn once for all submissions, what is kept back once for each`() {
    let draws = Draws()
    let shares = draws.shares("some exercise")
    for byte in [1, 1, 2, 2, 2] as [UInt8] {
      let key = InputKey(files: [[byte]])
      shares.prepare(key)
      #expect(shares.shown(key) == [key.shownSeed(of: "some exercise")])
      #expect(shares.keptBack(key) == [key.keptSeed(of: "some exercise")])
    }
    #expect(draws.shown.withLock(\.count) == 1)
    #expect(draws.kept.withLock(\.count) == 2)
  }

  @Test func `a course's secret gives other shares`() throws {
    let shares = Draws().shares("some exercise")
    let secret = try #require(CourseSecret(Array(repeating: 7, count: 32)))
    let (open, own) = (InputKey(files: [[1]]), InputKey(files: [[1]], secret: secret))
    #expect(shares.shown(open) != shares.shown(own))
    #expect(shares.keptBack(open) != shares.keptBack(own))
  }
}
