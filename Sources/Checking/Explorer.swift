import Wire

/// The breadth-first search behind `explore`, for clusters of at most `Bits.bitWidth` messages.
final class Explorer<Bits: FixedWidthInteger & UnsignedInteger> {
  /// A remembered step of one node.
  private struct Entry {
    var next: UInt32
    /// 0, or 1 + the index of what makes this step special.
    var remark: UInt32
    var sends: Bits
  }

  /// What is known of one local state of one node. Plain memory, not an object: the search reads a row
  /// for every node of every state, and counting references would cost as much as the search.
  private struct Row {
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
  private struct Rows {
    private(set) var count = 0
    private var capacity = 16
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
  private struct Remark {
    var violations: [LocalViolation]
    var isDeadEnd: Bool
    var sends: [Int]
  }

  /// Set when the model numbers more messages or states than this explorer can pack.
  private struct TooLarge: Error {}

  private let model: any ClusterModel
  private let budget: Budget
  private let nodeCount: Int
  private let localWidth: UInt64
  private let localMask: UInt64
  private let canRestart: Bool
  private let losesSpent: Bool
  /// By node.
  private let rows: UnsafeMutablePointer<Rows>
  /// By node, the messages that go to it.
  private let inbox: UnsafeMutablePointer<Bits>
  private var replies: Bits = 0
  private var numbered = 0
  private var remarks: [Remark] = []

  private var table = StateTable<Bits>()
  /// Starts at 1: like SPIN and TLC, the step into the initial state is counted.
  private var transitions = 1
  private var questions = 0
  private var violations: [FoundViolation] = []
  private var isCut = false

  /// Questions to be put before the states that wait for them can be expanded.
  private var pending: [LocalRequest] = []
  private var pendingRuns: [(state: Int, event: GlobalEvent)] = []
  private var isPending: Set<LocalRequest> = []

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

  private func result(
    _ end: Exploration.End, depth: Int, stoppedRun: [GlobalEvent]? = nil
  ) -> Exploration {
    Exploration(
      end: end, states: table.count, transitions: transitions, depth: depth, questions: questions,
      bytes: table.bytes, violations: violations, stoppedRun: stoppedRun)
  }
}

// MARK: - Expanding states

extension Explorer {
  /// How many successors are gathered before they are looked up together, so that the memory reads
  /// of many look-ups overlap.
  private var batchSize: Int { 512 }

  /// Expands states in order.
  /// - Returns: the states that wait for answers to `pending`.
  private func expand(_ states: [Int]) throws -> [Int] {
    var waiting: [Int] = []
    let capacity = batchSize + nodeCount * (Bits.bitWidth + 2)
    let gathered = UnsafeMutablePointer<PackedState<Bits>>.allocate(capacity: capacity)
    let homes = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    let parents = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    defer {
      gathered.deallocate()
      homes.deallocate()
      parents.deallocate()
    }
    var count = 0

    for index in states {
      let before = count
      if isReady(index), gatherSuccessors(of: index, into: gathered, count: &count) {
        for position in before..<count { parents[position] = index }
      } else {
        count = before
        waiting.append(index)
      }
      if count >= batchSize {
        insert(gathered, homes, parents, count)
        count = 0
        if table.count > budget.states { return [] }
      }
    }
    insert(gathered, homes, parents, count)
    return waiting
  }

  @inline(__always)
  private func insert(
    _ gathered: UnsafeMutablePointer<PackedState<Bits>>, _ homes: UnsafeMutablePointer<Int>,
    _ parents: UnsafeMutablePointer<Int>, _ count: Int
  ) {
    table.reserve(count)
    var touched: UInt64 = 0
    for position in 0..<count {
      let home = table.home(of: gathered[position])
      homes[position] = home
      touched &+= table.touch(home)
    }
    // The sum is never this value in practice; without a use the reads above would be dropped.
    if touched == 0x5eed_5eed_5eed_5eed { isCut = isCut || false }
    for position in 0..<count {
      table.insert(gathered[position], home: homes[position], parent: parents[position])
    }
  }

