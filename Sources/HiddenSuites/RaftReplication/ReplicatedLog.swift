import Dialects
import ExerciseKit
import Histories
import Simulation

/// A cluster whose nodes replicate their logs by the submission's two halves. Elections are ours and
/// right: a node is elected by a majority of which no log is more up-to-date than its own, in a term that
/// is new to all; to the others it has come in campaigns that failed.
struct ReplicatedLog: ProtocolModel {
  typealias Words = ReplicationWords
  typealias Object = Register<String?>

  /// The nodes with their logs. Each one's term is that of its last entry.
  struct Setting: Hashable, Sendable, CustomStringConvertible {
    let names: [NodeID]
    let logs: [LogText]

    var description: String {
      zip(names, logs).map { "\($0) with [\($1)]" }.joined(separator: "; ")
    }
  }

  struct Stored: Hashable, Sendable {
    var term: Term
    var log: [LogEntry]
  }

  struct Node: Hashable, Sendable {
    /// Whose value a node holds. None after a start, an election or a resignation: then it is made from
    /// the node's log when it is next needed.
    enum Half: Hashable, Sendable {
      case none, follower, leader
    }

    let index: Int
    let names: [NodeID]
    var half = Half.none
    var isLeader = false
    var term: Term
    var log: [LogEntry]
    var commit = 0
    /// What a leader last sent to each node; it sends the same again only as a heartbeat.
    var lastSent: [AppendRequest?] = []
    /// A leader's commands that some client waits for, by index.
    var awaited: [Int: String] = [:]

    var name: NodeID { names[index] }
    var peers: [NodeID] { names.filter { $0 != name } }
  }

  enum Message: Hashable, Sendable {
    case request(AppendRequest)
    case reply(AppendReply)
  }

  enum Move: Hashable, Sendable {
    /// A node is elected by these, itself among them.
    case elect(Int, by: [Int])
    case propose(Int, String)
    case heartbeat(Int)
  }

  enum Deed: Hashable, Sendable {
    case grant(Term)
    case win(Term)
    case propose(String)
    case heartbeat
  }

  /// What was committed, in which term, by index.
  struct Record: Hashable, Sendable {
    var entries: [LogEntry] = []
    var terms: [Term] = []
  }

  struct Bounds: Sendable {
    /// No node is elected in a higher term.
    let term: Term
    /// No leader appends more in its term, and that of the last term nothing.
    let entriesOfTerm: Int
  }

  let object = Register<String?>(initial: nil)
  /// The most entries of a log in a run of ours, generously.
  private static var longestLog: Int { 2_000 }

  // MARK: Who takes part

  func names(_ setting: Setting) -> [NodeID] { setting.names }

  func stored(_ setting: Setting) -> [Stored] {
    setting.logs.map { Stored(term: $0.entries.last?.term ?? 0, log: $0.entries) }
  }

  func record(_ setting: Setting) -> Record { Record() }

  func started(_ index: Int, from stored: Stored, _ setting: Setting) -> Node {
    Node(index: index, names: setting.names, term: stored.term, log: stored.log)
  }

  func inPlainNames(_ setting: Setting) -> Setting {
    Setting(names: setting.names.indices.map(identifier), logs: setting.logs)
  }

  // MARK: Steps

  func deeds(of move: Move, at nodes: [Node]) -> [(node: Int, deed: Deed)]? {
    switch move {
    case .elect(let candidate, let voters):
      let log = nodes[candidate].log
      guard voters.contains(candidate), voters.count > nodes.count / 2,
        voters.allSatisfy({ log.isAtLeastAsUpToDate(as: nodes[$0].log) })
      else { return nil }
      let term = nextTerm(nodes)
      return voters.filter { $0 != candidate }.map { ($0, .grant(term)) } + [
        (candidate, .win(term))
      ]
    case .propose(let node, let command):
      return nodes[node].isLeader ? [(node, .propose(command))] : nil
    case .heartbeat(let node):
      return nodes[node].isLeader ? [(node, .heartbeat)] : nil
    }
  }

  /// A term that nobody has led, since every leader has stored its own. There is none after the largest, which a node
  /// may say that it is in.
  private func nextTerm(_ nodes: [Node]) -> Term {
    let latest = nodes.map(\.term).max() ?? 0
    return latest < .max ? latest + 1 : latest
  }

