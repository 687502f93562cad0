import Dialects

/// What comes of a step of two-phase commit, as the dialect tells it.
struct CommitEffectNumbers {
  /// A message by its place among the dialect's.
  enum Message: Int128 {
    case yes, no, acknowledgement, inquiry, commit, abort
  }

  /// The one write to the disk; nothing where there is none.
  private var store: [Int128] = []
  private var others: [[Int128]] = []

  static let nothing = CommitEffectNumbers()

  /// - Parameter record: what is stored; nil for what is removed.
  func storing(_ record: [Int128]?) -> Self {
    var all = self
    all.store = record.map { [1] + $0 } ?? [0]
    return all
  }

  func reporting(isCommit: Bool) -> Self {
    var all = self
    all.others.append([3, isCommit ? 1 : 0])
    return all
  }

  func sending(_ message: Message, to nodes: some Sequence<Int128>) -> Self {
    var all = self
    all.others += nodes.map { [2, $0, message.rawValue] }
    return all
  }

  func preparing(_ nodes: Set<Int128>) -> Self {
    var all = self
    all.others += nodes.map { [2, $0, 6] + Self.list(nodes) }
    return all
  }

  var numbers: [Int128] {
    store + others.sorted { $0.lexicographicallyPrecedes($1) }.joined()
  }

  static func list(_ nodes: Set<Int128>) -> [Int128] { [Int128(nodes.count)] + nodes.sorted() }

  // MARK: As text

  /// Effects as a learner sees them.
  static func text(_ numbers: ArraySlice<Int128>) -> String {
    var rest = numbers
    var effects: [String] = []
    while let kind = rest.popFirst() {
      switch kind {
      case 0: effects.append("removes its record")
      case 1: effects.append("stores \(record(&rest))")
      case 2:
        let receiver = rest.popFirst() ?? -1
        effects.append("sends \(message(&rest)) to n\(receiver)")
      default: effects.append("reports \(rest.popFirst() == 1 ? "a commit" : "an abort")")
      }
    }
    return effects.isEmpty ? "nothing" : effects.joined(separator: ", ")
  }

  private static func names(_ rest: inout ArraySlice<Int128>) -> String {
    let count = max(0, min(Int(clamping: rest.popFirst() ?? 0), rest.count))
    let names = rest.prefix(count).map { "n\($0)" }
    rest = rest.dropFirst(count)
    return names.joined(separator: " ")
  }

  private static func record(_ rest: inout ArraySlice<Int128>) -> String {
    switch rest.popFirst() {
    case 0: "that it is committed"
    case 1: "a commit for \(names(&rest))"
    default: "a promise to n\(rest.popFirst() ?? -1) with \(names(&rest))"
    }
  }

  private static func message(_ rest: inout ArraySlice<Int128>) -> String {
    let words = ["yes", "no", "an acknowledgement", "an inquiry", "commit", "abort"]
    let kind = rest.popFirst() ?? 0
    return kind == 6
      ? "prepare with \(names(&rest))"
      : words.indices.contains(Int(clamping: kind)) ? words[Int(kind)] : "something"
  }
}

extension SequentialObject.Operation {
  /// A message about a transaction.
  /// - Parameters:
  ///   - known: transactions that it may well be about, and from whom.
  static func message(
    _ words: String, weight: Int = 3, known: @escaping @Sendable (State) -> [[Int128]],
    right:
      @escaping @Sendable (_ transaction: Int128, _ sender: Int128, inout State) ->
      SequentialObject.Right
  ) -> Self {
    Self(
      NumberForm("\(words) t# from n#", [.unsigned(), .node]), weight: weight,
      near: { state in
        let known = known(state)
        return [known.map { $0[0] }, known.map { $0[1] }]
      },
      fitting: known
    ) { right($0[0], $0[1], &$1) }
  }
}
