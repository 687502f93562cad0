public import ExerciseKit

/// The Bitcoin fork of 11 and 12 March 2013, replayed: nodes with a limit on database locks refuse a
/// block that nodes without it accept, and two chains grow until the one that both kinds accept has
/// more work.
///
/// Heights and the 24 blocks are BIP 50's. What is made up, as no source has it: the order in which
/// single blocks were found, which comes from random numbers; one unit of work a block; and the number
/// of locks, of which only the side of the limit matters.
public struct ForkOf2013: Sendable {
  /// The last block of both chains.
  public static let lastCommonHeight = 225_429
  /// The height at which the chain without the refused block overtook.
  public static let overtakingHeight = 225_454

  /// One block, and what the nodes of each kind make of it.
  public struct Step: Hashable, Sendable {
    /// The block's height.
    public var height: Int
    /// True for a block on the branch that the older nodes refuse.
    public var isOnNewBranch: Bool
    /// The tip of a node without the limit afterwards.
    public var newTip: String
    /// The tip of a node with the limit afterwards.
    public var oldTip: String
    /// What left the newer node's chain with this block.
    public var reorganization: ChainView.Reorganization?
  }

  /// The blocks in the order they were found.
  public private(set) var steps: [Step] = []
  /// How many blocks had been found when pools went back to the older version; nil when the newer
  /// branch was never so far ahead.
  public private(set) var turnedAfter: Int?

  /// Replays the fork.
  /// - Parameters:
  ///   - share: how much of the hash power mines the branch without the refused block once pools have
  ///     gone back to the older version, from 0 to 1.
  ///   - lead: how many blocks the newer branch is ahead when they do, from 0 to 23.
  ///   - random: decides who finds each block.
  public init(share: Double, lead: Int, using random: inout some RandomNumberGenerator) {
    precondition((0.0...1.0).contains(share) && (0...23).contains(lead), "a share and a lead")
    let genesis = Self.name(Self.lastCommonHeight, isNew: true)
    var newer = ChainView(genesis: genesis, maxLocks: nil)
    var older = ChainView(genesis: genesis, maxLocks: 10_000)
    var heights = (new: Self.lastCommonHeight, old: Self.lastCommonHeight)
    while newer.tip != older.tip || steps.isEmpty {
      let draw = Double(random.next() >> 11) / 9_007_199_254_740_992
      if turnedAfter == nil, heights.new - heights.old >= lead { turnedAfter = steps.count }
      // Before the pools turn, about 60 % of the power is on the newer branch.
      var isNew = turnedAfter != nil ? draw >= share : draw < 0.6
      // This fork and no other: the older branch overtakes once, and at its known height.
      if heights.new < Self.overtakingHeight - 1 {
        isNew = isNew || heights.old == heights.new
      } else {
        isNew = false
      }
      let height = (isNew ? heights.new : heights.old) + 1
      if isNew { heights.new = height } else { heights.old = height }
      let block = Block(
        id: Self.name(height, isNew: isNew), parent: Self.name(height - 1, isNew: isNew),
        locks: isNew && height == Self.lastCommonHeight + 1 ? 10_001 : 2_000)
      let change = newer.receive(block)
      _ = older.receive(block)
      steps.append(
        Step(
          height: height, isOnNewBranch: isNew, newTip: newer.tip, oldTip: older.tip,
          reorganization: change))
    }
  }

  private static func name(_ height: Int, isNew: Bool) -> String {
    height == lastCommonHeight ? "\(height)" : "\(height)\(isNew ? "a" : "b")"
  }
}
