import Synchronization

/// The two shares of a check's random inputs (see `InputKey`), each drawn once by whoever needs it first, on
/// whatever thread.
///
/// What was drawn last is kept, so that several stages may ask the same, and so may what is graded next: the
/// share that may be shown is the same for every submission.
public struct RandomShares<Item: Sendable>: Sendable {
  private let name: String
  private let shownShare: Share
  private let keptShare: Share

  /// - Parameters:
  ///   - name: which inputs of which exercise: a stream of random numbers of its own.
  ///   - shown: draws what may be told, the same each time from one seed.
  ///   - keptBack: draws what is told to nobody.
  public init(
    _ name: String, shown: @escaping @Sendable (_ seed: UInt64) -> [Item],
    keptBack: @escaping @Sendable (_ seed: UInt64) -> [Item]
  ) {
    self.name = name
    shownShare = Share(shown)
    keptShare = Share(keptBack)
  }

  /// What may be told.
  public func shown(_ key: InputKey) -> [Item] { shownShare[key.shownSeed(of: name)] }

  /// What is told to nobody.
  public func keptBack(_ key: InputKey) -> [Item] { keptShare[key.keptSeed(of: name)] }

  /// Draws both.
  public func prepare(_ key: InputKey) {
    _ = shown(key)
    _ = keptBack(key)
  }

  private final class Share: Sendable {
    private let last = Mutex<(seed: UInt64, items: [Item])?>(nil)
    private let draw: @Sendable (UInt64) -> [Item]

    init(_ draw: @escaping @Sendable (UInt64) -> [Item]) { self.draw = draw }

    /// Whoever comes while another draws them waits.
    subscript(seed: UInt64) -> [Item] {
      last.withLock { last in
        if let last, last.seed == seed { return last.items }
        let items = draw(seed)
        last = (seed, items)
        return items
      }
    }
  }
}
