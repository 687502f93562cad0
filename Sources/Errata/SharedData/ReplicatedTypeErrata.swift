import AsPrinted
import ExerciseKit
import Solutions

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let n3 = NodeID(3)

extension Erratum {
  /// Errata of the printed counters and sets.
  static let replicatedTypeErrata: [Erratum] = [
    tagsFromTheClock, counterWithoutName, mergeOverOwnKeys, figureKeepsMilk, negativeIncrement,
    counterAsSet,
  ]

  private static let tagsFromTheClock = Erratum(
    "E-16", .unsafe, place: "first document, lines 190 to 196",
    said: "A node's name and the time in nanoseconds make a unique name for an add.",
    truth:
      "Clocks stand still between ticks and are set back by corrections, restarts and restored "
      + "machines. A name that comes up again may already be among the removed ones; the new add is "
      + "then invisible, on every replica and for ever. A counter kept with the state does not repeat. "
      + "Casual tests miss it: on a quick machine with a fine clock the names rarely clash.",
    settlement: .proven(
      method:
        "add, remove, add with a clock that stands still, and with one that is set back; then "
        + "the same with dots."
    ) {
      var frozen = PrintedORSet(node: "A")
      frozen.add("milk", time: 7)
      frozen.remove("milk")
      frozen.add("milk", time: 7)
      var setBack = PrintedORSet(node: "A")
      for time in [100, 50, 100] {
        setBack.remove("milk")
        setBack.add("milk", time: time)
      }
      var ours = ORSet<String>(replica: n1)
      ours.add("milk")
      ours.remove("milk")
      ours.add("milk")
      return Evidence(
        .init(
          "as printed, with the clock at 7 throughout",
          frozen.contains("milk") ? "milk" : "no milk",
          holds: !frozen.contains("milk")),
        .init(
          "as printed, with the clock at 100, 50 and 100",
          setBack.contains("milk") ? "milk" : "no milk", holds: !setBack.contains("milk")),
        .init(
          "ours, which reads no clock", ours.contains("milk") ? "milk" : "no milk",
          holds: ours.contains("milk")))
    })

  private static let counterWithoutName = Erratum(
    "E-23", .unsafe, place: "second document, lines 667 to 674",
    said: "The constructor takes the node's name, and `increment` counts in that node's slot.",
    truth: "The constructor never stores the name. The first increment adds to a slot called "
      + "`undefined` that does not exist; the result is not a number, and neither is the value from then "
      + "on. A language that requires every property to be set does not let this be written.",
    settlement: .proven(method: "the printed counter and ours are incremented by 5.") {
      var printed = PrintedScriptCounter(nodeID: "A", nodes: ["A", "B"])
      printed.increment(5)
      var ours = GCounter(replica: n1)
      ours.increment(by: 5)
      return Evidence(
        .init(
          "as printed, the value after an increment by 5",
          printed.value.isNaN ? "not a number" : "\(printed.value)", holds: printed.value.isNaN),
        .init("ours", "\(ours.value)", holds: ours.value == 5))
    })

  private static let mergeOverOwnKeys = Erratum(
    "E-24", .unsafe, place: "second document, lines 676 to 683",
    said: "To merge two counters, go through the slots and take the larger number.",
    truth:
      "Through the slots of *both*; a missing one is zero. The printed merge goes through its own: "
      + "a slot that only the other side has is lost with everything counted in it, and one that only "
      + "this side has becomes not a number. So the merge is not commutative, and it breaks the day a "
      + "node joins.",
    settlement: .proven(method: "two counters with different slots are merged both ways.") {
      let x = PrintedScriptCounter(counts: ["A": 5])
      let y = PrintedScriptCounter(counts: ["A": 5, "B": 2])
      var (xy, yx) = (x, y)
      xy.merge(y)
      yx.merge(x)
      var ours = GCounter(replica: n1, slots: [n1: 5])
      let other = GCounter(replica: n2, slots: [n1: 5, n2: 2])
      var mirrored = other
      mirrored.merge(ours)
      ours.merge(other)
      return Evidence(
        .init("as printed, five merged with seven", "\(Int(xy.value))", holds: xy.value == 5),
        .init(
          "as printed, the other way round", yx.value.isNaN ? "not a number" : "\(yx.value)",
          holds: yx.value.isNaN),
        .init(
          "ours, both ways", "\(ours.value) and \(mirrored.value)",
          holds: ours == mirrored && ours.value == 7))
    })

