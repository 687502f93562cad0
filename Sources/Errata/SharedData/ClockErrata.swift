import AsPrinted
import ExerciseKit
import Solutions

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)

extension Erratum {
  /// Errata of logical clocks.
  static let clockErrata: [Erratum] = [
    missingEntries, equalClocks, brokenIncrement, twoConventions, wallClockOrder, unseenLike,
  ]

  private static let missingEntries = Erratum(
    "E-10", .unsafe, place: "first document, lines 75 to 81",
    said: "To see whether one vector clock is before another, compare them at the entries of the "
      + "first.",
    truth:
      "Compare them at the entries of *both*; an entry that is absent counts as zero. A node that "
      + "only the other clock knows is where the first is smaller. Walking over the first clock's own "
      + "entries misses it, so a cause and its effect are called concurrent as soon as the effect "
      + "happened at a node the cause had not heard of.",
    settlement: .proven(
      method:
        "every pair of clocks with two nodes, counters up to two and entries that may be absent: "
        + "the printed comparison and ours against the definition."
    ) {
      let one = PrintedVectorClock(owner: "A", counters: ["A": 1])
      let two = PrintedVectorClock(owner: "B", counters: ["A": 1, "B": 1])
      let empty = PrintedVectorClock(owner: "A", counters: [:])
      let (printed, ours, pairs) = comparisonFaults()
      return Evidence(
        .init(
          "as printed, {A:1} against {A:1, B:1}",
          one.happensBefore(two) ? "before" : "not before, so concurrent",
          holds: !one.happensBefore(two) && one.isConcurrent(with: two)),
        .init(
          "as printed, {} against {A:1}",
          empty.happensBefore(one) ? "before" : "not before, so concurrent",
          holds: !empty.happensBefore(one)),
        .init(
          "the printed comparison over \(pairs) pairs of sparse clocks",
          "wrong for \(printed)", holds: printed > 0),
        .init("ours over the same pairs", "wrong for \(ours)", holds: ours == 0))
    })

  /// How many answers to "is it before?" are wrong, of the printed code and of ours.
  private static func comparisonFaults() -> (printed: Int, ours: Int, pairs: Int) {
    let values: [Int?] = [nil, 0, 1, 2]
    let clocks = values.flatMap { a in values.map { b in (a, b) } }
    var (printed, ours, pairs) = (0, 0, 0)
    for left in clocks {
      for right in clocks {
        pairs += 1
        let (a, b) = ([left.0 ?? 0, left.1 ?? 0], [right.0 ?? 0, right.1 ?? 0])
        let isBefore = zip(a, b).allSatisfy { $0 <= $1 } && a != b
        let said = printedClock(left).happensBefore(printedClock(right))
        printed += said == isBefore ? 0 : 1
        ours += clock(a).happensBefore(clock(b)) == isBefore ? 0 : 1
      }
    }
    return (printed, ours, pairs)
  }

  private static func printedClock(_ counters: (Int?, Int?)) -> PrintedVectorClock {
    var entries: [String: Int] = [:]
    entries["A"] = counters.0
    entries["B"] = counters.1
    return PrintedVectorClock(owner: "A", counters: entries)
  }

  private static func clock(_ counters: [Int]) -> VectorClock {
    let entries = counters.enumerated().map { (NodeID(UInt32($0 + 1)), UInt64($1)) }
    return VectorClock(Dictionary(uniqueKeysWithValues: entries))
  }

  private static let equalClocks = Erratum(
    "E-11", .unsafe, place: "first document, lines 83 to 86; second document, lines 223 to 225",
    said: "Two clocks of which neither is before the other are concurrent.",
    truth:
      "Or equal. There are four answers: equal, before, after, concurrent. A message delivered "
      + "twice has the clock of the first copy; a store that takes equal for concurrent makes it a "
      + "conflict between a value and itself, and keeps both.",
    settlement: .proven(
      method: "a clock is compared with itself, and one written with a zero entry with the same "
        + "without it."
    ) {
      let printed = PrintedVectorClock(owner: "A", counters: ["A": 1])
      let ours = VectorClock([n1: 1])
      let padded = VectorClock([n1: 1, n2: 0])
      return Evidence(
        .init(
          "as printed, {A:1} against itself",
          printed.isConcurrent(with: printed) ? "concurrent" : "not concurrent",
          holds: printed.isConcurrent(with: printed)),
        .init(
          "ours, the same", ours.compare(to: ours).rawValue, holds: ours.compare(to: ours) == .equal
        ),
        .init(
          "ours, {A:1, B:0} against {A:1}", padded.compare(to: ours).rawValue,
          holds: padded.compare(to: ours) == .equal && padded == ours))
    })

  private static let brokenIncrement = Erratum(
    "E-56", .wrong, place: "first document, lines 62 to 73",
    said: """
      A clock is made for a node of any name, and `increment()` counts and returns a copy.
      """,
    truth:
      "The entries are called `node_0` and `node_1`, so a node called A has none and cannot count; "
      + "and there is no method `copy`, so a node that can count fails after it has counted. Our clock "
      + "is open: a node's first tick makes its entry.",
    settlement: .proven(method: "the printed constructor and `increment`, and our `tick`.") {
      var named = PrintedVectorClock(owner: "A", nodeCount: 2)
      let first = failure { () throws(PrintedVectorClock.Failure) in try named.increment() }
      var numbered = PrintedVectorClock(owner: "node_0", nodeCount: 2)
      let second = failure { () throws(PrintedVectorClock.Failure) in try numbered.increment() }
      var ours = VectorClock()
      ours.tick(n1)
      return Evidence(
        .init(
          "as printed, node A of two increments",
          first == .noEntry("A") ? "no entry 'A'" : "counts",
          holds: first == .noEntry("A")),
        .init(
          "as printed, node_0 of two increments",
          "fails for want of `copy`, at \(numbered.counters["node_0", default: 0])",
          holds: second == .noCopy && numbered.counters["node_0"] == 1),
        .init("ours, an unknown node ticks", "\(ours[n1])", holds: ours[n1] == 1))
    })

