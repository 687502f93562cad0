import ExerciseKit
import Simulation

extension RandomSource {
  /// How much later a term is than another: a little, or so much that something narrower than 64 bits
  /// cannot tell them apart.
  mutating func termStep() -> Term {
    chance(1, in: 3)
      ? [1 << 8, 1 << 16, 1 << 32, 1 << 31][index(below: 4)] : 1 + index(below: 2)
  }
}
