import ExerciseKit
import Wire

/// Talks to a lieutenant of OM(m).
enum OralMessagesDialect<Lieutenant: OrderRelaying>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Lieutenant

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Lieutenant {
    let (name, commander) = (try numbers.node(), try numbers.node())
    var generals: [NodeID] = []
    for _ in 0..<(try numbers.next(as: UInt16.self)) { generals.append(try numbers.node()) }
    let traitors = try numbers.next(as: Int.self)
    return Lieutenant(
      lieutenant: name, commander: commander, generals: generals, traitors: traitors,
      fallback: try numbers.name("v"))
  }

  /// Every answer begins with the decision. Operation 0 ends a round; the others bring a message whose path has
  /// one name less than the operation's number.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Lieutenant
  ) throws(WireError) -> Words.Answer {
    guard operation > 0 else {
      let effects = value.endRound()
      return Words.Answer(0, decision(of: value) + told(effects))
    }
    let order = try numbers.name("v")
    var path: [NodeID] = []
    for _ in 1..<operation { path.append(try numbers.node()) }
    let sender = try numbers.node()
    let counts = value.receive(RelayedOrder(path: path, order: order), from: sender)
    return Words.Answer(counts ? 2 : 1, decision(of: value))
  }

  private static func decision(of value: Lieutenant) -> [Int128] {
    value.decision.map { [1, NumberList.number(of: $0, "v")] } ?? [0]
  }

  /// What is sent, in an order of its own, for the task lays none down.
  private static func told(_ effects: [LieutenantEffect]) -> [Int128] {
    effects.map { effect -> [Int128] in
      switch effect {
      case .send(let message, let receiver):
        [Int128(receiver.number), NumberList.number(of: message.order, "v")]
          + [Int128(message.path.count)] + message.path.map { Int128($0.number) }
      }
    }.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }
}

/// The dialect of `oral-messages`.
func oralMessagesDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: OrderRelaying>(_: T.Type) -> any Dialect.Type { OralMessagesDialect<T>.self }
  return (types.first as? any OrderRelaying.Type).map { dialect($0) }
}