  private static func failure(
    of action: () throws(PrintedVectorClock.Failure) -> Void
  ) -> PrintedVectorClock.Failure? {
    do {
      try action()
      return nil
    } catch {
      return error
    }
  }

  private static let twoConventions = Erratum(
    "E-83", .misleading, place: "second document, lines 215 to 218",
    said:
      "A message passes through three nodes, whose clocks become `[1,0,0]`, `[1,1,0]` and `[1,1,1]`; "
      + "what counts as an event is not said.",
    truth: "In the figure sends are not events, and in Lamport's definition they are; counted, the "
      + "second node would send `[1,2,0]`. Both conventions are sound and relate events the same way. A "
      + "text has to say which one it follows.",
    settlement: .proven(
      method:
        "the figure's run under both conventions; every pair of its five write and read events."
    ) {
      let quiet = figureClocks(sendsTick: false)
      let loud = figureClocks(sendsTick: true)
      var differences = 0
      for a in quiet.indices {
        for b in quiet.indices where quiet[a].compare(to: quiet[b]) != loud[a].compare(to: loud[b])
        {
          differences += 1
        }
      }
      return Evidence(
        .init(
          "the clock of the last event without counted sends", text(quiet[2]),
          holds: quiet[2] == VectorClock([n1: 1, n2: 1, n3: 1])),
        .init(
          "the same with counted sends", text(loud[2]), holds: loud[2] != quiet[2]),
        .init(
          "pairs of events that the two relate differently", "\(differences)",
          holds: differences == 0))
    })

  /// Of the figure: A writes and sends, B receives and sends, C receives, A writes again, B writes.
  private static func figureClocks(sendsTick: Bool) -> [VectorClock] {
    var a = VectorClock()
    var b = VectorClock()
    var c = VectorClock()
    a.tick(n1)
    let write = a
    if sendsTick { a.tick(n1) }
    b.merge(a)
    b.tick(n2)
    let relay = b
    if sendsTick { b.tick(n2) }
    c.merge(b)
    c.tick(n3)
    a.tick(n1)
    b.tick(n2)
    return [write, relay, c, a, b]
  }

  private static func text(_ clock: VectorClock) -> String {
    "[" + [n1, n2, n3].map { "\(clock[$0])" }.joined(separator: ",") + "]"
  }

  private static let wallClockOrder = Erratum(
    "E-85", .misleading,
    place: "second document, lines 520 to 522; first document, line 192",
    said: "Do not order by the system's clock, use logical clocks: Lamport, vector or hybrid.",
    truth:
      "Right, and the first document names its adds by the system's clock. But the "
      + "three are no substitutes for each other. All respect cause and effect; only vector clocks can "
      + "tell that two events are concurrent; only hybrid clocks stay near the time of day.",
    settlement: .proven(
      method: "a clock 60 ms fast writes, a reader on time answers; a third node knows of neither."
    ) {
      let fast: Int64 = 1060
      let onTime: Int64 = 1010
      var wall = LWWRegister<String, Int64>()
      wall.write("question", at: fast)
      let isKept = wall.write("answer", at: onTime)
      var writer = HybridClock(node: n1, maxOffset: 100)
      var reader = HybridClock(node: n2, maxOffset: 100)
      var hybrid = LWWRegister<String, HLCStamp>()
      let question = writer.now(physical: fast)
      hybrid.write("question", at: question)
      hybrid.write("answer", at: try reader.receive(question, physical: onTime))
      var first = LamportClock(node: n1)
      var second = LamportClock(node: n2)
      let early = first.tick()
      second.tick()
      let late = second.tick()
      let relation = VectorClock([n1: 1]).compare(to: VectorClock([n2: 2]))
      return Evidence(
        .init(
          "by the system's clock, the answer to a question from a fast clock",
          isKept ? "kept" : "discarded", holds: !isKept && wall.value == "question"),
        .init(
          "by hybrid clocks, the same", "\(hybrid.value ?? "nothing") kept",
          holds: hybrid.value == "answer"),
        .init(
          "two events that know nothing of each other, by Lamport's clock",
          early < late ? "the first is smaller" : "the second is smaller", holds: early < late),
        .init("the same by vector clocks", relation.rawValue, holds: relation == .concurrent))
    })

  private static let unseenLike = Erratum(
    "E-92", .misleading, place: "second document, lines 697 to 702",
    said: "Somebody likes a post without having seen it, under the clock `[0,0,1]`.",
    truth:
      "The clocks are right: `[0,0,1]` is concurrent with the post and with the comment. The story "
      + "is not: whoever likes a post has seen it, and would count `[1,0,1]`. Ours renames the group.",
    settlement: .computed(
      method: "the clocks of the exercise compared, and a like by a reader counted."
    ) {
      let post = VectorClock([n1: 1])
      let comment = VectorClock([n1: 1, n2: 1])
      let unseen = VectorClock([n3: 1])
      var like = VectorClock()
      like.merge(post)
      like.tick(n3)
      return Evidence(
        .init(
          "[0,0,1] against the post and the comment",
          "\(unseen.compare(to: post).rawValue), \(unseen.compare(to: comment).rawValue)",
          holds: unseen.isConcurrent(with: post) && unseen.isConcurrent(with: comment)),
        .init(
          "a like by somebody who has seen the post", "\(text(like)), after the post",
          holds: post.happensBefore(like) && text(like) == "[1,0,1]"))
    })
}
