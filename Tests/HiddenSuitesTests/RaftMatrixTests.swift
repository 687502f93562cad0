import Checking
import ExerciseKit
import Simulation
import Solutions
import Testing
import Wire

@testable import HiddenSuites

/// What random inputs of Raft's exercises come past, cell by cell: a rule that is never put to the test at some
/// role and input is kept by whoever gets it wrong there. `RaftElectionScriptTests` has the inputs of the
/// election by role, vote, term and log; here are its rules, and the requests and answers of replication.
@Suite("Raft: rule by role by input")
struct RaftMatrixTests {
  // MARK: Election

  private struct Cell: Hashable, CustomStringConvertible {
    var rule: String
    var role: Role
    var input: String
    var description: String { "\(rule), \(role.rawValue), \(input)" }
  }

  private static func kind(_ event: ElectionEvent, in term: Term) -> String {
    guard case .delivery(let message, _, _) = event else {
      return event.text.split(separator: " ").dropFirst().joined(separator: " ")
    }
    let name =
      switch message {
      case .requestVote: "request"
      case .vote(_, granted: true): "grant"
      case .vote: "refusal"
      case .heartbeat: "heartbeat"
      case .heartbeatReply: "reply"
      }
    return "\(name) \(message.term < term ? "<" : message.term > term ? ">" : "=")"
  }

  /// Which rule can be broken at which role and input.
  private static let legal: [Cell] = {
    let all = Role.allCases
    let running: [Role] = [.follower, .candidate]
    func inputs(_ term: String) -> [String] {
      ["request", "grant", "refusal", "heartbeat", "reply"].map { "\($0) \(term)" }
    }
    var cells: [Cell] = []
    cells += Self.cells("campaigns-honestly", running, ["times out"])
    cells += Self.cells("higher-term-wins", all, inputs(">"))
    cells += Self.cells("stale-messages-change-nothing", all, inputs("<"))
    cells += Self.cells("terms-never-fall", all, inputs("<") + ["restarts"])
    cells += Self.cells("owed-votes-are-granted", all, ["request >"])
    cells += Self.cells("owed-votes-are-granted", [.follower], ["request ="])
    cells += Self.cells("one-vote-per-term", all, ["request ="])
    cells += Self.cells("up-to-date-rule", all, ["request =", "request >"])
    cells += Self.cells("concedes-to-the-leader", [.candidate], ["heartbeat =", "heartbeat >"])
    cells += Self.cells("majority-makes-a-leader", [.candidate], ["grant ="])
    // Alone in its cluster, a node leads at once.
    cells += Self.cells("majority-makes-a-leader", [.follower], ["times out"])
    cells += Self.cells("quorum-of-distinct-voters", [.candidate], ["grant ="])
    cells += Self.cells("at-most-one-leader-per-term", [.candidate], ["grant ="])
    cells += Self.cells("heartbeats-when-due", [.leader], ["heartbeat due"])
    cells += Self.cells("legal-roles", [.leader], ["times out", "restarts"])
    cells += Self.cells("legal-roles", [.candidate], ["restarts"])
    cells += Self.cells(
      "timers", running, ["times out", "heartbeat =", "heartbeat >", "request >"])
    cells += Self.cells("timers", [.follower], ["request ="])
    cells += Self.cells("timers", [.leader], inputs(">"))
    cells += Self.cells("quorum-of-distinct-voters", [.follower], ["times out"])
    cells += Self.cells("replies-carry-current-term", all, ["<", "=", ">"].map { "request \($0)" })
    cells += Self.cells("replies-carry-current-term", all, ["heartbeat <", "heartbeat >"])
    // Nobody else leads the term that a leader leads.
    cells += Self.cells("replies-carry-current-term", running, ["heartbeat ="])
    cells += Self.cells("persist-before-send", running, ["times out"])
    cells += Self.cells("persist-before-send", all, inputs(">"))
    cells += Self.cells("persist-before-send", [.follower], ["request ="])
    return cells
  }()

  private static func cells(_ rule: String, _ roles: [Role], _ inputs: [String]) -> [Cell] {
    roles.flatMap { role in inputs.map { Cell(rule: rule, role: role, input: $0) } }
  }

