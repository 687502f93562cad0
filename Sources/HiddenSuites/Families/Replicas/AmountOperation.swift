/// What a replica does that adds a number: `counts 3`, `adds -1`.
struct AmountOperation: ReplicaOperation {
  let verb: String
  let amount: Int128

  /// Describes an operation.
  /// - Parameter verb: one word, such as `counts`.
  init(_ verb: String, _ amount: Int128) {
    self.verb = verb
    self.amount = amount
  }

  init?(phrase: String) {
    let words = phrase.split(separator: " ")
    guard words.count == 2, let amount = Int128(words[1]) else { return nil }
    self.init(String(words[0]), amount)
    guard self.phrase == phrase else { return nil }
  }

  var phrase: String { "\(verb) \(amount)" }
  var label: String { amount < 0 ? "\(amount)" : "+\(amount)" }

  var simpler: [AmountOperation] {
    let sign: Int128 = amount < 0 ? -1 : 1
    return [sign, 2 * sign, amount / 2].filter { $0.magnitude < amount.magnitude && $0 != 0 }
      .map { AmountOperation(verb, $0) }
  }
}
