import Dialects
import ExerciseKit
import Simulation

/// What a follower must do with each request of the leaders of a history.
struct FollowerTalk: ConversationModel {
  typealias Words = ReplicationWords

  /// A piece of a leader's log, sent at some time.
  struct Line: Hashable, Sendable {
    let term: Term
    let prevIndex: Int
    let count: Int
    let commit: Int
  }

  /// A follower as it starts, and the leaders it may hear, with the logs they came to. Logs agree as Raft
  /// makes them agree: what two leaders share, they share from the beginning.
  struct Setting: Hashable, Sendable, CustomStringConvertible {
    let term: Term
    let log: LogText
    let commit: Int
    let leaders: [Leader]

    struct Leader: Hashable, Sendable {
      let term: Term
      let log: LogText
    }

    var description: String {
      "t\(term) with [\(log)], commit \(commit)"
        + leaders.map { "; leader of t\($0.term) with [\($0.log)]" }.joined()
    }

    /// How much a leader may say is committed: what all later leaders share with it.
    func committable(by term: Term) -> Int {
      guard let own = leaders.first(where: { $0.term == term })?.log.entries else { return 0 }
      return leaders.filter { $0.term > term }.map { $0.log.entries.common(with: own) }.min()
        ?? own.count
    }
  }

  struct Shadow: Sendable {
    let setting: Setting
    var term: Term
    var log: [LogEntry]
    var commit: Int
  }

  var subject: String { "follower" }

  func arguments(_ setting: Setting) -> Words.Arguments {
    Words.Arguments(
      peers: nil, term: setting.term, log: setting.log.entries, commitIndex: setting.commit)
  }

  /// The request that a line stands for.
  private func request(_ line: Line, _ setting: Setting) -> AppendRequest {
    let log = setting.leaders.first { $0.term == line.term }?.log.entries ?? []
    let start = min(line.prevIndex, log.count)
    return AppendRequest(
      term: line.term, prevIndex: line.prevIndex, prevTerm: log.term(at: start) ?? 0,
      entries: Array(log[start..<min(log.count, start + line.count)]), leaderCommit: line.commit)
  }

  func call(_ line: Line, _ setting: Setting) -> Words.Call { .append(request(line, setting)) }

  func shadow(_ setting: Setting) -> Shadow {
    Shadow(
      setting: setting, term: setting.term, log: setting.log.entries, commit: setting.commit)
  }

  // MARK: What is right

  /// The reply that a request must bring, and the state it must leave. Of a refusal's match index only
  /// the bounds are laid down.
  private func step(
    _ request: AppendRequest, _ shadow: inout Shadow
  ) -> (reply: AppendReply, reason: String) {
    guard request.term >= shadow.term else {
      return (
        AppendReply(term: shadow.term, success: false, matchIndex: 0),
        "the request is of an older term"
      )
    }
    shadow.term = request.term
    guard shadow.log.term(at: request.prevIndex) == request.prevTerm else {
      return (
        AppendReply(
          term: shadow.term, success: false,
          matchIndex: max(0, min(shadow.log.count, request.prevIndex - 1))),
        "the log has no entry of term \(request.prevTerm) at index \(request.prevIndex)"
      )
    }
    let match = request.prevIndex + request.entries.count
    let conflict = request.entries.indices.first { offset in
      shadow.log.term(at: request.prevIndex + offset + 1) != request.entries[offset].term
    }
    if let conflict {
      shadow.log =
        Array(shadow.log.prefix(request.prevIndex + conflict)) + request.entries[conflict...]
    }
    shadow.commit = max(shadow.commit, min(request.leaderCommit, match))
    return (
      AppendReply(term: shadow.term, success: true, matchIndex: match),
      "the previous entry fits, so the log holds the leader's up to index \(match)"
    )
  }

