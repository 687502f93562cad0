import ExerciseKit
import Wire

/// Talks to the copies of a shopping cart.
enum ShoppingCartDialect<Cart: ShoppingCart>: MergingDialect {
  typealias Replica = Cart
  typealias Saved = Cart

  static func past(of name: NodeID, count: UInt64) -> Cart.Stored? { nil }

  static func reading(_ replica: Cart) -> ObjectWords.Answer {
    let items = replica.items.map { (NumberList.number(of: $0, "i"), replica.quantity(of: $0)) }
    return Words.Answer(1, items.sorted { $0 < $1 }.flatMap { [$0.0, Int128($0.1)] })
  }

  static func act(
    _ operation: UInt8, _ numbers: inout NumberList, on replica: inout Cart
  ) throws(WireError) -> ObjectWords.Answer {
    let item = try numbers.name("i")
    switch operation {
    case 5: replica.add(item, try numbers.next())
    case 6:
      guard replica.take(item, try numbers.next()) else { return Words.Answer(3) }
    case 7: replica.remove(item)
    case 8: break
    default: throw .unknown(operation: operation)
    }
    return Words.Answer(2, [Int128(replica.quantity(of: item))])
  }
}

/// The dialect of `pn-cart`.
func shoppingCartDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: ShoppingCart>(_: T.Type) -> any Dialect.Type { ShoppingCartDialect<T>.self }
  return (types.first as? any ShoppingCart.Type).map { dialect($0) }
}
