import ExerciseKit

/// Keeps nothing but the blocks as they came, and works the chain out from them each time.
struct ChainView: ForkChoice {
  private let genesis: String
  private let maxLocks: Int?
  private var blocks: [Block] = []
  /// The blocks taken in, from the tip downwards.
  private var chain: [Block] = []

  init(genesis: String, maxLocks: Int?) {
    (self.genesis, self.maxLocks) = (genesis, maxLocks)
  }

  var tip: String { chain.first?.id ?? genesis }

  private func best() -> [Block] {
    var taken: [String: (block: Block?, work: UInt64)] = [genesis: (nil, 0)]
    var refused: Set<String> = []
    var best = genesis
    var done = 0
    // Taken in as they came: after each, whatever was waiting for it.
    while done < blocks.count {
      done += 1
      let present = blocks[..<done]
      while let block = present.first(where: {
        taken[$0.id] == nil && !refused.contains($0.id)
          && (taken[$0.parent] != nil || refused.contains($0.parent))
      }) {
        if let parent = taken[block.parent], maxLocks == nil || block.locks <= maxLocks ?? 0 {
          taken[block.id] = (block, parent.work + block.work)
          if parent.work + block.work > taken[best]?.work ?? 0 { best = block.id }
        } else {
          refused.insert(block.id)
        }
      }
    }
    var path: [Block] = []
    while let block = taken[best]?.block {
      path.append(block)
      best = block.parent
    }
    return path
  }

  mutating func receive(_ block: Block) -> Reorganization? {
    guard !blocks.contains(block) else { return nil }
    blocks.append(block)
    let before = chain
    chain = best()
    let (old, new) = (Set(before.map(\.id)), Set(chain.map(\.id)))
    let out = before.filter { !new.contains($0.id) }
    guard !out.isEmpty else { return nil }
    let back = chain.filter { !old.contains($0.id) }.reversed()
    var dropped = Set(out.flatMap(\.txs))
    for block in back { dropped.subtract(block.txs) }
    return Reorganization(
      disconnected: out.map(\.id), connected: back.map(\.id), droppedTxs: dropped)
  }

  func confirmations(of tx: String) -> Int {
    (chain.firstIndex { $0.txs.contains(tx) } ?? -1) + 1
  }
}
