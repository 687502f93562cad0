/// A depth-first search for an order of a history's operations that an object could have served them
/// in.
///
/// Source: Wing and Gong 1993, section 4: take an operation that nothing else must come before, see
/// whether the object allows it, go on, and take it back when that leads nowhere. Lowe 2017, section 5:
/// do not go on from where the search has been before.
struct OrderSearch {
  /// How a search ended.
  enum Outcome {
    case found([Int])
    case impossible
    case spent
  }

  /// One operation put into the order.
  private struct Frame {
    let lane: Int
    /// The state before it.
    let state: Int
    /// True when nothing else needs to be tried in its place.
    let isForced: Bool
    /// The token shown before it, where one is kept.
    let token: Int
  }

  private let lanes: Lanes
  private let leavesState: [Bool]
  private var ledger: TokenLedger
  private let requiredCount: Int
  /// For each operation its lane.
  private var laneOf: [Int]
  /// How many operations of each lane are in the order.
  private var positions: [Int32]
  /// The next operation of each lane, -1 when it is done, and when it was called and returned: then
  /// never.
  private var next: [Int]
  private var nextCall: [Int]
  private var nextReturn: [Int]
  private var frames: [Frame] = []
  private var known: ConfigurationTable
  private var setHash: UInt64 = 0
  private var left: Int
  /// How many times an operation was tried on a state.
  private(set) var steps = 0

  /// - Parameter leavesState: for each operation, whether it never changes the state.
  init(_ lanes: Lanes, leavesState: [Bool], ledger: TokenLedger) {
    self.lanes = lanes
    self.ledger = ledger
    laneOf = Array(repeating: 0, count: leavesState.count)
    for (number, lane) in lanes.lanes.enumerated() {
      for operation in lane.operations { laneOf[operation] = number }
    }
    self.leavesState = leavesState
    requiredCount = lanes.lanes.count { $0.isRequired }
    positions = Array(repeating: 0, count: lanes.lanes.count)
    next = lanes.lanes.map { $0.operations.first ?? -1 }
    nextCall = lanes.lanes.map { $0.operations.first.map { lanes.calls[$0] } ?? .max }
    nextReturn = lanes.lanes.map { $0.operations.first.map { lanes.returns[$0] } ?? .max }
    known = ConfigurationTable(laneCount: lanes.lanes.count)
    left = lanes.lanes.reduce(0) { $0 + ($1.isRequired ? $1.operations.count : 0) }
  }

  /// Searches to the end, or until so many steps are spent.
  /// - Parameter transition: the state after an operation; nil when it is not possible there.
  mutating func run(budget: Int, transition: (Int, Int) -> Int?) -> Outcome {
    var state = 0
    var tried = -1
    while left > 0 {
      // Nothing can come before an operation that has returned before it was called.
      let deadline = nextReturn[..<requiredCount].min() ?? .max
      let isNew = tried < 0
      let isPlaced =
        isNew && force(&state, by: deadline, transition)
        || branch(&state, after: tried, by: deadline, transition)
      guard steps <= budget else { return .spent }
      if isPlaced {
        tried = -1
      } else {
        guard let frame = backtrack() else { return .impossible }
        state = frame.state
        tried = frame.lane
      }
    }
    return .found(order)
  }

  /// Puts an operation into the order that can as well come now as later, if there is one: one that
  /// never changes the state and is possible now, or one that nobody would notice.
  private mutating func force(
    _ state: inout Int, by deadline: Int, _ transition: (Int, Int) -> Int?
  ) -> Bool {
    for lane in 0..<requiredCount where nextCall[lane] <= deadline {
      let operation = next[lane]
      guard operation >= 0, leavesState[operation] else { continue }
      steps += 1
      guard transition(state, operation) != nil else { continue }
      place(lane, operation, at: state, isForced: true)
      return true
    }
    for lane in positions.indices where nextCall[lane] <= deadline {
      let operation = next[lane]
      guard operation >= 0, !leavesState[operation], isOpen(lane),
        ledger.canComeNow(operation, { isPossible($0, by: deadline) })
      else { continue }
      steps += 1
      guard let after = transition(state, operation) else { continue }
      place(lane, operation, at: state, isForced: true)
      state = after
      return true
    }
    return false
  }

