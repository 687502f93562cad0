import ExerciseKit

// What clients and operators ask: thesis, sections 4.1, 6.4 and 6.4.1.

extension RaftServer {
  mutating func propose(_ content: CompactedLog<Machine.Command>.Content, _ token: UInt64) {
    guard leadership != nil else {
      return emit(.reply(.refused(.notLeader(leader)), token: token))
    }
    // Before it is appended: a cluster of one commits at once.
    leadership?.commands[log.last.index + 1] = token
    append(content)
  }

  // MARK: Members

  mutating func change(_ change: MemberChange, _ token: UInt64) {
    if let refusal = refusal(of: change) { return emit(.reply(.refused(refusal), token: token)) }
    let before = configuration.members
    let after =
      switch change {
      case .add(let server): (before.filter { $0 != server } + [server]).sorted()
      case .remove(let server): before.filter { $0 != server }
      }
    // What is so already is written once more: a leader that is deposed would only think so.
    if case .remove(let server) = change {
      // Whoever comes back under this name is a new server.
      leadership?.match[server] = nil
      leadership?.next[server] = nil
    }
    propose(.members(after), token)
  }

  private func refusal(of change: MemberChange) -> RaftRefusal? {
    guard let leadership else { return .notLeader(leader) }
    // One that has committed nothing may not know of a change that another leader has begun, and two
    // changes need not share a majority.
    if commitIndex < leadership.firstIndex { return .notYet }
    if configuration.index > commitIndex { return .changeUnderWay }
    return change == .remove(id) && configuration.members == [id] ? .lastMember : nil
  }

  // MARK: Reads

  mutating func read(_ query: Machine.Query, _ check: ReadCheck, _ token: UInt64) {
    guard let leading = leadership else {
      return emit(.reply(.refused(.notLeader(leader)), token: token))
    }
    // Until then it does not know all that is committed.
    guard commitIndex >= leading.firstIndex else {
      return emit(.reply(.refused(.notYet), token: token))
    }
    if check == .lease, holdsLease {
      return emit(.reply(.answer(machine.answer(query)), token: token))
    }
    leadership?.reads.append(.init(query: query, token: token, round: leading.round + 1))
    broadcast()
    serveReads()
  }

  /// Answers the reads whose round a majority has answered. What was committed when they came is applied.
  mutating func serveReads() {
    guard let leading = leadership else { return }
    let confirmed = leading.confirmedRound(among: configuration.members, by: id)
    leadership?.forgetStarts(before: confirmed)
    leadership?.reads.removeAll { $0.round <= confirmed }
    for read in leading.reads where read.round <= confirmed {
      emit(.reply(.answer(machine.answer(read.query)), token: read.token))
    }
  }

  /// Whether a majority has answered a round so lately that nobody else can have been elected since.
  private var holdsLease: Bool {
    guard let leading = leadership else { return false }
    let confirmed = leading.confirmedRound(among: configuration.members, by: id)
    return leading.start(of: confirmed).map { now - $0 < settings.lease } ?? false
  }
}
