import AsPrinted
import ExerciseKit
import Solutions

/// Errata of clocks, bounds and waiting.
enum TimeErrata {
  static let all = [halfTheWait, visibleTooEarly, timeOrders, clockIsNoAgreement, offsetIsNoDrift]

  // MARK: E-18

  private static let halfTheWait = Erratum(
    "E-18", .unsafe,
    place: "first document, line 531; second document, lines 429 and 443",
    said:
      "With an uncertainty of 1 to 4 ms a commit waits 1 to 4 ms; with 5 ms it waits 5 to 10 ms.",
    truth: """
      The timestamp is the latest end of the interval, and the wait lasts until the *earliest* end \
      has passed it, so it takes twice the uncertainty: 2 to 8 ms, and 10 ms for an uncertainty of \
      5, less what replication took meanwhile. A wait of once the uncertainty lets a later \
      transaction get the smaller timestamp. The published uncertainty of 2012 is a sawtooth from \
      1 to 7 ms, 4 on average.
      """,
    settlement: .proven(
      method: "simulated clocks at both ends of their bound commit one after the other."
    ) {
      let bounds: [Int64] = [1_000, 4_000, 5_000, 7_000]
      let waits = bounds.map { wait(uncertainty: $0) }
      let fast = TrueTimeClock(offset: 5_000, uncertainty: 5_000)
      let slow = TrueTimeClock(offset: -5_000, uncertainty: 5_000)
      func second(after pause: Int64) -> (Int64, Int64) {
        var leaders = (CommitWaiter(), CommitWaiter())
        let first = leaders.0.begin(1, now: fast.now(at: 100_000), prepared: [])
        return (first, leaders.1.begin(2, now: slow.now(at: 100_000 + pause), prepared: []))
      }
      let (early, late) = (second(after: 5_000), second(after: 10_001))
      let (mean, range) = sawtooth()
      return Evidence(
        .init(
          "the wait for an uncertainty of 1, 4, 5, 7 ms",
          waits.map { (Double($0) / 1000).text(digits: 3) }.joined(separator: ", ") + " ms",
          holds: waits == bounds.map { 2 * $0 + 1 }),
        .init(
          "clocks 5 ms fast and 5 ms slow, a wait of 5 ms",
          "first \(ms(early.0)), then \(ms(early.1)): the later one is smaller",
          holds: early == (110_000, 105_000)),
        .init(
          "the same, a wait of just over 10 ms",
          "first \(ms(late.0)), then \((Double(late.1) / 1000).text(digits: 3)) ms",
          holds: late.1 > late.0),
        .init(
          "uncertainty rising from 1 to 7 ms over 30 s, a commit every 10 ms",
          "a wait of \(mean.text(digits: 2)) ms on average, \(range.lowerBound.text(digits: 2)) to "
            + "\(range.upperBound.text(digits: 2))",
          holds: abs(mean - 8) < 0.1 && range.lowerBound >= 2 && range.upperBound <= 14.01))
    })

  /// The wait of one commit by a steady clock, in microseconds.
  private static func wait(uncertainty: Int64) -> Int64 {
    let clock = TrueTimeClock(offset: 0, uncertainty: uncertainty)
    var leader = CommitWaiter()
    _ = leader.begin(1, now: clock.now(at: 0), prepared: [])
    // Halved, since the interval only moves forwards.
    var (low, high) = (Int64(0), 4 * uncertainty + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      var tried = leader
      if tried.poll(now: clock.now(at: middle)).isEmpty { low = middle } else { high = middle }
    }
    return high
  }

