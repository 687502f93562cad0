import Simulation
import Testing

@testable import Solutions

@Suite("Replicated registers")
struct ReplicatedRegistersTests {
  /// Three replicas, a cut in the middle, two registers, requests from a seed.
  private func trial(seed: UInt64, requests count: Int = 15) -> (RegisterTrial, Setting) {
    var random = RandomSource(seed: seed)
    let spacing = 60
    let setting = Setting(
      replicas: 3, cut: 300..<800, patience: 150, exchangeInterval: 400,
      end: count * spacing + 6000)
    let requests = (0..<count).map { id in
      RegisterRequest(
        id: id, replica: id % 3, time: 10 + id * spacing,
        kind: random.chance(1, in: 2) ? .write : .read, register: random.index(below: 2))
    }
    return (RegisterTrial(setting, requests: requests), setting)
  }

  private typealias Setting = RegisterTrial.Setting

  private func run(
    _ model: ReplicationModel, seed: UInt64, requests: Int = 15
  ) -> (RegisterTrial.Record, TrialCounts) {
    let (trial, setting) = trial(seed: seed, requests: requests)
    var random = RandomSource(seed: seed &+ 1000)
    let record = trial.run(model) { _, _ in
      if random.chance(1, in: 4) { return nil }
      // Some messages take a detour, so that others overtake them.
      return 5 + random.index(below: 60) + (random.chance(1, in: 5) ? 200 : 0)
    }
    return (record, TrialCounts(record, setting: setting))
  }

  /// The history of a record. A client whose write went unanswered goes on as another process, and
  /// the write may take effect at any time later; one that no read returned is left out.
  private func history(_ record: RegisterTrial.Record) -> [RegisterOperation] {
    var process = [0, 1, 2]
    let read = Set(record.outcomes.filter { $0.request.kind == .read }.compactMap(\.value))
    return record.outcomes.compactMap { outcome in
      let request = outcome.request
      defer { if outcome.answered == nil { process[request.replica] += 3 } }
      let isLost = outcome.answered == nil
      if isLost, request.kind == .read || !read.contains(request.written) { return nil }
      return RegisterOperation(
        process: process[request.replica], request.kind, register: request.register,
        value: outcome.value ?? request.written, invoked: request.time,
        returned: outcome.answered ?? 1_000_000)
    }
  }

  @Test(arguments: [
    (ReplicationModel.linearizable, ConsistencyModel.linearizable),
    (.sequential, .sequential), (.causal, .causal),
  ])
  func `every history is as the model promises`(
    _ model: ReplicationModel, _ promise: ConsistencyModel
  ) {
    for seed in UInt64(0)..<40 {
      #expect(promise.allows(history(run(model, seed: seed).0)), "seed \(seed)")
    }
  }

  @Test(arguments: [
    (ReplicationModel.sequential, ConsistencyModel.linearizable), (.causal, .sequential),
    (.eventual, .causal),
  ])
  func `and sometimes not more`(_ model: ReplicationModel, _ more: ConsistencyModel) {
    #expect(
      (UInt64(0)..<400).contains { seed in
        !more.allows(history(run(model, seed: seed).0))
      })
  }

  @Test func `the cut stops all of the first, the writes of the second and nothing of the rest`() {
    for seed in UInt64(0)..<20 {
      let counts = ReplicationModel.allCases.map { run($0, seed: seed, requests: 60).1 }
      #expect(counts[0].readsCutOff.answered == 0)
      #expect(counts[0].writesCutOff.answered == 0)
      #expect(counts[1].readsCutOff.percent == 100)
      #expect(counts[1].writesCutOff.answered == 0)
      for count in counts[2...] {
        #expect(count.readsCutOff.percent == 100)
        #expect(count.writesCutOff.percent == 100)
        #expect(count.meanLatency == 0)
      }
    }
  }

  private func outcome(
    _ id: Int, _ kind: RegisterOperation.Kind, at replica: Int, _ time: Int, answered: Int?,
    _ value: Int? = nil
  ) -> RegisterTrial.Outcome {
    RegisterTrial.Outcome(
      request: RegisterRequest(id: id, replica: replica, time: time, kind: kind, register: 0),
      answered: answered, value: value)
  }

  @Test func `what is counted is what the record says`() {
    let setting = Setting(
      replicas: 3, cut: 100..<200, patience: 50, exchangeInterval: 400, end: 1_000)
    let record = RegisterTrial.Record(
      outcomes: [
        outcome(0, .write, at: 0, 0, answered: 10, 1),
        outcome(1, .read, at: 2, 120, answered: nil),
        outcome(2, .write, at: 2, 130, answered: 150, 3),
        // Its client waits beyond the end of the cut; what it is given is older than the write before.
        outcome(3, .read, at: 2, 160, answered: 190, 0),
        outcome(4, .read, at: 1, 120, answered: 140, 1),
      ], messageCount: 20, copies: [[3], [3], [1]])
    let counts = TrialCounts(record, setting: setting)
    #expect(counts.readsCutOff == .init(answered: 0, asked: 1))
    #expect(counts.writesCutOff == .init(answered: 1, asked: 1))
    #expect(counts.elsewhere == .init(answered: 3, asked: 3))
    #expect(counts.meanLatency == 20 && counts.messagesPerRequest == 4)
    #expect(counts.staleReads == 1 && counts.invertedReads == 1 && counts.differingRegisters == 1)
    let single = RegisterTrial.Record(
      outcomes: [outcome(0, .read, at: 0, 0, answered: nil)], messageCount: 3, copies: [])
    #expect(TrialCounts(single, setting: setting).messagesPerRequest == 3)
    #expect(TrialCounts(single, setting: setting).meanLatency == 0)
  }

  @Test func `a cut stops what crosses it and nothing else`() {
    let setting = Setting(
      replicas: 3, cut: 100..<900, patience: 300, exchangeInterval: 400, end: 2_000)
    let requests = (0..<2).map {
      RegisterRequest(id: $0, replica: 2 * $0, time: 200, kind: .write, register: 0)
    }
    let record = RegisterTrial(setting, requests: requests).run(.linearizable) { _, _ in 5 }
    #expect(record.outcomes.map(\.answered) == [220, nil])
  }

  @Test func `counts agree with the promises`() {
    var inverted: [ReplicationModel: Int] = [:]
    var differing: [ReplicationModel: Int] = [:]
    var stale: [ReplicationModel: Int] = [:]
    for seed in UInt64(0)..<40 {
      for model in ReplicationModel.allCases {
        let counts = run(model, seed: seed, requests: 60).1
        inverted[model, default: 0] += counts.invertedReads
        differing[model, default: 0] += counts.differingRegisters
        stale[model, default: 0] += counts.staleReads
      }
    }
    #expect(stale[.linearizable] == 0)
    #expect(stale[.sequential, default: 0] > 0)
    for model in [ReplicationModel.linearizable, .sequential, .causal] {
      #expect(inverted[model] == 0, "\(model)")
    }
    #expect(inverted[.eventual, default: 0] > 0)
    for model in ReplicationModel.allCases.dropLast().dropFirst() {
      #expect(differing[model] == 0, "\(model)")
    }
    #expect(differing[ReplicationModel.none, default: 0] > 0)
  }
}
