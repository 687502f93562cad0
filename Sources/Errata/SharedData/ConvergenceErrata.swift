import AsPrinted
import ExerciseKit
import Solutions

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)

extension Erratum {
  /// Errata of what convergence promises and costs.
  static let convergenceErrata: [Erratum] = [
    coordinationFree, lawsAlone, growingMetadata, countedLikes, siblingExplosion,
  ]

  private static let coordinationFree = Erratum(
    "E-26", .unsafe,
    place: "second document, lines 204, 501 and 530",
    said: """
      CRDTs need no coordination and always converge; conflicts are to be resolved by their semantics.
      """,
    truth:
      "They converge, and that is all. A promise that spans replicas, such as a balance that is "
      + "never negative, a unique name or a last seat, cannot be kept without coordination, and the "
      + "value they agree on may be one that nobody wanted. Dropping tombstones and removing members "
      + "need coordination too. What needs none are statements that stay true as more is learnt (the "
      + "CALM theorem).",
    settlement: .proven(
      method: "a balance of 100 is known to two replicas; each lets 100 be withdrawn; they merge."
    ) {
      var one = PNCounter(replica: n1)
      one.add(100)
      var two = PNCounter(replica: n2)
      two.merge(one)
      one.add(-100)
      two.add(-100)
      let local = [one.value, two.value]
      one.merge(two)
      two.merge(one)
      return Evidence(
        .init(
          "the balances after the withdrawals", "\(local[0]) and \(local[1])",
          holds: local == [0, 0]),
        .init(
          "the balance both agree on", "\(one.value)", holds: one == two && one.value == -100))
    })

  private static let lawsAlone = Erratum(
    "E-66", .misleading,
    place: "first document, lines 170 to 174; second document, lines 496 to 501",
    said: "The merge is commutative, associative and idempotent; therefore all replicas converge.",
    truth:
      "The laws hold for the printed classes and are necessary. Three more things are: updates only "
      + "move a state upwards, no two replicas share a name, and every state reaches everybody in the "
      + "end. Break the second and the replicas still agree, on a count that is too small.",
    settlement: .proven(
      method:
        "the laws for all singles, pairs and triples of 12 counter states and 12 set states of "
        + "the printed classes; then two replicas of one name."
    ) {
      let counters = (0..<12).map { code in
        var state = PrintedGCounter(node: "A")
        state.increment(code % 3)
        var other = PrintedGCounter(node: "B")
        other.increment(code / 3)
        state.merge(other)
        return state
      }
      let sets = (0..<12).map { code in
        var state = PrintedORSet(node: "A")
        state.add("milk", tag: "\(code % 4)")
        if code % 3 == 0 { state.remove("milk") }
        state.add("milk", tag: "\(code)")
        return state
      }
      let violations = [
        MergeLaws.violation(among: counters), MergeLaws.violation(among: sets),
      ]
      var one = PrintedGCounter(node: "A")
      var two = PrintedGCounter(node: "A")
      one.increment()
      two.increment()
      one.merge(two)
      two.merge(one)
      return Evidence(
        .init(
          "violations of a law", "\(violations.count { $0 != nil })",
          holds: violations == [nil, nil]),
        .init(
          "two replicas called A count one each and merge", "\(one.value) and \(two.value)",
          holds: one.value == 1 && two.value == 1))
    })

  private static let growingMetadata = Erratum(
    "E-67", .misleading,
    place: "first document, lines 187 to 188 and 198 to 204; second document, line 148",
    said: "The set keeps its adds and its removes; a clock keeps a counter per node.",
    truth:
      "Both grow without bound if nothing is done. A set emptied as often as it was filled keeps two "
      + "tags for each time. Dots under a vector clock need none of them. Clocks grow with every node "
      + "that ever wrote: Dynamo cuts them off at ten entries, and a clock that was cut may no longer "
      + "look later than its own past.",
    settlement: .proven(
      method:
        "1,000 adds and removes in the printed set and in ours without tombstones; a clock of "
        + "eleven nodes cut to ten."
    ) {
      var printed = PrintedORSet(node: "A")
      var ours = CompactORSet<String>(replica: n1)
      for time in 1...1000 {
        printed.add("milk", time: time)
        printed.remove("milk")
        ours.add("milk")
        ours.remove("milk")
      }
      let nodes = (1...11).map { NodeID($0) }
      let early = VectorClock([nodes[0]: 1])
      let late = VectorClock(Dictionary(uniqueKeysWithValues: nodes.map { ($0, 1) }))
      let cut = VectorClock(Dictionary(uniqueKeysWithValues: nodes.dropFirst().map { ($0, 1) }))
      return Evidence(
        .init(
          "as printed, tags kept for an empty set", "\(printed.tagCount)",
          holds: printed.elements.isEmpty && printed.tagCount == 2000),
        .init(
          "ours, dots and counters kept", "\(ours.metadataCount)",
          holds: ours.elements.isEmpty && ours.metadataCount == 1),
        .init(
          "a clock of 1,000 nodes at 24 bytes an entry", "\(1000 * 24) bytes",
          holds: 1000 * 24 == 24_000),
        .init(
          "a version against its ancestor, whole and cut",
          "\(late.compare(to: early).rawValue) and \(cut.compare(to: early).rawValue)",
          holds: late.compare(to: early) == .after && cut.compare(to: early) == .concurrent))
    })

