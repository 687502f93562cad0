import ExerciseKit

/// The value that a majority of three copies holds.
enum Copies: MajorityValue {
  /// The value that at least two of three copies hold; nil when no two agree.
  static func agreed(_ a: Int, _ b: Int, _ c: Int) -> Int? {
    // TODO: Which of the three are equal?
    a
  }
}
