import ExerciseKit
import Glibc
import Solutions

// Wrong answers to exercises about probabilities.

/// Answers every question alike.
struct IdleDial: QuorumDial {
  init?(n: Int, r: Int, w: Int) {}
  var readsOverlapWrites: Bool { false }
  var writesOverlapWrites: Bool { false }
  var minimumOverlap: Int { 0 }
  var readFailuresTolerated: Int { 0 }
  var writeFailuresTolerated: Int { 0 }
  var label: QuorumLabel { .noOverlap }
  func overlapProbability() -> Double { 0 }
  func availability(ofRead: Bool, nodeUp p: Double) -> Double { 0 }
}

/// Makes no configuration.
struct NeverMadeDial: QuorumDial {
  init?(n: Int, r: Int, w: Int) { return nil }
  var readsOverlapWrites: Bool { false }
  var writesOverlapWrites: Bool { false }
  var minimumOverlap: Int { 0 }
  var readFailuresTolerated: Int { 0 }
  var writeFailuresTolerated: Int { 0 }
  var label: QuorumLabel { .noOverlap }
  func overlapProbability() -> Double { 0 }
  func availability(ofRead: Bool, nodeUp p: Double) -> Double { 0 }
}

/// Wrong in each answer by a little, or without bounds.
struct GuessingDial: QuorumDial {
  private let n: Int
  private let r: Int
  private let w: Int

  init?(n: Int, r: Int, w: Int) {
    guard n > 0, r <= n, w <= n else { return nil }
    self.n = n
    self.r = r
    self.w = w
  }

  var readsOverlapWrites: Bool { r + w >= n }
  var writesOverlapWrites: Bool { w > r }
  var minimumOverlap: Int { r + w - n }
  var readFailuresTolerated: Int { n.isMultiple(of: 2) ? .max : .min }
  var writeFailuresTolerated: Int { n - r }
  var label: QuorumLabel { r < w ? .fastWrites : .fastReads }
  func overlapProbability() -> Double { Double(r) * Double(w) / Double(n) }
  func availability(ofRead: Bool, nodeUp p: Double) -> Double {
    ofRead ? pow(p, Double(r)) : p == 0 ? .infinity : .nan
  }
}

/// Answers every question alike.
enum IdleOdds: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double { 0 }
  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double { 0 }
  static func exact(confirmations z: Int, attacker q: Double) -> Double { 0 }
  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? { nil }
}

/// One minus the rest, which cancels; and at the risk is enough.
enum CancellingOdds: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double {
    z == 0 || q > 0.5 ? 1 : pow(q / (1 - q), Double(z))
  }

  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    1 - (1 - Finality.nakamoto(confirmations: z, attacker: q))
  }

  static func exact(confirmations z: Int, attacker q: Double) -> Double {
    1 - (1 - Finality.exact(confirmations: z, attacker: q)) - 1e-16
  }

  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? {
    (0...1_000).first { model($0, q) <= risk }
  }
}

/// Answers with what is no number, or infinite.
enum NoNumberOdds: FinalityOdds {
  static func catchUp(behind z: Int, attacker q: Double) -> Double { z < 3 ? .nan : -.infinity }
  static func nakamoto(confirmations z: Int, attacker q: Double) -> Double {
    q < 0.3 ? .signalingNaN : .greatestFiniteMagnitude
  }
  static func exact(confirmations z: Int, attacker q: Double) -> Double { 1 / q - 1 / q }
  static func confirmationsNeeded(
    risk: Double, attacker q: Double, model: (Int, Double) -> Double
  ) -> Int? { q < 0.2 ? .min : .max }
}
