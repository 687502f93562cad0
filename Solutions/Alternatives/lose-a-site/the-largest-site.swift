// Written otherwise.
import ExerciseKit

enum Sites: SiteLoss {
  static func survivesAnySite(_ voters: [Int]) -> Bool {
    let all = voters.reduce(0, +)
    guard let worst = voters.max() else { return false }
    return all - worst >= all / 2 + 1
  }
}