  @inline(__always)
  private func row(of node: Int, in locals: UInt64) -> UnsafeMutablePointer<Row> {
    rows[node].base + Int((locals >> (UInt64(node) * localWidth)) & localMask)
  }

  /// True when the answer to every event enabled in the state is known; asks for what is missing.
  @inline(__always)
  private func isReady(_ index: Int) -> Bool {
    let state = table[index]
    var isComplete = true
    for node in 0..<nodeCount {
      let row = row(of: node, in: state.locals)
      let missing = state.messages & inbox[node] & ~row.pointee.known
      if missing != 0 || !row.pointee.isSettled {
        isComplete = false
        ask(node, row.pointee, missing, at: index)
      }
    }
    return isComplete
  }

  @inline(never)
  private func ask(_ node: Int, _ row: Row, _ missing: Bits, at index: Int) {
    if row.canTimeOut && row.timeout == nil { ask(node, row.state, .timeout, at: index) }
    if canRestart && row.restart == nil { ask(node, row.state, .restart, at: index) }
    var rest = missing
    while rest != 0 {
      ask(node, row.state, .delivery(message: rest.trailingZeroBitCount), at: index)
      rest &= rest - 1
    }
  }

  private func ask(_ node: Int, _ state: Int, _ event: LocalEvent, at index: Int) {
    let request = LocalRequest(node: node, state: state, event: event)
    guard isPending.insert(request).inserted else { return }
    pending.append(request)
    pendingRuns.append((index, GlobalEvent(node: node, event: event)))
  }

  /// Gathers the states that follow a state, other than the state itself.
  /// - Returns: false when an answer is missing that decides whether a message is spent.
  @inline(__always)
  private func gatherSuccessors(
    of index: Int, into gathered: UnsafeMutablePointer<PackedState<Bits>>, count: inout Int
  ) -> Bool {
    let state = table[index]
    var followed = 0
    for node in 0..<nodeCount {
      let shift = UInt64(node) * localWidth
      let local = (state.locals >> shift) & localMask
      let row = rows[node].base + Int(local)
      let enabled = state.messages & inbox[node]
      followed += (enabled & ~(row.pointee.ignored & replies)).nonzeroBitCount
      var active = enabled & ~row.pointee.ignored
      while active != 0 {
        let message = active.trailingZeroBitCount
        active &= active &- 1
        let ok = follow(
          row.pointee.deliveries[message], from: state, shift: shift, local: local, index: index,
          GlobalEvent(node: node, event: .delivery(message: message)), gathered, &count)
        if !ok { return false }
      }
      // A timeout or restart that changes nothing is not counted: the golden model has no election
      // timer at a leader and restarts no follower.
      if let timeout = row.pointee.timeout, UInt64(timeout.next) != local || timeout.remark != 0 {
        followed += 1
        let ok = follow(
          timeout, from: state, shift: shift, local: local, index: index,
          GlobalEvent(node: node, event: .timeout), gathered, &count)
        if !ok { return false }
      }
      if let restart = row.pointee.restart, UInt64(restart.next) != local || restart.remark != 0 {
        followed += 1
        let ok = follow(
          restart, from: state, shift: shift, local: local, index: index,
          GlobalEvent(node: node, event: .restart), gathered, &count)
        if !ok { return false }
      }
    }
    transitions += followed
    return true
  }

  @inline(__always)
  private func follow(
    _ entry: Entry, from state: PackedState<Bits>, shift: UInt64, local: UInt64, index: Int,
    _ event: @autoclosure () -> GlobalEvent,
    _ gathered: UnsafeMutablePointer<PackedState<Bits>>, _ count: inout Int
  ) -> Bool {
    if entry.remark != 0 && !goesOn(entry, state, index, event()) { return true }
    let messages = state.messages | entry.sends
    let next = UInt64(entry.next)
    if next == local && messages == state.messages { return true }
    var successor = PackedState<Bits>(
      locals: (state.locals & ~(localMask << shift)) | (next << shift), messages: messages)
    if !takeOutSpent(&successor, from: index, event()) { return false }
    if successor.locals == state.locals && successor.messages == state.messages { return true }
    gathered[count] = successor
    count += 1
    return true
  }

