import ExerciseKit

/// Blocks as objects that know their parents; objects never change, so copies may share them.
struct ChainView: ForkChoice {
  private final class Node: Sendable {
    let block: Block
    let parent: Node?
    let work: UInt64
    let height: Int

    init(_ block: Block, on parent: Node?) {
      self.block = block
      self.parent = parent
      work = (parent?.work ?? 0) + block.work
      height = (parent?.height ?? -1) + 1
    }
  }

  private let limit: Int?
  private var nodes: [String: Node]
  private var orphans: [Block] = []
  private var refused: Set<String> = []
  private var best: Node

  init(genesis: String, maxLocks: Int?) {
    limit = maxLocks
    best = Node(Block(id: genesis, parent: genesis, work: 0), on: nil)
    nodes = [genesis: best]
  }

  var tip: String { best.block.id }

  mutating func receive(_ block: Block) -> Reorganization? {
    let isOld = nodes[block.id] != nil || refused.contains(block.id) || orphans.contains(block)
    guard !isOld else { return nil }
    let before = best
    orphans.append(block)
    while let place = orphans.firstIndex(where: isReady) { attach(orphans.remove(at: place)) }
    return change(from: before, to: best)
  }

  private func isReady(_ block: Block) -> Bool {
    nodes[block.parent] != nil || refused.contains(block.parent)
  }

  private mutating func attach(_ block: Block) {
    if let parent = nodes[block.parent], block.locks <= limit ?? .max {
      let node = Node(block, on: parent)
      nodes[block.id] = node
      if node.work > best.work { best = node }
    } else {
      refused.insert(block.id)
    }
  }

  /// Climbs down from the higher of two nodes until they are one.
  private func change(from old: Node, to new: Node) -> Reorganization? {
    var (left, right): (Node?, Node?) = (old, new)
    var (out, back): ([Block], [Block]) = ([], [])
    while let one = left, let other = right, one !== other {
      if one.height > other.height {
        out.append(one.block)
        left = one.parent
      } else {
        back.append(other.block)
        right = other.parent
      }
    }
    guard !out.isEmpty else { return nil }
    let kept = Set(back.flatMap(\.txs))
    return Reorganization(
      disconnected: out.map(\.id), connected: back.reversed().map(\.id),
      droppedTxs: Set(out.flatMap(\.txs).filter { !kept.contains($0) }))
  }

  func confirmations(of tx: String) -> Int {
    var next: Node? = best
    while let node = next {
      if node.block.txs.contains(tx) { return best.height - node.height + 1 }
      next = node.parent
    }
    return 0
  }
}
