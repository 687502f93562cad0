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
    for message in remark.sends {
      var others = state.messages & conflicts[message]
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
    if areHarmless(remark.sends) { forgetRemark(of: event, in: state) }
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

  /// The run to the first state that shows how the local states of this node keep growing.
  func growingRun(of node: Int) -> [GlobalEvent]? {
    let shift = UInt64(node) * localWidth
    let index = (0..<table.count).first {
      model.showsGrowth(node: node, state: Int((table[$0].locals >> shift) & localMask))
    }
    return index.map(run)
  }

  /// The events that first led to a state.
  private func run(to index: Int) -> [GlobalEvent] {
    var events: [GlobalEvent] = []
    var child = index
    while child != 0 {
      events.append(EventCode(bits: table.event(to: child)).event)
      child = table.parent(of: child)
    }
    return events.reversed()
  }
}