  /// The waits over one tooth of a time daemon's uncertainty, in milliseconds.
  private static func sawtooth() -> (mean: Double, range: ClosedRange<Double>) {
    let synced = TimeInterval64(earliest: -1_000, latest: 1_000)
    var waits: [Double] = []
    for start in stride(from: Int64(0), to: 30_000_000, by: 10_000) {
      var daemon = TimeDaemon()
      guard daemon.synchronize(with: [synced], faulty: 0, at: 0),
        let timestamp = daemon.now(at: start)?.latest
      else { continue }
      // A wait is at most as long as the widest interval.
      var (low, high) = (start, start + 16_000)
      while high - low > 1 {
        let middle = (low + high) / 2
        // At 30 s the masters are asked again.
        let after = middle < 30_000_000 ? daemon : resynchronised(at: 30_000_000)
        let earliest = after.now(at: middle)?.earliest ?? 0
        if earliest > timestamp { high = middle } else { low = middle }
      }
      waits.append(Double(high - start) / 1000)
    }
    let mean = waits.reduce(0, +) / Double(max(waits.count, 1))
    return (mean, (waits.min() ?? 0)...(waits.max() ?? 0))
  }

  private static func resynchronised(at time: Int64) -> TimeDaemon {
    var daemon = TimeDaemon()
    let masters = [TimeInterval64(earliest: time - 1_000, latest: time + 1_000)]
    _ = daemon.synchronize(with: masters, faulty: 0, at: time)
    return daemon
  }

  private static func ms(_ microseconds: Int64) -> String {
    "\((Double(microseconds) / 1000).text(digits: 0)) ms"
  }

  // MARK: E-19

  private static let visibleTooEarly = Erratum(
    "E-19", .unsafe,
    place: "first document, lines 528 to 533",
    said: "Commit: take the latest time, write the data under it, then wait until it is past.",
    truth: """
      What is written before the wait can be read before the wait, by somebody whose own \
      transaction then gets a smaller timestamp. The record may be replicated meanwhile, but \
      nothing may be applied and no lock released until the wait is over; the second document has \
      that order right. The timestamp must also be larger than any other of this leader and not \
      below what a participant promised. And a function that is handed a comparison gets a value \
      made beforehand: it cannot wait.
      """,
    settlement: .proven(
      method:
        "the same transactions are committed by the printed code and by ours on the same clock."
    ) {
      let clock = TrueTimeClock(offset: 0, uncertainty: 5)
      let now = clock.now(at: 100)
      var printed = UnwaitedCommit()
      let first = printed.commit("x", earliest: now.earliest, latest: now.latest)
      let second = printed.commit("y", earliest: now.earliest, latest: now.latest)
      var ours = CommitWaiter()
      let stamps = [
        ours.begin(1, now: now, prepared: []), ours.begin(2, now: now, prepared: []),
        ours.begin(3, now: now, prepared: [150]),
      ]
      let atOnce = ours.poll(now: now)
      let later = ours.poll(now: clock.now(at: 112))
      return Evidence(
        .init(
          "as printed, what can be read at 100 while timestamp \(first) is still to come",
          "x", holds: printed.visible["x"] == first && now.latest >= first),
        .init(
          "as printed, two commits in one instant", "timestamps \(first) and \(second)",
          holds: first == second),
        .init(
          "ours, three commits in one instant, the third prepared elsewhere at 150",
          "timestamps \(stamps.map(String.init).joined(separator: ", "))",
          holds: stamps == [105, 106, 150]),
        .init(
          "ours, visible at once, and at 112",
          "nothing, then transactions \(later.map(String.init).joined(separator: " and "))",
          holds: atOnce.isEmpty && later == [1, 2]))
    })

  // MARK: E-72

