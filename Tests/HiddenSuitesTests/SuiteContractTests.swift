import Checking
import ExerciseKit
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// What every suite must keep, whatever it is about.
@Suite("The contract of every suite")
struct SuiteContractTests {
  /// An exercise's reference, a type that does nothing, and some that are wrong.
  struct Entry: Sendable, CustomTestStringConvertible {
    let exercise: String
    let reference: @Sendable () -> InProcessSubject
    let idle: @Sendable () -> InProcessSubject
    let wrong: [@Sendable () -> InProcessSubject]

    var testDescription: String { exercise }

    var suite: any Suite {
      get throws {
        let found = suites.first { $0.exercise == exercise }
        return try #require(found)
      }
    }
  }

  static let entries = large + Entry.small

  private static let large = [
    Entry(
      exercise: "happens-before", reference: { InProcessSubject(VectorClock.self) },
      idle: { InProcessSubject(ContractIdleClock.self) },
      wrong: [{ InProcessSubject(ContractDeafClock.self) }]),
    Entry(
      exercise: "or-set", reference: { InProcessSubject(ORSet<String>.self) },
      idle: { InProcessSubject(IdleSet.self) }, wrong: [{ InProcessSubject(UnionSet.self) }]),
    Entry(
      exercise: "raft-election", reference: { InProcessSubject(Elector.self) },
      idle: { InProcessSubject(IdleElector.self) },
      wrong: [{ InProcessSubject(IdleElector.self) }]),
    Entry(
      exercise: "majority-math", reference: { InProcessSubject(Cluster.self) },
      idle: { InProcessSubject(IdleCluster.self) },
      wrong: [{ InProcessSubject(HalfCluster.self) }, { InProcessSubject(TrappingCluster.self) }]),
    Entry(
      exercise: "quorum-dial", reference: { InProcessSubject(QuorumConfig.self) },
      idle: { InProcessSubject(IdleDial.self) },
      wrong: [{ InProcessSubject(GuessingDial.self) }, { InProcessSubject(NeverMadeDial.self) }]),
    Entry(
      exercise: "finality-odds", reference: { InProcessSubject(Finality.self) },
      idle: { InProcessSubject(IdleOdds.self) },
      wrong: [
        { InProcessSubject(CancellingOdds.self) }, { InProcessSubject(NoNumberOdds.self) },
      ]),
    Entry(
      exercise: "linearizability-checker",
      reference: { InProcessSubject(LinearizabilityChecker.self) },
      idle: { InProcessSubject(CredulousChecker.self) },
      wrong: [
        { InProcessSubject(OneOrderChecker.self) }, { InProcessSubject(DoubtingChecker.self) },
      ]),
    Entry(
      exercise: "multi-region", reference: { InProcessSubject(RegionPlanner.self) },
      idle: { InProcessSubject(IdlePlanner.self) },
      wrong: [{ InProcessSubject(CountingPlanner.self) }]),
    Entry(
      exercise: "lamport-clock", reference: { InProcessSubject(LamportClock.self) },
      idle: { InProcessSubject(IdleLamportClock.self) },
      wrong: [{ InProcessSubject(DeafLamportClock.self) }]),
    Entry(
      exercise: "g-counter", reference: { InProcessSubject(GCounter.self, PNCounter.self) },
      idle: { InProcessSubject(IdleCounter.self, IdleBalance.self) },
      wrong: [{ InProcessSubject(AddingCounter.self, SignedCounter.self) }]),
    Entry(
      exercise: "abd-register", reference: { InProcessSubject(RegisterClient.self) },
      idle: { InProcessSubject(IdleRegisterClient.self) },
      wrong: [
        { InProcessSubject(HastyRegisterClient.self) },
        { InProcessSubject(IdleRegisterClient.self) },
      ]),
    Entry(
      exercise: "raft-replication",
      reference: { InProcessSubject(Replicator.self, LeaderLog.self) },
      idle: { InProcessSubject(IdleFollower.self, IdleLeader.self) },
      wrong: [
        { InProcessSubject(Replicator.self, CountingLeader.self) },
        { InProcessSubject(CuttingFollower.self, LeaderLog.self) },
        { InProcessSubject(Replicator.self, StubbornLeader.self) },
      ]),
    Entry(
      exercise: "fencing-token",
      reference: { InProcessSubject(LeaseService.self, FencedRegister<Int>.self) },
      idle: { InProcessSubject(IdleLeaseService.self, IdleFencedRegister.self) },
      wrong: [
        { InProcessSubject(LeaseService.self, TrustingRegister.self) },
        { InProcessSubject(GenerousLeaseService.self, FencedRegister<Int>.self) },
      ]),
    Entry(
      exercise: "exactly-once-client", reference: { InProcessSubject(SessionTable.self) },
      idle: { InProcessSubject(IdleAccount.self) },
      wrong: [{ InProcessSubject(ForgetfulAccount.self) }]),
    Entry(
      exercise: "hybrid-clock", reference: { InProcessSubject(HybridClock.self) },
      idle: { InProcessSubject(IdleHybridClock.self) },
      wrong: [{ InProcessSubject(WallClock.self) }]),
    Entry(
      exercise: "commit-wait", reference: { InProcessSubject(CommitWaiter.self) },
      idle: { InProcessSubject(IdleCommitWaiter.self) },
      wrong: [{ InProcessSubject(HastyCommitWaiter.self) }]),
    Entry(
      exercise: "resource-version", reference: { InProcessSubject(ObjectStore<Int>.self) },
      idle: { InProcessSubject(IdleStore.self) },
      wrong: [{ InProcessSubject(CarelessStore.self) }]),
    Entry(
      exercise: "fork-choice", reference: { InProcessSubject(ChainView.self) },
      idle: { InProcessSubject(IdleView.self) },
      wrong: [{ InProcessSubject(LongestView.self) }]),
    Entry(
      exercise: "causal-broadcast", reference: { InProcessSubject(CausalBroadcast<Int>.self) },
      idle: { InProcessSubject(IdleBroadcast.self) },
      wrong: [{ InProcessSubject(HastyBroadcast.self) }]),
    Entry(
      exercise: "quorum-store", reference: { InProcessSubject(QuorumStore.self) },
      idle: { InProcessSubject(IdleCoordinator.self) },
      wrong: [{ InProcessSubject(HastyCoordinator.self) }]),
    Entry(
      exercise: "hash-chain", reference: { InProcessSubject(HashChain<ShortHash>.self) },
      idle: { InProcessSubject(IdleLog.self) },
      wrong: [{ InProcessSubject(SelfTrustingLog.self) }]),
    Entry(
      exercise: "mvcc-map", reference: { InProcessSubject(MVCCMap<String, Int>.self) },
      idle: { InProcessSubject(IdleMap.self) }, wrong: [{ InProcessSubject(NewestMap.self) }]),
    Entry(
      exercise: "lww-register", reference: { InProcessSubject(StampingRegister<Int>.self) },
      idle: { InProcessSubject(IdleRegister.self) },
      wrong: [{ InProcessSubject(ClockRegister.self) }]),
    Entry(
      exercise: "compact-or-set", reference: { InProcessSubject(CompactORSet<String>.self) },
      idle: { InProcessSubject(IdleCompactSet.self) },
      wrong: [{ InProcessSubject(UnionCompactSet.self) }]),
    Entry(
      exercise: "pn-cart", reference: { InProcessSubject(PNCart.self) },
      idle: { InProcessSubject(IdleCart.self) },
      wrong: [{ InProcessSubject(LargestCart.self) }]),
    Entry(
      exercise: "gossip-round", reference: { InProcessSubject(GossipStore<Int>.self) },
      idle: { InProcessSubject(IdleGossipNode.self) },
      wrong: [{ InProcessSubject(HoleyGossipNode.self) }]),
    Entry(
      exercise: "two-phase-commit",
      reference: { InProcessSubject(CommitCoordinator.self, CommitParticipant.self) },
      idle: { InProcessSubject(IdleCommitCoordinator.self, IdleCommitParticipant.self) },
      wrong: [
        { InProcessSubject(HastyCommitCoordinator.self, CommitParticipant.self) },
        { InProcessSubject(CommitCoordinator.self, ImpatientCommitParticipant.self) },
      ]),
    Entry(
      exercise: "read-index", reference: { InProcessSubject(ReadIndexLeader.self) },
      idle: { InProcessSubject(IdleReads.self) }, wrong: [{ InProcessSubject(LocalReads.self) }]),
    Entry(
      exercise: "sibling-store", reference: { InProcessSubject(SiblingMap<String>.self) },
      idle: { InProcessSubject(IdleSiblings.self) },
      wrong: [{ InProcessSubject(OverwritingSiblings.self) }]),
    Entry(
      exercise: "paxos", reference: { InProcessSubject(Acceptor.self, Proposer.self) },
      idle: { InProcessSubject(IdleAcceptor.self, IdleProposer.self) },
      wrong: [
        { InProcessSubject(ObligingAcceptor.self, Proposer.self) },
        { InProcessSubject(Acceptor.self, WilfulProposer.self) },
      ]),
    Entry(
      exercise: "failure-detector", reference: { InProcessSubject(FailureDetector.self) },
      idle: { InProcessSubject(IdleDetector.self) },
      wrong: [{ InProcessSubject(StubbornDetector.self) }]),
    Entry(
      exercise: "oral-messages", reference: { InProcessSubject(Lieutenant.self) },
      idle: { InProcessSubject(IdleLieutenant.self) },
      wrong: [
        { InProcessSubject(ObedientLieutenant.self) },
        { InProcessSubject(RebelliousLieutenant.self) },
      ]),
    Entry(
      exercise: "pre-vote", reference: { InProcessSubject(Poller.self) },
      idle: { InProcessSubject(IdlePoller.self) },
      wrong: [
        { InProcessSubject(ObligingPoller.self) }, { InProcessSubject(StubbornPoller.self) },
      ]),
    Entry(
      exercise: "pbft", reference: { InProcessSubject(PBFTReplica.self) },
      idle: { InProcessSubject(IdleReplica.self) },
      wrong: [
        { InProcessSubject(DeafReplica.self) }, { InProcessSubject(ImpatientReplica.self) },
      ]),
    Entry(
      exercise: "raft-membership", reference: { InProcessSubject(Membership.self) },
      idle: { InProcessSubject(IdleMembership.self) },
      wrong: [
        { InProcessSubject(EarlyMembership.self) }, { InProcessSubject(LeavingMembership.self) },
      ]),
    Entry(
      exercise: "replicated-store", reference: { InProcessSubject(StoreServer.self) },
      idle: { InProcessSubject(IdleStoreServer.self) },
      wrong: [
        { InProcessSubject(HastyStore.self) }, { InProcessSubject(RavingStore.self) },
      ]),
  ]