  func complaint(
    about answer: Words.Answer, to line: Line, _ shadow: inout Shadow
  ) -> String? {
    let request = request(line, shadow.setting)
    let isOld = request.term < shadow.term
    let (right, reason) = step(request, &shadow)
    let what = "\(request.text) brings"
    guard case .reply(let reply) = answer.result else { return "\(what) no reply" }
    if reply.success != right.success || reply.term != right.term
      || right.success && reply.matchIndex != right.matchIndex
    {
      return "\(what) \(reply.text); it must bring \(right.text): \(reason)"
    }
    if !right.success, !isOld, !(0...max(0, right.matchIndex)).contains(reply.matchIndex) {
      return
        "\(what) \(reply.text); a refusal's match index is from 0 to \(right.matchIndex) here, "
        + "below the index asked about and within the log"
    }
    guard answer.log == shadow.log else {
      return "after \(request.text) the log is \(brief(answer.log ?? [])); it must be "
        + "\(brief(shadow.log)): \(reason)"
    }
    guard answer.term == shadow.term else {
      return "after \(request.text) the term is \(answer.term ?? 0); it must be \(shadow.term)"
    }
    guard answer.commitIndex == shadow.commit else {
      return
        "after \(request.text) commitIndex is \(answer.commitIndex); it must be \(shadow.commit)"
    }
    return nil
  }

  func answer(to line: Line, _ shadow: Shadow) -> Words.Answer {
    var shadow = shadow
    let reply = step(request(line, shadow.setting), &shadow).reply
    return Words.Answer(
      result: .reply(reply), term: shadow.term, commitIndex: shadow.commit, log: shadow.log)
  }

  func isTelling(_ answer: Words.Answer) -> Bool {
    if case .reply(let reply) = answer.result { reply.success } else { false }
  }

  func text(_ answer: Words.Answer) -> String {
    guard case .reply(let reply) = answer.result else { return "no reply" }
    return "\(reply.text); its log is \(brief(answer.log ?? [])), commit \(answer.commitIndex)"
  }

  func speaker(of line: Line) -> String? { "leader of t\(line.term)" }

  func isFair(_ lines: [Line], _ setting: Setting) -> Bool {
    guard isPossible(setting) else { return false }
    return lines.allSatisfy { line in
      guard let leader = setting.leaders.first(where: { $0.term == line.term }) else {
        return false
      }
      return line.prevIndex >= 0 && line.count >= 0
        && line.prevIndex + line.count <= leader.log.entries.count
        && (0...setting.committable(by: line.term)).contains(line.commit)
    }
  }

  /// Whether Raft can have brought these logs about.
  private func isPossible(_ setting: Setting) -> Bool {
    let logs = setting.leaders.map(\.log.entries) + [setting.log.entries]
    for (place, log) in logs.enumerated() {
      for other in logs[(place + 1)...] {
        let shared = log.common(with: other)
        let isMatched = zip(log, other).enumerated().allSatisfy { index, pair in
          index < shared || pair.0.term != pair.1.term
        }
        if !isMatched { return false }
      }
    }
    let terms = setting.leaders.map(\.term)
    // What this follower knows to be committed, every leader it can still hear has.
    return terms == terms.sorted() && Set(terms).count == terms.count
      && setting.commit <= setting.log.entries.count
      && (setting.log.entries.last?.term ?? 0) <= setting.term
      && setting.leaders.allSatisfy { leader in
        (leader.log.entries.last?.term ?? 0) <= leader.term
          && (leader.term < setting.term
            || leader.log.entries.common(with: setting.log.entries) >= setting.commit)
      }
  }

  // MARK: Random conversations

