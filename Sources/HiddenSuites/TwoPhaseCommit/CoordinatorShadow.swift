import Dialects

/// What a coordinator must hold.
struct CoordinatorShadow {
  typealias Right = SequentialObject<CoordinatorShadow>.Right
  typealias Effects = CommitEffectNumbers

  struct Waiting {
    let all: Set<Int128>
    var missing: Set<Int128>
  }

  var voting: [Int128: Waiting] = [:]
  var committed: [Int128: Waiting] = [:]
  /// A number is never used again.
  var used: Set<Int128> = []
  /// The last ones begun.
  private var recent: [Int128] = []
  private var disk: [Int128: Set<Int128>] = [:]
  private var diskBefore: [Int128: Set<Int128>] = [:]

  mutating func begin(_ transaction: Int128, _ nodes: Set<Int128>) -> Right {
    diskBefore = disk
    used.insert(transaction)
    recent = recent.suffix(15) + [transaction]
    voting[transaction] = Waiting(all: nodes, missing: nodes)
    return told(Effects.nothing.preparing(nodes), "all participants are asked to prepare")
  }

  mutating func yes(_ transaction: Int128, from sender: Int128) -> Right {
    diskBefore = disk
    guard var votes = voting[transaction] else { return inquiry(transaction, from: sender) }
    votes.missing.remove(sender)
    voting[transaction] = votes
    guard votes.missing.isEmpty else {
      return told(.nothing, "the votes of \(votes.missing.count) of \(votes.all.count) are missing")
    }
    voting[transaction] = nil
    committed[transaction] = Waiting(all: votes.all, missing: votes.all)
    disk[transaction] = votes.all
    return told(
      Effects.nothing.storing([1] + Effects.list(votes.all)).reporting(isCommit: true)
        .sending(.commit, to: votes.all), "all have voted yes")
  }

  mutating func no(_ transaction: Int128, from sender: Int128) -> Right {
    diskBefore = disk
    guard let votes = voting[transaction], votes.all.contains(sender) else {
      return told(.nothing, "t\(transaction) does not wait for n\(sender)'s vote")
    }
    return abort(transaction, telling: votes.all.subtracting([sender]), "n\(sender) has voted no")
  }

  private mutating func abort(
    _ transaction: Int128, telling nodes: Set<Int128>, _ reason: String
  ) -> Right {
    voting[transaction] = nil
    return told(Effects.nothing.reporting(isCommit: false).sending(.abort, to: nodes), reason)
  }

  mutating func inquiry(_ transaction: Int128, from sender: Int128) -> Right {
    diskBefore = disk
    if voting[transaction] != nil { return told(.nothing, "nothing is decided") }
    guard let commit = committed[transaction] else {
      return told(
        Effects.nothing.sending(.abort, to: [sender]), "what is not known here has aborted")
    }
    return commit.all.contains(sender)
      ? told(Effects.nothing.sending(.commit, to: [sender]), "t\(transaction) has committed")
      : told(.nothing, "n\(sender) takes no part in t\(transaction)")
  }

  mutating func acknowledgement(_ transaction: Int128, from sender: Int128) -> Right {
    diskBefore = disk
    guard committed[transaction]?.missing.remove(sender) != nil else {
      return told(.nothing, "no commit of t\(transaction) waits for n\(sender)'s acknowledgement")
    }
    guard let missing = committed[transaction]?.missing, missing.isEmpty else {
      return told(.nothing, "others have not acknowledged it yet")
    }
    committed[transaction] = nil
    disk[transaction] = nil
    return told(Effects.nothing.storing(nil), "all have stored it, so nobody can ask any more")
  }

  mutating func timeout(_ transaction: Int128) -> Right {
    diskBefore = disk
    if let votes = voting[transaction] {
      return abort(transaction, telling: votes.all, "not all votes have come")
    }
    guard let commit = committed[transaction] else {
      return told(.nothing, "there is nothing to be done for t\(transaction)")
    }
    return told(
      Effects.nothing.sending(.commit, to: commit.missing), "these have not acknowledged it")
  }

  mutating func ignore() -> Right {
    diskBefore = disk
    return told(.nothing, "no coordinator is told this")
  }

  /// Starts again after so many effects of the last step. What it stores, it stores first.
  mutating func restart(after count: Int128) -> Right {
    start(with: count == 0 ? diskBefore : disk)
  }

  mutating func start(with disk: [Int128: Set<Int128>]) -> Right {
    self.disk = disk
    diskBefore = disk
    used.formUnion(disk.keys)
    recent = (recent + disk.keys.sorted()).suffix(16)
    voting = [:]
    committed = disk.mapValues { Waiting(all: $0, missing: $0) }
    return told(.nothing, "it starts from its disk")
  }

  private func told(_ effects: Effects, _ reason: String) -> Right {
    (.init(0, effects.numbers), reason)
  }

  // MARK: What may well come

  /// Of the last transactions those who have not voted or acknowledged.
  var awaited: [[Int128]] {
    recent.flatMap { transaction in
      (voting[transaction] ?? committed[transaction])?.missing.sorted().map { [transaction, $0] }
        ?? []
    }
  }

  /// Of the last transactions all participants, and of those that are forgotten anybody.
  var all: [[Int128]] {
    recent.flatMap { transaction in
      (voting[transaction] ?? committed[transaction])?.all.sorted().map { [transaction, $0] }
        ?? [[transaction, transaction % 7]]
    }
  }
}

private let someNodes = [NumberDomain(1...100, drawnTo: 9), .node, .node]

let commitCoordinator = SequentialObject<CoordinatorShadow>(
  subject: "coordinator", type: 0, setting: NumberForm("an empty disk"),
  start: { _ in CoordinatorShadow() },
  operations: [
    .init(NumberForm("restart")) { $1.restart(after: .max) },
    .init(
      NumberForm("crash after # effects of the last step, restart", [NumberDomain(0...12)])
    ) { $1.restart(after: $0[0]) },
    .init(
      NumberForm(
        "start with a commit of t# for # from n# in steps of # on disk",
        [.unsigned()] + someNodes),
      isAllowed: {
        !$1.used.contains($0[0]) && SpacedNodes.exist($0.dropFirst())
      },
      near: { [[Int128($0.used.count) + 1], [], [], [1, 64, 256]] }
    ) { $1.start(with: [$0[0]: SpacedNodes.set($0.dropFirst())]) },
    .init(
      NumberForm("begin t# with # from n# in steps of #", [.unsigned()] + someNodes), weight: 4,
      isAllowed: {
        !$1.used.contains($0[0]) && SpacedNodes.exist($0.dropFirst())
      },
      near: { [[Int128($0.used.count) + 1], [], [], [1, 64, 256]] }
    ) { $1.begin($0[0], SpacedNodes.set($0.dropFirst())) },
    .init(
      NumberForm("timeout of t#", [.unsigned()]), near: { [$0.all.map { $0[0] }] }
    ) { $1.timeout($0[0]) },
    .message("yes on", weight: 10, known: \.awaited) { $2.yes($0, from: $1) },
    .message("no on", weight: 1, known: \.all) { $2.no($0, from: $1) },
    .message("acknowledgement of", weight: 8, known: \.awaited) {
      $2.acknowledgement($0, from: $1)
    },
    .message("inquiry about", weight: 4, known: \.all) { $2.inquiry($0, from: $1) },
    .message("commit of", weight: 1, known: \.all) { $2.ignore() },
    .message("abort of", weight: 1, known: \.all) { $2.ignore() },
  ],
  text: { CommitEffectNumbers.text($0.numbers[...]) },
  isTelling: { $0.numbers.count > 3 })
