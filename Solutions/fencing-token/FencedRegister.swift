/// A resource that refuses holders whose lease is no longer the latest it has seen.
///
/// Guarantee: once a write with a token has been taken, no write with a smaller one ever is,
/// whatever clocks and pauses do. Source: Burrows 2006, section 2.4.
///
/// Deviation: a late holder is fenced only from the first write with a later token on; a write of
/// the old holder that comes before is taken, and is then part of the past that the new holder
/// finds.
public struct FencedRegister<Value: Sendable>: Sendable {
  /// What was written last.
  public private(set) var value: Value?
  /// The largest token seen; must be stored with the value.
  public private(set) var largestToken: UInt64 = 0

  /// Holds nothing and has seen no token.
  public init() {}

  /// Takes a write unless a larger token has been seen; says whether it was taken.
  public mutating func write(_ newValue: Value, token: UInt64) -> Bool {
    guard token >= largestToken else { return false }
    largestToken = token
    value = newValue
    return true
  }
}
