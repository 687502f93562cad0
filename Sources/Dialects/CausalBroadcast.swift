import ExerciseKit
import Wire

/// Talks to a few nodes that broadcast to each other, and keeps what they send.
enum CausalDialect<Node: CausalBroadcasting<Int>>: ObjectDialect {
  typealias Words = ObjectWords

  struct Value {
    /// The nodes' names, and last the stranger's.
    let names: [NodeID]
    /// What was delivered of others, who are silent since.
    let others: [NodeID: UInt64]
    var nodes: [Node]
    /// What was sent, in this order; a message may be received any number of times.
    var sent: [CausalMessage<Int>] = []
  }

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    let base = try numbers.next(as: UInt64.self)
    var names: [NodeID] = []
    for _ in 0..<5 { names.append(try numbers.node()) }
    _ = try numbers.next(as: UInt16.self)
    var record = CausalRecord<Int>()
    while !numbers.isEmpty { record.delivered[try numbers.node()] = base }
    let others = record.delivered
    for name in names { record.delivered[name] = base }
    if base == 0 { record.delivered = [:] }
    // The stranger is told nothing.
    return Value(
      names: names, others: others, nodes: names.dropLast().map { Node(node: $0, stored: record) })
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0:
      let message = value.nodes[try numbers.index(in: value.nodes.count)]
        .broadcast(try numbers.next())
      value.sent.append(message)
      return Words.Answer(1, told(message))
    case 1:
      var clock = value.others.filter { $0.value > 0 }
      let payload = try numbers.next(as: Int.self)
      for name in value.names.suffix(1) + value.names.dropLast() {
        let count = try numbers.next(as: UInt64.self)
        // Of whom nothing was delivered, a clock may say zero as well as nothing.
        if count > 0 || name.number % 2 == 0 { clock[name] = count }
      }
      value.sent.append(
        CausalMessage(sender: value.names[value.names.count - 1], clock: clock, payload: payload))
      return Words.Answer(0)
    case 2:
      let node = try numbers.index(in: value.nodes.count)
      let message = value.sent[try numbers.index(in: value.sent.count)]
      return Words.Answer(2, value.nodes[node].receive(message).flatMap(told))
    case 3:
      let node = try numbers.index(in: value.nodes.count)
      let stored = value.nodes[node].stored
      value.nodes[node] = Node(node: value.names[node], stored: stored)
      return Words.Answer(3, pairs(stored.delivered) + stored.waiting.flatMap(told))
    default: throw .unknown(operation: operation)
    }
  }

  /// A message as numbers: payload, sender, and its clock.
  private static func told(_ message: CausalMessage<Int>) -> [Int128] {
    [Int128(message.payload), Int128(message.sender.number)] + pairs(message.clock)
  }

  /// Counters as numbers: how many, and each after its node, in the order of the nodes.
  private static func pairs(_ clock: [NodeID: UInt64]) -> [Int128] {
    let counters = clock.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    return [Int128(counters.count)]
      + counters.flatMap { [Int128($0.key.number), Int128($0.value)] }
  }
}

/// The dialect of `causal-broadcast`.
func causalDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: CausalBroadcasting<Int>>(_: T.Type) -> any Dialect.Type {
    CausalDialect<T>.self
  }
  return (types.first as? any CausalBroadcasting<Int>.Type).map { dialect($0) }
}
