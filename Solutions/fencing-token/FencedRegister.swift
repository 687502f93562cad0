public import ExerciseKit

/// A resource that refuses holders whose lease is no longer the latest it has seen.
///
/// Guarantee: once a write with a token has been taken, no write with a smaller one ever is,
/// whatever clocks and pauses do, and also after a restart from what was stored. Source: Burrows 2006,
/// section 2.4.
///
/// Must be stored: value and token (`Stored`), in one write, before a write is answered. A register that
/// has forgotten the token takes what it has fenced.
///
/// It holds with writes lost, repeated, late and reordered, and with holders that sleep through their lease.
///
/// Cost: one number beside the value, in each write and on the disk; no message more.
///
/// Deviation: a late holder is fenced only from the first write with a later token on; a write of
/// the old holder that comes before is taken, and is then part of the past that the new holder
/// finds.
public struct FencedRegister<Value: Sendable>: FencedStorage {
  /// What must survive a restart.
  public typealias Stored = RegisterRecord<Value>

  /// What must be on the disk before the last write is answered.
  public private(set) var stored: Stored

  /// A register as it starts, or starts again from what it stored last.
  public init(stored: Stored = Stored()) {
    self.stored = stored
  }

  /// What was written last.
  public var value: Value? { stored.value }
  /// The largest token seen.
  public var largestToken: UInt64 { stored.largestToken }

  /// Takes a write unless a larger token has been seen; says whether it was taken.
  public mutating func write(_ newValue: Value, token: UInt64) -> Bool {
    guard token >= largestToken else { return false }
    stored = Stored(value: newValue, largestToken: token)
    return true
  }
}