  private func verdicts(
    of subject: @autoclosure () -> any Subject, by suite: any Suite,
    for key: InputKey = .ofOwnCode
  ) throws -> [(check: Check, verdict: Verdict)] {
    try suite.stages(for: key).flatMap { stage in
      zip(stage.checks, try stage.run(subject())).map { ($0, $1) }
    }
  }

  @Test func `every suite has an entry here`() {
    #expect(suites.map(\.exercise).sorted() == Self.entries.map(\.exercise).sorted())
  }

  @Test func `every suite is found by the name of its exercise`() {
    for made in suites { #expect(suite(for: made.exercise)?.exercise == made.exercise) }
    #expect(suite(for: "no-such-exercise") == nil)
  }

  @Test(arguments: entries)
  func `checks have names of their own and share 100 points`(entry: Entry) throws {
    let checks = try entry.suite.checks
    #expect(Set(checks.map(\.name)).count == checks.count)
    #expect(checks.reduce(0) { $0 + $1.points } == 100)
    #expect(checks.allSatisfy { $0.points > 0 })
    for name in checks.map(\.name) { #expect(name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil) }
    #expect(checks.allSatisfy { $0.guarantee.hasSuffix(".") && !$0.source.isEmpty })
  }

  @Test(arguments: entries)
  func `the reference passes every check`(entry: Entry) throws {
    let suite = try entry.suite
    let found = try verdicts(of: entry.reference(), by: suite)
    for (check, verdict) in found { #expect(verdict.isPassed, "\(check.name): \(verdict)") }
    let names = Set(found.map(\.check.name)).union([suite.repeatability.name])
    #expect(names == Set(suite.checks.map(\.name)))
  }

  @Test(arguments: entries)
  func `a type that does nothing passes nothing beyond examples`(entry: Entry) throws {
    for (check, verdict) in try verdicts(of: entry.idle(), by: entry.suite) where verdict.isPassed {
      // To do nothing is to step alike each time; that is worth what it is.
      if check.name == "same-input-same-step" { continue }
      #expect(check.kind == .examples, "\(check.name)")
    }
  }

  @Test(arguments: entries)
  func `a subject that stops passes nothing, and is told to have stopped`(entry: Entry) throws {
    let suite = try entry.suite
    for stage in suite.stages(for: .ofOwnCode) {
      do throws(Stop) {
        let verdicts = try stage.run(StoppedSubject())
        #expect(verdicts.allSatisfy { !$0.isPassed }, "\(stage.checks[0].name)")
        #expect(verdicts.contains { $0.isStopped }, "\(stage.checks[0].name)")
        for case .stopped(_, let run?) in verdicts {
          // It may have stopped before it was told anything, and that can be drawn and replayed too.
          #expect(run.violation.steps.allSatisfy(run.steps.indices.contains))
          let again = try run.steps.isEmpty ? nil : suite.replay(run.schedule, on: StoppedSubject())
          #expect(again?.isStopped ?? run.steps.isEmpty, "\(stage.checks[0].name)")
        }
      } catch {
        #expect(error == StoppedSubject.stop)
      }
    }
  }

  @Test(arguments: entries)
  func `a schedule that is told fails again, and not with the reference`(entry: Entry) throws {
    let suite = try entry.suite
    var replayed = 0
    for wrong in entry.wrong {
      for (check, verdict) in try verdicts(of: wrong(), by: suite) {
        guard case .failed(let failure) = verdict, let run = failure.counterexample else {
          continue
        }
        let again = try suite.replay(run.schedule, on: wrong())
        guard case .failed = again else {
          Issue.record("\(check.name) does not fail again: \(String(describing: again))")
          continue
        }
        let right = try suite.replay(run.schedule, on: entry.reference())
        #expect(right?.isPassed == true, "\(check.name): \(String(describing: right))")
        replayed += 1
      }
    }
    #expect(replayed > 0)
  }

  @Test(arguments: entries)
  func `two submissions are asked the same and something of their own`(entry: Entry) throws {
    func asked(_ key: InputKey, preparing prepares: Bool = false) throws -> Set<[UInt8]> {
      let subject = ListeningSubject(entry.reference())
      let stages = try entry.suite.stages(for: key)
      if prepares { for stage in stages { stage.prepare() } }
      for stage in stages { _ = try stage.run(subject) }
      return subject.heard
    }
    let one = try asked(InputKey(files: [[1]]))
    let other = try asked(InputKey(files: [[2]]))
    #expect(!one.isDisjoint(with: other))
    #expect(!one.subtracting(other).isEmpty)
    #expect(!other.subtracting(one).isEmpty)
    // Whoever works it out, and when.
    let again = try asked(InputKey(files: [[1]]), preparing: true)
    #expect(again == one)
  }

  @Test(arguments: entries)
  func `a schedule of no suite's making is refused`(entry: Entry) throws {
    let suite = try entry.suite
    for check in suite.checks.map(\.name) + ["no-such-check"] {
      for events in [[], ["n1 does what nobody does"], ["n1 receives 1"]] {
        let schedule = Schedule(check: check, setting: "a setting", events: events)
        let verdict = try suite.replay(schedule, on: entry.reference())
        #expect(verdict == nil, "\(check)")
      }
    }
  }
}

/// Stops at every question.
private final class StoppedSubject: Subject {
  static let stop = Stop.crashed(signal: 4, message: "a test")
  func run(_ program: Program) throws(Stop) -> [[UInt8]] { throw Self.stop }
  func restart() {}
}

/// Keeps what it was asked.
private final class ListeningSubject: Subject {
  private(set) var heard: Set<[UInt8]> = []
  private let subject: InProcessSubject

  init(_ subject: InProcessSubject) { self.subject = subject }

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    heard.insert(program.bytes)
    return try subject.run(program)
  }

  func restart() { subject.restart() }
}
