// Written otherwise.
import ExerciseKit

enum CommitDelay: MajorityDelay {
  static func commitDelay(_ roundTrips: [Int]) -> Int {
    let needed = (roundTrips.count + 1) / 2
    return needed == 0 ? 0 : roundTrips.sorted()[needed - 1]
  }
}
