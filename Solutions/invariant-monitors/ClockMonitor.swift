/// Watches one clock against a reference: how far off it is, and how fast that changes.
///
/// Guarantee: the offset is the newest reading's difference in milliseconds; the drift is the slope of
/// the least-squares line through all readings, in parts per million. One is a distance, the other a
/// rate; one reading tells nothing of the rate (E-79). Source: ITU-T G.810 for the terms.
///
/// Must be stored: nothing; a monitor that starts again knows what it is told from then on.
///
/// It holds for readings that take no time and come in order. Cost: two numbers for each reading, for good.
///
/// Deviation: the terms are for frequency standards and noise of many kinds; here a drift is one slope.
public struct ClockMonitor: Sendable {
  private var readings: [(reference: Double, offset: Double)] = []

  /// Has read nothing.
  public init() {}

  /// The clock showed `clock` when the reference showed `reference`, both in milliseconds.
  public mutating func read(clock: Double, reference: Double) {
    readings.append((reference, clock - reference))
  }

  /// How far the clock was ahead of the reference at the newest reading, in milliseconds; nil before
  /// the first.
  public var offset: Double? { readings.last?.offset }

  /// How fast the clock gains, in parts per million; nil before two readings at different times.
  public var drift: Double? {
    let count = Double(readings.count)
    let meanTime = readings.reduce(0) { $0 + $1.reference } / max(1, count)
    let meanOffset = readings.reduce(0) { $0 + $1.offset } / max(1, count)
    let spread = readings.reduce(0) {
      $0 + ($1.reference - meanTime) * ($1.reference - meanTime)
    }
    let slope = readings.reduce(0) {
      $0 + ($1.reference - meanTime) * ($1.offset - meanOffset)
    }
    return spread > 0 ? slope / spread * 1_000_000 : nil
  }
}
