import ExerciseKit

// Settings are written `3 nodes; logs 0.0 1.1 1.1`, members n1 to n3 with nothing persisted. Any other
// than the usual ones is written out: `nodes n7 n1; peers n300; logs 3.7 0.0; persisted 5.n1 2; timeouts
// 0 to 7`, where peers are nodes of the cluster that are not among those that are run.

extension ElectionSetting {
  static var usualTimeouts: ClosedRange<Millis> { 150...300 }

  /// A cluster of these nodes, none of which has persisted anything.
  init(members: [ElectionMember]) {
    self.init(members: members, persisted: members.map { _ in ElectionShadow() })
  }

  /// A cluster of `logs.count` nodes.
  init(logs: [LogPosition], timeouts: ClosedRange<Millis> = usualTimeouts) {
    self.init(
      nodes: logs.indices.map { NodeID(UInt32($0 + 1)) }, logs: logs, timeouts: timeouts)
  }

  /// A cluster of nodes with empty logs.
  init(nodes: Int) {
    self.init(logs: Array(repeating: .none, count: nodes))
  }

  /// The cluster of a search.
  init(_ bounds: ElectionBounds) {
    if bounds.logs.isEmpty {
      self.init(nodes: bounds.nodes)
    } else {
      self.init(logs: bounds.logs.map { LogPosition(text: $0) ?? .none })
      persisted = members.map { _ in ElectionShadow(term: bounds.startTerm) }
    }
  }

  /// A cluster of these nodes and of peers that are not run.
  private init(
    nodes: [NodeID], peers: [NodeID] = [], logs: [LogPosition], timeouts: ClosedRange<Millis>
  ) {
    self.init(
      members: nodes.indices.map { index in
        ElectionMember(
          id: nodes[index], peers: nodes.filter { $0 != nodes[index] } + peers,
          lastLog: logs[index], timeouts: timeouts)
      })
  }

  // MARK: Text

  /// How many nodes a setting may name.
  static var sizes: ClosedRange<Int> { 1...65 }

  /// Reads the text form, whatever parts it does not know; nil when it is not one.
  init?(text: String) {
    let parts = text.split(separator: ";").map { $0.split(separator: " ").map(String.init) }
    func words(_ key: String) -> [String]? {
      parts.dropFirst().first { $0.first == key }.map { Array($0.dropFirst()) }
    }
    guard let nodes = parts.first.flatMap(Self.nodes), let peers = Self.names(words("peers") ?? []),
      Self.sizes.contains(nodes.count + peers.count),
      Set(nodes + peers).count == nodes.count + peers.count
    else { return nil }
    var logs = nodes.map { _ in LogPosition.none }
    if let words = words("logs") { logs = words.compactMap(LogPosition.init) }
    var persisted = nodes.map { _ in ElectionShadow() }
    if let words = words("persisted") { persisted = words.compactMap(Self.persisted) }
    var timeouts = Self.usualTimeouts
    if let words = words("timeouts") {
      guard words.count == 3, words[1] == "to", let lower = Int(words[0]),
        let upper = Int(words[2]),
        (0...upper).contains(lower)
      else { return nil }
      timeouts = lower...upper
    }
    guard logs.count == nodes.count, persisted.count == nodes.count else { return nil }
    self.init(nodes: nodes, peers: peers, logs: logs, timeouts: timeouts)
    self.persisted = persisted
  }

  /// The text form.
  var text: String {
    var parts: [String] = []
    let nodes = members.map(\.id)
    let outside = members[0].peers.filter { !nodes.contains($0) }
    if outside.isEmpty && nodes == nodes.indices.map({ NodeID(UInt32($0 + 1)) }) {
      parts.append(nodes.count == 1 ? "1 node" : "\(nodes.count) nodes")
    } else {
      parts.append("nodes " + nodes.map(\.description).joined(separator: " "))
      if !outside.isEmpty {
        parts.append("peers " + outside.map(\.description).joined(separator: " "))
      }
    }
    if members.contains(where: { $0.lastLog != .none }) {
      parts.append(
        "logs " + members.map(\.lastLog.text).joined(separator: " "))
    }
    if persisted.contains(where: { $0 != ElectionShadow() }) {
      parts.append(
        "persisted "
          + persisted.map { state in "\(state.term)" + (state.votedFor.map { ".\($0)" } ?? "") }
          .joined(separator: " "))
    }
    let timeouts = members[0].timeouts
    if timeouts != Self.usualTimeouts {
      parts.append("timeouts \(timeouts.lowerBound) to \(timeouts.upperBound)")
    }
    return parts.joined(separator: "; ")
  }

  private static func nodes(_ words: [String]) -> [NodeID]? {
    if words.first == "nodes" { return names(Array(words.dropFirst())) }
    guard words.count == 2, words[1] == "node" || words[1] == "nodes",
      let count = Int(words[0]), sizes.contains(count)
    else { return nil }
    return (1...UInt32(count)).map { NodeID($0) }
  }

  private static func names(_ words: [String]) -> [NodeID]? {
    let nodes = words.compactMap(NodeID.init(text:))
    return nodes.count == words.count ? nodes : nil
  }

  private static func persisted(_ text: String) -> ElectionShadow? {
    let parts = text.split(separator: ".").map(String.init)
    guard (1...2).contains(parts.count), let term = Int(parts[0]), term >= 0 else { return nil }
    guard parts.count == 2 else { return ElectionShadow(term: term) }
    return NodeID(text: parts[1]).map { ElectionShadow(term: term, votedFor: $0) }
  }
}
