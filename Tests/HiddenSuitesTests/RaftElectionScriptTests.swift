import Checking
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// Single nodes in situations drawn at random.
@Suite("Raft election: scripts")
struct RaftElectionScriptTests {
  private typealias Scripts = RuledScripts<Election>

  private static func scripts(_ amount: Scripts.Amount = .shown) -> [ElectionScript] {
    var random = RandomSource(
      seed: InputKey.ofOwnCode.shownSeed(of: "raft-election scripts"))
    return (0..<amount.scripts).map { _ in
      amount.draw(random.next(), amount.length, true)
    }
  }

  @Test func `right nodes break nothing, wherever they begin and whatever comes`() throws {
    for type: Any.Type in [Elector.self, FlawedElector<Flawless>.self] {
      var conformance = Scripts(subject: InProcessSubject(type))
      try conformance.run(.few(in: .extreme), from: 8)
      try conformance.run(.shown, from: 7)
      #expect(conformance.found.mapValues(\.violation.sentence).isEmpty)
      // 480 that are drawn and two long ones; then those that nobody needs to draw.
      let written =
        2 * ElectionScript.sizes.count + ElectionScript.repetitions.count
        + ElectionScript.strangeVotes.count + ElectionScript.alikeCandidates.count
        + ElectionScript.lostElections.count
      let compared = ElectionScript.comparisons(upTo: ElectionSituations.extreme.largest).count
      #expect(written == 88 && compared == 16)
      #expect(conformance.stop == nil && conformance.scripts == 482 + written + compared)
    }
  }

