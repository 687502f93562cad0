import Histories
import HistoryFiles

/// A search for the shortest history between two neighbouring levels: every history of few operations, up to
/// the names of clients, keys and values, in which one operation has ended before the next begins. Overlap makes
/// none shorter: it matters to linearizability alone, and only keeps what would else be broken.
struct ShortestHistory {
  /// One operation: whose, of which key, and what it reads: nil for a write, -1 for nothing, else the place
  /// of the write that it has seen.
  private struct Shape {
    var client: Int
    var key: Int
    var source: Int?
  }

  /// The most operations that are tried; each one more takes fifty times as long.
  static let longest = 5

  private let pair: NeighbouringLevels

  /// A search for what lies between these.
  init(_ pair: NeighbouringLevels) {
    self.pair = pair
  }

  /// How many operations the shortest has, and the history; nil when none has fewer than `limit`, or than
  /// are tried.
  func found(below limit: Int) -> [WrittenHistory.Store.Operation]? {
    guard limit > 1 else { return nil }
    for count in 1..<min(limit, Self.longest + 1) {
      var shapes: [Shape] = []
      if let found = search(&shapes, count) { return found }
    }
    return nil
  }

  private func search(
    _ shapes: inout [Shape], _ count: Int
  ) -> [WrittenHistory.Store.Operation]? {
    if shapes.count == count { return history(shapes) }
    let clients = (shapes.map(\.client).max() ?? -1) + 1
    let keys = (shapes.map(\.key).max() ?? -1) + 1
    // Only linearizability asks what came first at different clients; else they come one after the other.
    let first = pair.broken == .linearizable ? 0 : shapes.last?.client ?? 0
    for client in first...min(clients, count - 1) {
      for key in 0...min(keys, count - 1) {
        for source in [nil, -1] + (0..<count).map(Optional.some) {
          if let source, source >= 0 {
            guard source != shapes.count else { continue }
            if source < shapes.count {
              guard shapes[source].source == nil, shapes[source].key == key else { continue }
            }
          } else if source == nil,
            shapes.contains(where: { $0.source == shapes.count && $0.key != key })
          {
            continue
          }
          if source != nil, shapes.contains(where: { $0.source == shapes.count }) { continue }
          shapes.append(Shape(client: client, key: key, source: source))
          if let found = search(&shapes, count) { return found }
          shapes.removeLast()
        }
      }
    }
    return nil
  }

  /// The history of these operations, if it lies between the two levels.
  private func history(_ shapes: [Shape]) -> [WrittenHistory.Store.Operation]? {
    guard shapes.contains(where: { $0.source != nil }), let order = order(of: shapes) else {
      return nil
    }
    var times = Array(repeating: 0, count: shapes.count)
    for (time, place) in order.enumerated() { times[place] = 2 * time }
    let history = order.map { place in
      let shape = shapes[place]
      let key = shape.key == 0 ? "x" : "y"
      let output: WrittenHistory.Store.Output =
        if let source = shape.source {
          .value(source < 0 ? nil : "\(source)")
        } else {
          .done
        }
      return WrittenHistory.Store.Operation(
        client: shape.client, shape.source == nil ? .put(key, "\(place)") : .get(key), output,
        called: times[place], returned: times[place] + 1)
    }
    // What must break is looked at first: mostly it holds.
    guard mayBreak(history) else { return nil }
    let levels = RecordedHistory.store(history).levels(isExplained: false)
    return pair.isBetween(levels) ? history : nil
  }

  /// False where the level that must break certainly holds.
  private func mayBreak(_ history: [WrittenHistory.Store.Operation]) -> Bool {
    do throws(DistinctHistory.Unsuitable) {
      let distinct = try DistinctHistory(history)
      switch pair.broken {
      case .linearizable, .sequential: return true
      case .causal: return distinct.brokenCausality(isExplained: false) != nil
      default:
        let guarantee = SessionGuarantee(rawValue: pair.broken.rawValue)
        return guarantee?.brokenPart(of: distinct, isExplained: false) != nil
      }
    } catch {
      return true
    }
  }

  /// An order in which they can have happened, each client's own kept and nothing read before it was written:
  /// the order they are in, where that is one; nil when there is none.
  private func order(of shapes: [Shape]) -> [Int]? {
    var order: [Int] = []
    while order.count < shapes.count {
      let next = shapes.indices.first { place in
        guard !order.contains(place) else { return false }
        let isOwnTurn = shapes[..<place].indices.allSatisfy {
          shapes[$0].client != shapes[place].client || order.contains($0)
        }
        guard isOwnTurn else { return false }
        guard let source = shapes[place].source, source >= 0 else { return true }
        return order.contains(source)
      }
      guard let next else { return nil }
      order.append(next)
    }
    return order
  }
}
