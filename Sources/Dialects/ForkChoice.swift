import ExerciseKit
import Wire

/// Talks to a node's view of the chain.
enum ForkChoiceDialect<View: ForkChoice>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = View

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> View {
    let limit = numbers.isEmpty ? nil : try numbers.next(as: Int.self)
    return View(genesis: "b0", maxLocks: limit)
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout View
  ) throws(WireError) -> Words.Answer {
    switch operation {
    // Without a transaction, with one, two, and four.
    case 0...3:
      var block = Block(
        id: try numbers.name("b"),
        parent: try numbers.name("b"),
        work: try numbers.next(), locks: try numbers.next())
      while !numbers.isEmpty { block.txs.append(try numbers.name("t")) }
      guard let change = value.receive(block) else {
        return Words.Answer(0, [NumberList.number(of: value.tip, "b")])
      }
      var told = [NumberList.number(of: value.tip, "b"), Int128(change.disconnected.count)]
      told += change.disconnected.map { NumberList.number(of: $0, "b") }
      told +=
        [Int128(change.connected.count)] + change.connected.map { NumberList.number(of: $0, "b") }
      told += change.droppedTxs.map { NumberList.number(of: $0, "t") }.sorted()
      return Words.Answer(1, told)
    case 4:
      let tx = try numbers.name("t")
      return Words.Answer(2, [Int128(value.confirmations(of: tx))])
    default: throw .unknown(operation: operation)
    }
  }
}

/// The dialect of `fork-choice`.
func forkChoiceDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: ForkChoice>(_: T.Type) -> any Dialect.Type { ForkChoiceDialect<T>.self }
  return (types.first as? any ForkChoice.Type).map { dialect($0) }
}
