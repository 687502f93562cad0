// Written otherwise.
import ExerciseKit

enum Comparison: VectorComparison {
  static func order(_ a1: Int, _ a2: Int, _ b1: Int, _ b2: Int) -> VectorOrder {
    let atMost = a1 <= b1 && a2 <= b2
    let atLeast = a1 >= b1 && a2 >= b2
    switch (atMost, atLeast) {
    case (true, true): return .equal
    case (true, false): return .before
    case (false, true): return .after
    case (false, false): return .concurrent
    }
  }
}
