import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// What is the vector clock after a step?
  static let vectorClock = TracingQuestion("vector-clock-trace") { random in
    let run = TracedRun(events: 6, from: &random)
    // The event whose past is largest asks for the most.
    guard
      let event = run.vectors.indices.max(by: {
        (weight(run.vectors[$0]), $0) < (weight(run.vectors[$1]), $1)
      })
    else { return nil }
    let (clock, node) = (run.vectors[event], TracedRun.nodes[run.nodes[event]])
    // What somebody writes down who takes no message into account, or does not count receipts.
    var own = VectorClock()
    var uncounted = clock
    for earlier in 0...event where run.nodes[earlier] == run.nodes[event] { own.tick(node) }
    let receipts = (0...event).count {
      run.nodes[$0] == run.nodes[event] && run.sources[$0] != nil
    }
    uncounted = TracedRun.clock(clock, setting: node, to: clock[node] - UInt64(receipts))
    return Instance(
      ask: "Three nodes start at `[0,0,0]`. A node ticks at each of its events and merges what it "
        + "receives before it ticks.\n\n\(run.markdown)\n\n"
        + "What is the clock of \(node) after event \(event + 1)?",
      answer: TracedRun.text(clock), also: TracedRun.spellings(clock),
      mistakes: [
        .wrong(
          TracedRun.text(own), "a clock counts its own node alone",
          why: "A receipt brings the sender's clock, which is merged."),
        .wrong(
          TracedRun.text(uncounted), "a receipt is no event",
          why: "Here a node ticks at each of its events, receipts among them."),
      ],
      why: "Event by event: "
        + run.vectors.enumerated().map { "\($0 + 1) \(TracedRun.text($1))" }
        .joined(separator: ", ") + ".")
  }

  private static func weight(_ clock: VectorClock) -> UInt64 {
    TracedRun.nodes.reduce(0) { $0 + clock[$1] }
  }

  /// How do two events relate, and what do their numbers say about it?
  static let clockRelation = TracingQuestion(
    "lamport-or-vector", outcomes: [.before, .after, .concurrent].map(\Causality.rawValue)
  ) { random in
    let run = TracedRun(events: 6, from: &random)
    var pairs: [(Int, Int)] = []
    for a in run.nodes.indices {
      for b in run.nodes.indices
      where run.nodes[a] != run.nodes[b] && run.lamport[a].counter != run.lamport[b].counter {
        pairs.append((a, b))
      }
    }
    guard let (a, b) = random.element(of: pairs) else { return nil }
    let relation = run.vectors[a].compare(to: run.vectors[b])
    let texts: [Causality: String] = [
      .before: "event \(a + 1) happens before event \(b + 1)",
      .after: "event \(b + 1) happens before event \(a + 1)",
      .concurrent: "they are concurrent",
    ]
    let misconceptions: [Causality: String] = [
      .before: a < b ? "earlier in the list is a cause" : "a smaller number is a cause",
      .after: b < a ? "earlier in the list is a cause" : "a smaller number is a cause",
      .concurrent: "different nodes are concurrent",
    ]
    let clocks = "\(TracedRun.text(run.vectors[a])) and \(TracedRun.text(run.vectors[b]))"
    let wrong = [Causality.before, .after, .concurrent].filter { $0 != relation }.map {
      Choice.wrong(
        texts[$0] ?? "", misconceptions[$0] ?? "",
        why: "Their vector clocks are \(clocks); follow the messages.")
    }
    return Instance(
      ask:
        "The events as somebody would see them who sees all nodes at once:\n\n\(run.markdown)\n\n"
        + "By Lamport's clock event \(a + 1) has the number \(run.lamport[a].counter) and event "
        + "\(b + 1) the number \(run.lamport[b].counter). How do the two relate?",
      right: .right(texts[relation] ?? "", why: "Their vector clocks are \(clocks)."),
      traps: wrong, why: run.chain(from: min(a, b), to: max(a, b)),
      outcome: relation.rawValue)
  }

  /// What stamp does a hybrid clock give to a receipt?
  static let hybridClock = TracingQuestion(
    "hybrid-clock-trace", outcomes: ["own clock", "last stamp", "message", "both stamps"]
  ) { random in
    guard let receipt = HybridReceipt(&random) else { return nil }
    let (last, message, stamp) = (receipt.last, receipt.message, receipt.stamp)
    let text = "\(stamp.wall).\(stamp.logical)"
    return Instance(
      ask: "The last stamp of n2's hybrid clock was `\(last.wall).\(last.logical)`. A message "
        + "stamped `\(message.wall).\(message.logical)` arrives while n2's own clock shows "
        + "\(receipt.physical). Under which stamp is the receipt?",
      answer: text,
      also: ["(\(stamp.wall),\(stamp.logical))", "\(stamp.wall),\(stamp.logical)"],
      mistakes: [
        .wrong(
          "\(receipt.physical).0", "the own clock is the time",
          why: "Then the receipt could be stamped below what it follows."),
        .wrong(
          "\(message.wall).\(message.logical + 1)", "the message's stamp is continued",
          why: "Only where its wall part is the largest of the three."),
        .wrong(
          "\(max(last.wall, message.wall, receipt.physical)).0",
          "the counter starts again with every receipt",
          why: "Only where the wall part moves beyond both stamps."),
        .wrong(
          "\(stamp.wall).\(max(last.logical, message.logical) + 1)",
          "the larger counter is continued",
          why: "A counter belongs to its wall part; that of a smaller one does not count."),
      ],
      why:
        "The wall part is the largest of \(last.wall), \(message.wall) and \(receipt.physical). The "
        + "counter starts again at 0 where the own clock is ahead of both; else it is one more than "
        + "the largest counter under that wall part.",
      outcome: receipt.decisive)
  }

  /// Which of three writes survives when clocks disagree?
  static let latestWrite = TracingQuestion(
    "latest-write-trace", outcomes: ["first", "second", "third"]
  ) { random in
    let writes = SkewedWrite.three(&random)
    var register = LWWRegister<String, HLCStamp>()
    for write in writes { register.write(write.value, at: write.stamp) }
    guard let place = writes.firstIndex(where: { $0.value == register.value }) else { return nil }
    let winner = writes[place]
    let fastest = writes.max { $0.offset < $1.offset } ?? winner
    let tied = writes.first { $0.stamp.wall == winner.stamp.wall } ?? winner
    let list = writes.enumerated().map {
      "\($0 + 1). \($1.stamp.node) writes \($1.value) when its clock shows \($1.stamp.wall)"
    }.joined(separator: "\n")
    let order = writes.sorted { $0.stamp < $1.stamp }.map {
      "\($0.value) (\($0.stamp.wall), \($0.stamp.node))"
    }.joined(separator: ", ")
    return Instance(
      ask:
        "A register keeps the write with the largest reading of its writer's clock; ties go to the "
        + "larger node. The writes are made 15 ms apart, in this order:\n\n\(list)\n\n"
        + "Which value do all replicas hold in the end?",
      right: .right(winner.value, why: "Its stamp is the largest."),
      traps: [
        .wrong(
          writes[2].value, "last writer means last",
          why: "It is the last write, but not the largest stamp."),
        .wrong(
          tied.value, "a tie keeps what was there",
          why: "Of equal readings the larger node's counts, the same at every replica."),
        .wrong(
          fastest.value, "the clock that is most ahead wins",
          why: "It is the stamp that counts; this write was made too early for its lead to tell."),
      ],
      others: writes.map {
        .wrong($0.value, "the first write stays", why: "Another write has a larger stamp.")
      },
      why: "By their stamps, the smallest first: \(order). "
        + (place == 2
          ? "Here the last write has the largest stamp; nothing makes sure of it."
          : "The last write, \(writes[2].value), is lost: its stamp is smaller."),
      outcome: ["first", "second", "third"][place])
  }
}