  func asks(_ step: ProtocolStep<Self>, of node: Node) -> [ProtocolAsk<Words>] {
    let requests = node.peers.map { ProtocolAsk<Words>.call(.request(for: $0)) }
    func made(_ term: Term, leads: Bool) -> ProtocolAsk<Words> {
      .make(
        Words.Arguments(
          peers: leads ? node.peers : nil, term: term, log: node.log, commitIndex: node.commit))
    }
    switch step {
    case .receive(.request(let request), _):
      // A leader refuses for itself, and goes on to lead.
      if node.isLeader, request.term <= node.term { return [] }
      return (node.half == .follower ? [] : [made(node.term, leads: false)])
        + [.call(.append(request))]
    case .receive(.reply(let reply), let sender):
      guard node.isLeader else { return [] }
      return [.call(.handle(reply, from: node.names[sender]))] + requests
    case .take(.grant): return []
    case .take(.win(let term)): return [made(term, leads: true)] + requests
    case .take(.propose(let command)): return [.call(.propose(command))] + requests
    case .take(.heartbeat): return requests
    }
  }

  func effects(
    of answers: [Words.Answer], to step: ProtocolStep<Self>, _ node: inout Node
  ) -> ProtocolEffects<Self> {
    var effects = ProtocolEffects<Self>()
    let before = Stored(term: node.term, log: node.log)
    var answers = answers[...]
    var reply: (AppendReply, to: Int)?
    switch step {
    case .receive(.request(let request), let sender):
      guard let answer = answers.popFirst() else {
        reply = (AppendReply(term: node.term, success: false, matchIndex: 0), sender)
        break
      }
      node.half = .follower
      node.term = max(node.term, request.term)
      if request.term >= node.term { resign(&node) }
      effects.fault = adopt(answer, &node)
      if case .reply(let said) = answer.result { reply = (said, sender) }
    case .receive(.reply(let heard), _):
      guard let answer = answers.popFirst() else {
        node.term = max(node.term, heard.term)
        if node.term > before.term { node.half = .none }
        break
      }
      effects.fault = changed(answer, from: before) ?? adopt(answer, &node)
      if case .effect(.stepDown) = answer.result {
        node.term = max(node.term, heard.term)
        resign(&node)
        node.half = .none
        answers = []
      }
    case .take(.grant(let term)):
      node.term = term
      resign(&node)
      node.half = .none
    case .take(.win(let term)):
      node.term = term
      node.half = .leader
      node.isLeader = true
      node.lastSent = node.names.map { _ in nil }
      node.awaited = [:]
    case .take(.propose(let command)):
      guard let answer = answers.popFirst() else { break }
      let right = before.log + [LogEntry(before.term, command)]
      effects.fault =
        changed(answer, from: Stored(term: before.term, log: right)) ?? adopt(answer, &node)
      node.awaited[right.count] = command
    case .take(.heartbeat): node.lastSent = node.names.map { _ in nil }
    }
    if node.log != before.log || node.term != before.term {
      effects.effects.append(.store(Stored(term: node.term, log: node.log)))
    }
    if let (said, receiver) = reply { effects.effects.append(.send(.reply(said), to: receiver)) }
    for (peer, answer) in zip(node.peers, answers) where node.isLeader {
      guard case .request(let request?) = answer.result,
        let receiver = node.names.firstIndex(of: peer), node.lastSent[receiver] != request
      else { continue }
      effects.fault = effects.fault ?? complaint(about: request, from: node)
      node.lastSent[receiver] = request
      effects.effects.append(.send(.request(request), to: receiver))
    }
    effects.ended = ended(&node)
    return effects
  }

  /// What becomes of a leader that hears of a higher term, or is elected no more.
  private func resign(_ node: inout Node) {
    node.isLeader = false
    node.lastSent = []
    node.awaited = [:]
  }

  private func broken(_ sentence: String) -> ProtocolFault {
    ProtocolFault(kind: .invariant, sentence: sentence)
  }

  /// Takes over the log and the commit index that a value shows, as far as they can be.
  private func adopt(_ answer: Words.Answer, _ node: inout Node) -> ProtocolFault? {
    let log = answer.log ?? node.log
    guard log.count <= Self.longestLog else {
      return broken("\(node.name) has a log of \(log.count) entries, which nobody has appended")
    }
    guard (0...log.count).contains(answer.commitIndex) else {
      return broken(
        "\(node.name) takes index \(answer.commitIndex) for committed, and its log has "
          + "\(log.count) entries")
    }
    node.log = log
    node.commit = answer.commitIndex
    return nil
  }

  /// A leader's log changes only by what it appends.
  private func changed(_ answer: Words.Answer, from right: Stored) -> ProtocolFault? {
    guard let log = answer.log, log != right.log else { return nil }
    return broken(
      "the leader of t\(right.term) changes its log to \(brief(log)), where it has "
        + brief(right.log))
  }

