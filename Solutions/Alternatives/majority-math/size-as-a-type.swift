// A cluster is a struct; the functions that are asked for make one.
import ExerciseKit

private struct Size {
  let nodes: Int
  var majority: Int { nodes - minority }
  /// The most nodes that are less than half.
  var minority: Int { (nodes - 1) / 2 }
  var liars: Int { (nodes - 1) / 3 }
}

struct Cluster: QuorumArithmetic {
  static func majority(of n: Int) -> Int { Size(nodes: n).majority }
  static func crashFaultsTolerated(by n: Int) -> Int { Size(nodes: n).minority }
  static func byzantineFaultsTolerated(by n: Int) -> Int { Size(nodes: n).liars }

  static func byzantineQuorum(of n: Int) -> Int {
    Size(nodes: n + Size(nodes: n).liars).majority
  }

  static func quorumsIntersect(_ n: Int, _ a: Int, _ b: Int) -> Bool {
    max(0, a + b - n) > 0
  }
}
