extension Explorer {
  /// How many successors are gathered before they are looked up together, so that the memory reads
  /// of many look-ups overlap.
  private var batchSize: Int { 512 }

  /// Expands states in order.
  /// - Returns: the states that wait for answers to `pending`.
  func expand(_ states: [Int]) -> [Int] {
    var waiting: [Int] = []
    let capacity = batchSize + nodeCount * (Bits.bitWidth + 2)
    let gathered = UnsafeMutablePointer<PackedState<Bits>>.allocate(capacity: capacity)
    let homes = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    let parents = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    let events = UnsafeMutablePointer<EventCode>.allocate(capacity: capacity)
    defer {
      gathered.deallocate()
      homes.deallocate()
      parents.deallocate()
      events.deallocate()
    }
    var count = 0

    for index in states {
      let before = count
      if isReady(index), gatherSuccessors(of: index, into: gathered, events, count: &count) {
        for position in before..<count { parents[position] = index }
      } else {
        count = before
        waiting.append(index)
      }
      if count >= batchSize {
        insert(gathered, homes, parents, events, count)
        count = 0
        if table.count > budget.states { return [] }
      }
    }
    insert(gathered, homes, parents, events, count)
    return waiting
  }

  @inline(__always)
  private func insert(
    _ gathered: UnsafeMutablePointer<PackedState<Bits>>, _ homes: UnsafeMutablePointer<Int>,
    _ parents: UnsafeMutablePointer<Int>, _ events: UnsafeMutablePointer<EventCode>, _ count: Int
  ) {
    table.reserve(count)
    var sum: UInt64 = 0
    for position in 0..<count {
      let home = table.home(of: gathered[position])
      homes[position] = home
      sum &+= table.touch(home)
    }
    touched &+= sum
    for position in 0..<count {
      table.insert(
        gathered[position], home: homes[position], parent: parents[position],
        event: events[position].bits)
    }
  }

  @inline(__always)
  func row(of node: Int, in locals: UInt64) -> UnsafeMutablePointer<Row> {
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
    of index: Int, into gathered: UnsafeMutablePointer<PackedState<Bits>>,
    _ events: UnsafeMutablePointer<EventCode>, count: inout Int
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
          EventCode(node, delivering: message), gathered, events, &count)
        if !ok { return false }
      }
      // A timeout or restart that changes nothing is not counted: the golden model has no election
      // timer at a leader and restarts no follower.
      if let timeout = row.pointee.timeout, UInt64(timeout.next) != local || timeout.remark != 0 {
        followed += 1
        let ok = follow(
          timeout, from: state, shift: shift, local: local, index: index,
          EventCode(node, .timeout), gathered, events, &count)
        if !ok { return false }
      }
      if let restart = row.pointee.restart, UInt64(restart.next) != local || restart.remark != 0 {
        followed += 1
        let ok = follow(
          restart, from: state, shift: shift, local: local, index: index,
          EventCode(node, .restart), gathered, events, &count)
        if !ok { return false }
      }
    }
    transitions += followed
    return true
  }

  @inline(__always)
  private func follow(
    _ entry: Entry, from state: PackedState<Bits>, shift: UInt64, local: UInt64, index: Int,
    _ event: EventCode, _ gathered: UnsafeMutablePointer<PackedState<Bits>>,
    _ events: UnsafeMutablePointer<EventCode>, _ count: inout Int
  ) -> Bool {
    if entry.remark != 0 && !goesOn(entry, state, index, event.event) { return true }
    let messages = state.messages | entry.sends
    let next = UInt64(entry.next)
    if next == local && messages == state.messages { return true }
    var successor = PackedState<Bits>(
      locals: (state.locals & ~(localMask << shift)) | (next << shift), messages: messages)
    if !takeOutSpent(&successor, from: index, event) { return false }
    if successor.locals == state.locals && successor.messages == state.messages { return true }
    gathered[count] = successor
    events[count] = event
    count += 1
    return true
  }

  /// Takes out of the network what the protocol says is spent and the subject is known to ignore.
  /// - Returns: false when the subject has not yet been asked.
  @inline(__always)
  private func takeOutSpent(
    _ state: inout PackedState<Bits>, from index: Int, _ event: EventCode
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
        askAfter(event.event, from: index, node, row.pointee, candidates & ~row.pointee.known)
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