  /// A request in another's name would make one term have two leaders, and is the request's own fault.
  private func complaint(about request: AppendRequest, from node: Node) -> ProtocolFault? {
    guard request.term == node.term else {
      return broken("\(node.name) leads t\(node.term) and sends \(request.text)")
    }
    guard request.entries.count <= node.log.count, request.prevIndex >= 0,
      request.prevIndex <= node.log.count
    else {
      return broken("\(node.name) sends \(request.text) of a log of \(node.log.count) entries")
    }
    return nil
  }

  /// Clients' operations whose entries are committed now.
  private func ended(_ node: inout Node) -> [(key: String, output: Object.Output)] {
    guard node.isLeader else { return [] }
    var ended: [(key: String, output: Object.Output)] = []
    for (index, command) in node.awaited.sorted(by: { $0.key < $1.key }) where index <= node.commit
    {
      node.awaited[index] = nil
      let written = node.log.prefix(index).last { $0.command.hasPrefix("w") }
      ended.append((command, command.hasPrefix("r") ? .value(written?.command) : .done))
    }
    return ended
  }

  // MARK: What every state keeps

  func fault(in nodes: [Node], _ record: inout Record) -> ProtocolFault? {
    for (number, left) in nodes.enumerated() {
      for right in nodes[(number + 1)...] {
        if let fault = unmatched(left, right) { return fault }
      }
    }
    for node in nodes {
      if let fault = applied(by: node, &record) { return fault }
    }
    for node in nodes where node.isLeader {
      if let fault = incomplete(node, record) { return fault }
    }
    return nil
  }

  /// Log Matching: same index and same term, so the same log up to there.
  private func unmatched(_ left: Node, _ right: Node) -> ProtocolFault? {
    if left.log == right.log { return nil }
    let shared = left.log.common(with: right.log)
    let end = min(left.log.count, right.log.count)
    let same = (shared..<end).last { left.log[$0].term == right.log[$0].term }
    return same.map {
      broken(
        "\(left.name) and \(right.name) have the term \(left.log[$0].term) at index \($0 + 1), and "
          + "differ at index \(shared + 1)")
    }
  }

  /// State Machine Safety: what was committed at an index, no node ever takes for something else.
  private func applied(by node: Node, _ record: inout Record) -> ProtocolFault? {
    let shared = node.log.common(with: record.entries)
    if shared < min(node.commit, record.entries.count) {
      return broken(
        "\(node.name) takes \(node.log[shared]) for committed at index \(shared + 1), where "
          + "\(record.entries[shared]) was committed")
    }
    if node.commit > record.entries.count {
      let new = node.log[record.entries.count..<node.commit]
      record.entries += new
      record.terms += new.map { _ in node.term }
    }
    return nil
  }

  /// Leader Completeness: what was committed in a term, the leaders of all later terms have.
  private func incomplete(_ node: Node, _ record: Record) -> ProtocolFault? {
    let shared = node.log.common(with: record.entries)
    guard shared < record.entries.count, record.terms[shared] < node.term else { return nil }
    return broken(
      "\(node.name) leads t\(node.term) without \(record.entries[shared]), which was committed at "
        + "index \(shared + 1) in t\(record.terms[shared])")
  }

  // MARK: Runs

  func moves(at nodes: [Node], within bounds: Bounds) -> [Move] {
    var moves: [Move] = []
    for candidate in nodes.indices where !nodes[candidate].isLeader {
      for voter in nodes.indices where voter != candidate && nodes.count == 3 {
        let move = Move.elect(candidate, by: [candidate, voter].sorted())
        if nextTerm(nodes) <= bounds.term, deeds(of: move, at: nodes) != nil { moves.append(move) }
      }
    }
    for (index, node) in nodes.enumerated() where node.isLeader && node.term < bounds.term {
      let own = node.log.count { $0.term == node.term }
      guard own < bounds.entriesOfTerm else { continue }
      moves.append(.propose(index, "\(Self.letter(node.term))\(own + 1)"))
    }
    return moves
  }

  /// `a` for the first term, `b` for the second, so that a command tells who appended it.
  private static func letter(_ term: Term) -> String {
    String(UnicodeScalar(UInt8(97 + (max(1, term) - 1) % 26)))
  }

  func isReply(_ message: Message) -> Bool {
    if case .reply = message { true } else { false }
  }

  func isSpent(_ message: Message, at node: Node) -> Bool {
    if case .request(let request) = message { request.term < node.term } else { false }
  }

