import ExerciseKit

// What is in the log and how far it is committed: thesis, sections 3.5, 3.6.2, 4.1, 4.2.2, 5.1 to 5.3.

extension RaftServer {
  // MARK: A leader

  /// Appends an entry of its own and sends it.
  /// - Returns: its index.
  @discardableResult
  mutating func append(_ content: CompactedLog<Machine.Command>.Content) -> Int {
    log.append(Entry(term, content))
    isUnsaved = true
    let index = log.last.index
    // Whoever is in the log as a member counts from here on, committed or not (section 4.1).
    if case .members = content { followConfiguration() }
    broadcast()
    advance()
    return index
  }

  /// Begins a round: everybody is sent what they lack.
  mutating func broadcast() {
    leadership?.beginRound(at: now)
    for peer in peers { replicate(to: peer) }
  }

  private mutating func replicate(to peer: NodeID) {
    guard let leadership else { return }
    let prev = leadership.next[peer, default: leadership.firstIndex] - 1
    guard let entries = log.entries(after: prev), let prevTerm = log.term(at: prev) else {
      return emit(.send(.install(term: term, round: leadership.round, snapshot), to: peer))
    }
    emit(
      .send(
        .append(
          term: term, round: leadership.round, prev: LogPosition(term: prevTerm, index: prev),
          entries: Array(entries), commit: commitIndex), to: peer))
  }

  mutating func takeReply(
    _ replied: Term, _ round: UInt64, _ isTaken: Bool, _ index: Int, from peer: NodeID
  ) {
    adopt(replied)
    guard replied == term, let leading = leadership, peers.contains(peer) else { return }
    leadership?.heard.insert(peer)
    leadership?.answer(to: round, from: peer)
    let known = leading.match[peer, default: 0]
    let next = leading.next[peer, default: leading.firstIndex]
    if isTaken {
      // Answers may come out of order: what a peer once held in this term it still holds.
      let match = max(known, min(index, log.last.index))
      leadership?.match[peer] = match
      leadership?.next[peer] = max(next, match + 1)
      advance()
    } else {
      leadership?.next[peer] = max(known, min(next - 2, index)) + 1
      replicate(to: peer)
    }
    serveReads()
  }

  /// Commits what a majority of the members holds, if it is of the own term (section 3.6.2). A leader
  /// that is no member does not count itself.
  private mutating func advance() {
    guard let match = leadership?.match else { return }
    let held = configuration.members.map { $0 == id ? log.last.index : match[$0, default: 0] }
    guard let index = majorityHolds(held), index > commitIndex, log.term(at: index) == term else {
      return
    }
    commit(upTo: index)
    let isOut = !configuration.members.contains(id) && configuration.index <= commitIndex
    if isOut { lose() }
  }

  // MARK: A follower

  /// Takes a leader's entries, if they fit behind what is here.
  mutating func take(
    _ sent: ArraySlice<Entry>, after sentPrev: LogPosition, commit leaderCommit: Int,
    _ round: UInt64, from leader: NodeID
  ) {
    var (prev, entries) = (sentPrev, sent)
    if prev.index < log.base.index {
      // What the snapshot holds is committed, so it is in the leader's log, too.
      entries = entries.dropFirst(log.base.index - prev.index)
      if prev.index + sent.count < log.base.index {
        return reply(to: leader, round, isTaken: true, index: prev.index + sent.count)
      }
      prev = log.base
    }
    guard log.term(at: prev.index) == prev.term else {
      let limit = min(log.last.index, max(prev.index, 1) - 1)
      return reply(to: leader, round, isTaken: false, index: limit)
    }
    guard merge(entries, after: prev.index) else { return }
    let match = prev.index + entries.count
    // What lies beyond the new entries has not been compared with the leader's log.
    commit(upTo: min(leaderCommit, match))
    reply(to: leader, round, isTaken: true, index: match)
  }

  /// Adds entries; cuts off what contradicts them.
  /// - Returns: false, and nothing is changed, when that is committed, which no leader contradicts.
  private mutating func merge(_ entries: ArraySlice<Entry>, after prev: Int) -> Bool {
    var index = prev
    for (position, entry) in zip(entries.indices, entries) {
      index += 1
      if log.term(at: index) == entry.term { continue }
      guard index > commitIndex else { return false }
      log.cut(after: index - 1)
      for new in entries[position...] { log.append(new) }
      isUnsaved = true
      followConfiguration()
      break
    }
    return true
  }

  /// Takes a leader's snapshot, unless this server is as far.
  mutating func install(_ sent: Snapshot) {
    guard sent.last.index > commitIndex else { return }
    snapshot = sent
    log.compact(to: sent.last)
    (machine, commitIndex, isUnsaved) = (sent.machine, sent.last.index, true)
    followConfiguration()
    emit(.restored(sent.last))
  }

  mutating func reply(to leader: NodeID, _ round: UInt64, isTaken: Bool, index: Int) {
    emit(.send(.appended(term: term, round: round, isTaken: isTaken, index: index), to: leader))
  }

  // MARK: Both

  /// Applies what is committed, and answers who waits for it.
  private mutating func commit(upTo index: Int) {
    while commitIndex < index, let entry = log[commitIndex + 1] {
      commitIndex += 1
      var reply: Reply?
      switch entry.content {
      case .nothing: break
      case .command(let command): reply = .answer(machine.apply(command))
      case .members: reply = .changed
      }
      emit(.applied(entry, at: commitIndex))
      let token = leadership?.commands.removeValue(forKey: commitIndex)
      if let reply, let token { emit(.reply(reply, token: token)) }
    }
    takeSnapshot()
  }

  /// Puts a snapshot in the place of applied entries when there are many.
  private mutating func takeSnapshot() {
    guard commitIndex - log.base.index >= max(settings.entriesPerSnapshot, 1),
      let last = log.term(at: commitIndex)
    else { return }
    let members = configuration(upTo: commitIndex).members
    snapshot = Snapshot(
      last: LogPosition(term: last, index: commitIndex), members: members, machine: machine)
    log.compact(to: snapshot.last)
    isUnsaved = true
    followConfiguration()
  }
}
