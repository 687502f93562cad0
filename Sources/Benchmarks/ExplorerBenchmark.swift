import Checking
import Execution
import Foundation
import HiddenSuites

/// The explorer beside SPIN on the golden election model, with the node a separate, unoptimised
/// submission behind the pipe.
struct ExplorerBenchmark {
  /// A row of the golden table, counted by four independent engines.
  struct Golden {
    var nodes: Int
    var maxTerm: Int
    var crashes: Bool
    var replies: Bool
    var states: Int
    /// Nil where the engines did not count them.
    var transitions: Int?
    var depth: Int
  }

  static let rows: [Golden] = [
    Golden(3, 1, false, false, 50, nil, 5), Golden(3, 1, true, false, 123, nil, 6),
    Golden(3, 1, false, true, 365, 2_044, 9), Golden(3, 1, true, true, 1_425, 9_568, 12),
    Golden(3, 2, false, false, 1_203, 10_123, 9), Golden(3, 2, true, false, 4_565, 43_843, 11),
    Golden(4, 1, false, false, 300, nil, 7), Golden(4, 1, true, false, 781, nil, 8),
    Golden(4, 1, false, true, 13_993, nil, 16), Golden(4, 2, false, false, 30_561, nil, 13),
    Golden(4, 2, true, false, 102_485, nil, 15), Golden(3, 3, false, false, 26_824, nil, 13),
    Golden(3, 3, true, false, 142_399, nil, 16), Golden(5, 1, false, false, 2_482, nil, 9),
    Golden(3, 2, false, true, 1_279_461, 13_616_752, 23),
    Golden(3, 2, true, true, 5_486_849, 64_865_572, 24),
  ]

  let submission: Submission
  let peers: String

  /// Runs every row, then the largest beside SPIN.
  /// - Returns: false when a count differs.
  func run() throws -> Bool {
    print("Explorer: golden counts, the node an unoptimised submission behind the pipe")
    print("  N T crash replies      states  transitions depth  asked  bytes/state        time")
    var allMatch = true
    for row in Self.rows {
      let begin = ContinuousClock.now
      let found = try explore(row)
      let time = (ContinuousClock.now - begin).milliseconds
      let matches =
        found.end == .exhausted && found.states == row.states && found.depth == row.depth
        && (row.transitions ?? found.transitions) == found.transitions
      allMatch = allMatch && matches
      print(
        "  \(row.nodes) \(row.maxTerm) \(row.crashes ? "yes  " : "no   ") \(row.replies ? "yes" : "no ")   "
          + "\(pad(found.states, 12)) \(pad(found.transitions, 12)) \(pad(found.depth, 5)) "
          + "\(pad(found.questions, 6)) \(pad(found.bytes / found.states, 12)) "
          + "\(time.text) ms" + (matches ? "" : "  DIFFERS FROM THE GOLDEN COUNT"))
    }
    try compareWithSpin()
    return allMatch
  }

  private func explore(_ row: Golden) throws -> Exploration {
    let worker = try submission.subject()
    defer { worker.end() }
    let bounds = ElectionBounds(
      nodes: row.nodes, maxTerm: row.maxTerm, crashes: row.crashes,
      replies: row.replies ? .kept : .lost)
    return try Checking.explore(
      { bounds.cluster(of: worker) }, budget: Budget(states: 10_000_000))
  }

  private func compareWithSpin() throws {
    guard let row = Self.rows.last else { return }
    guard try Command.exists("spin"), try Command.exists("gcc") else {
      print("  SPIN is not installed (apt-get install spin gcc): no comparison")
      return
    }
    let folder = FileManager.default.temporaryDirectory.path + "/truthbook-spin"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Command(["spin", "-a", peers + "/election.pml"], in: folder).succeed()
    try Command(["gcc", "-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], in: folder)
      .succeed()
    var asked = 0
    var transitions = 1
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<5 {
      var begin = ContinuousClock.now
      let found = try explore(row)
      ours.append((ContinuousClock.now - begin).milliseconds)
      asked = found.questions
      transitions = found.transitions
      begin = .now
      try Command(["./pan", "-m1000", "-w24"], in: folder).succeed()
      theirs.append((ContinuousClock.now - begin).milliseconds)
    }
    let our = ours.sorted()[2]
    let their = theirs.sorted()[2]
    print(
      "  largest row, medians of 5, alternating: truthbook \(our.text) ms, "
        + "spin -DSAFETY -DNOREDUCE \(their.text) ms: \((their / our).text) times as fast")
    print(
      "  learner code asked in \((1e6 * Double(asked) / Double(transitions)).text) of a million transitions "
        + "(\(asked) of \(transitions))")
  }

  private func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.count)) + digits
  }
}

extension ExplorerBenchmark.Golden {
  init(
    _ nodes: Int, _ maxTerm: Int, _ crashes: Bool, _ replies: Bool, _ states: Int,
    _ transitions: Int?, _ depth: Int
  ) {
    self.init(
      nodes: nodes, maxTerm: maxTerm, crashes: crashes, replies: replies, states: states,
      transitions: transitions, depth: depth)
  }
}
