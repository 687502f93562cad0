// Written otherwise.
import ExerciseKit

enum ReadDial: ReadQuorum {
  static func smallestRead(n: Int, w: Int, down: Int) -> Int? {
    (1...n).first { $0 + w > n && $0 + down <= n }
  }
}
