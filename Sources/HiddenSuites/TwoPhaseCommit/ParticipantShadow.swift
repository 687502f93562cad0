import Dialects

/// What a participant must hold.
struct ParticipantShadow {
  typealias Right = SequentialObject<ParticipantShadow>.Right
  typealias Effects = CommitEffectNumbers

  struct Promise: Equatable {
    let coordinator: Int128
    let participants: Set<Int128>
  }

  let node: Int128
  private var working: Set<Int128> = []
  /// What is on the disk; nil for what is committed.
  private var disk: [Int128: Promise?] = [:]
  private var diskBefore: [Int128: Promise?] = [:]
  /// How each was asked to prepare the first time: later ones ask the same.
  private var asked: [Int128: [Int128]] = [:]
  private var used: Set<Int128> = []
  /// The last of them that were used first.
  private var recent: [Int128] = []

  init(node: Int128) { self.node = node }

  func isNew(_ transaction: Int128) -> Bool {
    !used.contains(transaction)
  }

  private mutating func use(_ transaction: Int128) {
    if used.insert(transaction).inserted { recent = recent.suffix(15) + [transaction] }
  }

  mutating func work(on transaction: Int128) -> Right {
    diskBefore = disk
    use(transaction)
    working.insert(transaction)
    return told(.nothing, "work that is not promised is in memory only")
  }

  private func promise(_ numbers: [Int128]) -> Promise {
    Promise(
      coordinator: numbers[1], participants: SpacedNodes.set(numbers[2...]).union([node]))
  }

  func isAllowed(prepare numbers: [Int128]) -> Bool {
    guard SpacedNodes.exist(numbers[2...]) else { return false }
    let promise = promise(numbers)
    return !promise.participants.contains(promise.coordinator)
      && self.promise(asked[numbers[0], default: numbers]) == promise
  }

  mutating func prepare(_ numbers: [Int128]) -> Right {
    diskBefore = disk
    let transaction = numbers[0]
    let promise = promise(numbers)
    use(transaction)
    asked[transaction] = numbers
    let yes = Effects.nothing.sending(.yes, to: [promise.coordinator])
    if let known = disk[transaction] {
      return known == nil
        ? told(.nothing, "t\(transaction) has committed")
        : told(yes, "it has promised that already")
    }
    guard working.remove(transaction) != nil else {
      return told(
        Effects.nothing.sending(.no, to: [promise.coordinator]),
        "there is no work on t\(transaction) here, or no longer")
    }
    disk[transaction] = promise
    return told(
      yes.storing([2, promise.coordinator] + Effects.list(promise.participants)),
      "the promise is stored, and then given")
  }

  mutating func commit(_ transaction: Int128, from sender: Int128) -> Right {
    diskBefore = disk
    use(transaction)
    let effects = Effects.nothing.sending(.acknowledgement, to: [sender])
    guard let known = disk[transaction] else {
      return told(.nothing, "t\(transaction) was not promised here, or it has aborted")
    }
    guard known != nil else { return told(effects, "it is committed and stored") }
    disk[transaction] = .some(nil)
    return told(effects.storing([0]).reporting(isCommit: true), "what was promised commits")
  }

  mutating func abort(_ transaction: Int128) -> Right {
    diskBefore = disk
    use(transaction)
    let (effects, reason) = aborting(transaction)
    return told(effects, reason)
  }

  private mutating func aborting(_ transaction: Int128) -> (Effects, String) {
    if working.remove(transaction) != nil {
      return (Effects.nothing.reporting(isCommit: false), "nothing was promised")
    }
    guard let known = disk[transaction], known != nil else {
      return (.nothing, "what has ended does not end again")
    }
    disk[transaction] = nil
    return (Effects.nothing.storing(nil).reporting(isCommit: false), "what was promised aborts")
  }

  mutating func inquiry(_ transaction: Int128, from sender: Int128) -> Right {
    diskBefore = disk
    use(transaction)
    if let known = disk[transaction] {
      return known == nil
        ? told(Effects.nothing.sending(.commit, to: [sender]), "t\(transaction) has committed")
        : told(.nothing, "it does not know either")
    }
    let effects = aborting(transaction).0
    return told(
      effects.sending(.abort, to: [sender]), "it holds no promise of it, and never will again")
  }

