import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// Electors that answer with numbers, and with amounts, that no right one does.
@Suite("Raft election: extreme answers")
struct RaftElectionExtremesTests {
  private let suite = RaftElectionSuite()

  private func verdicts(_ type: any Electing.Type) -> [String: Verdict] {
    var verdicts: [String: Verdict] = [:]
    let subject = InProcessSubject(type)
    for stage in suite.stages(for: .ofOwnCode) {
      do throws(Stop) {
        for (check, verdict) in zip(stage.checks, try stage.run(subject)) {
          verdicts[check.name] = verdict
        }
      } catch {
        for check in stage.checks { verdicts[check.name] = .stopped(error, nil) }
      }
    }
    return verdicts
  }

  /// Each breaks a rule by its name, and none ends the grader.
  @Test(
    arguments: [
      (Twisted<LongestTimer>.self, "timeouts-from-the-whole-interval"),
      (Twisted<ShortestTimer>.self, "timeouts-from-the-whole-interval"),
      (Twisted<LastTermAsked>.self, "campaigns-honestly"),
      (Twisted<FirstTermAsked>.self, "campaigns-honestly"),
      (Twisted<LastTermGranted>.self, "replies-carry-current-term"),
      (Twisted<LastTermLed>.self, "majority-makes-a-leader"),
      (Twisted<LastTermClaimed>.self, "campaigns-honestly"),
      (Twisted<LastTermPersisted>.self, "persist-before-send"),
      (Twisted<LargestLog>.self, "campaigns-honestly"),
      (Twisted<AnswersTwice>.self, "replies-carry-current-term"),
      (Twisted<AnswersAnswers>.self, "replies-carry-current-term"),
    ] as [(any Electing.Type, String)])
  func `an answer out of all range breaks the rule that it breaks`(
    type: any Electing.Type, check: String
  ) {
    let verdict = verdicts(type)[check]
    guard case .failed = verdict else {
      Issue.record("\(String(describing: verdict))")
      return
    }
  }

  @Test func `thousands of effects in one step are no answer, and are named`() {
    let verdicts = verdicts(Twisted<SendsThousands>.self)
    guard case .stopped(let stop, _) = verdicts["answers-every-input"] else {
      Issue.record("\(String(describing: verdicts["answers-every-input"]))")
      return
    }
    #expect(stop.phrase.contains("at most 256"))
  }

  @Test func `every message resets the timer and no candidate concedes`() {
    let verdicts = verdicts(Twisted<ResetsAndStands>.self)
    for check in ["timers", "concedes-to-the-leader"] {
      guard case .failed(let failure) = verdicts[check] else {
        Issue.record("\(check): \(String(describing: verdicts[check]))")
        continue
      }
      #expect(failure.counterexample != nil)
    }
  }
}

/// How an elector differs from the reference.
protocol ElectionTwist: Sendable {
  static func twist(
    _ outputs: inout [ElectionOutput], _ input: ElectionInput, _ peers: [NodeID])
  static func claim(_ term: Term) -> Term
  static func ignores(_ input: ElectionInput, as role: Role, of term: Term) -> Bool
  static func send(_ message: ElectionMessage) -> ElectionMessage
  static func persist(_ term: Term) -> Term
  static func timer(_ delay: Millis) -> Millis
}

extension ElectionTwist {
  static func twist(
    _ outputs: inout [ElectionOutput], _ input: ElectionInput, _ peers: [NodeID]
  ) {
    outputs = outputs.map {
      switch $0 {
      case .send(let message, let node): .send(send(message), to: node)
      case .persist(let term, let vote): .persist(term: persist(term), votedFor: vote)
      case .resetElectionTimer(let delay): .resetElectionTimer(timer(delay))
      }
    }
  }
  static func claim(_ term: Term) -> Term { term }
  static func ignores(_ input: ElectionInput, as role: Role, of term: Term) -> Bool { false }
  static func send(_ message: ElectionMessage) -> ElectionMessage { message }
  static func persist(_ term: Term) -> Term { term }
  static func timer(_ delay: Millis) -> Millis { delay }
}

