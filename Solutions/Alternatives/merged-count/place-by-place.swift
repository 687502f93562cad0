// Written otherwise.
import ExerciseKit

enum MergedCount: CounterMerging {
  static func total(_ left: [Int], _ right: [Int]) -> Int {
    var total = 0
    for node in left.indices { total += left[node] < right[node] ? right[node] : left[node] }
    return total
  }
}
