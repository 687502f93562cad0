import Checking
import ExerciseKit
import HiddenSuites
import Solutions
import Stepper
import Stepping
import Subjects
import Testing
import Wire

/// An elector that forgets its vote when it restarts.
struct ForgetfulElector: Electing {
  private var elector: Elector
  private var grants: [Term: NodeID] = [:]
  private var label: String? = "a \"quoted\" </script> text"

  init(
    id: NodeID, peers: [NodeID], term: Term, votedFor: NodeID?, lastLog: LogPosition,
    timeouts: ClosedRange<Millis>
  ) {
    elector = Elector(
      id: id, peers: peers, term: term, votedFor: nil, lastLog: lastLog, timeouts: timeouts)
  }

  var role: Role { elector.role }
  var term: Term { elector.term }

  mutating func step(_ input: ElectionInput, random: UInt64) -> [ElectionOutput] {
    let outputs = elector.step(input, random: random)
    for case .send(.vote(let term, granted: true), let candidate) in outputs {
      grants[term] = candidate
    }
    return outputs
  }
}

/// Stops at the programs whose numbers (from 1, over all its lives) are named.
final class StoppingSubject: Subject {
  private let subject: InProcessSubject
  private let stops: Set<Int>
  private var count = 0
  private(set) var restarts = 0

  init(_ subject: InProcessSubject, at stops: Set<Int>) {
    self.subject = subject
    self.stops = stops
  }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    count += 1
    if stops.contains(count) { throw .crashed(signal: 4, message: "Index out of range") }
    return try subject.run(program)
  }

  func restart() throws(Stop) {
    restarts += 1
    subject.restart()
  }
}

/// What is stepped in these tests.
enum Stepped {
  static func suite(_ exercise: String) throws -> any SteppableSuite {
    try #require(HiddenSuites.suite(for: exercise) as? any SteppableSuite)
  }

  static func tree(
    of exercise: String = "raft-election", setting: String? = nil, check: String? = nil,
    _ learner: any Subject, reference: (any Subject)? = nil,
    printed: @escaping () -> String = { "" }
  ) throws -> RunTree {
    let suite = try suite(exercise)
    let setting = try #require(setting ?? suite.usualSetting)
    let run = try #require(suite.steppedRun(setting: setting, check: check))
    return try RunTree(
      exercise: exercise, setting: setting, check: check, run: run, learner: learner,
      printed: printed, reference: reference)
  }

  /// Two votes of n3 in term 1, with a restart between them.
  static let twoVotes = [
    "n1 times out", "n2 times out", "n1 -> n3 requestVote 1 0.0", "n3 restarts",
    "n2 -> n3 requestVote 1 0.0",
  ]

  static func forgetful() throws -> RunTree {
    try tree(
      check: "one-vote-per-term", InProcessSubject(ForgetfulElector.self),
      reference: InProcessSubject(Elector.self))
  }

  /// Exercises of every family whose runs can be stepped.
  static let exercises: [(name: String, make: @Sendable () -> InProcessSubject)] = [
    ("raft-election", { InProcessSubject(Elector.self) }),
    ("raft-replication", { InProcessSubject(Replicator.self, LeaderLog.self) }),
    ("abd-register", { InProcessSubject(RegisterClient.self) }),
    ("happens-before", { InProcessSubject(VectorClock.self) }),
    ("g-counter", { InProcessSubject(GCounter.self, PNCounter.self) }),
    ("lww-register", { InProcessSubject(StampingRegister<Int>.self) }),
    ("resource-version", { InProcessSubject(ObjectStore<Int>.self) }),
    ("pn-cart", { InProcessSubject(PNCart.self) }),
    ("quorum-store", { InProcessSubject(QuorumStore.self) }),
    ("or-set", { InProcessSubject(ORSet<String>.self) }),
    ("lamport-clock", { InProcessSubject(LamportClock.self) }),
    ("fencing-token", { InProcessSubject(LeaseService.self, FencedRegister<Int>.self) }),
    ("exactly-once-client", { InProcessSubject(SessionTable.self) }),
    ("causal-broadcast", { InProcessSubject(CausalBroadcast<Int>.self) }),
    ("mvcc-map", { InProcessSubject(MVCCMap<String, Int>.self) }),
  ]
}
