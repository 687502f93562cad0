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

  /// Why a search ends before it has seen everything.
  enum Halt: Error {
    /// The model numbers more messages or states than this explorer can pack.
    case tooLarge
    /// One node has more local states than the budget has.
    case tooManyLocalStates(node: Int)
    /// The subject stopped before the search had begun.
    case stopped(Stop)
    /// The subject stopped in an answer.
    case stoppedAnswering(LocalStop)
  }

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
  /// The messages that conflict with no other.
  var harmless: Bits = 0
  /// For each message those that it conflicts with.
  var conflicts: [Bits] = []
  var numbered = 0
  var remarks: [Remark] = []

  var table = StateTable<Bits>()
  /// Starts at 1: like SPIN and TLC, the step into the initial state is counted.
  var transitions = 1
  var depth = 0
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

  /// Runs the search.
  /// - Returns: nil when there are more messages or local states than this explorer can pack.
  func run() throws(Stop) -> Exploration? {
    do throws(Halt) {
      return try search()
    } catch {
      switch error {
      case .tooLarge: return nil
      case .stopped(let stop): throw stop
      case .tooManyLocalStates(let node):
        var found = result(.tooManyLocalStates(node: node))
        found.growingRun = growingRun(of: node)
        return found
      case .stoppedAnswering(let stop):
        return result(.stopped(stop.stop), stoppedRun: stop.request.map(pendingRun))
      }
    }
  }

  private func search() throws(Halt) -> Exploration {
    let start: [Int]
    do throws(Stop) {
      start = try model.start()
    } catch {
      throw .stopped(error)
    }
    var locals: UInt64 = 0
    for (node, state) in start.enumerated() {
      try learnStates(of: node, through: state)
      locals |= UInt64(state) << (UInt64(node) * localWidth)
    }
    let first = PackedState<Bits>(locals: locals, messages: 0)
    table.insert(first, home: table.home(of: first), parent: 0, event: 0)

    var levelStart = 0
    while true {
      let levelEnd = table.count
      var waiting = Array(levelStart..<levelEnd)
      while !waiting.isEmpty {
        waiting = expand(waiting)
        try answerPending()
        if table.count > budget.states {
          depth += 1
          return result(.budgetSpent)
        }
      }
      if table.count == levelEnd { break }
      depth += 1
      levelStart = levelEnd
    }
    return result(isCut ? .cutAtViolations : .exhausted)
  }

  /// What has been found so far.
  func result(_ end: Exploration.End, stoppedRun: [GlobalEvent]? = nil) -> Exploration {
    Exploration(
      end: end, states: table.count, transitions: transitions, depth: depth, questions: questions,
      bytes: table.bytes, violations: violations, stoppedRun: stoppedRun)
  }
}
