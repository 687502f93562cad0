import Checking
import ExerciseKit
import Simulation
import Solutions
import Subjects
import Testing
import Wire

@testable import HiddenSuites

/// The family of services, shown on the register of majorities.
@Suite("Services")
struct ServiceFamilyTests {
  private let model = RegisterService()

  private func verdicts(of subject: any Subject) throws -> [String: Verdict] {
    var verdicts: [String: Verdict] = [:]
    for stage in abdRegisterSuite.stages(for: .ofOwnCode) {
      do throws(Stop) {
        for (check, verdict) in zip(stage.checks, try stage.run(subject)) {
          verdicts[check.name] = verdict
        }
      } catch {
        // As a grading does: the stage's checks are told by the stop, and the next starts afresh.
        for check in stage.checks { verdicts[check.name] = .stopped(error, nil) }
        try subject.restart()
      }
    }
    return verdicts
  }

  @Test func `every interleaving of three clients is visited, always the same number`() throws {
    let verdicts = try verdicts(of: InProcessSubject(RegisterClient.self))
    #expect(
      verdicts["all-interleavings"]
        == .passed(.exhaustive(states: 16_898, transitions: 260_199, depth: 16)))
  }

  @Test func `a read that does not write back is told in the shortest run that goes backwards`()
    throws
  {
    let verdict = try verdicts(of: InProcessSubject(HastyRegisterClient.self))["all-interleavings"]
    guard case .failed(let failure) = verdict, let run = failure.counterexample else {
      return #expect(Bool(false), "\(String(describing: verdict))")
    }
    #expect(
      failure.message
        == "no order of the operations explains that n4 writes \"a\" without an end, and beside that "
        + "n5 reads \"a\", and after that n6 reads nothing")
    // Three beginnings; the writer reaches three replicas, and each reader two, there and back.
    #expect(run.steps.count == 3 + 2 * (3 + 2 + 2))
    #expect(run.isShortest)
    #expect(run.lanes == ["n1", "n2", "n3", "n4", "n5", "n6"])
    #expect(run.violation.steps.last == run.steps.count - 1)
    guard
      case .failed(let again) = try abdRegisterSuite.replay(
        run.schedule, on: InProcessSubject(HastyRegisterClient.self))
    else { return #expect(Bool(false), "the schedule does not fail again") }
    #expect(again.message == failure.message)
  }

  @Test func `a client that never hears is told to wait, after as few events as that takes`()
    throws
  {
    let verdicts = try verdicts(of: InProcessSubject(IdleRegisterClient.self))
    guard case .failed(let failure) = verdicts["operations-end"] else {
      return #expect(Bool(false), "\(verdicts)")
    }
    #expect(failure.message.contains("and still waits"))
    #expect((failure.counterexample?.steps.count ?? 99) <= 7)
    guard case .notReached = verdicts["linearizable"] else {
      return #expect(Bool(false), "\(verdicts)")
    }
  }

  @Test func `the same seed draws the same run, and no run stops more than a minority`() throws {
    func runs() throws -> [ServiceRun<RegisterService>] {
      let players = (0..<20).map { seed in
        ServicePlayer(
          model,
          drawing: ServiceDraws(
            ServicePlan(
              cast: ServiceCast(servers: 5, clients: 4), writers: 2, operations: 9, stops: 2),
            model, seed: UInt64(seed)))
      }
      return try ServicePlayer.play(players, on: InProcessSubject(RegisterClient.self)).map(\.run)
    }
    let (first, second) = (try runs(), try runs())
    #expect(first.map(\.script) == second.map(\.script))
    #expect(first.allSatisfy { $0.isStopped.count(where: \.self) <= 2 && $0.fault == nil })
    // What the network does is done in some run.
    let events = first.flatMap(\.script.events)
    #expect(Set(events).count < events.count, "something is doubled")
    #expect(first.contains { $0.isStopped.contains(true) })
    #expect(first.contains { $0.operations.contains { $0.end == nil } }, "something is given up")
    let ended = first.flatMap(\.operations).count { $0.end != nil }
    #expect(ended > 100, "\(ended)")
  }

  @Test func `a script is read back from its lines`() throws {
    let cast = ServiceCast(servers: 3, clients: 2)
    let lines = ["n4 writes \"a\"", "n1 serves 1", "n4 hears 2", "n3 stops", "n5 reads"]
    let script = try #require(ServiceScript(cast, lines: lines, model))
    #expect(script.lines(model) == lines)
    #expect(ServiceCast(cast.description) == cast)
    for wrong in [
      "n4 serves 1", "n1 hears 1", "n1 serves 9", "n4 stops", "n9 reads", "n4 writes a",
    ] {
      #expect(ServiceScript(cast, lines: ["n4 reads", wrong], model) == nil, "\(wrong)")
    }
    for wrong in [
      "replicas n1; clients", "replicas n1, n1; clients n2", "replicas n1; clients n1", "",
    ] {
      #expect(ServiceCast(wrong) == nil, "\(wrong)")
    }
  }

  @Test func `without an event goes what comes of it`() throws {
    let cast = ServiceCast(servers: 3, clients: 2)
    let script = try #require(
      ServiceScript(
        cast,
        lines: ["n4 reads", "n5 reads", "n1 serves 1", "n2 serves 2", "n4 hears 3", "n5 hears 4"],
        model))
    #expect(
      script.removing { $0 == 0 }.lines(model) == ["n5 reads", "n2 serves 1", "n5 hears 2"])
    #expect(
      script.removing { $0 == 3 }.lines(model)
        == ["n4 reads", "n5 reads", "n1 serves 1", "n4 hears 3"])
  }

  @Test func `a crash is told with the run that led to it`() throws {
    let verdicts = try verdicts(of: StoppingAtStores())
    for name in ["linearizable", "any-order-of-replies"] {
      guard case .stopped(let stop, let run) = verdicts[name] else {
        Issue.record("\(name): \(String(describing: verdicts[name]))")
        continue
      }
      #expect(stop == StoppingAtStores.stop)
      #expect((run?.steps.count ?? 0) >= 2)
    }
  }
}

/// The reference, which crashes as soon as anything was stored.
private final class StoppingAtStores: Subject {
  static let stop = Stop.crashed(signal: 4, message: "a test")
  private let subject = InProcessSubject(RegisterClient.self)

  func run(_ program: Program) throws(Stop) -> [[UInt8]] {
    let answers = try subject.run(program)
    // The second byte of an answer that sends a store is its number; the first says that it is one.
    if answers.contains(where: { $0.first == 2 && $0.count > 4 }) { throw Self.stop }
    return answers
  }

  func restart() { subject.restart() }
}
