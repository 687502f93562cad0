import ExerciseKit

/// A shopping cart of which each device holds a copy.
struct PNCart: ShoppingCart {
  /// What must be on the disk before an answer or this cart's state leaves.
  struct Record: Sendable {
    // TODO: What must a cart remember of each item?
  }

  var stored = Record()

  /// A cart as it starts, or starts again from what it stored last.
  init(replica: NodeID, stored: Record?) {
    // TODO: What does it know?
  }

  /// The items of which there is more than nothing.
  var items: Set<String> {
    // TODO: Which are they?
    []
  }

  /// How much of `item` there is; 0 when more was taken than there was.
  func quantity(of item: String) -> UInt64 {
    // TODO: Which changes still count?
    0
  }

  /// Puts in `amount` more of `item`.
  mutating func add(_ item: String, _ amount: UInt32) {
    // TODO: Whose change is it?
  }

  /// Takes out `amount` of `item`; false when there is not so much here.
  mutating func take(_ item: String, _ amount: UInt32) -> Bool {
    // TODO: Is there so much?
    false
  }

  /// Removes `item`: everything that this replica has seen of it.
  mutating func remove(_ item: String) {
    // TODO: What must be remembered, so that nothing comes back?
  }

  /// Takes in everything `other` knows.
  mutating func merge(_ other: PNCart) {
    // TODO: Which of two numbers is the newer one?
  }
}
