/// What one node of a proof-of-work network takes for the chain: the branch with the most work, and of
/// equal ones the branch it saw first.
///
/// Guarantee: two nodes with the same rules that have received the same blocks, in whatever order,
/// agree on the work of the best branch; and on the branch itself unless two are equal. A branch is
/// final only as far as nobody outworks it. Source: Nakamoto 2008, sections 4 and 5; BIP 50 for the
/// limit that nodes of different versions did not share.
///
/// Deviations: work is a number given with the block, not proved; transactions are names, so that a
/// double spend is two names and is not refused. A block over the lock limit is refused with all its
/// descendants, for good.
public struct ChainView: Sendable {
  /// A change of mind: a branch that was the chain is not any more.
  public struct Reorganization: Hashable, Sendable {
    /// The blocks that left the chain, from the tip downwards.
    public var disconnected: [String]
    /// The blocks that came in, from the fork upwards.
    public var connected: [String]
    /// Transactions that were confirmed and now are not.
    public var droppedTxs: Set<String>

    /// Describes a change of mind.
    public init(disconnected: [String], connected: [String], droppedTxs: Set<String>) {
      self.disconnected = disconnected
      self.connected = connected
      self.droppedTxs = droppedTxs
    }
  }

  private struct Node {
    var block: Block
    var height: Int
    var totalWork: UInt64
  }

  private let genesis: String
  private let maxLocks: Int?
  private var known: [String: Node]
  /// Blocks whose parent has not come yet, by parent.
  private var orphans: [String: [Block]] = [:]
  /// The last block of the chain.
  public private(set) var tip: String

  /// Starts from a block that every node has.
  /// - Parameter maxLocks: how many locks a block may need; nil for a node without that limit.
  public init(genesis: String, maxLocks: Int?) {
    self.genesis = genesis
    self.maxLocks = maxLocks
    let block = Block(id: genesis, parent: "", work: 0)
    known = [genesis: Node(block: block, height: 0, totalWork: 0)]
    tip = genesis
  }

  /// How many blocks the chain has above the first.
  public var height: Int { known[tip]?.height ?? 0 }

  /// The work of the chain.
  public var totalWork: UInt64 { known[tip]?.totalWork ?? 0 }

  /// The blocks of the chain, from the first to the tip.
  public var chain: [String] { Array(path(to: tip).reversed()) }

  /// Takes in a block; one whose parent is missing is kept until that comes.
  /// - Returns: the change of mind, when blocks had to leave the chain.
  public mutating func receive(_ block: Block) -> Reorganization? {
    guard known[block.id] == nil else { return nil }
    guard known[block.parent] != nil else {
      if !orphans[block.parent, default: []].contains(block) {
        orphans[block.parent, default: []].append(block)
      }
      return nil
    }
    let before = tip
    var ready = [block]
    while let next = ready.popLast() {
      guard connect(next) else { continue }
      ready += orphans.removeValue(forKey: next.id) ?? []
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

  /// Stores a block whose parent is known; false when it is refused.
  private mutating func connect(_ block: Block) -> Bool {
    guard let parent = known[block.parent], maxLocks.map({ block.locks <= $0 }) ?? true else {
      return false
    }
    let node = Node(
      block: block, height: parent.height + 1, totalWork: parent.totalWork + block.work)
    known[block.id] = node
    // Only more work changes the chain, so that two equal branches do not take turns.
    if node.totalWork > totalWork { tip = block.id }
    return true
  }

  private func reorganization(from before: String) -> Reorganization? {
    let new = path(to: tip)
    let onNew = Set(new)
    let disconnected = path(to: before).prefix { !onNew.contains($0) }
    guard !disconnected.isEmpty else { return nil }
    let onOld = Set(path(to: before))
    let connected = new.prefix { !onOld.contains($0) }.reversed()
    let lost = Set(disconnected.flatMap { known[$0]?.block.txs ?? [] })
    let kept = Set(connected.flatMap { known[$0]?.block.txs ?? [] })
    return Reorganization(
      disconnected: Array(disconnected), connected: Array(connected),
      droppedTxs: lost.subtracting(kept))
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
