import ExerciseKit

struct ChainView: ForkChoice {
  private let limit: Int
  private var parents: [String: String] = [:]
  private var works: [String: UInt64]
  private var payments: [String: [String]] = [:]
  private var orphans: [(Int, Block)] = []
  private var seen: Set<String>
  private var bad: Set<String> = []
  private var counter = 0
  private(set) var tip: String

  init(genesis: String, maxLocks: Int?) {
    limit = maxLocks ?? .max
    works = [genesis: 0]
    seen = [genesis]
    tip = genesis
  }

  private func line(from block: String) -> [String] {
    Array(sequence(first: block) { parents[$0] })
  }

  mutating func receive(_ block: Block) -> Reorganization? {
    guard seen.insert(block.id).inserted else { return nil }
    counter += 1
    orphans.append((counter, block))
    let before = line(from: tip)
    var isMoving = true
    while isMoving {
      let ready = orphans.indices.filter {
        works[orphans[$0].1.parent] != nil || bad.contains(orphans[$0].1.parent)
      }
      isMoving = !ready.isEmpty
      if let first = ready.min(by: { orphans[$0].0 < orphans[$1].0 }) {
        add(orphans.remove(at: first).1)
      }
    }
    let after = line(from: tip)
    let (old, new) = (Set(before), Set(after))
    let out = before.filter { !new.contains($0) }
    let back = after.filter { !old.contains($0) }
    if out.isEmpty { return nil }
    let lost = Set(out.flatMap { payments[$0] ?? [] })
    return Reorganization(
      disconnected: out, connected: back.reversed(),
      droppedTxs: lost.filter { tx in !back.contains { payments[$0]?.contains(tx) ?? false } })
  }

  private mutating func add(_ block: Block) {
    if bad.contains(block.parent) || block.locks > limit {
      bad.insert(block.id)
    } else {
      parents[block.id] = block.parent
      payments[block.id] = block.txs
      works[block.id] = (works[block.parent] ?? 0) + block.work
      if let own = works[block.id], let best = works[tip], own > best { tip = block.id }
    }
  }

  func confirmations(of tx: String) -> Int {
    var depth = 0
    for block in line(from: tip) {
      depth += 1
      if payments[block]?.contains(tx) == true { return depth }
    }
    return 0
  }
}
