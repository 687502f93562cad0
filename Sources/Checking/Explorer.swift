import Wire

/// The breadth-first search behind `explore`, for clusters of at most `Bits.bitWidth` messages.
final class Explorer<Bits: FixedWidthInteger & UnsignedInteger> {
  /// A remembered step of one node.
  struct Entry {
    var next: UInt32
    /// 0, or 1 + the index of what makes this step special.
    var remark: UInt32
    var sends: Bits
  }

  /// What is known of one local state of one node. Plain memory, not an object: the search reads a row
  /// for every node of every state, and counting references would cost as much as the search.
  struct Row {
    let state: Int
    let canTimeOut: Bool
    /// Entries by message.
    let deliveries: UnsafeMutablePointer<Entry>
    /// Messages with an entry.
    var known: Bits = 0
    /// Messages that change nothing and cause nothing when they arrive in this state.
    var ignored: Bits = 0
    /// Messages the protocol says are spent in this state.
    var spent: Bits = 0
    /// How many messages were numbered when `spent` was worked out.
    var spentUpTo = 0
    var timeout: Entry?
    var restart: Entry?
    /// Whether it is known what a timeout and a restart do, as far as they can happen.
    var isSettled: Bool

    init(state: Int, canTimeOut: Bool, canRestart: Bool) {
      self.state = state
      self.canTimeOut = canTimeOut
      isSettled = !canTimeOut && !canRestart
      deliveries = .allocate(capacity: Bits.bitWidth)
    }
  }

  /// The rows of one node, by local state.
  struct Rows {
    private(set) var count = 0
    var capacity = 16
    private(set) var base = UnsafeMutablePointer<Row>.allocate(capacity: 16)

    mutating func append(_ row: Row) {
      if count == capacity {
        let larger = UnsafeMutablePointer<Row>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
      }
      (base + count).initialize(to: row)
      count += 1
    }

    func deallocate() {
      for state in 0..<count { base[state].deliveries.deallocate() }
      base.deallocate()
    }
  }

  /// A step that needs a closer look than following it.
  struct Remark {
    var violations: [LocalViolation]
    var isDeadEnd: Bool
    var sends: [Int]
  }

  /// Set when the model numbers more messages or states than this explorer can pack.
  struct TooLarge: Error {}

  let model: any ClusterModel
  let budget: Budget
  let nodeCount: Int
  let localWidth: UInt64
  let localMask: UInt64
  let canRestart: Bool
  let losesSpent: Bool
  /// By node.
  let rows: UnsafeMutablePointer<Rows>
  /// By node, the messages that go to it.
  let inbox: UnsafeMutablePointer<Bits>
  var replies: Bits = 0
  var numbered = 0
  var remarks: [Remark] = []

  var table = StateTable<Bits>()
  /// Starts at 1: like SPIN and TLC, the step into the initial state is counted.
  var transitions = 1
  var questions = 0
  var violations: [FoundViolation] = []
  var isCut = false
  /// The sum of what was read ahead of use: kept, so that the reads are not optimised away.
  var touched: UInt64 = 0

  /// Questions to be put before the states that wait for them can be expanded.
  var pending: [LocalRequest] = []
  var pendingRuns: [(state: Int, event: GlobalEvent)] = []
  var isPending: Set<LocalRequest> = []

  init(_ model: any ClusterModel, budget: Budget) {
    self.model = model
    self.budget = budget
    nodeCount = model.nodeCount
    localWidth = UInt64(min(16, 63 / model.nodeCount))
    localMask = (1 << localWidth) - 1
    canRestart = model.canRestart
    losesSpent = model.losesSpentMessages
    rows = .allocate(capacity: model.nodeCount)
    for node in 0..<model.nodeCount { (rows + node).initialize(to: Rows()) }
    inbox = .allocate(capacity: model.nodeCount)
    inbox.initialize(repeating: 0, count: model.nodeCount)
  }

  deinit {
    for node in 0..<nodeCount { rows[node].deallocate() }
    rows.deallocate()
    inbox.deallocate()
  }

  /// Runs the search; nil when there are more messages than bits.
  func run() throws(Stop) -> Exploration? {
    do {
      return try search()
    } catch is TooLarge {
      return nil
    } catch let stop as Stop {
      throw stop
    } catch {
      preconditionFailure("unexpected error \(error)")
    }
  }

  private func search() throws -> Exploration {
    let start = try model.start()
    var locals: UInt64 = 0
    for (node, state) in start.enumerated() {
      try learnStates(of: node, through: state)
      locals |= UInt64(state) << (UInt64(node) * localWidth)
    }
    let first = PackedState<Bits>(locals: locals, messages: 0)
    table.insert(first, home: table.home(of: first), parent: 0)

    var depth = 0
    var levelStart = 0
    while true {
      let levelEnd = table.count
      var waiting = Array(levelStart..<levelEnd)
      while !waiting.isEmpty {
        waiting = try expand(waiting)
        if !pending.isEmpty {
          do {
            try answerPending()
          } catch let stop as LocalStop {
            return result(
              .stopped(stop.stop), depth: depth, stoppedRun: stop.request.map(pendingRun))
          }
        }
        if table.count > budget.states { return result(.budgetSpent, depth: depth + 1) }
      }
      if table.count == levelEnd { break }
      depth += 1
      levelStart = levelEnd
    }
    return result(isCut ? .cutAtViolations : .exhausted, depth: depth)
  }

  func result(
    _ end: Exploration.End, depth: Int, stoppedRun: [GlobalEvent]? = nil
  ) -> Exploration {
    Exploration(
      end: end, states: table.count, transitions: transitions, depth: depth, questions: questions,
      bytes: table.bytes, violations: violations, stoppedRun: stoppedRun)
  }
}
