// Written otherwise.
import ExerciseKit

enum Repair: RepairCount {
  static func behind(_ versions: [Int]) -> Int {
    let sorted = versions.sorted()
    guard let newest = sorted.last else { return 0 }
    return sorted.firstIndex(of: newest) ?? 0
  }
}
