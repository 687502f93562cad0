// A class, which works its probabilities out once. Each question makes another one.
import ExerciseKit

final class QuorumConfig: QuorumDial {
  private struct Sides {
    var reads: Int
    var writes: Int
  }

  private let size: Int
  private let sides: Sides
  private var known: [String: Double] = [:]

  init?(n: Int, r: Int, w: Int) {
    guard r > 0, w > 0, r <= n, w <= n else { return nil }
    size = n
    sides = Sides(reads: r, writes: w)
  }

  var readsOverlapWrites: Bool { sides.reads > size - sides.writes }
  var writesOverlapWrites: Bool { sides.writes > size / 2 }
  var minimumOverlap: Int { readsOverlapWrites ? sides.reads - writeFailuresTolerated : 0 }
  var readFailuresTolerated: Int { size - sides.reads }
  var writeFailuresTolerated: Int { size - sides.writes }

  var label: QuorumLabel {
    guard readsOverlapWrites else { return .noOverlap }
    return sides.reads == sides.writes
      ? .balanced : sides.reads < sides.writes ? .fastReads : .fastWrites
  }

  func overlapProbability() -> Double {
    remembered("overlap") {
      // The write set is drawn, and must be wholly among the replicas that the read set leaves.
      var miss = 1.0
      var left = readFailuresTolerated
      for drawn in 0..<sides.writes where miss > 0 {
        miss = left > 0 ? miss * Double(left) / Double(size - drawn) : 0
        left -= 1
      }
      return 1 - miss
    }
  }

  func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    let needed = ofRead ? sides.reads : sides.writes
    return remembered("\(needed) \(p)") {
      // The probability that `missing` more are up among the `left` ones.
      var row = (0...needed).map { $0 == 0 ? 1.0 : 0 }
      for _ in 0..<size {
        row = row.indices.map { missing in
          missing == 0 ? 1 : p * row[missing - 1] + (1 - p) * row[missing]
        }
      }
      return row[needed]
    }
  }

  private func remembered(_ name: String, _ compute: () -> Double) -> Double {
    if let value = known[name] { return value }
    let value = compute()
    known[name] = value
    return value
  }
}