  @Test func `what a script takes a node for is what the rules take it for`() throws {
    for script in Self.scripts() + Self.scripts(.few(in: .extreme)) {
      let member = script.setting.members[0]
      var node = Elector(script.setting.persisted[0], member)
      for (index, step) in script.steps.enumerated() {
        var copy = step.isAside ? node : node
        if case .restart = step.event { copy = Elector(step.before, member) }
        let outputs = copy.step(step.event.input, random: 1)
        let reaction = ElectionReaction(
          outputs: outputs, role: copy.role, term: copy.term)
        let next = Election.judge(step.event, member, step.before, reaction).next
        #expect(next == Election.next(step.before, member, step.event))
        guard !step.isAside else { continue }
        node = copy
        if let following = script.steps[(index + 1)...].first { #expect(next == following.before) }
      }
    }
  }

  /// Where a step is taken: role, vote, input, and how term and log of the input compare.
  private struct Cell: Hashable {
    var role: Role
    var vote: String
    var input: String
  }

  private static func vote(_ step: ElectionScript.Step, _ member: ElectionMember) -> String {
    // Whatever the vote, an earlier term's request is refused.
    if case .delivery(.requestVote(let term, _), _, _) = step.event, term < step.before.term {
      return "any"
    }
    guard let vote = step.before.votedFor else { return "none" }
    if vote == member.id { return "itself" }
    if case .delivery(_, vote, _) = step.event { return "the sender" }
    return "another"
  }

  private static func comparison<Number: Comparable>(_ left: Number, _ right: Number) -> String {
    left < right ? "<" : left > right ? ">" : "="
  }

  private static func input(_ step: ElectionScript.Step, _ member: ElectionMember) -> String {
    guard case .delivery(let message, _, _) = step.event else {
      return step.event.text.split(separator: " ").dropFirst().joined(separator: " ")
    }
    let term = comparison(message.term, step.before.term)
    switch message {
    case .requestVote(_, let log):
      return "request \(term) log \(comparison(log.term, member.lastLog.term))"
        + comparison(log.index, member.lastLog.index)
    case .vote(_, let granted): return "\(granted ? "grant" : "refusal") \(term)"
    case .heartbeat: return "heartbeat \(term)"
    case .heartbeatReply: return "reply \(term)"
    }
  }

  @Test func `every input meets every role and vote, at every comparison of term and log`() {
    var met: Set<Cell> = []
    for script in Self.scripts() {
      let member = script.setting.members[0]
      for step in script.steps {
        met.insert(
          Cell(
            role: step.before.role, vote: Self.vote(step, member), input: Self.input(step, member)))
      }
    }
    let logs = ["<<", "<=", "<>", "=<", "==", "=>", "><", ">=", ">>"]
    let inputs =
      ["times out", "heartbeat due", "restarts"]
      + ["<", "=", ">"].flatMap { term in
        ["grant", "refusal", "heartbeat", "reply"].map { "\($0) \(term)" }
          + logs.map { "request \(term) log \($0)" }
      }
    var missing: [Cell] = []
    for role in Role.allCases {
      // Candidates and leaders have voted for themselves.
      for vote in role == .follower ? ["none", "itself", "another", "the sender"] : ["itself"] {
        for input in inputs {
          // Events of its own come from nobody, and nobody else leads the term that a leader leads.
          let isOwn = !input.contains("<") && !input.contains("=") && !input.contains(">")
          if isOwn && vote == "the sender" || role == .leader && input == "heartbeat =" { continue }
          let cell = Cell(
            role: role, vote: input.hasPrefix("request <") ? "any" : vote, input: input)
          if !met.contains(cell) { missing.append(cell) }
        }
      }
    }
    #expect(missing.isEmpty)
  }

  @Test func `situations are of every size, with numbers at every boundary`() {
    let settings = (Self.scripts() + Self.scripts(.few(in: .extreme))).map(\.setting)
    #expect(Set(settings.map { $0.members[0].peers.count }) == Set(0...12))
    let numbers = Set(settings.flatMap { [$0.members[0].id] + $0.members[0].peers }.map(\.number))
    for number: UInt32 in [0, 63, 64, 65, 255, 256, 257, 65_536, 1 << 31, .max] {
      #expect(numbers.contains(number), "\(number)")
    }
    let terms = settings.map { $0.persisted[0].term }
    #expect(
      terms.contains(0) && terms.contains { $0 > 1 << 50 } && terms.allSatisfy { $0 <= 1 << 62 })
    #expect(settings.contains { $0.members[0].timeouts.count == 1 })
    #expect(settings.contains { $0.members[0].timeouts.count > 1 << 39 })
    for setting in settings { #expect(ElectionSetting(text: setting.text) == setting) }
  }

  /// What is wrong, and the guarantee that names it.
  static let flaws: [(type: any Electing.Type, check: String)] = [
    (FlawedElector<WrapsTermsAt16Bits>.self, "terms-never-fall"),
    (FlawedElector<ComparesLogsAsOneNumber>.self, "up-to-date-rule"),
    (FlawedElector<ForgetsItsLogAtARestart>.self, "campaigns-honestly"),
    (FlawedElector<TakesNodeZeroForNobody>.self, "one-vote-per-term"),
    (FlawedElector<NeedsTwoVotesOfTwo>.self, "majority-makes-a-leader"),
    (FlawedElector<CountsEightPeers>.self, "majority-makes-a-leader"),
    (FlawedElector<ResetsOnEveryCountedVote>.self, "timers"),
    (FlawedElector<ClearsItsVoteFirst>.self, "persist-before-send"),
    (FlawedElector<TakesTheLogOfACandidate>.self, "campaigns-honestly"),
  ]

  @Test(arguments: flaws.indices) func `a flaw that only odd situations show is told in few steps`(
    index: Int
  ) throws {
    let (type, check) = Self.flaws[index]
    let subject = InProcessSubject(type)
    var conformance = Scripts(subject: subject)
    try conformance.run(.shown, from: InputKey.ofOwnCode.shownSeed(of: "raft-election scripts"))
    let found = try #require(conformance.found[check], "\(conformance.found.keys)")
    let told = try #require(try RuledScriptShrinking.shrink(found, on: subject))
    #expect(told.steps.count <= 12, "\(told.schedule.events)")
    // And the schedule replays.
    let verdict = try RaftElectionSuite().replay(told.schedule, on: subject)
    guard case .failed(let failure) = verdict else {
      Issue.record(
        "\(told.schedule.setting): \(told.schedule.events): \(String(describing: verdict))")
      return
    }
    #expect(failure.message == told.violation.sentence)
  }

  @Test func `what only a long life shows is found`() throws {
    var conformance = RuledScripts<Election>(
      subject: InProcessSubject(FlawedElector<TiresAfterAThousandSteps>.self))
    try conformance.run(.shown, from: 7)
    #expect(!conformance.found.isEmpty)
  }

  @Test func `a timer that a deposed leader always sets alike is found where it is set`() throws {
    let verdict = try TimerDraws(
      subject: InProcessSubject(FlawedElector<DrawsTheLongestWhenDeposed>.self)
    ).judgeInterval()
    guard case .failed(let failure) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(failure.message.contains("a leader's"), "\(failure.message)")
  }

  @Test func `where a script stops a node is found, alone, in few steps`() throws {
    let subject = StopsAtLargeNumbers()
    var conformance = Scripts(subject: subject)
    try conformance.run(.shown, from: 7)
    let (stop, found) = try #require(conformance.stop)
    let told = try RuledScriptShrinking.shrink(try #require(found), stop: stop, on: subject)
    #expect(try #require(told).steps.count <= 2)
  }
}

/// A subject that stops when it is told of a term of more than 20 bits.
private final class StopsAtLargeNumbers: Subject {
  private let subject = InProcessSubject(Watchful.self)

  private struct Watchful: Electing {
    var elector: Elector
    var role: Role { elector.role }
    var term: Term { elector.term }

    init(
      id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
      timeouts: ClosedRange<Millis>
    ) {
      elector = Elector(
        id: id, peers: peers, term: term, votedFor: votedFor, lastLog: lastLog, timeouts: timeouts)
    }

    mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
      if case .received(let message, _) = input, message.term >> 20 > 0 {
        return [.resetElectionTimer(-1)]
      }
      return elector.step(input, random: random)
    }
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    let answers = try subject.run(program)
    for answer in answers where try Election.reaction(in: answer).delays == [-1] {
      throw .crashed(signal: 4, message: "")
    }
    return answers
  }

  func restart() throws(Stop) { subject.restart() }
}

extension Elector {
  init(_ persisted: ElectionShadow, _ member: ElectionMember) {
    self.init(
      id: member.id, peers: member.peers, term: persisted.term, votedFor: persisted.votedFor,
      lastLog: member.lastLog, timeouts: member.timeouts)
  }
}