  /// How often each rule was put to the test by the scripts that are the same for everybody.
  private static func met() -> [Cell: Int] {
    var met: [Cell: Int] = [:]
    var random = RandomSource(seed: InputKey.ofOwnCode.shownSeed(of: "raft-election scripts"))
    let amount = RuledScripts<Election>.Amount.shown
    for _ in 0..<amount.scripts {
      let script = amount.draw(random.next(), amount.length, true)
      let member = script.setting.members[0]
      var node = Elector(script.setting.persisted[0], member)
      for step in script.steps {
        var next = node
        if case .restart = step.event { next = Elector(step.before, member) }
        let outputs = next.step(step.event.input, random: 1)
        let reaction = ElectionReaction(outputs: outputs, role: next.role, term: next.term)
        if !step.isAside { node = next }
        let judgement = Election.judge(step.event, member, step.before, reaction)
        for rule in judgement.kept {
          let input = kind(step.event, in: step.before.term)
          met[Cell(rule: rule, role: step.before.role, input: input), default: 0] += 1
        }
      }
    }
    return met
  }

  @Test func `every rule of the election is put to the test at every role and input it speaks of`()
  {
    let met = Self.met()
    let uncovered = Self.legal.filter { met[$0, default: 0] == 0 }
    #expect(uncovered.isEmpty, "never asked: \(uncovered)")
  }

  @Test func `no rule of the election is put to the test where nobody has written it down`() {
    // What a step sends is named by whom it is owed to, and follows from the other rules.
    let legal = Set(Self.legal)
    let known = Set(Self.legal.map(\.rule))
    let unwritten = Self.met().keys.filter { known.contains($0.rule) && !legal.contains($0) }
    #expect(unwritten.isEmpty, "add to the table: \(unwritten.map(\.description).sorted())")
  }

  // MARK: Replication

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> String {
    left < right ? "<" : left > right ? ">" : "="
  }

  /// A line of a conversation, and what was right before it.
  private struct Told<Model: ConversationModel> {
    let line: Model.Line
    let setting: Model.Setting
    let before: Model.Shadow
  }

  /// The lines of the conversations that are the same for everybody.
  private static func lines<Model: ConversationModel>(of _: Model.Type) throws -> [Told<Model>] {
    let parts = raftReplicationSuite.parts.compactMap { $0 as? ConversationPart<Model> }
    let part = try #require(parts.first)
    var told: [Told<Model>] = []
    for talk in part.shown(.ofOwnCode) {
      var shadow = part.model.shadow(talk.setting)
      for line in talk.lines {
        told.append(Told(line: line, setting: talk.setting, before: shadow))
        let answer = part.model.answer(to: line, shadow)
        _ = part.model.complaint(about: answer, to: line, &shadow)
      }
    }
    return told
  }

  /// The term of an entry, counted from 1; that of the place before the first is 0.
  private static func term(_ log: [LogEntry], _ index: Int) -> Term? {
    index == 0 ? 0 : log.indices.contains(index - 1) ? log[index - 1].term : nil
  }

  /// How a request meets a follower: its term, the entry before its own, what it brings, and what is committed.
  private static func cell(
    _ line: FollowerTalk.Line, _ setting: FollowerTalk.Setting, _ before: FollowerTalk.Shadow
  ) -> String {
    let term = order(line.term, before.term)
    guard term != "<" else { return "<" }
    let log = setting.leaders.first { $0.term == line.term }?.log.entries ?? []
    if line.prevIndex > before.log.count { return "\(term) beyond the end" }
    if self.term(before.log, line.prevIndex) != self.term(log, line.prevIndex) {
      return "\(term) another term there"
    }
    let match = line.prevIndex + line.count
    let places = line.prevIndex + 1..<match + 1
    let conflicts = places.contains {
      $0 <= before.log.count && self.term(before.log, $0) != self.term(log, $0)
    }
    let brings =
      line.count == 0
      ? "nothing" : conflicts ? "a conflict" : match > before.log.count ? "news" : "what is there"
    let commit =
      line.commit <= before.commit
      ? "no commit" : line.commit <= match ? "a commit" : "a commit too far"
    return "\(term) \(line.prevIndex == 0 ? "from the start" : "fits"), \(brings), \(commit)"
  }

