import Dialects
import ExerciseKit
import Simulation

/// What a leader must do with each command, question and answer.
struct LeaderTalk: ConversationModel {
  typealias Words = ReplicationWords

  enum Line: Hashable, Sendable {
    case propose(String)
    case request(for: NodeID)
    case hear(AppendReply, from: NodeID)
  }

  /// A leader as it begins.
  struct Setting: Hashable, Sendable, CustomStringConvertible {
    let term: Term
    let log: LogText
    let commit: Int
    let peers: [NodeID]

    var description: String {
      "leader of t\(term) with [\(log)], commit \(commit), peers "
        + (peers.isEmpty ? "none" : peers.map(\.description).joined(separator: ", "))
    }
  }

  struct Shadow: Sendable {
    let setting: Setting
    var log: [LogEntry]
    var commit: Int
    /// The most that each peer has said it holds.
    var known: [NodeID: Int] = [:]
    /// From where the next request to a peer may begin.
    var next: [NodeID: ClosedRange<Int>] = [:]

    /// The largest index that a majority of all nodes holds, when its entry is of this term.
    var committable: Int {
      let held = (setting.peers.map { known[$0] ?? 0 } + [log.count]).sorted(by: >)
      let index = held[held.count / 2]
      return log.term(at: index) == setting.term ? index : 0
    }
  }

  var subject: String { "leader" }

  func arguments(_ setting: Setting) -> Words.Arguments {
    Words.Arguments(
      peers: setting.peers, term: setting.term, log: setting.log.entries,
      commitIndex: setting.commit)
  }

  func call(_ line: Line, _ setting: Setting) -> Words.Call {
    switch line {
    case .propose(let command): .propose(command)
    case .request(let peer): .request(for: peer)
    case .hear(let reply, let peer): .handle(reply, from: peer)
    }
  }

  func shadow(_ setting: Setting) -> Shadow {
    let end = setting.log.entries.count
    return Shadow(
      setting: setting, log: setting.log.entries, commit: setting.commit,
      next: Dictionary(uniqueKeysWithValues: setting.peers.map { ($0, end...end) }))
  }

  // MARK: What is right

  /// Takes in what a peer says.
  /// - Returns: what the leader must do, and why.
  private func hear(
    _ reply: AppendReply, from peer: NodeID, _ shadow: inout Shadow
  ) -> (effect: LeaderEffect, reason: String) {
    let own = shadow.setting.term
    guard let next = shadow.next[peer] else { return (.none, "\(peer) is no peer") }
    if reply.term > own { return (.stepDown(reply.term), "the term is higher than t\(own)") }
    if reply.term < own { return (.none, "the answer is of an older term") }
    let known = shadow.known[peer] ?? 0
    guard reply.success else {
      shadow.next[peer] = 0...max(known, next.upperBound - 1)
      return (.none, "a refusal commits nothing")
    }
    shadow.known[peer] = max(known, reply.matchIndex)
    shadow.next[peer] = reply.matchIndex...shadow.log.count
    let index = shadow.committable
    guard index > shadow.commit else {
      return (.none, "no further entry of t\(own) is held by a majority")
    }
    shadow.commit = index
    return (.commit(upTo: index), "a majority holds index \(index), an entry of t\(own)")
  }

  func complaint(
    about answer: Words.Answer, to line: Line, _ shadow: inout Shadow
  ) -> String? {
    switch (line, answer.result) {
    case (.propose(let command), .index(let index)):
      shadow.log.append(LogEntry(shadow.setting.term, command))
      shadow.commit = max(shadow.commit, shadow.committable)
      if index != shadow.log.count {
        return "\(text(line)) returns \(index); its index is \(shadow.log.count)"
      }
    case (.request(let peer), .request(let request)):
      if let complaint = complaint(about: request, for: peer, &shadow) { return complaint }
    case (.hear(let reply, let peer), .effect(let effect)):
      let (right, reason) = hear(reply, from: peer, &shadow)
      if effect != right {
        return "\(text(line)) brings \(text(effect)); it must bring \(text(right)): \(reason)"
      }
    default: return "\(text(line)) brings something else"
    }
    if let log = answer.log, log != shadow.log {
      return "after \(text(line)) the log is \(brief(log)); it must be \(brief(shadow.log))"
    }
    if answer.commitIndex != shadow.commit {
      return "after \(text(line)) commitIndex is \(answer.commitIndex); it must be "
        + "\(shadow.commit)"
    }
    return nil
  }