  /// Takes out of the network what the protocol says is spent and the subject is known to ignore.
  /// - Returns: false when the subject has not yet been asked.
  @inline(__always)
  private func takeOutSpent(
    _ state: inout PackedState<Bits>, from index: Int, _ event: @autoclosure () -> GlobalEvent
  ) -> Bool {
    var spent: Bits = 0
    for node in 0..<nodeCount {
      let row = row(of: node, in: state.locals)
      let candidates = state.messages & row.pointee.spent
      if losesSpent {
        spent |= candidates
        continue
      }
      if candidates & ~row.pointee.known != 0 {
        askAfter(event(), from: index, node, row.pointee, candidates & ~row.pointee.known)
        return false
      }
      spent |= candidates & row.pointee.ignored
    }
    state.messages &= ~spent
    return true
  }

  @inline(never)
  private func askAfter(
    _ event: GlobalEvent, from index: Int, _ node: Int, _ row: Row, _ missing: Bits
  ) {
    var rest = missing
    while rest != 0 {
      let request = LocalRequest(
        node: node, state: row.state, event: .delivery(message: rest.trailingZeroBitCount))
      rest &= rest - 1
      guard isPending.insert(request).inserted else { continue }
      pending.append(request)
      // The run to the stop is one event longer than the state; the event before it leads there.
      pendingRuns.append((index, event))
    }
  }
}

// MARK: - Learning steps

extension Explorer {
  private func answerPending() throws {
    questions += pending.count
    let steps = try model.resolve(pending)
    try learnMessages()
    for (request, step) in zip(pending, steps) {
      try learn(step, of: request)
    }
    pending.removeAll(keepingCapacity: true)
    pendingRuns.removeAll(keepingCapacity: true)
    isPending.removeAll(keepingCapacity: true)
    for node in 0..<nodeCount {
      for state in 0..<rows[node].count { updateSpent(rows[node].base + state, of: node) }
    }
  }

  private func learnMessages() throws {
    guard model.messageCount <= Bits.bitWidth else { throw TooLarge() }
    while numbered < model.messageCount {
      inbox[model.receiver(of: numbered)] |= 1 << Bits(numbered)
      if model.isReply(numbered) { replies |= 1 << Bits(numbered) }
      numbered += 1
    }
  }

  private func learnStates(of node: Int, through state: Int) throws {
    guard state <= Int(localMask) else { throw TooLarge() }
    while rows[node].count <= state {
      let number = rows[node].count
      rows[node].append(
        Row(
          state: number, canTimeOut: model.canTimeOut(node: node, state: number),
          canRestart: canRestart))
    }
  }

  private func updateSpent(_ row: UnsafeMutablePointer<Row>, of node: Int) {
    while row.pointee.spentUpTo < numbered {
      let message = row.pointee.spentUpTo
      if model.receiver(of: message) == node,
        model.isSpent(message: message, node: node, state: row.pointee.state)
      {
        row.pointee.spent |= 1 << Bits(message)
      }
      row.pointee.spentUpTo += 1
    }
  }

  private func learn(_ step: LocalStep, of request: LocalRequest) throws {
    if let next = step.next { try learnStates(of: request.node, through: next) }
    var entry = Entry(next: UInt32(step.next ?? request.state), remark: 0, sends: 0)
    for message in step.sends { entry.sends |= 1 << Bits(message) }
    let isDeadEnd = step.next == nil
    if isDeadEnd || !step.violations.isEmpty || !step.sends.allSatisfy(model.isHarmless) {
      remarks.append(
        Remark(violations: step.violations, isDeadEnd: isDeadEnd, sends: step.sends))
      entry.remark = UInt32(remarks.count)
    }
    let row = rows[request.node].base + request.state
    switch request.event {
    case .timeout: row.pointee.timeout = entry
    case .restart: row.pointee.restart = entry
    case .delivery(let message):
      row.pointee.deliveries[message] = entry
      let bit: Bits = 1 << Bits(message)
      row.pointee.known |= bit
      if entry.remark == 0 && entry.sends == 0 && entry.next == UInt32(request.state) {
        row.pointee.ignored |= bit
      }
    }
    row.pointee.isSettled =
      (!row.pointee.canTimeOut || row.pointee.timeout != nil)
      && (!canRestart || row.pointee.restart != nil)
  }

