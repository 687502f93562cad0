public import ExerciseKit

/// What several time sources together say when some of them may be wrong.
///
/// Guarantee: when at most `faulty` of the intervals miss the true time, the result contains it. When
/// fewer than `count - faulty` intervals have a point in common, more are wrong than was allowed, and
/// there is no result. Source: Marzullo and Owicki 1985; the sweep over end points is that of Mills
/// 1991 (NTP's intersection algorithm). Spanner uses a variant (Corbett et al. 2012, section 3).
///
/// It holds whatever the faulty ones say, also when they agree on it. Cost: time with the square of the
/// sources.
public enum ClockAgreement {
  /// The smallest interval that holds every point common to at least `count - faulty` intervals.
  public static func intersection(
    of intervals: [TimeInterval64], faulty: Int
  ) -> TimeInterval64? {
    let needed = intervals.count - faulty
    precondition(faulty >= 0, "a number of faulty sources is not negative")
    guard needed > 0 else { return nil }
    let starts = intervals.map(\.earliest).sorted()
    let ends = intervals.map(\.latest).sorted()
    // A point lies in as many intervals as have started by it, less those that ended before it.
    let points = (starts + ends).sorted().filter { point in
      let started = starts.prefix { $0 <= point }.count
      let ended = ends.prefix { $0 < point }.count
      return started - ended >= needed
    }
    guard let first = points.first, let last = points.last else { return nil }
    return TimeInterval64(earliest: first, latest: last)
  }

  /// The places of the intervals that share no point with what was agreed: sources to distrust.
  public static func outliers(
    among intervals: [TimeInterval64], faulty: Int
  ) -> [Int] {
    guard let agreed = intersection(of: intervals, faulty: faulty) else { return [] }
    return intervals.indices.filter {
      intervals[$0].latest < agreed.earliest || intervals[$0].earliest > agreed.latest
    }
  }
}
