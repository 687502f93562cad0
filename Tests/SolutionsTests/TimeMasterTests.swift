import ExerciseKit
import Simulation
import Solutions
import Testing

@Suite("Time masters")
struct TimeMasterTests {
  private func interval(_ earliest: Int64, _ latest: Int64) -> TimeInterval64 {
    TimeInterval64(earliest: earliest, latest: latest)
  }

  @Test func `who misses what was agreed by the smallest step is distrusted`() {
    let agreeing = [interval(10, 20), interval(10, 20), interval(10, 20)]
    #expect(ClockAgreement.outliers(among: agreeing + [interval(21, 30)], faulty: 1) == [3])
    #expect(ClockAgreement.outliers(among: agreeing + [interval(1, 9)], faulty: 1) == [3])
    #expect(ClockAgreement.outliers(among: agreeing + [interval(20, 30)], faulty: 1) == [])
  }

  @Test func `sources that agree narrow each other down`() {
    let masters = [interval(8, 12), interval(11, 13), interval(10, 12)]
    #expect(ClockAgreement.intersection(of: masters, faulty: 0) == interval(11, 12))
    #expect(ClockAgreement.intersection(of: masters, faulty: 1) == interval(10, 12))
    #expect(ClockAgreement.outliers(among: masters, faulty: 1).isEmpty)
  }

  @Test func `a liar is outvoted and named`() {
    let masters = [interval(8, 12), interval(11, 13), interval(14, 15)]
    #expect(ClockAgreement.intersection(of: masters, faulty: 0) == nil)
    #expect(ClockAgreement.intersection(of: masters, faulty: 1) == interval(11, 12))
    #expect(ClockAgreement.outliers(among: masters, faulty: 1) == [2])
  }

  @Test func `intervals that touch share a point`() {
    #expect(
      ClockAgreement.intersection(of: [interval(1, 4), interval(4, 9)], faulty: 0) == interval(4, 4)
    )
    #expect(ClockAgreement.intersection(of: [], faulty: 0) == nil)
    for faulty in 2...4 {
      #expect(
        ClockAgreement.intersection(of: [interval(1, 4), interval(2, 9)], faulty: faulty) == nil,
        "where all may be wrong nothing is known")
    }
  }

  @Test func `the true time is in the result whatever the faulty ones say`() {
    var random = RandomSource(seed: 5)
    for _ in 0..<2_000 {
      let truth = Int64(random.index(below: 100))
      let faulty = random.index(below: 3)
      let masters = (0..<5).map { place -> TimeInterval64 in
        if place < faulty {
          let start = Int64(random.index(below: 120)) - 10
          return interval(start, start + Int64(random.index(below: 20)))
        }
        return interval(
          truth - Int64(random.index(below: 10)), truth + Int64(random.index(below: 10)))
      }
      #expect(ClockAgreement.intersection(of: masters, faulty: 2)?.contains(truth) == true)
    }
  }

  @Test func `uncertainty is a sawtooth from one to seven milliseconds`() throws {
    var daemon = TimeDaemon()
    #expect(daemon.now(at: 0) == nil)
    let isFirstTaken = daemon.synchronize(with: [interval(-1_000, 1_000)], faulty: 0, at: 0)
    #expect(isFirstTaken)
    #expect(try #require(daemon.now(at: 0)).width == 2_000)
    #expect(try #require(daemon.now(at: 15_000_000)).width == 8_002)
    #expect(try #require(daemon.now(at: 30_000_000)).width == 14_004)
    let contradictory = [interval(0, 1), interval(5, 6)]
    let isSecondTaken = daemon.synchronize(with: contradictory, faulty: 0, at: 30_000_000)
    #expect(!isSecondTaken)
    #expect(try #require(daemon.now(at: 35_000_000)).width == 16_004, "it goes on growing")
    let later = interval(34_999_000, 35_001_000)
    let isThirdTaken = daemon.synchronize(with: [later], faulty: 0, at: 35_000_000)
    #expect(isThirdTaken)
    #expect(try #require(daemon.now(at: 35_000_000)).width == 2_000)
  }

  @Test func `an oscillator as slow as allowed stays inside, with masters that are exact`() throws {
    for drift in [Int64(200), 50_000, 500_000] {
      for sign in [Int64(-1), 1] {
        for seconds in Int64(1)...100 {
          var daemon = TimeDaemon(drift: drift)
          let isTaken = daemon.synchronize(with: [interval(0, 0)], faulty: 0, at: 0)
          #expect(isTaken)
          let now = try #require(daemon.now(at: seconds * (1_000_000 + sign * drift)))
          #expect(now.contains(seconds * 1_000_000), "drift \(sign * drift), \(seconds) s")
          if sign < 0 { #expect(now.latest == seconds * 1_000_000, "and not wider than needed") }
        }
      }
    }
  }

  @Test func `masters at the ends of time stop no daemon`() throws {
    var daemon = TimeDaemon()
    let isTaken = daemon.synchronize(with: [interval(.min, .max)], faulty: 0, at: 0)
    #expect(isTaken)
    #expect(try #require(daemon.now(at: 1_000_000)).width == .max)
    #expect(try #require(daemon.now(at: .max)).latest == .max)
    #expect(try #require(daemon.now(at: 1)).latest == .max, "also by the smallest step")
  }

  @Test func `an oscillator within its drift never leaves the interval`() throws {
    for drift in stride(from: Int64(-200), through: 200, by: 50) {
      var daemon = TimeDaemon()
      var truth: Int64 = 0
      var oscillator: Int64 = 0
      for second in 0..<90 {
        if second % 30 == 0 {
          let master = interval(truth - 900, truth + 1_000)
          let isTaken = daemon.synchronize(with: [master], faulty: 0, at: oscillator)
          #expect(isTaken)
        }
        #expect(try #require(daemon.now(at: oscillator)).contains(truth), "drift \(drift)")
        truth += 1_000_000
        oscillator += 1_000_000 + drift
      }
    }
  }
}