  private static let timeOrders = Erratum(
    "E-72", .misleading, place: "second document, lines 94 and 736 to 737",
    said: "Time does not order events, consensus does.",
    truth: """
      The same page shows a system in which time does, given a bound on its error. And vector clocks \
      order everything that has a causal order, with neither time nor consensus. Consensus is needed \
      where *concurrent* events must be put into one order that all accept.
      """,
    settlement: .proven(
      method:
        "two events are ordered by bounded clocks, and two by vector clocks, without any vote."
    ) {
      let clocks = (
        TrueTimeClock(offset: 4, uncertainty: 5), TrueTimeClock(offset: -4, uncertainty: 5)
      )
      var leaders = (CommitWaiter(), CommitWaiter())
      let first = leaders.0.begin(1, now: clocks.0.now(at: 100), prepared: [])
      var time: Int64 = 100
      while leaders.0.poll(now: clocks.0.now(at: time)).isEmpty { time += 1 }
      let second = leaders.1.begin(2, now: clocks.1.now(at: time), prepared: [])
      var cause = VectorClock()
      cause.tick(NodeID(1))
      var effect = cause
      effect.tick(NodeID(2))
      var stranger = VectorClock()
      stranger.tick(NodeID(3))
      return Evidence(
        .init(
          "two leaders that never exchange a message, the second starts after the first is visible",
          "timestamps \(first) and \(second)", holds: first < second),
        .init(
          "a cause and its effect by vector clock", cause.compare(to: effect).rawValue,
          holds: cause.compare(to: effect) == .before),
        .init(
          "two events that know nothing of each other",
          "\(cause.compare(to: stranger).rawValue): here a vote would be needed",
          holds: cause.compare(to: stranger) == .concurrent))
    })

  // MARK: E-75

  private static let clockIsNoAgreement = Erratum(
    "E-75", .misleading, place: "first document, lines 509 to 512 and 549",
    said: "True time is a solution of its own, for those with ten billion for atomic clocks.",
    truth: """
      TrueTime agrees on nothing. Spanner is Paxos within each group, two-phase commit between \
      groups, and TrueTime for the timestamps; without the first two, two sides of a cut commit \
      side by side, each with a perfect clock. Nor are the clocks the cost: an atomic clock has \
      about the price of a GPS time master. Systems without them use hybrid clocks and a bound they must \
      hope for.
      """,
    settlement: .recorded(
      FactCard(
        claim: "Ordering by clocks takes ten billion dollars of atomic clocks.",
        correction:
          "The cost of an atomic time master is of the same order as that of a GPS time master.",
        source: "Corbett et al. 2012, Spanner, section 3, read in a secondary source",
        checked: "2026-11")
    ) {
      let clock = TrueTimeClock(offset: 0, uncertainty: 0)
      var sides = (CommitWaiter(), CommitWaiter())
      let east = sides.0.begin(1, now: clock.now(at: 100), prepared: [])
      let west = sides.1.begin(2, now: clock.now(at: 100), prepared: [])
      let visible = (sides.0.poll(now: clock.now(at: 101)), sides.1.poll(now: clock.now(at: 101)))
      return Evidence(
        .init(
          "two sides of a cut, both with perfect clocks, set the same register",
          "both commit, at \(east) and \(west)",
          holds: east == west && visible == ([1], [2])))
    })

  // MARK: E-79

  private static let offsetIsNoDrift = Erratum(
    "E-79", .misleading, place: "second document, lines 52 to 54",
    said:
      "Clock drift 47 ms; follower 2.3 s behind the leader; partition between regions (312 ms).",
    truth: """
      47 ms between two clocks are an *offset*; *drift* says how fast it grows, in parts per \
      million: at 50 of them 47 ms take a quarter of an hour, at 200 four minutes. A lag is \
      counted in log entries, or as the age of the last applied one, and a slow follower endangers \
      nothing while the majority does not need it. A partition has a beginning and an end, not a \
      number of milliseconds: 312 ms is a round trip.
      """,
    settlement: .computed(method: "the time to drift by 47 ms is computed for several oscillators.")
    {
      let rates = [10, 50, 100, 200]
      let seconds = rates.map { 47_000 / $0 }
      let needed = Cluster.majority(of: 3)
      return Evidence(
        .init(
          "47 ms at \(rates.map(String.init).joined(separator: ", ")) parts per million",
          seconds.map(String.init).joined(separator: ", ") + " s",
          holds: seconds == [4_700, 940, 470, 235]),
        .init(
          "three replicas, one of them 2.3 s behind",
          "\(needed) of 3 commit; the slow one is not waited for", holds: needed == 2))
    })
}
