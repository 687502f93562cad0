// Written otherwise.
import ExerciseKit

enum LogFit: LogMatching {
  static func fits(after index: Int, term: Int, log: [Int]) -> Bool {
    let terms = [term] + log
    guard terms.indices.contains(index) else { return false }
    return terms[index] == term
  }
}
