import AsPrinted
import ExerciseKit
import Solutions

/// Errata of reads and writes that wait for some of the replicas.
enum QuorumErrata {
  static let all = [
    overlapIsNotStrong, earlyReturn, failedWrite, labels, largestVersion, repairPath,
  ]

  // MARK: E-05

  private static let overlapIsNotStrong = Erratum(
    "E-05", .unsafe,
    place: "first document, lines 351 and 383 to 384",
    said: "When R + W > N, reads are strongly consistent.",
    truth: """
      R + W > N says that a read which starts after a write has finished asks at least one replica \
      that took it. While a write is still under way, one read may meet it and the next one miss \
      it, so the register goes from new back to old, and no order of the operations explains that. \
      Writing back what is read, to a whole write quorum and before answering, repairs it for one \
      writer. Several writers also need tags that follow the order of their writes, and a \
      coordinator that replaces unreachable replicas by others (a sloppy quorum) loses even the \
      overlap.
      """,
    settlement: .proven(
      method: """
        every schedule of one slow write and two reads, one after the other, is put to the \
        linearizability checker, for five sizes, without and with write-back.
        """
    ) {
      let expected = [(3, 2, 2, 12, 540), (3, 1, 3, 30, 540), (5, 3, 3, 4_680, 252_000)]
      var observations = expected.map { n, r, w, violations, total in
        let count = schedules(n, r, w, .none)
        return Evidence.Observation(
          "N=\(n) R=\(r) W=\(w), R + W > N, no write-back",
          "\(count.violations) of \(count.schedules) schedules are not linearizable",
          holds: count.schedules == total && count.violations == violations)
      }
      for (n, r, w) in [(3, 2, 2), (3, 1, 3), (5, 3, 3)] {
        let count = schedules(n, r, w, .quorum)
        observations.append(
          .init(
            "N=\(n) R=\(r) W=\(w), what is read is first brought to W replicas",
            "\(count.violations) of \(count.schedules)", holds: count.violations == 0))
      }
      let partial = schedules(3, 1, 3, .readers)
      observations.append(
        .init(
          "N=3 R=1 W=3, what is read is brought to the R replicas that were asked",
          "still \(partial.violations) of \(partial.schedules)", holds: partial.violations == 30))
      let history = [
        Operation(.write(1), invoked: 0, returned: nil),
        Operation(.read(1), invoked: 1, returned: 2), Operation(.read(0), invoked: 3, returned: 4),
      ]
      observations.append(
        .init(
          "the checker on a slow write, a read of the new value, then a read of the old one",
          "refused", holds: !isLinearizable(history, initial: 0)))
      observations.append(sloppyRead())
      let claim = EarlyReturnStore(replicas: 3, writeQuorum: 2, readQuorum: 2).claim
      observations.append(
        .init(
          "what the printed store says of N=3 R=2 W=2", claim,
          holds: claim == "Strong consistency guaranteed"))
      return Evidence(observations)
    })

  private static func schedules(
    _ n: Int, _ r: Int, _ w: Int, _ repair: QuorumSchedules.Repair
  ) -> QuorumSchedules.Count {
    QuorumSchedules(replicas: n, readQuorum: r, writeQuorum: w, repair: repair).count()
  }

  /// Two coordinators on two sides of a cut, each with W = 2 and R = 2 over the three replicas it can
  /// reach; only one of the three is the same.
  private static func sloppyRead() -> Evidence.Observation {
    let nodes = (1...5).map { NodeID($0) }
    var writer = QuorumStore(
      replicas: Array(nodes[2...]), readQuorum: 2, writeQuorum: 2, repair: .none)
    var reader = QuorumStore(
      replicas: Array(nodes[..<3]), readQuorum: 2, writeQuorum: 2, repair: .none)
    var replicas = nodes.map { QuorumReplica(id: $0) }
    _ = writer.write(op: 1, version(1, "new"))
    var written = false
    for place in [3, 4] {
      let reply = replicas[place].answer(.store(op: 1, version(1, "new")))
      written = writer.handle(reply).done == .wrote(op: 1) || written
    }
    _ = reader.read(op: 2)
    var seen: QuorumStore.Outcome?
    for place in [0, 1] {
      seen = reader.handle(replicas[place].answer(.fetch(op: 2))).done ?? seen
    }
    return .init(
      "a sloppy quorum: W=2 met by two stand-ins, R=2 by two of the three home replicas",
      "the write is done and the read does not see it",
      holds: written && seen == .read(op: 2, nil))
  }

  private static func version(_ counter: UInt64, _ value: String) -> QuorumReplica.Version {
    .init(WriteTag(counter: counter, writer: NodeID(9)), value)
  }

  // MARK: E-06