  private func complaint(
    about request: AppendRequest?, for peer: NodeID, _ shadow: inout Shadow
  ) -> String? {
    let what = "the request for \(peer)"
    guard let next = shadow.next[peer] else {
      return request == nil ? nil : "\(what) is \(request?.text ?? ""), and \(peer) is no peer"
    }
    guard let request else { return "\(what) is nil, and \(peer) is a peer" }
    guard next.contains(request.prevIndex) else {
      let range =
        next.lowerBound == next.upperBound
        ? "it must begin after index \(next.lowerBound)"
        : "it must begin after an index from \(next.lowerBound) to \(next.upperBound)"
      return "\(what) is \(request.text); \(range)"
    }
    let right = AppendRequest(
      term: shadow.setting.term, prevIndex: request.prevIndex,
      prevTerm: shadow.log.term(at: request.prevIndex) ?? 0,
      entries: Array(shadow.log[request.prevIndex...]), leaderCommit: shadow.commit)
    guard request == right else {
      return "\(what) is \(text(request)); beginning there it must be \(text(right))"
    }
    // What it is asked again it answers alike, until it hears more.
    shadow.next[peer] = request.prevIndex...request.prevIndex
    return nil
  }

  func answer(to line: Line, _ shadow: Shadow) -> Words.Answer {
    var shadow = shadow
    let result: Words.Result
    switch line {
    case .propose(let command):
      shadow.log.append(LogEntry(shadow.setting.term, command))
      shadow.commit = max(shadow.commit, shadow.committable)
      result = .index(shadow.log.count)
    case .request(let peer):
      let request = shadow.next[peer].map { next in
        AppendRequest(
          term: shadow.setting.term, prevIndex: next.upperBound,
          prevTerm: shadow.log.term(at: next.upperBound) ?? 0,
          entries: Array(shadow.log[next.upperBound...]), leaderCommit: shadow.commit)
      }
      return Words.Answer(
        result: .request(request), term: nil, commitIndex: shadow.commit, log: nil)
    case .hear(let reply, let peer):
      result = .effect(hear(reply, from: peer, &shadow).effect)
    }
    return Words.Answer(result: result, term: nil, commitIndex: shadow.commit, log: shadow.log)
  }

  func isTelling(_ answer: Words.Answer) -> Bool {
    switch answer.result {
    case .effect(let effect): effect != .none
    case .request(let request): request?.entries.isEmpty == false
    default: false
    }
  }

  func speaker(of line: Line) -> String? {
    if case .hear(_, let peer) = line { peer.description } else { nil }
  }

  func isFair(_ lines: [Line], _ setting: Setting) -> Bool {
    let log = setting.log.entries
    guard setting.term >= 0, log.last.map({ $0.term < setting.term }) ?? true,
      (0...log.count).contains(setting.commit)
    else { return false }
    var count = log.count
    return lines.allSatisfy { line in
      switch line {
      case .propose: count += 1
      case .request: break
      case .hear(let reply, let peer):
        // A stranger's higher term would depose a leader as well; the task says nothing of it.
        return reply.term >= 0 && (0...count).contains(reply.matchIndex)
          && (reply.term <= setting.term || setting.peers.contains(peer))
      }
      return true
    }
  }

  // MARK: Random conversations

  func drawSetting(isOdd: Bool, random: inout RandomSource) -> Setting {
    let count = random.index(below: isOdd ? 9 : 5)
    let nodes = isOdd ? OddNodes.draw(count, random: &random) : Array(1..<(count + 1))
    var log: [LogEntry] = []
    var term: Term = isOdd && random.chance(1, in: 2) ? 1 << (8 + random.index(below: 32)) : 1
    let first = term
    let long = isOdd && random.chance(1, in: 3) ? 250 + random.index(below: 20) : 0
    for place in 0..<random.index(below: 5) {
      term += random.chance(1, in: 3) ? 0 : isOdd ? random.termStep() : 1
      log.append(LogEntry(term, "c\(place)"))
    }
    let text = long > 0 ? LogText(long, of: first, then: log) : LogText(log)
    return Setting(
      term: term + (isOdd ? random.termStep() : 1 + random.index(below: 2)), log: text,
      commit: random.chance(1, in: 2) ? 0 : random.index(below: text.entries.count + 1),
      peers: nodes.map(identifier))
  }