  mutating func timeout(_ transaction: Int128) -> Right {
    diskBefore = disk
    use(transaction)
    if let known = disk[transaction], let promise = known {
      return told(
        Effects.nothing.sending(
          .inquiry, to: promise.participants.union([promise.coordinator]).subtracting([node])),
        "it has promised, so it asks the coordinator and all others")
    }
    let (effects, reason) = aborting(transaction)
    return told(effects, reason)
  }

  mutating func ignore() -> Right {
    diskBefore = disk
    return told(.nothing, "no participant is told this")
  }

  /// Starts again after so many effects of the last step. What it stores, it stores first.
  mutating func restart(after count: Int128) -> Right {
    if count == 0 { disk = diskBefore }
    diskBefore = disk
    working = []
    return told(.nothing, "it starts from its disk")
  }

  private func told(_ effects: Effects, _ reason: String) -> Right {
    let inDoubt = disk.filter { $0.value != nil }.keys.sorted()
    return (.init(0, [Int128(inDoubt.count)] + inDoubt + effects.numbers), reason)
  }

  // MARK: What may well come

  /// Transactions that are worked on, promised or ended, the last ones, with who may speak of them.
  var known: [[Int128]] {
    recent.flatMap { transaction in
      let promise = asked[transaction].map(promise)
      let names = promise.map { [$0.coordinator] + $0.participants.sorted().prefix(3) } ?? [7]
      return names.map { [transaction, $0] }
    }
  }

  /// Ways to ask for what is worked on, and again for what was asked before.
  var preparing: [[Int128]] {
    recent.flatMap { transaction -> [[Int128]] in
      if let before = asked[transaction] { return [before] }
      guard working.contains(transaction) else { return [] }
      return [[transaction, node == 9 ? 8 : 9, 2, 1, 1], [transaction, 70, 0, 0, 1]]
    }
  }
}

let commitParticipant = SequentialObject<ParticipantShadow>(
  subject: "participant", type: 1, setting: NumberForm("node n#", [.node]),
  start: { ParticipantShadow(node: $0[0]) },
  operations: [
    .init(NumberForm("restart")) { $1.restart(after: .max) },
    .init(
      NumberForm("crash after # effects of the last step, restart", [NumberDomain(0...4)])
    ) { $1.restart(after: $0[0]) },
    .init(
      NumberForm("work on t#", [.unsigned()]), weight: 8,
      isAllowed: { $1.isNew($0[0]) }
    ) { $1.work(on: $0[0]) },
    .init(
      NumberForm(
        "prepare t# from n#, with # others from n# in steps of #",
        [.unsigned(), .node, NumberDomain(0...100, drawnTo: 8), .node, .node]), weight: 8,
      isAllowed: { $1.isAllowed(prepare: $0) },
      near: { [$0.known.map { $0[0] }, [9, 70], [], [], [1, 64]] },
      fitting: \.preparing
    ) { $1.prepare($0) },
    .init(
      NumberForm("timeout of t#", [.unsigned()]), weight: 2, near: { [$0.known.map { $0[0] }] }
    ) { $1.timeout($0[0]) },
    .message("yes on", weight: 1, known: \.known) { $2.ignore() },
    .message("no on", weight: 1, known: \.known) { $2.ignore() },
    .message("acknowledgement of", weight: 1, known: \.known) { $2.ignore() },
    .message("inquiry about", known: \.known) { $2.inquiry($0, from: $1) },
    .message("commit of", known: \.known) { $2.commit($0, from: $1) },
    .message("abort of", known: \.known) { transaction, _, state in state.abort(transaction) },
  ],
  text: { answer in
    let count = max(0, min(Int(clamping: answer.numbers.first ?? 0), answer.numbers.count - 1))
    let inDoubt = answer.numbers.dropFirst().prefix(count).map { "t\($0)" }
    return CommitEffectNumbers.text(answer.numbers.dropFirst(1 + count))
      + (inDoubt.isEmpty ? "" : "; in doubt \(inDoubt.joined(separator: " "))")
  },
  isTelling: { $0.numbers.count > 2 })
