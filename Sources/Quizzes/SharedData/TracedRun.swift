import ExerciseKit
import Simulation
import Solutions

/// A short run of three nodes at random, in words, with the clocks of its events.
struct TracedRun {
  /// An event as a line of a list: `n2 receives the message of event 1`.
  private(set) var lines: [String] = []
  private(set) var nodes: [Int] = []
  /// For each event, the event whose message it receives.
  private(set) var sources: [Int?] = []
  private(set) var vectors: [VectorClock] = []
  private(set) var lamport: [LamportStamp] = []

  static let nodes = [NodeID(1), NodeID(2), NodeID(3)]

  init(events count: Int, from random: inout RandomSource) {
    var vector = Self.nodes.map { _ in VectorClock() }
    var clock = Self.nodes.map(LamportClock.init)
    for _ in 0..<count {
      let node = random.index(below: 3)
      let earlier = nodes.indices.filter { nodes[$0] != node && !sources.contains($0) }
      let receives = !earlier.isEmpty && random.chance(3, in: 5)
      let source = receives ? earlier[random.index(below: earlier.count)] : nil
      if let source {
        vector[node].merge(vectors[source])
        lamport.append(clock[node].receive(lamport[source]))
        lines.append("\(Self.nodes[node]) receives the message of event \(source + 1)")
      } else {
        lamport.append(clock[node].tick())
        lines.append("\(Self.nodes[node]) writes and sends a message")
      }
      vector[node].tick(Self.nodes[node])
      vectors.append(vector[node])
      nodes.append(node)
      sources.append(source)
    }
  }

  /// The run as a numbered list.
  var markdown: String {
    lines.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
  }

  /// A clock with a counter for each of the three nodes.
  static func text(_ clock: VectorClock) -> String {
    "[" + nodes.map { "\(clock[$0])" }.joined(separator: ",") + "]"
  }

  /// Ways to write a clock that count as the same.
  static func spellings(_ clock: VectorClock) -> [String] {
    let counters = nodes.map { "\(clock[$0])" }
    return [
      "[" + counters.joined(separator: ", ") + "]", counters.joined(separator: ","),
      counters.joined(separator: ", "), counters.joined(separator: " "),
      "(" + counters.joined(separator: ",") + ")",
    ]
  }
}