  private static let figureKeepsMilk = Erratum(
    "E-28", .wrong, place: "second document, lines 492 to 494",
    said: "Adding milk under uuid1, adding eggs under uuid2 and removing milk's uuid1 leaves both.",
    truth:
      "It leaves eggs. A remove that names uuid1 has observed that add, so milk has no live tag "
      + "left. Had it not observed the add there would be nothing to remove. Another figure of the same "
      + "document treats the same case rightly.",
    settlement: .proven(
      method: "the figure's three operations in the first document's own set and in ours."
    ) {
      var a = PrintedORSet(node: "A")
      a.add("milk", tag: "uuid1")
      var b = PrintedORSet(node: "B")
      b.add("eggs", tag: "uuid2")
      var c = PrintedORSet(node: "C")
      c.merge(a)
      c.remove("milk")
      c.merge(b)
      var first = ORSet<String>(replica: n1)
      first.add("milk")
      var second = ORSet<String>(replica: n2)
      second.add("eggs")
      var third = ORSet<String>(replica: n3)
      let unobserved = third.remove("milk")
      third.merge(first)
      third.remove("milk")
      third.merge(second)
      return Evidence(
        .init(
          "the first document's set", c.elements.joined(separator: ", "),
          holds: c.elements == ["eggs"]),
        .init(
          "ours", third.elements.sorted().joined(separator: ", "), holds: third.elements == ["eggs"]
        ),
        .init(
          "a remove of milk that has not been observed", "\(unobserved.count) dots removed",
          holds: unobserved.isEmpty))
    })

  private static let negativeIncrement = Erratum(
    "E-61", .unsafe, place: "first document, lines 154 to 156; second document, lines 672 to 674",
    said: "`increment(amount)` takes any amount.",
    truth:
      "Not a negative one: a state that goes down is brought up again by the next merge with an "
      + "older copy, and the decrement is lost. In Swift an unsigned amount rules it out. To count down "
      + "as well takes two counters, one for each direction.",
    settlement: .proven(
      method: "plus 5, minus 3, a copy, minus 1; then the copy is merged, as printed and with a "
        + "counter that goes both ways."
    ) {
      var printed = PrintedGCounter(node: "A")
      printed.increment(5)
      printed.increment(-3)
      let copy = printed
      printed.increment(-1)
      let before = printed.value
      printed.merge(copy)
      var ours = PNCounter(replica: n1)
      ours.add(5)
      ours.add(-3)
      let older = ours
      ours.add(-1)
      ours.merge(older)
      return Evidence(
        .init(
          "as printed, before and after the merge", "\(before) and \(printed.value)",
          holds: before == 1 && printed.value == 2),
        .init("ours, after the merge", "\(ours.value)", holds: ours.value == 1))
    })

  private static let counterAsSet = Erratum(
    "E-91", .misleading, place: "second document, line 692",
    said: "Extend the counter to an OR-Set.",
    truth:
      "Nothing of the counter carries over but the discipline of its merge. A set made by counting "
      + "adds less removes per element converges, and forgets adds: two removes of one add leave it at "
      + "minus one, and the next add brings it to zero. An OR-Set is built of names for adds.",
    settlement: .proven(
      method:
        "two replicas both remove milk, then one adds it again: a counter per element against an "
        + "OR-Set."
    ) {
      var one = PNCounter(replica: n1)
      one.add(1)
      var two = PNCounter(replica: n2)
      two.merge(one)
      one.add(-1)
      two.add(-1)
      one.merge(two)
      one.add(1)
      var first = ORSet<String>(replica: n1)
      first.add("milk")
      var second = ORSet<String>(replica: n2)
      second.merge(first)
      first.remove("milk")
      second.remove("milk")
      first.merge(second)
      first.add("milk")
      return Evidence(
        .init(
          "counted, after the last add", "\(one.value), so milk is \(one.value > 0 ? "in" : "out")",
          holds: one.value == 0),
        .init(
          "as an OR-Set", first.contains("milk") ? "milk is in" : "milk is out",
          holds: first.contains("milk")))
    })
}
