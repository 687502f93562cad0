extension Explorer {
  /// How many questions are put at once: what is asked and answered of them stays small, and what the
  /// answers say is known before many more are asked.
  private var questionsAtOnce: Int { 2_048 }

  /// Puts the pending questions, if there are any, and learns the answers.
  func answerPending() throws(Halt) {
    guard !pending.isEmpty else { return }
    var start = 0
    while start < pending.count {
      let end = min(start + questionsAtOnce, pending.count)
      let asked = pending[start..<end]
      questions += asked.count
      let steps: [LocalStep]
      do throws(LocalStop) {
        steps = try model.resolve(Array(asked))
      } catch {
        throw .stoppedAnswering(
          LocalStop(stop: error.stop, request: error.request.map { start + $0 }))
      }
      try learnMessages()
      for (request, step) in zip(asked, steps) { try learn(step, of: request) }
      let crowded = (0..<nodeCount).first { rows[$0].count > budget.localStates }
      if let node = model.growingNode ?? crowded { throw .tooManyLocalStates(node: node) }
      start = end
    }
    pending.removeAll(keepingCapacity: true)
    pendingRuns.removeAll(keepingCapacity: true)
    isPending.removeAll(keepingCapacity: true)
    for node in 0..<nodeCount {
      for state in 0..<rows[node].count { updateSpent(rows[node].base + state, of: node) }
    }
  }

  private func learnMessages() throws(Halt) {
    guard model.messageCount <= Bits.bitWidth else { throw .tooLarge }
    while numbered < model.messageCount {
      inbox[model.receiver(of: numbered)] |= 1 << Bits(numbered)
      if model.isReply(numbered) { replies |= 1 << Bits(numbered) }
      learnConflicts(of: numbered)
      numbered += 1
    }
  }

  /// Asked once for every two messages, and not in every step that sends one.
  private func learnConflicts(of message: Int) {
    conflicts.append(0)
    guard !model.isHarmless(message) else {
      harmless |= 1 << Bits(message)
      return
    }
    for other in 0..<message where model.conflict(between: message, and: other) != nil {
      conflicts[message] |= 1 << Bits(other)
      conflicts[other] |= 1 << Bits(message)
    }
  }

  /// Whether none of these messages conflicts with any other.
  func areHarmless(_ messages: [Int]) -> Bool {
    messages.allSatisfy { harmless & 1 << Bits($0) != 0 }
  }

  func learnStates(of node: Int, through state: Int) throws(Halt) {
    guard state <= Int(localMask) else { throw .tooLarge }
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

  private func learn(_ step: LocalStep, of request: LocalRequest) throws(Halt) {
    if let next = step.next { try learnStates(of: request.node, through: next) }
    var entry = Entry(next: UInt32(step.next ?? request.state), remark: 0, sends: 0)
    for message in step.sends { entry.sends |= 1 << Bits(message) }
    let isDeadEnd = step.next == nil
    if isDeadEnd || !step.violations.isEmpty || !areHarmless(step.sends) {
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
}
