import ExerciseKit

// Everything that comes is written down with the round it came in, and all is judged by reading that journal.

struct Lieutenant: OrderRelaying {
  private struct Line {
    let round: Int
    let sender: NodeID
    let message: RelayedOrder
  }

  private let me: NodeID
  private let commander: NodeID
  private let generals: Set<NodeID>
  private let lastRound: Int
  private let fallback: String
  private var journal: [Line] = []
  /// Where in the journal there is something about a path.
  private var places: [[NodeID]: [Int]] = [:]
  private var round = 1

  init(
    lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String
  ) {
    me = lieutenant
    self.commander = commander
    self.generals = Set(generals)
    lastRound = traitors + 1
    self.fallback = fallback
  }

  var decision: String? { round > lastRound ? settled(along: [commander]) : nil }

  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    guard round <= lastRound else { return false }
    let before = word(along: message.path)
    places[message.path, default: []].append(journal.count)
    journal.append(Line(round: round, sender: sender, message: message))
    return before == nil && word(along: message.path) != nil
  }

  mutating func endRound() -> [LieutenantEffect] {
    defer { if round <= lastRound { round += 1 } }
    guard round < lastRound else { return [] }
    return ways(round).flatMap { way -> [LieutenantEffect] in
      let order = word(along: way) ?? fallback
      return next(after: way).map { .send(RelayedOrder(path: way + [me], order: order), to: $0) }
    }
  }

  /// The first line about a path that is as it must be.
  private func word(along way: [NodeID]) -> String? {
    places[way, default: []].lazy.map { journal[$0] }.first { line in
      way.count == line.round && way[0] == commander && way[way.count - 1] == line.sender
        && isSimple(way)
    }?.message.order
  }

  private func isSimple(_ way: [NodeID]) -> Bool {
    var seen: Set<NodeID> = [me]
    return way.allSatisfy { generals.contains($0) && seen.insert($0).inserted }
  }

  private func next(after way: [NodeID]) -> Set<NodeID> {
    generals.subtracting(way).subtracting([me])
  }

  private func ways(_ length: Int) -> [[NodeID]] {
    guard length > 1 else { return [[commander]] }
    return ways(length - 1).flatMap { way in next(after: way).map { way + [$0] } }
  }

  private func settled(along way: [NodeID]) -> String {
    let own = word(along: way) ?? fallback
    if way.count == lastRound { return own }
    var voices: [String: Int] = [own: 1]
    for other in next(after: way) { voices[settled(along: way + [other]), default: 0] += 1 }
    let sum = voices.values.reduce(0, +)
    return voices.first { $0.value > sum - $0.value }?.key ?? fallback
  }
}