  func draw(_ setting: Setting, _ shadow: Shadow, random: inout RandomSource) -> Line {
    let kind = random.index(below: 10)
    guard let peer = random.element(of: setting.peers), kind > 1 else {
      return random.chance(1, in: 4)
        ? .request(for: setting.peers.first ?? NodeID(7))
        : .propose(random.chance(1, in: 10) ? "" : "x\(shadow.log.count)")
    }
    let stranger = NodeID(peer.number ^ 1 << 20)
    let isStranger = random.chance(1, in: 12) && !setting.peers.contains(stranger)
    let who = isStranger ? stranger : peer
    guard kind > 4 else { return .request(for: who) }
    if random.chance(1, in: 10) {
      let step = random.termStep()
      let isHigher = random.chance(1, in: 2) && !isStranger
      return .hear(
        AppendReply(
          term: isHigher ? setting.term + step : max(0, setting.term - step),
          success: random.chance(1, in: 2), matchIndex: random.index(below: shadow.log.count + 1)),
        from: who)
    }
    let end = shadow.log.count
    let next = shadow.next[peer]?.upperBound ?? 0
    guard random.chance(1, in: 3) else {
      // Mostly what is new to the leader, now and then what is late.
      let match =
        random.chance(1, in: 4)
        ? random.index(below: end + 1) : end - min(end, random.index(below: 3))
      return .hear(
        AppendReply(term: setting.term, success: true, matchIndex: match), from: who)
    }
    return .hear(
      AppendReply(
        term: setting.term, success: false,
        matchIndex: max(0, next - 1 - (random.chance(1, in: 3) ? random.index(below: 3) : 0))),
      from: who)
  }

  // MARK: As text

  func text(_ answer: Words.Answer) -> String {
    let what =
      switch answer.result {
      case .index(let index): "index \(index)"
      case .request(let request): request.map(text) ?? "no request"
      case .effect(let effect): text(effect)
      case .reply, .nothing: "something else"
      }
    return "\(what), commit \(answer.commitIndex)"
  }

  private func text(_ request: AppendRequest) -> String {
    "\(request.text)\(request.leaderCommit == 0 ? ", commit 0" : "")"
  }

  private func text(_ effect: LeaderEffect) -> String {
    switch effect {
    case .none: "no effect"
    case .commit(let index): "commit up to \(index)"
    case .stepDown(let term): "step down for t\(term)"
    }
  }

  /// A line such as `appends x`, `is asked for n2`, `hears n2: t3 has 2` or `hears n2: t3 refuses, at
  /// most 1`.
  func text(_ line: Line) -> String {
    switch line {
    case .propose(let command): "appends \(quoted(command))"
    case .request(let peer): "is asked for \(peer)"
    case .hear(let reply, let peer): "hears \(peer): \(reply.text)"
    }
  }

  func line(_ text: String) -> Line? {
    let line: Line?
    if text.hasPrefix("appends ") {
      line = unquoted(text.dropFirst("appends ".count)).map { .propose($0) }
    } else if text.hasPrefix("is asked for ") {
      line = node(named: String(text.dropFirst("is asked for ".count))).map {
        .request(for: identifier(of: $0))
      }
    } else {
      let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
      let peer = text.dropFirst("hears ".count).prefix { $0 != ":" }
      guard numbers.count == 3, let peer = node(named: String(peer)) else { return nil }
      line = .hear(
        AppendReply(
          term: numbers[1], success: text.contains(" has "), matchIndex: numbers[2]),
        from: identifier(of: peer))
    }
    return line.map(self.text) == text ? line : nil
  }

  func setting(_ text: String) -> Setting? {
    let parts = text.split(separator: "], commit ", omittingEmptySubsequences: false)
    let start = parts[0].split(separator: " with [", omittingEmptySubsequences: false)
    guard parts.count == 2, start.count == 2, start[0].hasPrefix("leader of t"),
      let term = Int(start[0].dropFirst("leader of t".count)), let log = LogText(start[1])
    else { return nil }
    let rest = parts[1].split(separator: ", ").map(String.init)
    guard let commit = rest.first.flatMap({ Int($0) }), rest.count > 1, rest.count <= 65,
      rest[1].hasPrefix("peers ")
    else { return nil }
    let names = [String(rest[1].dropFirst("peers ".count))] + rest.dropFirst(2)
    let peers = names == ["none"] ? [] : names.compactMap { node(named: $0).map(identifier) }
    let setting = Setting(term: term, log: log, commit: commit, peers: peers)
    guard setting.description == text, Set(peers).count == peers.count else { return nil }
    return setting
  }
}