  private static let countedLikes = Erratum(
    "E-68", .misleading, place: "first document, lines 148, 567 and 583",
    said: "A counter that only grows is perfect for likes.",
    truth:
      "A like can be taken back and counts once per person. A counter counts a repeated request "
      + "twice and cannot go down, and one counter for all posts adds up what does not belong together. "
      + "A set of the people who like a post is right in all three ways.",
    settlement: .proven(
      method: "a like is sent twice and taken back; a counter against an OR-Set of people per post."
    ) {
      var counter = GCounter(replica: n1)
      counter.increment()
      counter.increment()
      var likes = ["first": ORSet<String>(replica: n1), "second": ORSet<String>(replica: n1)]
      likes["first"]?.add("Ann")
      likes["first"]?.add("Ann")
      let once = likes["first"]?.elements.count ?? 0
      likes["first"]?.remove("Ann")
      let none = likes["first"]?.elements.count ?? 0
      return Evidence(
        .init(
          "counted, a like whose request was repeated", "\(counter.value)",
          holds: counter.value == 2),
        .init("as a set of people, the same", "\(once)", holds: once == 1),
        .init("the same taken back", "\(none)", holds: none == 0),
        .init(
          "the other post meanwhile", "\(likes["second"]?.elements.count ?? 0)",
          holds: likes["second"]?.elements.isEmpty == true))
    })

  private static let siblingExplosion = Erratum(
    "E-82", .misleading, place: "second document, lines 148 to 156",
    said: "Three versions that conflict pairwise show an explosion of version vectors.",
    truth:
      "They show siblings. What explodes in such a picture is the number of values kept, not the "
      + "vectors; and three concurrent writes are no explosion yet. That begins when a write no longer "
      + "replaces what its client has read, as with one clock for all siblings. The three versions are "
      + "indeed concurrent, and one context covers them.",
    settlement: .proven(
      method: "the figure's clocks compared and merged; then two clients that take turns 20 times, "
        + "against one clock for all siblings and against dots."
    ) {
      let versions = [[10, 5, 3], [8, 7, 3], [9, 5, 4]].map { counters in
        VectorClock([n1: counters[0], n2: counters[1], n3: counters[2]])
      }
      let concurrent = [(0, 1), (0, 2), (1, 2)].count {
        versions[$0.0].isConcurrent(with: versions[$0.1])
      }
      let context = versions.reduce(into: VectorClock()) { $0.merge($1) }
      let (whole, dotted) = siblingsAfterTurns(20)
      return Evidence(
        .init("pairs of the three that are concurrent", "\(concurrent)", holds: concurrent == 3),
        .init(
          "the context that covers all", "{A:\(context[n1]), B:\(context[n2]), C:\(context[n3])}",
          holds: context == VectorClock([n1: 10, n2: 7, n3: 4])),
        .init("siblings under one clock", "\(whole)", holds: whole == 20),
        .init("siblings under dots", "\(dotted)", holds: dotted == 2))
    })

  /// Two clients write in turn, each with what it read after its own last write.
  private static func siblingsAfterTurns(_ turns: Int) -> (whole: Int, dotted: Int) {
    var whole = WholeClockStore<Int>(node: n1)
    var dotted = SiblingStore<Int>(node: n1)
    var contexts = Array(repeating: (VectorClock(), VectorClock()), count: 2)
    for turn in 0..<turns {
      let client = turn % 2
      whole.put("key", turn, context: contexts[client].0)
      dotted.put("key", turn, context: contexts[client].1)
      contexts[client] = (whole.get("key").context, dotted.get("key").context)
    }
    return (whole.get("key").values.count, dotted.get("key").values.count)
  }
}
