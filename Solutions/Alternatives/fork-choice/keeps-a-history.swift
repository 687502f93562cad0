import ExerciseKit

/// Keeps for each block the whole path down to the genesis, and all that was ever received, for nobody.
struct ChainView: ForkChoice {
  private struct Branch: Sendable {
    var blocks: [Block]
    var work: UInt64
  }

  private let genesis: String
  private let maxLocks: Int?
  private var branches: [String: Branch]
  private var waiting: [Block] = []
  private var history: [Block] = []
  private var refused: Set<String> = []
  private(set) var tip: String

  init(genesis: String, maxLocks: Int?) {
    self.genesis = genesis
    self.maxLocks = maxLocks
    branches = [genesis: Branch(blocks: [], work: 0)]
    tip = genesis
  }

  mutating func receive(_ block: Block) -> Reorganization? {
    history.append(block)
    if branches[block.id] != nil || refused.contains(block.id) || waiting.contains(block) {
      return nil
    }
    waiting.append(block)
    let before = branches[tip]?.blocks ?? []
    while let place = waiting.firstIndex(where: {
      branches[$0.parent] != nil || refused.contains($0.parent)
    }) {
      take(waiting.remove(at: place))
    }
    let after = branches[tip]?.blocks ?? []
    let common = zip(before, after).prefix { $0.id == $1.id }.count
    if common == before.count { return nil }
    let (out, back) = (before[common...], after[common...])
    return Reorganization(
      disconnected: out.reversed().map(\.id), connected: back.map(\.id),
      droppedTxs: Set(out.flatMap(\.txs)).subtracting(back.flatMap(\.txs)))
  }

  private mutating func take(_ block: Block) {
    guard let parent = branches[block.parent], block.locks <= maxLocks ?? .max else {
      refused.insert(block.id)
      return
    }
    let branch = Branch(blocks: parent.blocks + [block], work: parent.work + block.work)
    branches[block.id] = branch
    if branch.work > branches[tip]?.work ?? 0 { tip = block.id }
  }

  func confirmations(of tx: String) -> Int {
    let chain = branches[tip]?.blocks ?? []
    return chain.lastIndex { $0.txs.contains(tx) }.map { chain.count - $0 } ?? 0
  }
}