  @Test func `a follower is asked in every way that a request can meet its log`() throws {
    var met: Set<String> = []
    for told in try Self.lines(of: FollowerTalk.self) {
      met.insert(Self.cell(told.line, told.setting, told.before))
    }
    var refused = ["<"]
    var taken: [String] = []
    // What nothing follows has been compared up to place 0, and no follower has less than nothing committed.
    var impossible: Set<String> = []
    for term in ["=", ">"] {
      refused += ["\(term) beyond the end", "\(term) another term there"]
      impossible.insert("\(term) from the start, nothing, a commit")
      for place in ["from the start", "fits"] {
        for brings in ["nothing", "a conflict", "news", "what is there"] {
          for commit in ["no commit", "a commit", "a commit too far"] {
            taken.append("\(term) \(place), \(brings), \(commit)")
          }
        }
      }
    }
    let legal = Set(refused + taken).subtracting(impossible)
    let uncovered = legal.subtracting(met).sorted()
    #expect(uncovered.isEmpty, "never asked: \(uncovered)")
    let unwritten = met.subtracting(legal).sorted()
    #expect(unwritten.isEmpty, "add to the table: \(unwritten)")
  }

  /// How an answer meets a leader, and what a leader does by itself.
  private static func cell(
    _ line: LeaderTalk.Line, _ setting: LeaderTalk.Setting, _ before: LeaderTalk.Shadow
  ) -> String {
    switch line {
    case .propose: return "proposes \(setting.peers.isEmpty ? "alone" : "to others")"
    case .request(let peer):
      guard let next = before.next[peer] else { return "asks a stranger" }
      let known = before.known[peer] == nil ? "unheard" : "heard"
      return
        "asks one \(known), \(next.upperBound == before.log.count ? "to the end" : "short of the end")"
    case .hear(let reply, let peer):
      guard before.next[peer] != nil else { return "a stranger" }
      let term = order(reply.term, setting.term)
      guard term == "=" else { return "\(term) \(reply.success)" }
      guard reply.success else {
        return "= refusal, \(before.known[peer] == nil ? "unheard" : "heard")"
      }
      let news = order(reply.matchIndex, before.known[peer] ?? 0)
      var held = before
      held.known[peer] = max(held.known[peer] ?? 0, reply.matchIndex)
      let majority =
        (setting.peers.map { held.known[$0] ?? 0 } + [held.log.count]).sorted(by: >)[
          (setting.peers.count + 1) / 2]
      let outcome =
        majority <= before.commit
        ? "no majority" : held.committable > before.commit ? "commits" : "an old term's majority"
      return "= \(news), \(outcome)"
    }
  }

  @Test func `a leader hears every kind of answer in every state of what it knows`() throws {
    var met: Set<String> = []
    for told in try Self.lines(of: LeaderTalk.self) {
      met.insert(Self.cell(told.line, told.setting, told.before))
    }
    var own = ["proposes alone", "proposes to others", "asks a stranger"]
    for known in ["unheard", "heard"] {
      own += ["asks one \(known), to the end", "asks one \(known), short of the end"]
    }
    var answers = [
      "a stranger", "< true", "< false", "> false", "= refusal, unheard", "= refusal, heard",
      "= <, no majority", "= =, no majority",
    ]
    for outcome in ["no majority", "commits", "an old term's majority"] {
      answers.append("= >, \(outcome)")
    }
    let uncovered = (own + answers).filter { !met.contains($0) }
    #expect(uncovered.isEmpty, "never asked: \(uncovered)")
    // What nobody has written down: a success in a later term, and a majority that an old answer makes.
    let others = ["> true", "= <, an old term's majority", "= =, an old term's majority"]
    let unwritten = met.subtracting(own + answers + others)
    #expect(unwritten.isEmpty, "add to the table: \(unwritten.sorted())")
  }
}
