// Written otherwise.
import ExerciseKit

enum Healing: StockMerging {
  static func healed(base: Int, left: Int, right: Int) -> Int {
    let changes = [left, right].map { $0 - base }
    return changes.reduce(base, +)
  }
}
