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

  /// How information got from an earlier event to a later one, or that it did not.
  func chain(from first: Int, to second: Int) -> String {
    // For each event the one through which it knows of `first`; itself for `first`.
    var through: [Int: Int] = [first: first]
    for event in nodes.indices where event > first {
      let own = (0..<event).last { nodes[$0] == nodes[event] }
      through[event] = [own, sources[event]].compactMap { $0 }.first { through[$0] != nil }
    }
    guard through[second] != nil else {
      return "No chain of messages and events of one node leads from event \(first + 1) to event "
        + "\(second + 1), nor can any lead back: they are concurrent, whatever their numbers."
    }
    var path = [second]
    while let last = path.last, let before = through[last], before != last { path.append(before) }
    return "The chain: " + path.reversed().map { "event \($0 + 1)" }.joined(separator: ", then ")
      + ". So the first of these happens before the last."
  }

  /// The clock with another counter for one node.
  static func clock(_ clock: VectorClock, setting node: NodeID, to counter: UInt64) -> VectorClock {
    VectorClock(
      Dictionary(uniqueKeysWithValues: nodes.map { ($0, $0 == node ? counter : clock[$0]) }))
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
