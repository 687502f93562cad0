import ExerciseKit
import Wire

/// Who takes part in a run and how their logs end; written and read as text such as
/// `3 nodes; logs 0.0 1.1 1.1`.
struct ElectionSetting: Hashable, Sendable {
  /// The members, n1 first.
  var members: [ElectionMember]

  /// A cluster of `logs.count` nodes.
  init(logs: [LogPosition], timeouts: ClosedRange<Millis> = 150...300) {
    let ids = logs.indices.map { NodeID(UInt32($0 + 1)) }
    members = ids.indices.map { index in
      ElectionMember(
        id: ids[index], peers: ids.filter { $0 != ids[index] }, lastLog: logs[index],
        timeouts: timeouts)
    }
  }

  /// A cluster of nodes with empty logs.
  init(nodes: Int) {
    self.init(logs: Array(repeating: LogPosition(term: 0, index: 0), count: nodes))
  }

  /// The cluster of a search.
  init(_ bounds: ElectionBounds) {
    if bounds.logs.isEmpty {
      self.init(nodes: bounds.nodes)
    } else {
      self.init(logs: bounds.logs.map { Self.position($0) ?? LogPosition(term: 0, index: 0) })
    }
  }

  /// Reads the text form; nil when it is not one.
  init?(text: String) {
    let parts = text.split(separator: ";").map { $0.split(separator: " ").map(String.init) }
    guard let nodes = parts.first?.first.flatMap({ Int($0) }), (1...9).contains(nodes) else {
      return nil
    }
    if parts.count > 1, parts[1].first == "logs" {
      let logs = parts[1].dropFirst().compactMap(Self.position)
      guard logs.count == nodes else { return nil }
      self.init(logs: logs)
    } else {
      self.init(nodes: nodes)
    }
  }

  /// The text form.
  var text: String {
    let empty = LogPosition(term: 0, index: 0)
    let count = members.count == 1 ? "1 node" : "\(members.count) nodes"
    if members.allSatisfy({ $0.lastLog == empty }) { return count }
    return count + "; logs "
      + members.map { "\($0.lastLog.term).\($0.lastLog.index)" }.joined(separator: " ")
  }

  private static func position(_ text: String) -> LogPosition? {
    let numbers = text.split(separator: ".").compactMap { Int($0) }
    return numbers.count == 2 ? LogPosition(term: numbers[0], index: numbers[1]) : nil
  }
}

extension ElectionMember {
  /// How this node starts from what it persisted.
  func start(_ persisted: ElectionShadow) -> ElectionStart {
    ElectionStart(
      id: id, peers: peers, term: persisted.term, votedFor: persisted.votedFor, lastLog: lastLog,
      timeouts: timeouts)
  }
}
