import ExerciseKit
import Simulation
import Solutions

extension TracingQuestion {
  /// Which number does Lamport's clock give to a receipt?
  static let lamportCalls = TracingQuestion(
    "lamport-calls", outcomes: ["own counter", "message"]
  ) { random in
    var calls = ShownCalls()
    var clock = LamportClock(node: NodeID(1))
    calls.add("var clock = LamportClock(node: NodeID(1))")
    // The same calls as somebody would make them who misreads what is done.
    var follower: UInt64 = 0
    var greatest: UInt64 = 0
    var sum: UInt64 = 0
    var counters: [UInt64] = []
    let count = 4 + random.index(below: 2)
    var last = (own: UInt64(0), message: UInt64(0))
    for call in 1...count {
      if call < count, random.chance(1, in: 2) {
        calls.add("clock.tick()")
        clock.tick()
        (follower, greatest, sum) = (follower + 1, greatest + 1, sum + 1)
      } else {
        let message = LamportStamp(
          counter: UInt64(1 + random.index(below: 9)),
          node: NodeID(UInt32(2 + random.index(below: 2))))
        calls.add(
          "clock.receive(LamportStamp(counter: \(message.counter), node: NodeID(\(message.node.number))))"
        )
        last = (clock.counter, message.counter)
        clock.receive(message)
        follower = message.counter + 1
        greatest = max(greatest, message.counter)
        sum += message.counter + 1
      }
      counters.append(clock.counter)
    }
    guard last.own != last.message else { return nil }
    return Instance(
      ask: calls.asking("Which `counter` has the stamp that the last call returns?"),
      answer: "\(clock.counter)",
      mistakes: [
        .wrong(
          "\(follower)", "a receipt follows the message alone",
          why: "The clock never goes back: it takes the larger of the two first."),
        .wrong(
          "\(greatest)", "a receipt is no event",
          why: "It ends in `tick()`, so the receipt is one more."),
        .wrong("\(sum)", "counters are added", why: "It takes the larger, with `max`."),
      ],
      why: "After each call the clock is at "
        + counters.map { "\($0)" }.joined(separator: ", ") + ".",
      outcome: last.own > last.message ? "own counter" : "message")
  }

  /// Which tag does a register give to a write when its clock has been set back?
  static let registerCalls = TracingQuestion(
    "register-calls", outcomes: ["clock", "largest seen"]
  ) { random in
    let times = (0..<4).map { _ in UInt64(20 + random.index(below: 20)) }
    var calls = ShownCalls()
    var ours = StampingRegister<String>(replica: NodeID(1), stored: nil)
    var theirs = StampingRegister<String>(replica: NodeID(2), stored: nil)
    calls.add("var ours = StampingRegister<String>(replica: NodeID(1), stored: nil)")
    calls.add("var theirs = StampingRegister<String>(replica: NodeID(2), stored: nil)")
    let meets = random.chance(2, in: 3)
    ours.write("tea", clock: times[0])
    calls.add("ours.write(\"tea\", clock: \(times[0]))")
    theirs.write("milk", clock: times[1])
    calls.add("theirs.write(\"milk\", clock: \(times[1]))")
    theirs.write("rice", clock: times[2])
    calls.add("theirs.write(\"rice\", clock: \(times[2]))")
    let own = ours.stored.tag?.counter ?? 0
    let other = theirs.stored.tag?.counter ?? 0
    if meets {
      ours.merge(theirs)
      calls.add("ours.merge(theirs)")
    }
    let seen = ours.stored.tag?.counter ?? 0
    guard let tag = ours.write("salt", clock: times[3]) else { return nil }
    calls.add("ours.write(\"salt\", clock: \(times[3]))")
    return Instance(
      ask: calls.asking("Which `counter` has the tag that the last call returns?"),
      answer: "\(tag.counter)",
      mistakes: [
        .wrong(
          "\(times[3])", "the clock is the time",
          why: "A clock may have been set back, or be behind another's."),
        .wrong(
          "\(seen + 1)", "a tag is one more than the last",
          why: "It follows the clock where that is ahead."),
        .wrong(
          "\(max(times[3], own + 1))", "a register counts its own writes",
          why: "What was merged has been seen too."),
        .wrong(
          "\(max(times[3], other + 1))", "a register knows of every write",
          why: "It knows of those it has made or merged."),
      ],
      why: "The largest counter seen is \(seen), and the clock says \(times[3]): the larger of "
        + "\(times[3]) and \(seen + 1) is taken. Before, the tags were \(own) at ours and \(other) "
        + "at theirs\(meets ? "" : ", which ours has not met").",
      outcome: tag.counter == times[3] ? "clock" : "largest seen")
  }
}
