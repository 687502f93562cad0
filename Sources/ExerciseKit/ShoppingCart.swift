/// What the exercise `pn-cart` asks for: a cart of which each device holds a copy. An item's quantity goes
/// up and down, and an item can be removed (Shapiro et al. 2011, specification 7; Baquero,
/// Almeida and Lerche 2016).
///
/// What is stored is the submission's own affair. All amounts together stay below 2^62.
public protocol ShoppingCart: Mergeable, StoredReplica {
  /// The items of which there is more than nothing.
  var items: Set<String> { get }

  /// How much of `item` there is; 0 when more was taken than there was.
  func quantity(of item: String) -> UInt64

  /// Puts in `amount` more of `item`.
  mutating func add(_ item: String, _ amount: UInt32)

  /// Takes out `amount` of `item`.
  /// - Returns: false when there is not so much here; then nothing changes.
  mutating func take(_ item: String, _ amount: UInt32) -> Bool

  /// Removes `item`: everything that this replica has seen of it.
  mutating func remove(_ item: String)
}
