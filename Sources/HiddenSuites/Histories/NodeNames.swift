import ExerciseKit

// A node is known by its index: 0 for n1, 1 for n2, …, and -1 for n0, which is a name as well.

/// The name of the node with this index: `n1`, `n2`, …
func name(of node: Int) -> String {
  identifier(of: node).description
}

/// The identifier of the node with this index.
func identifier(of node: Int) -> NodeID {
  NodeID(UInt32(node + 1))
}

extension NodeID {
  /// The node that is written like this, such as `n12`; nil for anything else.
  init?(text: String) {
    guard let number = UInt32(text.dropFirst()), text == NodeID(number).description else {
      return nil
    }
    self.init(number)
  }
}

/// The index of the node that is written like this; nil for anything else.
func node(named name: String) -> Int? { NodeID(text: name).map { Int($0.number) - 1 } }

/// The nodes of a run as text: `3 replicas`, or `2 replicas: n7, n300` where they are not n1, n2, …
struct NodeList: Hashable, Sendable, CustomStringConvertible {
  var nodes: [Int]
  /// What one of them is called, such as `replica`.
  let noun: String

  /// The most nodes a run may have that comes from outside.
  private static let limit = 64

  init(_ nodes: [Int], noun: String) {
    self.nodes = nodes
    self.noun = noun
  }

  /// Reads what `description` writes; nil for anything else.
  init?(_ text: String, noun: String) {
    let parts = text.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      self.init(parts[1].split(separator: ", ").compactMap { node(named: String($0)) }, noun: noun)
    } else {
      let count = parts.first?.split(separator: " ").first.flatMap { Int($0) } ?? 0
      self.init(Array(0..<min(max(0, count), Self.limit)), noun: noun)
    }
    guard !nodes.isEmpty, nodes.count <= Self.limit, description == text else { return nil }
  }

  var description: String {
    let count = nodes.count == 1 ? "1 \(noun)" : "\(nodes.count) \(self.plural)"
    guard nodes != Array(nodes.indices) else { return count }
    return "\(count): \(nodes.map(name(of:)).joined(separator: ", "))"
  }

  private var plural: String { noun.hasSuffix("s") ? noun + "es" : noun + "s" }
}

/// The nodes of some events, in the order of their names.
func nodes<Operation>(of events: some Sequence<CausalEvent<Operation>>) -> [Int] {
  Set(events.map(\.node)).sorted()
}
