public import ExerciseKit

/// A register in which the write with the largest stamp wins and every other is forgotten.
///
/// Guarantee: replicas that have received the same writes hold the same value. Not guaranteed: that
/// the value is the last one in any sense a user would recognise; that depends on where stamps come
/// from. Under `LamportStamp` or `HLCStamp` a write made in the knowledge of another wins over it;
/// under readings of wall clocks not even that. Of two concurrent writes one is lost, silently.
/// Source: Shapiro et al. 2011 (INRIA 7506), specification 8.
///
/// A stamp must never be used for two values. `LamportStamp` and `HLCStamp` contain the node for that
/// reason; and a clock that starts again must go on where it stopped, since of two values under one
/// stamp each replica keeps the one that came first, for ever.
///
/// Must be stored: the whole register, as a copy of this value, before a state or an answer built from
/// it leaves, and with it the clock that makes the stamps (`LamportClock.counter`). Cost: one value and
/// one stamp, also as a message.
public struct LWWRegister<Value: Equatable & Sendable, Stamp: Comparable & Sendable>:
  Mergeable, Equatable
{
  private var latest: Write?

  private struct Write: Equatable, Sendable {
    let value: Value
    let stamp: Stamp
  }

  /// Holds nothing.
  public init() {}

  /// The value of the write with the largest stamp; nil before the first.
  public var value: Value? { latest?.value }

  /// The stamp of that write.
  public var stamp: Stamp? { latest?.stamp }

  /// Writes, unless a write with a larger stamp is known.
  /// - Returns: false when the write had no effect, here and everywhere.
  @discardableResult
  public mutating func write(_ value: Value, at stamp: Stamp) -> Bool {
    if let latest, latest.stamp >= stamp { return false }
    latest = Write(value: value, stamp: stamp)
    return true
  }

  /// Keeps the write with the larger stamp.
  public mutating func merge(_ other: LWWRegister) {
    guard let theirs = other.latest else { return }
    write(theirs.value, at: theirs.stamp)
  }
}