  private static let earlyReturn = Erratum(
    "E-06", .unsafe, place: "first document, lines 394 to 405",
    said: "A write walks over the replicas and returns once W have taken it; a read stops after R.",
    truth: """
      Dynamo sends a write to all N replicas and only *waits* for W. The printed loop sends \
      nothing to the replicas behind the first W, reads do not ask them either, and nothing \
      repairs them later. The real number of copies is W, so a store that promises three copies \
      keeps one when W = 1, and losing that machine loses acknowledged writes.
      """,
    settlement: .proven(
      method: """
        the same writes go to the printed store and to ours, a replica is lost, and what is left is \
        read.
        """
    ) {
      var printed = EarlyReturnStore(replicas: 3, writeQuorum: 2, readQuorum: 2)
      _ = try printed.write("v1", version: 1)
      _ = try printed.read()
      var ours = QuorumCluster(replicas: 3, readQuorum: 2, writeQuorum: 2)
      _ = ours.write(version(1, "v1"))
      var thin = EarlyReturnStore(replicas: 3, writeQuorum: 1, readQuorum: 1)
      _ = try thin.write("v1", version: 1)
      _ = try thin.write("v2", version: 2)
      thin.replicas[0].isUp = false
      let lost = try thin.read()
      var safe = QuorumCluster(replicas: 3, readQuorum: 1, writeQuorum: 1)
      _ = safe.write(version(1, "v1"))
      _ = safe.write(version(2, "v2"))
      safe.down = [NodeID(1)]
      let kept = safe.read()
      return Evidence(
        .init(
          "as printed, N=3 W=2 R=2, copies after a write and a read with repair",
          copies(printed.replicas.map(\.value)),
          holds: printed.replicas.map(\.value) == ["v1", "v1", nil]),
        .init(
          "ours, the same write", copies(ours.replicas.map(\.version?.value)),
          holds: ours.replicas.allSatisfy { $0.version?.value == "v1" }),
        .init(
          "as printed, N=3 W=1 R=1, two acknowledged writes, then replica 1 is lost",
          "a read returns \(lost ?? "nothing")", holds: lost == nil),
        .init(
          "ours, the same", "a read returns v2", holds: kept == .read(op: 3, version(2, "v2"))))
    })

  private static func copies(_ values: [String?]) -> String {
    values.map { $0 ?? "none" }.joined(separator: ", ")
  }

  // MARK: E-07

  private static let failedWrite = Erratum(
    "E-07", .unsafe, place: "first document, lines 406 to 410",
    said: "A write with fewer than W acknowledgements has failed, and is reported as failed.",
    truth: """
      It is not undone. The replicas that took it keep it, a later read may return it, and read \
      repair then spreads it. And when only the acknowledgements were lost, the write is \
      everywhere. The one honest answer is *unknown*: the client may repeat the same write under \
      the same tag, or read.
      """,
    settlement: .proven(
      method:
        "a write reaches one of three replicas, or all of them without their answers arriving."
    ) {
      var printed = EarlyReturnStore(replicas: 3, writeQuorum: 2, readQuorum: 2)
      _ = try printed.write("old", version: 1)
      printed.replicas[1].isUp = false
      printed.replicas[2].isUp = false
      let isRefused = isFailure { _ = try printed.write("new", version: 2) }
      printed.replicas[1].isUp = true
      let found = try printed.read()
      var deaf = EarlyReturnStore(replicas: 3, writeQuorum: 2, readQuorum: 2)
      for index in deaf.replicas.indices { deaf.replicas[index].losesAnswers = true }
      let isDeafRefused = isFailure { _ = try deaf.write("new", version: 1) }
      var ours = QuorumCluster(replicas: 3, readQuorum: 2, writeQuorum: 2)
      ours.unheard = [NodeID(1), NodeID(2), NodeID(3)]
      let outcome = ours.write(version(1, "new"))
      return Evidence(
        .init(
          "as printed, a write that reached 1 of 3 and was reported as failed",
          "the next read returns it: \(found ?? "nothing")", holds: isRefused && found == "new"),
        .init(
          "as printed, a write of which every acknowledgement is lost",
          "reported as failed with 3 of 3 replicas holding it",
          holds: isDeafRefused && deaf.replicas.allSatisfy { $0.value == "new" }),
        .init(
          "ours, the same", "the outcome is unknown, with 0 acknowledgements",
          holds: outcome == .unknown(op: 1, acknowledgements: 0)))
    })

