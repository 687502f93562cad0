import ExerciseKit

struct QuorumConfig: QuorumDial {
  private let n: Int
  private let r: Int
  private let w: Int

  init?(n: Int, r: Int, w: Int) {
    guard r >= 1, r <= n, w >= 1, w <= n else { return nil }
    self.n = n
    self.r = r
    self.w = w
  }

  var readsOverlapWrites: Bool { r + w > n }

  var writesOverlapWrites: Bool { 2 * w > n }

  var minimumOverlap: Int { max(0, r + w - n) }

  var readFailuresTolerated: Int { n - r }

  var writeFailuresTolerated: Int { n - w }

  var label: QuorumLabel {
    guard readsOverlapWrites else { return .noOverlap }
    if r == w { return .balanced }
    return r < w ? .fastReads : .fastWrites
  }

  func overlapProbability() -> Double {
    var miss = 1.0
    for drawn in 0..<r {
      miss *= Double(max(0, n - w - drawn)) / Double(n - drawn)
    }
    return 1 - miss
  }

  func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    let needed = ofRead ? r : w
    var up = [1.0]
    for _ in 0..<n {
      var next = Array(repeating: 0.0, count: up.count + 1)
      for (count, probability) in up.enumerated() {
        next[count] += probability * (1 - p)
        next[count + 1] += probability * p
      }
      up = next
    }
    return up[needed...].reduce(0, +)
  }
}
