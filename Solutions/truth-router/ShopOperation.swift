/// What the users of a small shop with a social side ask of its data, each with what it needs.
public enum ShopOperation: Hashable, Sendable {
  /// Move money from one account to another: all of it or nothing, and never below zero.
  case transferMoney(from: String, to: String, cents: Int)
  /// Replace a profile's text.
  case updateProfile(user: String, text: String)
  /// Like a post, once however often the button is pressed.
  case addLike(post: String, user: String)
  /// Take a like back.
  case withdrawLike(post: String, user: String)
  /// Put something into a cart.
  case addToCart(user: String, item: String)
  /// Take something out of a cart.
  case removeFromCart(user: String, item: String)
  /// Count a page view; losing one now and then does no harm.
  case trackView(page: String)
  /// Record what an administrator did, so that nobody can edit it later.
  case auditAction(String)
}
