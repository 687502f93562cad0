// Written otherwise.
import ExerciseKit

enum Suspicion: TimeoutDetector {
  static func suspects(
    lastHeard: Int, now: Int, interval: Int, missed: Int, delay: Int
  ) -> Bool {
    let lastDue = lastHeard + interval * missed + interval
    return lastDue + delay < now
  }
}
