/// Watches copies of a ledger: whether money appeared or vanished, and whether two copies that have
/// applied equally much agree.
///
/// Guarantee: `imbalance` is 0 as long as only transfers happened, at every replica and at any lag. Two
/// replicas diverge exactly when their balances differ at one index; balances that differ at different
/// indexes prove nothing.
///
/// It holds for reports that are each of one moment; of a replica the last one counts. Cost: all balances of
/// each replica.
public struct LedgerMonitor: Sendable {
  /// A copy as it was reported.
  public struct Report: Hashable, Sendable {
    /// The replica.
    public let replica: String
    /// The index of the last transfer it has applied.
    public let index: Int
    /// Balances in cents, by account.
    public let balances: [String: Int]
  }

  private let total: Int
  private var reports: [Report] = []

  /// Watches a ledger in which there are `total` cents altogether.
  public init(total: Int) {
    self.total = total
  }

  /// A replica reports its balances after having applied transfers up to an index.
  public mutating func reported(_ balances: [String: Int], at replica: String, index: Int) {
    reports.removeAll { $0.replica == replica }
    reports.append(Report(replica: replica, index: index, balances: balances))
  }

  /// By how many cents a replica's balances miss the total, or the largest number when it is by more;
  /// nil for one that has not reported.
  public func imbalance(at replica: String) -> Int? {
    reports.first { $0.replica == replica }.map { report in
      // Wide enough for any number of balances: a wrong sum is what this is to find.
      Int(clamping: report.balances.values.reduce(-Int128(total)) { $0 + Int128($1) })
    }
  }

  /// Pairs of replicas that have applied equally much and differ, in order.
  public var forks: [[String]] {
    let sorted = reports.sorted { $0.replica < $1.replica }
    return sorted.enumerated().flatMap { position, first in
      sorted[(position + 1)...]
        .filter { $0.index == first.index && $0.balances != first.balances }
        .map { [first.replica, $0.replica] }
    }
  }
}
