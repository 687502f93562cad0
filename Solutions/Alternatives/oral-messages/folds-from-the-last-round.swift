import ExerciseKit

// A list for each round, in which paths stand as places of generals. It is folded from the last round to the first,
// without recursion, and a majority is found by cancelling unlike pairs (Boyer and Moore).

struct Lieutenant: OrderRelaying {
  private struct Entry {
    let path: [Int]
    var order: String?
  }

  private let names: [NodeID]
  private let me: Int
  private let commander: Int
  private let traitors: Int
  private let fallback: String
  private var rounds: [[Entry]]
  private(set) var decision: String?

  init(
    lieutenant: NodeID, commander: NodeID, generals: [NodeID], traitors: Int, fallback: String
  ) {
    names = generals.sorted { $0.number > $1.number }
    me = names.firstIndex(of: lieutenant) ?? 0
    self.commander = names.firstIndex(of: commander) ?? 0
    self.traitors = traitors
    self.fallback = fallback
    rounds = [[Entry(path: [self.commander])]]
  }

  mutating func receive(_ message: RelayedOrder, from sender: NodeID) -> Bool {
    let path = message.path.compactMap { names.firstIndex(of: $0) }
    let now = rounds.count - 1
    guard decision == nil, path.count == message.path.count, message.path.last == sender,
      let place = rounds[now].firstIndex(where: { $0.path == path && $0.order == nil })
    else { return false }
    rounds[now][place].order = message.order
    return true
  }

  mutating func endRound() -> [LieutenantEffect] {
    guard decision == nil else { return [] }
    let now = rounds.count - 1
    for place in rounds[now].indices where rounds[now][place].order == nil {
      rounds[now][place].order = fallback
    }
    guard rounds.count <= traitors else {
      decision = folded()
      return []
    }
    var next: [Entry] = []
    var effects: [LieutenantEffect] = []
    for entry in rounds[now] {
      let message = RelayedOrder(
        path: entry.path.map { names[$0] } + [names[me]], order: entry.order ?? fallback)
      for other in names.indices where other != me && !entry.path.contains(other) {
        next.append(Entry(path: entry.path + [other]))
        effects.append(.send(message, to: names[other]))
      }
    }
    rounds.append(next)
    return effects
  }

  private func folded() -> String {
    var settled: [[Int]: String] = [:]
    for entry in rounds[rounds.count - 1] { settled[entry.path] = entry.order }
    for round in rounds.dropLast().reversed() {
      var voices = Dictionary(
        uniqueKeysWithValues: round.map { ($0.path, [$0.order ?? fallback]) })
      for (path, order) in settled { voices[Array(path.dropLast())]?.append(order) }
      settled = voices.mapValues(majority)
    }
    return settled[[commander]] ?? fallback
  }

  private func majority(_ voices: [String]) -> String {
    var candidate = fallback
    var lead = 0
    for voice in voices {
      if lead == 0 { candidate = voice }
      lead += voice == candidate ? 1 : -1
    }
    return voices.count { $0 == candidate } * 2 > voices.count ? candidate : fallback
  }
}
