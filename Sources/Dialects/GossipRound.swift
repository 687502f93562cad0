import ExerciseKit
import Wire

/// What gossiping nodes send each other.
enum GossipMessage: Sendable {
  case digest([NodeID: UInt64])
  case answer(GossipAnswer<Int>)
}

/// Talks to nodes that bring each other up to date by digests.
enum GossipDialect<Node: GossipNode<Int>>: ReplicaClusterDialect {
  typealias Replica = Node
  typealias Saved = GossipMessage

  /// It has written its key k0 that often.
  static func past(of name: NodeID, count: UInt64) -> [GossipEntry<Int>]? {
    [GossipEntry(origin: name, version: count, key: "k0", value: 0)]
  }

  static func reading(_ replica: Node) -> ObjectWords.Answer {
    Words.Answer(1, numbers(of: replica.stored))
  }

  static func perform(
    _ operation: UInt8, at name: NodeID, _ numbers: inout NumberList, in cluster: inout Value
  ) throws(WireError) -> ObjectWords.Answer {
    switch operation {
    case 2:
      let (key, value) = (try numbers.name("k"), try numbers.next(as: Int.self))
      let version = try cluster.change(name) { (node) throws(WireError) in node.write(key, value) }
      return Words.Answer(2, [Int128(version)])
    case 3:
      let key = try numbers.name("k")
      let value = try cluster[name].value(of: key, from: try numbers.node())
      return Words.Answer(3, value.map { [Int128($0)] } ?? [])
    case 4:
      let digest = try cluster[name].digest()
      return Words.Answer(4, [cluster.save(.digest(digest))] + Self.numbers(of: digest))
    case 5:
      guard case .digest(let digest) = try cluster.saved(try numbers.next()) else {
        throw .malformed("no digest")
      }
      let answer = try cluster[name].answer(to: digest, limit: try numbers.next())
      return told(answer, 6, [cluster.save(.answer(answer))])
    case 6:
      guard case .answer(let answer) = try cluster.saved(try numbers.next()) else {
        throw .malformed("no answer")
      }
      try cluster.change(name) { (node) throws(WireError) in node.receive(answer) }
      return reading(try cluster[name])
    case 7:
      // One round: what the other says to this node's digest, taken in at once.
      let answer = try cluster[try numbers.node()].answer(
        to: try cluster[name].digest(), limit: try numbers.next())
      try cluster.change(name) { (node) throws(WireError) in node.receive(answer) }
      return told(answer, 5, [])
    default: throw .unknown(operation: operation)
    }
  }

  private static func told(
    _ answer: GossipAnswer<Int>, _ kind: UInt8, _ number: [Int128]
  ) -> ObjectWords.Answer {
    Words.Answer(
      kind,
      number + [Int128(answer.digest.count)] + numbers(of: answer.digest)
        + numbers(of: answer.entries))
  }

  private static func numbers(of entries: [GossipEntry<Int>]) -> [Int128] {
    entries.flatMap {
      [
        Int128($0.origin.number), Int128($0.version), NumberList.number(of: $0.key, "k"),
        Int128($0.value),
      ]
    }
  }

  private static func numbers(of digest: [NodeID: UInt64]) -> [Int128] {
    digest.sorted { $0.key < $1.key }.flatMap { [Int128($0.key.number), Int128($0.value)] }
  }
}

/// The dialect of `gossip-round`.
func gossipDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: GossipNode<Int>>(_: T.Type) -> any Dialect.Type { GossipDialect<T>.self }
  return (types.first as? any GossipNode<Int>.Type).map { dialect($0) }
}