  /// Records what a special step breaks.
  /// - Returns: whether the search goes on behind it.
  @inline(never)
  private func goesOn(
    _ entry: Entry, _ state: PackedState<Bits>, _ index: Int, _ event: GlobalEvent
  ) -> Bool {
    let remark = remarks[Int(entry.remark) - 1]
    for violation in remark.violations {
      record(violation.check, violation.sentence, at: index, event)
    }
    for message in remark.sends where !model.isHarmless(message) {
      var others = state.messages
      while others != 0 {
        let other = others.trailingZeroBitCount
        others &= others &- 1
        if let check = model.conflict(between: message, and: other) {
          record(check, "", at: index, event)
        }
      }
    }
    if remark.isDeadEnd {
      isCut = true
      return false
    }
    if remark.sends.allSatisfy(model.isHarmless) { forgetRemark(of: event, in: state) }
    return true
  }

  /// A recorded violation that leaves the state as it should be needs no second look.
  private func forgetRemark(of event: GlobalEvent, in state: PackedState<Bits>) {
    let row = row(of: event.node, in: state.locals)
    switch event.event {
    case .timeout: row.pointee.timeout?.remark = 0
    case .restart: row.pointee.restart?.remark = 0
    case .delivery(let message):
      row.pointee.deliveries[message].remark = 0
      let entry = row.pointee.deliveries[message]
      if entry.sends == 0 && entry.next == UInt32(row.pointee.state) {
        row.pointee.ignored |= 1 << Bits(message)
      }
    }
  }

  private func record(_ check: String, _ sentence: String, at index: Int, _ event: GlobalEvent) {
    guard !violations.contains(where: { $0.check == check }) else { return }
    violations.append(
      FoundViolation(check: check, sentence: sentence, run: run(to: index) + [event]))
  }

  private func pendingRun(_ request: Int) -> [GlobalEvent] {
    let (index, event) = pendingRuns[request]
    let asked = GlobalEvent(node: pending[request].node, event: pending[request].event)
    return run(to: index) + (event == asked ? [event] : [event, asked])
  }

  /// The events that first led to a state.
  private func run(to index: Int) -> [GlobalEvent] {
    var events: [GlobalEvent] = []
    var child = index
    while child != 0 {
      let parent = table.parent(of: child)
      events.append(event(from: parent, to: child))
      child = parent
    }
    return events.reversed()
  }

  private func event(from parent: Int, to child: Int) -> GlobalEvent {
    let state = table[parent]
    let target = table[child]
    for node in 0..<nodeCount {
      let shift = UInt64(node) * localWidth
      let row = row(of: node, in: state.locals).pointee
      var candidates: [(Entry, LocalEvent)] = []
      var enabled = state.messages & inbox[node]
      while enabled != 0 {
        let message = enabled.trailingZeroBitCount
        enabled &= enabled &- 1
        candidates.append((row.deliveries[message], .delivery(message: message)))
      }
      if let timeout = row.timeout { candidates.append((timeout, .timeout)) }
      if let restart = row.restart { candidates.append((restart, .restart)) }
      for (entry, event) in candidates {
        var successor = PackedState<Bits>(
          locals: (state.locals & ~(localMask << shift)) | (UInt64(entry.next) << shift),
          messages: state.messages | entry.sends)
        let found = GlobalEvent(node: node, event: event)
        if takeOutSpent(&successor, from: parent, found), successor.locals == target.locals,
          successor.messages == target.messages
        {
          return found
        }
      }
    }
    preconditionFailure("state \(child) does not follow from its parent \(parent)")
  }
}