  private static func isFailure(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      return error is EarlyReturnStore.QuorumFailure
    }
  }

  // MARK: E-27

  private static let labels = Erratum(
    "E-27", .wrong, place: "first document, lines 359 to 363",
    said:
      "With N=3, the setting W=1, R=3 is optimised for reads; W=3, R=1 is optimised for writes.",
    truth: """
      The other way round. The side that waits for fewer replicas is the fast one, and stays up \
      when others are down. With W=1 and R=3 writes are fast, and a single lost replica stops all \
      reads. W=1 also fails 2W > N, so two writes may not meet at any replica.
      """,
    settlement: .computed(
      method: "both configurations are labelled and their availability computed."
    ) {
      let observations = [(3, 1, QuorumLabel.fastWrites), (1, 3, .fastReads)].compactMap {
        r, w, label -> Evidence.Observation? in
        guard let config = QuorumConfig(n: 3, r: r, w: w) else { return nil }
        let read = config.availability(ofRead: true, nodeUp: 0.99)
        let write = config.availability(ofRead: false, nodeUp: 0.99)
        return .init(
          "N=3, R=\(r), W=\(w), nodes up 99 % of the time",
          "\(config.label.rawValue): reads are up \((100 * read).text(digits: 4)) %, writes "
            + "\((100 * write).text(digits: 4)) %",
          holds: config.label == label && (read < write) == (r > w))
      }
      return Evidence(observations)
    })

  // MARK: E-69

  private static let largestVersion = Erratum(
    "E-69", .misleading, place: "first document, lines 434 to 440",
    said: "Among the answers to a read, the one with the largest version is the newest.",
    truth: """
      That is last write wins without saying so. Of two concurrent writes one is lost. Equal \
      versions are settled by who answered first, so two readers may settle them differently. And \
      versions taken from clocks discard a write that was acknowledged later but stamped earlier. \
      Tags need a tie-break that is the same everywhere, and a counter that was read before it is \
      written.
      """,
    settlement: .proven(
      method: "writes with tied and with skewed versions go to the printed store and to ours."
    ) {
      var skewed = EarlyReturnStore(replicas: 3, writeQuorum: 2, readQuorum: 2)
      _ = try skewed.write("first", version: 100)
      // The later write is stamped by a slow clock, and the first replica misses it.
      skewed.replicas[0].isUp = false
      let acknowledgements = try skewed.write("second", version: 60)
      skewed.replicas[0].isUp = true
      let won = try skewed.read()
      let one = QuorumReplica.Version(WriteTag(counter: 5, writer: NodeID(1)), "one")
      let two = QuorumReplica.Version(WriteTag(counter: 5, writer: NodeID(2)), "two")
      let settled = [[one, two], [two, one]].map { order in
        var replica = QuorumReplica(id: NodeID(1))
        for version in order { replica.store(version) }
        return replica.version?.value ?? "nothing"
      }
      var client = RegisterClient(id: NodeID(7), replicas: (1...3).map { NodeID($0) })
      _ = client.startWrite(op: 1, "second")
      let seen = WriteTag(counter: 100, writer: NodeID(6))
      _ = client.handle(.state(op: 1, from: NodeID(1), seen, "first"))
      let next = client.handle(.state(op: 1, from: NodeID(2), seen, "first")).next
      return Evidence(
        .init(
          "as printed, a write stamped 100, then a later one stamped 60, both acknowledged by two",
          "the read returns \(won ?? "nothing") and repairs the later write away",
          holds: acknowledgements == 2 && won == "first"
            && skewed.replicas[1].value == "first"),
        .init(
          "ours, two writes with equal counters, in both orders of arrival",
          "both replicas keep '\(settled[0])'", holds: settled == ["two", "two"]),
        .init(
          "an ABD writer that asks first", "its tag has counter 101, above what it found",
          holds: next == .store(op: 1, WriteTag(counter: 101, writer: NodeID(7)), "second")))
    })

  // MARK: E-93

  private static let repairPath = Erratum(
    "E-93", .misleading, place: "first document, lines 365 to 366 and 382 to 386",
    said: "With R + W <= N there is only eventual consistency, and no guarantee at all.",
    truth: """
      Both halves are off. Eventual consistency needs a way for a write to reach the replicas that \
      missed it; without one there is not even that. And with one, staleness is a number: with N=3, \
      W=1, R=1 a read right after the write misses it in two of three cases, and the share falls as \
      the write spreads.
      """,
    settlement: .proven(
      method: """
        overlap is computed and counted over all sets, and a lagging replica is read for as long as \
        anything can happen, without and with anti-entropy.
        """
    ) {
      let probability = QuorumConfig(n: 3, r: 1, w: 1)?.overlapProbability() ?? 0
      var stuck = QuorumCluster(replicas: 3, readQuorum: 1, writeQuorum: 1, repair: .none)
      stuck.down = [NodeID(1)]
      _ = stuck.write(version(1, "v1"))
      stuck.down = []
      let answers = (0..<100).map { _ in stuck.read() }
      var healed = stuck
      healed.exchangeAll()
      let after = healed.read()
      return Evidence(
        .init(
          "N=3, R=1, W=1, sets at random: a read right after the write misses it",
          "with probability \((1 - probability).text(digits: 4))",
          holds: abs(probability - 1.0 / 3) < 1e-12),
        .init(
          "a replica that missed the write and is never repaired, read 100 times", "old each time",
          holds: answers.allSatisfy { if case .read(_, nil) = $0 { true } else { false } }),
        .init(
          "the same after one round of anti-entropy", "new",
          holds: after == .read(op: 102, version(1, "v1"))))
    })
}
