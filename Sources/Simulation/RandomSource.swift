/// A reproducible stream of random numbers: the seed is the whole stream, on every machine.
///
/// SplitMix64 (Steele, Lea and Flood 2014, section 5): passes BigCrush and needs one word of state.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the stream that `seed` names.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 bits of the stream.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A uniform index below `count`, which must be positive.
  public mutating func index(below count: Int) -> Int {
    // The standard library may change how it maps random bits to ranges; a seed must not notice.
    Int(UInt64(count).multipliedFullWidth(by: next()).high)
  }

  /// True with probability `numerator / denominator`.
  public mutating func chance(_ numerator: Int, in denominator: Int) -> Bool {
    index(below: denominator) < numerator
  }

  /// One of the items, each as likely; nil when there are none.
  public mutating func element<Items: RandomAccessCollection>(of items: Items) -> Items.Element? {
    guard !items.isEmpty else { return nil }
    return items[items.index(items.startIndex, offsetBy: index(below: items.count))]
  }

  /// The items in an order of which each is as likely (Fisher and Yates 1938).
  public mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for position in items.indices.dropFirst() {
      items.swapAt(position, index(below: position + 1))
    }
    return items
  }
}