  /// Puts the next operation to be tried into the order.
  /// - Parameter tried: the lane that was tried last in this place, -1 for none.
  private mutating func branch(
    _ state: inout Int, after tried: Int, by deadline: Int, _ transition: (Int, Int) -> Int?
  ) -> Bool {
    var tried = tried
    while let lane = laneToTry(after: tried, by: deadline) {
      tried = lane
      let operation = next[lane]
      guard !leavesState[operation], isOpen(lane) else { continue }
      steps += 1
      if ledger.leadsNowhere(operation) { continue }
      guard let after = transition(state, operation) else { continue }
      place(lane, operation, at: state, isForced: false)
      let hash = Self.mixed(setHash ^ UInt64(after))
      if known.insert(positions, Int32(after), hash: hash) {
        state = after
        return true
      }
      takeBack(frames.removeLast())
    }
    return false
  }

  /// The lane to try after another, the most urgent first.
  private func laneToTry(after tried: Int, by deadline: Int) -> Int? {
    let last = tried < 0 ? (Int.min, -1) : (lanes.urgency[next[tried]], tried)
    var best: (urgency: Int, lane: Int)?
    for lane in positions.indices where next[lane] >= 0 && nextCall[lane] <= deadline {
      let own = (urgency: lanes.urgency[next[lane]], lane: lane)
      if own > last, best.map({ own < $0 }) ?? true { best = own }
    }
    return best?.lane
  }

  private func isPossible(_ operation: Int, by deadline: Int) -> Bool {
    let lane = laneOf[operation]
    return next[lane] == operation && nextCall[lane] <= deadline
  }

  /// Whether what must come before a lane's first operation is in the order.
  private func isOpen(_ lane: Int) -> Bool {
    lanes.lanes[lane].after.map { positions[$0.lane] >= $0.count } ?? true
  }

  private mutating func place(_ lane: Int, _ operation: Int, at state: Int, isForced: Bool) {
    frames.append(
      Frame(
        lane: lane, state: state, isForced: isForced, token: ledger.shown(to: operation)))
    positions[lane] += 1
    setHash ^= Self.mixed(UInt64(operation) + 1)
    if lane < requiredCount { left -= 1 }
    ledger.place(operation)
    look(at: lane)
  }

  private mutating func takeBack(_ frame: Frame) {
    positions[frame.lane] -= 1
    if frame.lane < requiredCount { left += 1 }
    let operation = lanes.lanes[frame.lane].operations[Int(positions[frame.lane])]
    setHash ^= Self.mixed(UInt64(operation) + 1)
    ledger.takeBack(operation, showing: frame.token)
    look(at: frame.lane)
  }

  private mutating func look(at lane: Int) {
    let position = Int(positions[lane])
    let isDone = position == lanes.lanes[lane].operations.count
    let operation = isDone ? -1 : lanes.lanes[lane].operations[position]
    next[lane] = operation
    nextCall[lane] = isDone ? .max : lanes.calls[operation]
    nextReturn[lane] = isDone ? .max : lanes.returns[operation]
  }

  /// Takes operations back up to the last for which another could be tried; nil when there is none.
  private mutating func backtrack() -> Frame? {
    while let frame = frames.popLast() {
      takeBack(frame)
      if !frame.isForced { return frame }
    }
    return nil
  }

  private var order: [Int] {
    var positions = Array(repeating: 0, count: lanes.lanes.count)
    return frames.map { frame in
      positions[frame.lane] += 1
      return lanes.lanes[frame.lane].operations[positions[frame.lane] - 1]
    }
  }

  /// Spreads a number over all bits (the finalizer of SplitMix64), alike on every run.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