/// The reference with a twist.
struct Twisted<Twist: ElectionTwist>: Electing {
  private var elector: Elector
  private let peers: [NodeID]

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    self.peers = peers
    // A term that cannot be counted on from would end this process, not a worker.
    elector = Elector(
      id: id, peers: peers, term: min(term, 1 << 61), votedFor: votedFor, lastLog: lastLog,
      timeouts: timeouts)
  }

  var role: Role { elector.role }
  var term: Term { Twist.claim(elector.term) }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    var outputs =
      Twist.ignores(input, as: elector.role, of: elector.term)
      ? [] : elector.step(input, random: random)
    Twist.twist(&outputs, input, peers)
    return outputs
  }
}

enum LongestTimer: ElectionTwist { static func timer(_ delay: Millis) -> Millis { .max } }
enum ShortestTimer: ElectionTwist { static func timer(_ delay: Millis) -> Millis { .min } }

enum LastTermAsked: ElectionTwist {
  static func send(_ message: ElectionMessage) -> ElectionMessage {
    guard case .requestVote(_, let log) = message else { return message }
    return .requestVote(term: .max, lastLog: log)
  }
}

enum FirstTermAsked: ElectionTwist {
  static func send(_ message: ElectionMessage) -> ElectionMessage {
    guard case .requestVote(_, let log) = message else { return message }
    return .requestVote(term: .min, lastLog: log)
  }
}

enum LastTermGranted: ElectionTwist {
  static func send(_ message: ElectionMessage) -> ElectionMessage {
    guard case .vote(_, let granted) = message else { return message }
    return .vote(term: .max, granted: granted)
  }
}

enum LastTermLed: ElectionTwist {
  static func send(_ message: ElectionMessage) -> ElectionMessage {
    if case .heartbeat = message { .heartbeat(term: .max) } else { message }
  }
}

enum LastTermClaimed: ElectionTwist {
  static func claim(_ term: Term) -> Term { term == 0 ? 0 : .max }
}

enum LastTermPersisted: ElectionTwist { static func persist(_ term: Term) -> Term { .max } }

enum LargestLog: ElectionTwist {
  static func send(_ message: ElectionMessage) -> ElectionMessage {
    guard case .requestVote(let term, _) = message else { return message }
    return .requestVote(term: term, lastLog: LogPosition(term: .max, index: .max))
  }
}

/// Two messages for every one: a storm, once the network is quick.
enum AnswersTwice: ElectionTwist {
  static func twist(
    _ outputs: inout [ElectionOutput], _ input: ElectionInput, _ peers: [NodeID]
  ) {
    outputs += outputs.filter { if case .send = $0 { true } else { false } }
  }
}

enum AnswersAnswers: ElectionTwist {
  static func twist(
    _ outputs: inout [ElectionOutput], _ input: ElectionInput, _ peers: [NodeID]
  ) {
    guard case .received(_, let sender) = input else { return }
    outputs += [
      .send(.heartbeatReply(term: 0), to: sender), .send(.heartbeatReply(term: 0), to: sender),
    ]
  }
}

enum SendsThousands: ElectionTwist {
  static func twist(
    _ outputs: inout [ElectionOutput], _ input: ElectionInput, _ peers: [NodeID]
  ) {
    guard let peer = peers.first else { return }
    outputs += Array(repeating: .send(.heartbeatReply(term: 1), to: peer), count: 40_000)
  }
}

enum ResetsAndStands: ElectionTwist {
  static func ignores(_ input: ElectionInput, as role: Role, of term: Term) -> Bool {
    if case .received(.heartbeat(term), _) = input { role == .candidate } else { false }
  }

  static func twist(
    _ outputs: inout [ElectionOutput], _ input: ElectionInput, _ peers: [NodeID]
  ) {
    guard case .received(let message, let sender) = input else { return }
    outputs.append(.resetElectionTimer(200))
    if case .heartbeat(let term) = message, outputs.count == 1 {
      outputs.append(.send(.heartbeatReply(term: term), to: sender))
    }
  }
}
