public import ExerciseKit

/// What runs on every machine: it asks time masters now and then, and in between widens its
/// uncertainty by the worst drift its own oscillator may have.
///
/// Guarantee: when at most `faulty` masters of each synchronisation are wrong and the oscillator drifts
/// no faster than stated, every interval contains the true time. The uncertainty is a sawtooth: it
/// falls at a synchronisation and rises until the next. Source: Corbett et al. 2012, section 3 (30 s
/// between synchronisations, 200 microseconds per second assumed, so 1 to 7 ms).
///
/// An oscillator that is slow by d shows `elapsed` when `elapsed / (1 - d)` have passed, so the
/// interval grows by `elapsed * d / (1 - d)` and not only by `elapsed * d`. A fast one needs less; the
/// interval grows alike at both ends.
///
/// Nothing must be stored: a daemon that starts again knows no time until it has asked.
///
/// It holds with masters that do not answer, and with at most `faulty` that say anything.
///
/// Cost: a message and its answer for each master and synchronisation; one interval in memory.
///
/// Deviation: the masters' intervals come in as arguments, and include the time they travelled. Ends
/// beyond the largest numbers stop there.
public struct TimeDaemon: Hashable, Sendable {
  /// The worst drift of the oscillator, in microseconds per second.
  public let drift: Int64
  private var agreed: TimeInterval64?
  private var syncedAt: Int64 = 0

  /// Knows no time yet.
  /// - Parameter drift: from 0 to 999,999; an oscillator that may stand still bounds nothing.
  public init(drift: Int64 = 200) {
    precondition((0..<1_000_000).contains(drift), "a drift below one second per second")
    self.drift = drift
  }

  /// Takes in what the masters say at a moment of the local oscillator, in microseconds.
  /// - Returns: false when the masters contradict each other too much; the daemon then keeps what it
  ///   knew, and its uncertainty goes on growing.
  public mutating func synchronize(
    with masters: [TimeInterval64], faulty: Int, at oscillator: Int64
  ) -> Bool {
    guard let agreed = ClockAgreement.intersection(of: masters, faulty: faulty) else {
      return false
    }
    self.agreed = agreed
    syncedAt = oscillator
    return true
  }

  /// The interval at a moment of the local oscillator; nil before the first synchronisation. The
  /// oscillator never goes back: a moment before the synchronisation is a programming error.
  public func now(at oscillator: Int64) -> TimeInterval64? {
    guard let agreed else { return nil }
    precondition(oscillator >= syncedAt, "an oscillator never goes back")
    let elapsed = oscillator - syncedAt
    let slowest = 1_000_000 - drift
    // Rounded up: a bound must not be too small.
    let growth = elapsed / slowest * drift + (elapsed % slowest * drift + slowest - 1) / slowest
    return TimeInterval64(
      earliest: Self.sum(agreed.earliest, elapsed - growth),
      latest: Self.sum(Self.sum(agreed.latest, elapsed), growth))
  }

  private static func sum(_ time: Int64, _ duration: Int64) -> Int64 {
    let sum = time.addingReportingOverflow(duration)
    return sum.overflow ? (duration > 0 ? .max : .min) : sum.partialValue
  }
}
