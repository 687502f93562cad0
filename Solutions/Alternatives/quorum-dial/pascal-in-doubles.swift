// Numbers of sets from Pascal's triangle, made anew for each question, as Doubles.
import ExerciseKit

struct QuorumConfig: QuorumDial {
  private enum Side { case reads, writes }

  private let replicas: Int
  private let waitsFor: [Side: Int]

  init?(n: Int, r: Int, w: Int) {
    if n < 1 || !(1...n).contains(r) || !(1...n).contains(w) { return nil }
    replicas = n
    waitsFor = [.reads: r, .writes: w]
  }

  private var reads: Int { waitsFor[.reads, default: 0] }
  private var writes: Int { waitsFor[.writes, default: 0] }

  var readsOverlapWrites: Bool { minimumOverlap > 0 }
  var writesOverlapWrites: Bool { writes > replicas - writes }

  var minimumOverlap: Int {
    let apart = replicas - writes
    return reads > apart ? reads - apart : 0
  }

  var readFailuresTolerated: Int { replicas - reads }
  var writeFailuresTolerated: Int { replicas - writes }

  var label: QuorumLabel {
    switch (minimumOverlap, reads - writes) {
    case (0, _): .noOverlap
    case (_, 0): .balanced
    case (_, ..<0): .fastReads
    default: .fastWrites
    }
  }

  /// How many sets of each size `n` replicas have.
  private static func sets(of n: Int) -> [Double] {
    var row = [1.0]
    for _ in 0..<n {
      row = zip([0] + row, row + [0]).map(+)
    }
    return row
  }

  func overlapProbability() -> Double {
    let without = Self.sets(of: replicas - writes)
    let missing = reads < without.count ? without[reads] : 0
    let all = Self.sets(of: replicas)[reads]
    return (all - missing) / all
  }

  func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    let choices = Self.sets(of: replicas)
    var sum = 0.0
    for up in (ofRead ? reads : writes)...replicas {
      var term = choices[up]
      for number in 0..<replicas { term *= number < up ? p : 1 - p }
      sum += term
    }
    return sum
  }
}
