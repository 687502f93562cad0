/// The commit as printed (E-19): takes the latest time as timestamp, writes the data, and then "waits"
/// by handing a comparison that is already made to a function. The comparison is false, and nothing
/// waits for it.
public struct UnwaitedCommit: Hashable, Sendable {
  /// What is written, and so can be read by anybody, with its timestamp.
  public private(set) var visible: [String: Int64] = [:]

  /// Nothing is written.
  public init() {}

  /// Commits at a moment of a clock that gives an interval.
  /// - Returns: the timestamp.
  public mutating func commit(_ transaction: String, earliest: Int64, latest: Int64) -> Int64 {
    let timestamp = latest
    visible[transaction] = timestamp
    waitUntil(earliest > timestamp)
    return timestamp
  }

  private func waitUntil(_ isPast: Bool) {}
}
