public import ExerciseKit

/// What one node of a proof-of-work network takes for the chain: the branch with the most work, and of
/// equal ones the branch it saw first.
///
/// Guarantee: two nodes with the same rules that have received the same blocks, in whatever order,
/// agree on the work of the best branch; and on the branch itself unless two are equal. A branch is
/// final only as far as nobody outworks it. It holds as long as no more than `maxWaiting` blocks wait
/// for their parents at a time: what comes beyond that is as if it had been lost, and must come again.
/// Source: Nakamoto 2008, sections 4 and 5; BIP 50 for the limit that nodes of different versions did
/// not share.
///
/// Cost: the blocks that leave or enter the chain are looked at, and no others, so a block on the tip
/// costs the same at any height (`visitCount`). Of n blocks that wait for one, each costs the logarithm of n. Blocks that were taken in are kept for good; of those
/// refused only the names, `maxWaiting` of them at most. Must be stored: nothing that peers cannot send
/// again.
///
/// Deviations: work is a number given with the block, not proved; transactions are names, so that a
/// double spend is two names and is not refused. A block over the lock limit is refused with all its
/// descendants, for good. Work beyond the largest number is the largest number, and then as good as
/// any other.
public struct ChainView: ForkChoice {
  /// A change of mind: a branch that was the chain is not any more.
  public typealias Reorganization = ExerciseKit.Reorganization

  private struct Node {
    var block: Block
    var height: Int
    var totalWork: UInt64
  }

  private let genesis: String
  private let maxLocks: Int?
  private let maxWaiting: Int
  private var known: [String: Node]
  /// Blocks whose parent has not come yet, by parent, with how many blocks had come before each.
  private var orphans: [String: [(arrival: Int, block: Block)]] = [:]
  private var arrivals = 0
  private var orphanNames: Set<String> = []
  /// Blocks that were refused, or whose ancestors were.
  private var refused: Set<String> = []
  /// The last block of the chain.
  public private(set) var tip: String
  /// How many blocks were looked at to find out what left the chain and what came in.
  public private(set) var visitCount = 0

  /// Starts from a block that every node has, with room for 10,000 blocks that wait.
  /// - Parameter maxLocks: how many locks a block may need; nil for a node without that limit.
  public init(genesis: String, maxLocks: Int?) {
    self.init(genesis: genesis, maxLocks: maxLocks, maxWaiting: 10_000)
  }

  /// Starts from a block that every node has.
  /// - Parameters:
  ///   - maxLocks: how many locks a block may need; nil for a node without that limit.
  ///   - maxWaiting: how many blocks may wait for their parents, and how many refused ones are
  ///     remembered.
  public init(genesis: String, maxLocks: Int?, maxWaiting: Int) {
    self.genesis = genesis
    self.maxLocks = maxLocks
    self.maxWaiting = maxWaiting
    let block = Block(id: genesis, parent: "", work: 0)
    known = [genesis: Node(block: block, height: 0, totalWork: 0)]
    tip = genesis
  }

  /// How many blocks the chain has above the first.
  public var height: Int { known[tip]?.height ?? 0 }

  /// How many blocks wait for their parents.
  public var waitingCount: Int { orphanNames.count }

  /// The work of the chain.
  public var totalWork: UInt64 { known[tip]?.totalWork ?? 0 }

  /// The blocks of the chain, from the first to the tip.
  public var chain: [String] { Array(path(to: tip).reversed()) }

  /// Takes in a block; one whose parent is missing is kept until that comes.
  /// - Returns: the change of mind, when blocks had to leave the chain.
  public mutating func receive(_ block: Block) -> Reorganization? {
    guard known[block.id] == nil, !refused.contains(block.id) else { return nil }
    guard known[block.parent] != nil || refused.contains(block.parent) else {
      keep(block)
      return nil
    }
    let before = tip
    connect(block)
    // Those that came first go in first, so that of two equal branches the one seen first stays.
    var ready = BlocksByArrival()
    waiting(for: block.id).forEach { ready.insert($0) }
    while let block = ready.removeFirst() {
      connect(block)
      waiting(for: block.id).forEach { ready.insert($0) }
    }
    return reorganization(from: before)
  }

  /// How many blocks of the chain confirm a transaction: 1 when it stands in the tip, 0 when it stands
  /// in no block of the chain.
  public func confirmations(of tx: String) -> Int {
    for (depth, id) in path(to: tip).enumerated() where known[id]?.block.txs.contains(tx) == true {
      return depth + 1
    }
    return 0
  }

  private mutating func keep(_ block: Block) {
    guard orphanNames.count < maxWaiting, orphanNames.insert(block.id).inserted else { return }
    arrivals += 1
    orphans[block.parent, default: []].append((arrivals, block))
  }

  /// Takes out the blocks that wait for one that has come.
  private mutating func waiting(for parent: String) -> [(arrival: Int, block: Block)] {
    let children = orphans.removeValue(forKey: parent) ?? []
    for child in children { orphanNames.remove(child.block.id) }
    return children
  }

  /// Stores a block whose parent is known, or notes that it is refused.
  private mutating func connect(_ block: Block) {
    guard known[block.id] == nil else { return }
    guard let parent = known[block.parent], maxLocks.map({ block.locks <= $0 }) ?? true else {
      if refused.count < maxWaiting { refused.insert(block.id) }
      return
    }
    let node = Node(
      block: block, height: parent.height + 1,
      totalWork: parent.totalWork + min(block.work, .max - parent.totalWork))
    known[block.id] = node
    // Only more work changes the chain, so that two equal branches do not take turns.
    if node.totalWork > totalWork { tip = block.id }
  }

  /// Goes down from both tips to where they meet.
  private mutating func reorganization(from before: String) -> Reorganization? {
    var (old, new) = (known[before], known[tip])
    var disconnected: [Block] = []
    var connected: [Block] = []
    while let left = old, let came = new, left.block.id != came.block.id {
      visitCount += 1
      if left.height >= came.height {
        disconnected.append(left.block)
        old = known[left.block.parent]
      }
      if came.height >= left.height {
        connected.append(came.block)
        new = known[came.block.parent]
      }
    }
    guard !disconnected.isEmpty else { return nil }
    return Reorganization(
      disconnected: disconnected.map(\.id), connected: connected.reversed().map(\.id),
      droppedTxs: Set(disconnected.flatMap(\.txs)).subtracting(connected.flatMap(\.txs)))
  }

  /// The blocks from `id` down to the first.
  private func path(to id: String) -> [String] {
    var path: [String] = []
    var next = id
    while let node = known[next] {
      path.append(next)
      if next == genesis { break }
      next = node.block.parent
    }
    return path
  }
}

/// Blocks of which the one that came first can be taken out, in time with the logarithm of how many there are: a
/// binary heap.
private struct BlocksByArrival {
  private var items: [(arrival: Int, block: Block)] = []

  mutating func insert(_ item: (arrival: Int, block: Block)) {
    items.append(item)
    var place = items.count - 1
    while place > 0, items[place].arrival < items[(place - 1) / 2].arrival {
      items.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func removeFirst() -> Block? {
    guard let last = items.popLast() else { return nil }
    guard let first = items.first else { return last.block }
    items[0] = last
    var place = 0
    while let least = [2 * place + 1, 2 * place + 2].filter({ $0 < items.count })
      .min(by: { items[$0].arrival < items[$1].arrival }),
      items[least].arrival < items[place].arrival
    {
      items.swapAt(place, least)
      place = least
    }
    return first.block
  }
}
