import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// What is the vector clock after a step?
  static let vectorClock = TracingQuestion("vector-clock-trace") { random in
    let run = TracedRun(events: 6, from: &random)
    // The event whose past is largest asks for the most.
    let event =
      run.vectors.indices.max {
        (weight(run.vectors[$0]), $0) < (weight(run.vectors[$1]), $1)
      } ?? 0
    let clock = run.vectors[event]
    return Question(
      ask: "Three nodes start at `[0,0,0]`. A node ticks at each of its events and merges what it "
        + "receives before it ticks.\n\n\(run.markdown)\n\n"
        + "What is the clock of n\(run.nodes[event] + 1) after event \(event + 1)?",
      answer: .short(TracedRun.text(clock), also: TracedRun.spellings(clock)),
      why: "Event by event: " + run.vectors.map(TracedRun.text).joined(separator: ", ") + ".")
  }

  private static func weight(_ clock: VectorClock) -> UInt64 {
    TracedRun.nodes.reduce(0) { $0 + clock[$1] }
  }

  /// How do two events relate, and what do their numbers say about it?
  static let clockRelation = TracingQuestion("lamport-or-vector") { random in
    let run = TracedRun(events: 6, from: &random)
    var pairs: [(Int, Int)] = []
    for second in run.nodes.indices {
      for first in 0..<second
      where run.nodes[first] != run.nodes[second]
        && run.lamport[first].counter != run.lamport[second].counter
      {
        pairs.append((first, second))
      }
    }
    // Runs in which every pair of nodes has equal counters are too short of events to ask about.
    let (a, b) = pairs.isEmpty ? (0, 1) : pairs[random.index(below: pairs.count)]
    let relation = run.vectors[a].compare(to: run.vectors[b])
    let counters = (run.lamport[a].counter, run.lamport[b].counter)
    let texts: [Causality: String] = [
      .before: "event \(a + 1) happens before event \(b + 1)",
      .after: "event \(b + 1) happens before event \(a + 1)",
      .concurrent: "they are concurrent",
    ]
    let misconceptions: [Causality: String] = [
      .before: "a smaller number is a cause", .after: "later in the list is later",
      .concurrent: "different nodes are concurrent",
    ]
    let clocks = "\(TracedRun.text(run.vectors[a])) and \(TracedRun.text(run.vectors[b]))"
    let wrong = [Causality.before, .after, .concurrent].filter { $0 != relation }.map {
      Choice.wrong(
        texts[$0] ?? "", misconceptions[$0] ?? "",
        why: "Their vector clocks are \(clocks); follow the messages.")
    }
    return Question(
      ask: "\(run.markdown)\n\nBy Lamport's clock event \(a + 1) has the number \(counters.0) and "
        + "event \(b + 1) the number \(counters.1). How do the two relate?",
      answer: .single(
        Choice.sorted(
          right: .right(
            texts[relation] ?? relation.rawValue, why: "Their vector clocks are \(clocks)."),
          wrong: wrong)),
      why: "The smaller number only rules out that the event with the larger one came first.")
  }

  /// What stamp does a hybrid clock give to a receipt?
  static let hybridClock = TracingQuestion("hybrid-clock-trace") { random in
    let (sender, receiver) = (NodeID(1), NodeID(2))
    var clock = HybridClock(node: receiver, maxOffset: 1000)
    let own = Int64(100 + random.index(below: 5))
    var last = clock.now(physical: own)
    for _ in 0..<random.index(below: 3) { last = clock.now(physical: own) }
    let message = HLCStamp(
      wall: Int64(100 + random.index(below: 8)), logical: UInt32(random.index(below: 4)),
      node: sender)
    let physical = Int64(99 + random.index(below: 10))
    let stamp: HLCStamp
    do {
      stamp = try clock.receive(message, physical: physical)
    } catch {
      preconditionFailure("a message within the offset was refused: \(error)")
    }
    let text = "\(stamp.wall).\(stamp.logical)"
    return Question(
      ask: "The last stamp of n2's hybrid clock was `\(last.wall).\(last.logical)`. A message "
        + "stamped `\(message.wall).\(message.logical)` arrives while n2's own clock shows "
        + "\(physical). Under which stamp is the receipt?",
      answer: .short(
        text, also: ["(\(stamp.wall),\(stamp.logical))", "\(stamp.wall),\(stamp.logical)"]),
      why:
        "The wall part is the largest of \(last.wall), \(message.wall) and \(physical). The counter "
        + "starts again at 0 where the own clock is ahead of both; else it is one more than the "
        + "largest counter under that wall time.")
  }

  /// Which of two writes survives when clocks disagree?
  static let latestWrite = TracingQuestion("latest-write-trace") { random in
    let offsets = (0..<3).map { _ in Int64(random.index(below: 81) - 40) }
    let times = [0, 1, 2].map { Int64(1000 + 15 * $0) }
    let order = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]][
      random.index(below: 6)]
    let values = ["red", "green", "blue"]
    var register = LWWRegister<String, HLCStamp>()
    var stamps: [Int64] = []
    for (write, node) in order.enumerated() {
      let stamp = times[write] + offsets[node]
      stamps.append(stamp)
      register.write(
        values[write], at: HLCStamp(wall: stamp, logical: 0, node: NodeID(UInt32(node + 1))))
    }
    let list = order.enumerated().map { write, node in
      "\(write + 1). n\(node + 1) writes \(values[write]) when its clock shows \(stamps[write])"
    }.joined(separator: "\n")
    let winner = register.value ?? ""
    let wrong = values.map { value in
      value == "blue"
        ? Choice.wrong(
          value, "last writer means last", why: "It is the last write, but not the largest stamp.")
        : Choice.wrong(value, "the first write stays", why: "Another write has a larger stamp.")
    }
    return Question(
      ask:
        "A register keeps the write with the largest reading of the system's clock; ties go to the "
        + "larger node. In this order, as somebody with a perfect clock would see it:\n\n\(list)\n\n"
        + "Which value do all replicas hold in the end?",
      answer: .single(
        Choice.sorted(
          right: .right(winner, why: "Its stamp is the largest."),
          wrong: wrong.filter { $0.text != winner })),
      why: "The clock that is most ahead wins, not the write that comes last.")
  }
}
