public import ExerciseKit

/// The value that a majority of three copies holds.
///
/// Guarantee: what is answered is held by at least two of three, so a second majority, read while nothing
/// changes, cannot answer something else. Source: Thomas 1979, section 3.
public enum Copies: MajorityValue {
  /// The value that at least two of three copies hold; nil when no two agree.
  public static func agreed(_ a: Int, _ b: Int, _ c: Int) -> Int? {
    if a == b || a == c { return a }
    return b == c ? b : nil
  }
}
