// Written otherwise.
import ExerciseKit

enum OrderedDelivery: TotalOrderDelivery {
  static func mayDeliver(stamp: Int, heard: [Int]) -> Bool {
    guard let slowest = heard.min() else { return true }
    return slowest >= stamp - 1
  }
}
