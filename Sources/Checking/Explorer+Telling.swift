// What a search has to tell: violations, and the runs that lead to them.

extension Explorer {
  /// Records what a special step breaks.
  /// - Returns: whether the search goes on behind it.
  @inline(never)
  func goesOn(
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

  func pendingRun(_ request: Int) -> [GlobalEvent] {
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
