import Checking
import Foundation
import Glibc
import HiddenSuites
import Subjects
import Testing
import Wire

/// Whatever is wrong with what a submission answers, a suite comes to its end.
@Suite("Faults in answers")
struct FaultTests {
  /// Seeds of faults in one exercise's reference.
  struct Seeds: Codable, Sendable, CustomTestStringConvertible {
    var exercise: String
    var seeds: Range<UInt64>
    var testDescription: String { "\(exercise) \(seeds)" }
  }

  /// More by a command, or one again:
  /// `TRUTHBOOK_FAULTS=2000 swift test --filter FaultTests`,
  /// `TRUTHBOOK_FAULTS='or-set 17' swift test --filter FaultTests`.
  static let chosen: [Seeds] = {
    let words = (ProcessInfo.processInfo.environment["TRUTHBOOK_FAULTS"] ?? "").split(
      separator: " ")
    if words.count == 2, let seed = UInt64(words[1]) {
      return [Seeds(exercise: String(words[0]), seeds: seed..<seed + 1)]
    }
    // As many as take a few seconds.
    let few: [String: UInt64] = [
      "happens-before": 60, "or-set": 40, "raft-election": 8, "majority-math": 40,
      "lamport-clock": 30, "g-counter": 15,
    ]
    let many = words.first.flatMap { UInt64($0) }
    return suites.map { Seeds(exercise: $0.exercise, seeds: 0..<(many ?? few[$0.exercise] ?? 10)) }
  }()

  /// In a process of its own, with limits of its own: a trap, a loop without end and memory without bound
  /// end that process, and the last line it wrote replays the seed.
  @Test(arguments: chosen) func `no fault keeps a suite from its verdicts`(chosen: Seeds) async {
    let note: String = NSTemporaryDirectory() + "truthbook-fault-\(chosen.exercise)-\(getpid())"
    let said = note + ".said"
    defer { for path in [note, said] { unlink(path) } }
    let result = await #expect(processExitsWith: .success) {
      [chosen, note = note as String, said = said as String] in
      dup2(open(said, O_WRONLY | O_CREAT | O_TRUNC, 0o600), STDERR_FILENO)
      var changed = 0
      for seed in chosen.seeds {
        Self.limitThisProcess()
        let line = "TRUTHBOOK_FAULTS='\(chosen.exercise) \(seed)' swift test --filter FaultTests"
        try Data(line.utf8).write(to: URL(filePath: note))
        if try Self.run(chosen.exercise, seed, replay: line) { changed += 1 }
      }
      #expect(
        chosen.seeds.count < 10 || changed > chosen.seeds.count / 2, "faults that show nowhere")
    }
    if result == nil {
      let line = (try? String(contentsOf: URL(filePath: note), encoding: .utf8)) ?? "nothing yet"
      let words = (try? String(contentsOf: URL(filePath: said), encoding: .utf8)) ?? ""
      Issue.record("the last seed it ran: \(line)\n\(words.prefix(2_000))")
    }
  }

  /// A minute of processor time for the next seed, and as much memory as a grading may have.
  private static func limitThisProcess() {
    let seconds = clock() / 1_000_000 + 60
    for (resource, value) in [(RLIMIT_CPU, seconds), (RLIMIT_DATA, 512 << 20)] {
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
      limit.rlim_cur = min(limit.rlim_max, rlim_t(value))
      setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
  }

  private static func reference(_ exercise: String) -> InProcessSubject? {
    SuiteContractTests.entries.first { $0.exercise == exercise }?.reference()
  }

  /// Runs a suite as a grading does: stage by stage, afresh after a stop.
  /// - Returns: whether an answer was spoiled.
  private static func run(
    _ exercise: String, _ seed: UInt64, replay: String
  ) throws -> Bool {
    let suite = try #require(suites.first { $0.exercise == exercise })
    let subject = FaultySubject(try #require(reference(exercise)), seed: seed)
    for stage in suite.stages(for: .ofOwnCode) where subject.end == nil {
      do throws(Stop) {
        if subject.hasStopped { try subject.restart() }
        let verdicts = try stage.run(subject)
        #expect(verdicts.count == stage.checks.count, "\(subject.description): \(replay)")
      } catch {
        // The stage's checks are told by the stop.
        #expect(subject.changes > 0 || subject.isOverrun, "\(error): \(replay)")
      }
    }
    #expect(!subject.isOverrun, "asked without end: \(subject.description): \(replay)")
    return subject.changes > 0
  }
}