  func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting {
    var term: Term = isOdd && random.chance(1, in: 2) ? 1 << (8 + random.index(below: 32)) : 1
    let long = isOdd && random.chance(1, in: 3) ? 250 + random.index(below: 20) : 0
    let first = term
    func text(_ log: [LogEntry]) -> LogText {
      long > 0 && log.count >= long
        ? LogText(long, of: first, then: Array(log[long...])) : LogText(log)
    }
    let base = long > 0 ? LogText(long, of: first).entries : []
    // Each leader keeps what is committed, takes over a part of what some log holds, and adds its own.
    var logs = [base]
    var committed = base
    var leaders: [Setting.Leader] = []
    for number in 0..<(2 + random.index(below: 3)) {
      term +=
        number == 0 && long == 0 ? 0 : isOdd ? random.termStep() : 1 + random.index(below: 2)
      let origin = logs[random.index(below: logs.count)]
      guard origin.starts(with: committed) else { continue }
      var log = Array(
        origin.prefix(committed.count + random.index(below: origin.count - committed.count + 1)))
      for place in 0..<(1 + random.index(below: 3)) {
        log.append(LogEntry(term, random.chance(1, in: 12) ? "" : "c\(number)\(place)"))
      }
      leaders.append(.init(term: term, log: text(log)))
      logs.append(log)
      if random.chance(1, in: 3) {
        committed = Array(
          log.prefix(committed.count + random.index(below: log.count - committed.count + 1)))
      }
    }
    let mine = logs[random.index(below: logs.count)]
    let log = Array(mine.prefix(base.count + random.index(below: mine.count - base.count + 1)))
    let shared = leaders.map { $0.log.entries.common(with: log) }.min() ?? 0
    let setting = Setting(
      term: max(log.last?.term ?? 0, random.chance(1, in: 2) ? 0 : leaders.first?.term ?? 0),
      log: text(log), commit: random.index(below: min(shared, log.count) + 1), leaders: leaders)
    return isPossible(setting)
      ? setting : Setting(term: 0, log: LogText([]), commit: 0, leaders: leaders.suffix(1))
  }

  func draw(_ setting: Setting, _ shadow: Shadow, random: inout RandomSource) -> Line {
    // Mostly leaders of the latest terms, or hardly anything would be taken.
    let leaders = setting.leaders
    let current = leaders.filter { $0.term >= shadow.term }
    let leader =
      current.isEmpty || random.chance(1, in: 6)
      ? leaders[random.index(below: leaders.count)]
      : current[random.chance(1, in: 6) ? random.index(below: current.count) : 0]
    let log = leader.log.entries
    // Mostly where the logs part, for there is something to do.
    let shared = log.common(with: shadow.log)
    let near = max(0, min(log.count, shared + random.index(below: 5) - 2))
    let prevIndex = random.chance(1, in: 5) ? random.index(below: log.count + 1) : near
    return Line(
      term: leader.term, prevIndex: prevIndex,
      count: random.index(below: min(4, log.count - prevIndex) + 1),
      commit: random.index(below: setting.committable(by: leader.term) + 1))
  }

  // MARK: As text

  /// A line such as `receives of t3: 2 after 1, commit 0`.
  func text(_ line: Line) -> String {
    "receives of t\(line.term): \(line.count) after \(line.prevIndex), commit \(line.commit)"
  }

  func line(_ text: String) -> Line? {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    let line = Line(term: numbers[0], prevIndex: numbers[2], count: numbers[1], commit: numbers[3])
    return self.text(line) == text ? line : nil
  }

  func setting(_ text: String) -> Setting? {
    let parts = text.split(separator: "; leader of t", omittingEmptySubsequences: false)
    var leaders: [Setting.Leader] = []
    for part in parts.dropFirst() {
      let halves = part.split(separator: " with [", maxSplits: 1)
      guard halves.count == 2, part.hasSuffix("]"), let term = Int(halves[0]),
        let log = LogText(halves[1].dropLast())
      else { return nil }
      leaders.append(.init(term: term, log: log))
    }
    let own = parts[0].split(separator: " with [", maxSplits: 1)
    let state =
      own.count == 2 ? own[1].split(separator: "], commit ", omittingEmptySubsequences: false) : []
    guard state.count == 2, let term = Int(own[0].dropFirst()), let log = LogText(state[0]),
      let commit = Int(state[1]), !leaders.isEmpty
    else { return nil }
    let setting = Setting(term: term, log: log, commit: commit, leaders: leaders)
    return setting.description == text ? setting : nil
  }
}