/// A write under the reading of a clock that is off.
private struct SkewedWrite {
  var value: String
  var stamp: HLCStamp
  /// How far the writer's clock is ahead of true time, in milliseconds.
  var offset: Int64

  /// Three nodes write once each, 15 ms apart; their clocks are off by up to 40 ms.
  static func three(_ random: inout RandomSource) -> [SkewedWrite] {
    let writers = random.shuffled([1, 2, 3])
    let values = random.shuffled(["red", "green", "blue"])
    return writers.indices.map { place in
      let offset = Int64(5 * (random.index(below: 17) - 8))
      let reading = Int64(1000 + 15 * place) + offset
      return SkewedWrite(
        value: values[place],
        stamp: HLCStamp(wall: reading, logical: 0, node: NodeID(UInt32(writers[place]))),
        offset: offset)
    }
  }
}

/// Two nodes with hybrid clocks, up to the receipt of a message at the second.
private struct HybridReceipt {
  var last: HLCStamp
  var message: HLCStamp
  var physical: Int64
  var stamp: HLCStamp

  /// Nil when no message was under way, or the second node has no stamp yet.
  init?(_ random: inout RandomSource) {
    var clocks = [1, 2].map { HybridClock(node: NodeID($0), maxOffset: 1000) }
    let offsets = [Int64(random.index(below: 7)), Int64(random.index(below: 7))]
    var onTheWay: [HLCStamp] = []
    var time: Int64 = 100
    var last: HLCStamp?
    for _ in 0..<7 {
      time += Int64(random.index(below: 2))
      let node = random.index(below: 2)
      let physical = time + offsets[node]
      if node == 0 {
        onTheWay.append(clocks[0].now(physical: physical))
      } else if random.chance(1, in: 3), let next = random.element(of: onTheWay) {
        onTheWay.removeAll { $0 == next }
        last = Self.receive(next, at: &clocks[1], physical)
      } else {
        last = clocks[1].now(physical: physical)
      }
    }
    time += Int64(random.index(below: 2))
    guard let last, let message = random.element(of: onTheWay) else { return nil }
    physical = time + offsets[1]
    guard let stamp = Self.receive(message, at: &clocks[1], physical) else { return nil }
    self.last = last
    self.message = message
    self.stamp = stamp
  }

  /// The stamp of a receipt; nil for a message that is too far ahead, which none of these is.
  private static func receive(
    _ message: HLCStamp, at clock: inout HybridClock, _ physical: Int64
  ) -> HLCStamp? {
    do throws(ClockSkew) {
      return try clock.receive(message, physical: physical)
    } catch {
      return nil
    }
  }

  /// Which of the three numbers decides the wall part.
  var decisive: String {
    if physical > max(last.wall, message.wall) { return "own clock" }
    if last.wall == message.wall { return "both stamps" }
    return last.wall > message.wall ? "last stamp" : "message"
  }
}