  func draw(_ nodes: [Node], number: Int, random: inout RandomSource) -> Move? {
    let leaders = nodes.indices.filter { nodes[$0].isLeader }
    guard let leader = random.element(of: leaders), !random.chance(1, in: 6) else {
      let candidate = random.index(below: nodes.count)
      let log = nodes[candidate].log
      let willing = random.shuffled(Array(nodes.indices)).filter {
        $0 != candidate && log.isAtLeastAsUpToDate(as: nodes[$0].log)
      }
      let needed = nodes.count / 2
      guard willing.count >= needed else { return nil }
      let count = needed + random.index(below: willing.count - needed + 1)
      return .elect(candidate, by: ([candidate] + willing.prefix(count)).sorted())
    }
    return random.chance(1, in: 3)
      ? .heartbeat(leader) : .propose(leader, random.chance(1, in: 3) ? "r\(number)" : "w\(number)")
  }

  func healing(_ nodes: [Node], number: Int) -> [Move] {
    let best = nodes.indices.reduce(0) {
      nodes[$0].log.isAtLeastAsUpToDate(as: nodes[$1].log) ? $0 : $1
    }
    return [.elect(best, by: Array(nodes.indices)), .propose(best, "w\(number)")]
  }

  func roundsToRest(_ nodes: [Node]) -> Int {
    2 * ((nodes.map(\.log.count).max() ?? 0) + 4)
  }

  func unfinished(_ nodes: [Node]) -> String? {
    guard let leader = nodes.filter(\.isLeader).max(by: { $0.term < $1.term }) else {
      return "nobody leads, although nothing was lost and nobody had a higher term"
    }
    for node in nodes where node.log != leader.log {
      return "the log of \(node.name) is \(brief(node.log)), and that of its leader "
        + "\(leader.name) \(brief(leader.log)), although nothing was lost since its election"
    }
    for node in nodes where node.commit != leader.log.count {
      return
        "\(node.name) has committed up to index \(node.commit) of \(leader.log.count), although "
        + "every node has it all and nothing was lost"
    }
    return nil
  }

  func operation(of move: Move) -> (key: String, input: Object.Input)? {
    guard case .propose(_, let command) = move else { return nil }
    if command.hasPrefix("w") { return (command, .write(command)) }
    return command.hasPrefix("r") ? (command, .read) : nil
  }

  // MARK: Words

  /// A move such as `n1 is elected by n1, n3`, `n1 appends a1`, `n1 sends again`.
  func text(_ move: Move, _ names: [NodeID]) -> String {
    switch move {
    case .elect(let node, let voters):
      "\(names[node]) is elected by \(voters.map { names[$0].description }.joined(separator: ", "))"
    case .propose(let node, let command): "\(names[node]) appends \(command)"
    case .heartbeat(let node): "\(names[node]) sends again"
    }
  }

  func move(_ text: String, _ names: [NodeID]) -> Move? {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    func index(_ name: some StringProtocol) -> Int? {
      names.firstIndex { $0.description == name }
    }
    guard words.count == 2, let node = index(words[0]) else { return nil }
    let move: Move
    if words[1] == "sends again" {
      move = .heartbeat(node)
    } else if words[1].hasPrefix("appends ") {
      move = .propose(node, String(words[1].dropFirst("appends ".count)))
    } else if words[1].hasPrefix("is elected by ") {
      let voters = words[1].dropFirst("is elected by ".count).split(separator: ", ")
      move = .elect(node, by: voters.compactMap(index))
    } else {
      return nil
    }
    return self.text(move, names) == text ? move : nil
  }

  func lane(of move: Move) -> Int {
    switch move {
    case .elect(let node, _), .propose(let node, _), .heartbeat(let node): node
    }
  }

  func label(_ message: Message) -> String {
    switch message {
    case .request(let request): request.text
    case .reply(let reply): reply.text
    }
  }

  func label(_ node: Node) -> String {
    let role = node.isLeader ? "leads t\(node.term)" : "t\(node.term)"
    let log = node.log.isEmpty ? "" : ": \(brief(node.log))"
    return role + log + (node.commit > 0 ? ", commit \(node.commit)" : "")
  }

  func phrase(_ input: Object.Input, _ output: Object.Output?) -> String {
    if case .write(let value) = input { return "writes \(value ?? "")" }
    guard case .value(let value)? = output else { return "reads" }
    return "reads \(value ?? "nothing")"
  }

  func setting(_ text: String) -> Setting? {
    var (names, logs): ([NodeID], [LogText]) = ([], [])
    for part in text.split(separator: "; ") {
      let halves = part.split(separator: " with [", maxSplits: 1)
      guard halves.count == 2, part.hasSuffix("]"),
        let name = node(named: String(halves[0])).map(identifier),
        let log = LogText(halves[1].dropLast())
      else { return nil }
      names.append(name)
      logs.append(log)
    }
    let setting = Setting(names: names, logs: logs)
    guard setting.description == text, (1...16).contains(names.count),
      Set(names).count == names.count
    else { return nil }
    return setting
  }
}
