/// What runs on every machine: it asks time masters now and then, and in between widens its
/// uncertainty by the worst drift its own oscillator may have.
///
/// Guarantee: when at most `faulty` masters of each synchronisation are wrong and the oscillator drifts
/// no faster than stated, every interval contains the true time. The uncertainty is a sawtooth: it
/// falls at a synchronisation and rises until the next. Source: Corbett et al. 2012, section 3 (30 s
/// between synchronisations, 200 microseconds per second assumed, so 1 to 7 ms).
///
/// Deviation: the masters' intervals come in as arguments, and include the time they travelled.
public struct TimeDaemon: Hashable, Sendable {
  /// The worst drift of the oscillator, in microseconds per second.
  public let drift: Int64
  private var agreed: TimeInterval64?
  private var syncedAt: Int64 = 0

  /// Knows no time yet.
  public init(drift: Int64 = 200) {
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

  /// The interval at a moment of the local oscillator; nil before the first synchronisation.
  public func now(at oscillator: Int64) -> TimeInterval64? {
    guard let agreed else { return nil }
    let elapsed = oscillator - syncedAt
    // Rounded up: a bound must not be too small.
    let growth = (elapsed * drift + 999_999) / 1_000_000
    return TimeInterval64(
      earliest: agreed.earliest + elapsed - growth, latest: agreed.latest + elapsed + growth)
  }
}
