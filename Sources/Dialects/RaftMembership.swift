import ExerciseKit
import Wire

/// A node that knows who is in the cluster, with the log that is on its disk.
struct MemberWithLog<Node: MembershipKeeping>: Sendable {
  private let id: NodeID
  private let base: LogPosition
  private let members: [NodeID]
  private var log: [ClusterEntry] = []
  var node: Node

  init(id: NodeID, base: LogPosition, members: [NodeID]) {
    (self.id, self.base, self.members) = (id, base, members)
    node = Node(id: id, base: base, members: members, log: [])
  }

  mutating func append(_ entry: ClusterEntry) -> [MembershipEffect] {
    log.append(entry)
    return node.append(entry)
  }

  mutating func truncate(after index: Int) {
    log.removeLast(min(log.count, max(0, log.count - (index - base.index))))
    node.truncate(after: index)
  }

  /// Starts again with what is on the disk.
  mutating func restart() { node = Node(id: id, base: base, members: members, log: log) }
}

/// Talks to the part of a node that knows who is in the cluster.
enum MembershipDialect<Node: MembershipKeeping>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = MemberWithLog<Node>

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    let id = try numbers.node()
    let members = try nodes(&numbers)
    let base = LogPosition(term: try numbers.next(), index: try numbers.next())
    return Value(id: id, base: base, members: members)
  }

  private static func nodes(_ numbers: inout NumberList) throws(WireError) -> [NodeID] {
    var nodes: [NodeID] = []
    for _ in 0..<(try numbers.next(as: UInt16.self)) { nodes.append(try numbers.node()) }
    return nodes
  }

  /// Every answer ends with the members that count, and what comes of the operation.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0, 1, 2:
      value.node.becomes(
        [.follower, .candidate, .leader][Int(operation)], in: try numbers.next())
    case 3:
      let effects = value.append(ClusterEntry(term: try numbers.next()))
      return told(value, effects)
    case 4:
      let count = try numbers.next(as: UInt16.self)
      let entry = ClusterEntry(term: try numbers.next())
      let effects = (0..<count).flatMap { _ in value.append(entry) }
      return told(value, effects)
    case 5:
      let members = try nodes(&numbers)
      let effects = value.append(ClusterEntry(term: try numbers.next(), members: members))
      return told(value, effects)
    case 6: value.truncate(after: try numbers.next())
    case 7: value.node.learnsCommit(upTo: try numbers.next())
    case 8:
      let server = try numbers.node()
      let effects = value.node.holds(server, upTo: try numbers.next())
      return told(value, effects)
    case 9: return change(.add(try numbers.node()), of: &value)
    case 10: return change(.remove(try numbers.node()), of: &value)
    case 11: return told(value, kind: value.node.mayStand ? 1 : 2)
    case 12:
      let voters = Set(try nodes(&numbers))
      return told(value, kind: value.node.isElected(by: voters) ? 3 : 4)
    case 13: value.restart()
    default: throw .unknown(operation: operation)
    }
    return told(value)
  }

  /// An entry that is to be appended is.
  private static func change(_ change: ClusterChange, of value: inout Value) -> Words.Answer {
    switch value.node.answer(to: change) {
    case .refuse(let refusal):
      return told(value, kind: 10 + UInt8(ChangeRefusal.allCases.firstIndex(of: refusal) ?? 0))
    case .append(let entry):
      let effects = value.append(entry)
      let members = entry.members.map { listed($0) } ?? [-1]
      return told(value, effects, kind: 5, [Int128(entry.term)] + members)
    }
  }

  private static func listed(_ nodes: [NodeID]) -> [Int128] {
    [Int128(nodes.count)] + nodes.map { Int128($0.number) }.sorted()
  }

  /// Members and effects, each in an order of its own, for the task lays none down.
  private static func told(
    _ value: Value, _ effects: [MembershipEffect] = [], kind: UInt8 = 0, _ numbers: [Int128] = []
  ) -> Words.Answer {
    let told = effects.map { effect -> [Int128] in
      switch effect {
      case .commit(let index): [0, Int128(index)]
      case .stepDown: [1]
      }
    }
    return Words.Answer(
      kind,
      numbers + listed(value.node.members)
        + told.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
  }
}

/// The dialect of `raft-membership`.
func membershipDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: MembershipKeeping>(_: T.Type) -> any Dialect.Type { MembershipDialect<T>.self }
  return (types.first as? any MembershipKeeping.Type).map { dialect($0) }
}
