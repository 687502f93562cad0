import AsPrinted
import ExerciseKit
import Solutions

private let n1 = NodeID(1)
private let n2 = NodeID(2)
private let nothing = VectorClock()

extension Erratum {
  /// Errata of stores that keep versions.
  static let storeErrata: [Erratum] = [
    overwritingPut, clientCounts, undefinedNames, conflictWithoutContext, dynamoAndDynamoDB,
    cartThatLosesNothing,
  ]

  private static let overwritingPut = Erratum(
    "E-08", .unsafe, place: "first document, lines 92 to 110",
    said: "A store that keeps a vector clock beside each value detects conflicting writes.",
    truth:
      "Only if a write leaves standing what its context does not cover. The printed `put` has one "
      + "slot per key and overwrites it, which is last write wins with a vector clock attached. A "
      + "write without a context even starts a fresh clock, by which the newest value is older than "
      + "the one it destroyed.",
    settlement: .proven(
      method:
        "two clients that know nothing of each other write one key, in the printed store and in "
        + "ours; then a blind write follows three informed ones."
    ) {
      var printed = PrintedVersionedStore(node: "A", among: ["A", "B"])
      let first = try printed.put("cart", "milk")
      let second = try printed.put("cart", "eggs")
      var clock = try printed.put("log", "one")
      for value in ["two", "three"] { clock = try printed.put("log", value, context: clock) }
      let blind = try printed.put("log", "four")
      var ours = SiblingStore<String>(node: n1)
      ours.put("cart", "milk", context: nothing)
      ours.put("cart", "eggs", context: nothing)
      let siblings = ours.get("cart").values
      let kept = printed.get("cart")
      return Evidence(
        .init(
          "as printed, milk and then eggs by another client", "eggs alone, under an equal clock",
          holds: kept == .value("eggs", second) && first == second),
        .init(
          "as printed, the fourth write without a context",
          blind.happensBefore(clock) ? "is before the third" : "is not before the third",
          holds: blind.happensBefore(clock)),
        .init(
          "ours, milk and then eggs by another client", siblings.joined(separator: " and "),
          holds: siblings == ["milk", "eggs"]))
    })

  private static let clientCounts = Erratum(
    "E-09", .unsafe, place: "first document, lines 93 to 100",
    said: "On a write the store increments the clock that the client brought along.",
    truth:
      "It has to count the write as its own: the event happened at the node that takes it. The "
      + "printed code ticks the name stored inside the client's clock. Two nodes that are given the "
      + "same context then make the same clock for two values, a conflict that nothing can detect. A "
      + "dot, the node that took the write and its count, names each write apart.",
    settlement: .proven(
      method: "two nodes take writes with one context, in the printed store and in ours."
    ) {
      let names = ["A", "B"]
      var a = PrintedVersionedStore(node: "A", among: names)
      var b = PrintedVersionedStore(node: "B", among: names)
      let context = try a.put("cart", "empty")
      let phone = try a.put("cart", "phone", context: context)
      let laptop = try b.put("cart", "laptop", context: context)
      var ours = SiblingStore<String>(node: n1)
      ours.put("cart", "empty", context: nothing)
      let read = ours.get("cart").context
      var other = SiblingStore<String>(node: n2)
      ours.put("cart", "phone", context: read)
      other.put("cart", "laptop", context: read)
      ours.sync(from: other)
      let siblings = ours.get("cart").values
      return Evidence(
        .init(
          "as printed, the clocks of the two values", phone == laptop ? "equal" : "different",
          holds: phone == laptop),
        .init(
          "ours, after the nodes have met", siblings.joined(separator: " and "),
          holds: siblings == ["phone", "laptop"]),
        .init(
          "ours, the client's context afterwards", "unchanged: contexts are values",
          holds: read == VectorClock([n1: 1])))
    })

  private static let undefinedNames = Erratum(
    "E-57", .wrong, place: "first document, lines 88 to 133",
    said:
      "The class `EventuallyConsistentStore` is an eventually consistent store after DynamoDB's model.",
    truth:
      "It uses `node_id`, `num_nodes`, `storage`, `detect_conflicts` and `merge_all_clocks` and "
      + "defines none of them, so `put` and `get` fail at once. And with all five supplied nothing "
      + "would carry a value to another node: there is no exchange between stores, hence nothing "
      + "eventual about it.",
    settlement: .proven(
      method: "the names used less the names defined; then a value written at one node is read at "
        + "another, in the printed store with the names supplied and in ours."
    ) {
      let used: Set = [
        "put", "node_id", "num_nodes", "storage", "detect_conflicts", "merge_all_clocks",
      ]
      let undefined = used.subtracting(["put", "get", "reconcile"])
      var a = PrintedVersionedStore(node: "A", among: ["A", "B"])
      let b = PrintedVersionedStore(node: "B", among: ["A", "B"])
      try a.put("cart", "milk")
      var ours = SiblingStore<String>(node: n1)
      ours.put("cart", "milk", context: nothing)
      var other = SiblingStore<String>(node: n2)
      other.sync(from: ours)
      return Evidence(
        .init("names used and never defined", "\(undefined.count)", holds: undefined.count == 5),
        .init(
          "as printed, milk written at A and read at B", "nothing, and no way for it to arrive",
          holds: b.get("cart") == .nothing),
        .init(
          "ours, after one exchange", other.get("cart").values.joined(),
          holds: other.get("cart").values == ["milk"]))
    })

  private static let conflictWithoutContext = Erratum(
    "E-58", .wrong, place: "first document, lines 121 to 126",
    said: "When there is a conflict, a read returns the values and the word `conflict`.",
    truth:
      "It has to return the values and a *context* that covers all of them. Without one the client "
      + "cannot say what its merged value replaces, and every attempt to resolve the conflict adds "
      + "another value to it. Dynamo returns all versions and one context.",
    settlement: .proven(
      method: "a conflict is read and its resolution written back, with and without "
        + "the context."
    ) {
      var printed = PrintedVersionedStore(node: "A", among: ["A"])
      try printed.put("cart", "milk")
      let answer = printed.get("cart", conflicts: ["milk", "eggs"])
      var store = SiblingStore<String>(node: n1)
      store.put("cart", "milk", context: nothing)
      store.put("cart", "eggs", context: nothing)
      var blind = store
      blind.put("cart", "milk, eggs", context: nothing)
      store.put("cart", "milk, eggs", context: store.get("cart").context)
      return Evidence(
        .init(
          "as printed, what stands where the context should be", "a word",
          holds: answer == .values(["milk", "eggs"], word: "conflict")),
        .init(
          "a resolution written without a context", "\(blind.get("cart").values.count) values",
          holds: blind.get("cart").values.count == 3),
        .init(
          "the same with the context our read returns", "\(store.get("cart").values.count) value",
          holds: store.get("cart").values == ["milk, eggs"]))
    })

  private static let dynamoAndDynamoDB = Erratum(
    "E-35", .wrong,
    place: "first document, lines 33 to 41 and 90",
    said: "Amazon's DynamoDB resolves conflicts by vector clocks and a merge in the application.",
    truth:
      "Dynamo did, a store inside Amazon described in 2007. The service DynamoDB is another "
      + "system: each partition has a leader elected by Multi-Paxos, clients never see siblings or "
      + "clocks, and strongly consistent reads are offered. In its default mode, a table "
      + "replicated across regions resolves by last write wins.",
    settlement: .recorded(
      FactCard(
        claim: "DynamoDB keeps vector clocks and hands conflicting versions to the application.",
        correction:
          "That is Dynamo; DynamoDB shares most of its name and little of its architecture.",
        source:
          "Elhemali et al., Amazon DynamoDB, USENIX ATC 2022, sections 2.1 and 3; DeCandia et "
          + "al., Dynamo, SOSP 2007, section 4.4",
        checked: "2026-11"),
      arithmetic: {
        var dynamo = SiblingStore<String>(node: n1)
        dynamo.put("cart", "milk", context: nothing)
        dynamo.put("cart", "eggs", context: nothing)
        var table = LWWRegister<String, Int>()
        table.write("milk", at: 1)
        table.write("eggs", at: 2)
        return Evidence(
          .init("years between the two papers", "\(2022 - 2007)", holds: 2022 - 2007 == 15),
          .init(
            "two concurrent writes in a store like Dynamo",
            "\(dynamo.get("cart").values.count) values", holds: dynamo.get("cart").values.count == 2
          ),
          .init(
            "the same under last write wins", "\(table.value ?? "nothing") alone",
            holds: table.value == "eggs"))
      }))

  private static let cartThatLosesNothing = Erratum(
    "E-36", .wrong, place: "first document, lines 36 to 50",
    said: "A cart merged by union never loses an item, and the customer is happy.",
    truth:
      "No *added* item is lost. A *removed* one comes back from any version that still has it; the "
      + "authors of Dynamo say so themselves. The cure is a type that records removes, such as an "
      + "OR-Set. And in Dynamo a clock's entries are the servers that took the writes, not the phone "
      + "and the laptop.",
    settlement: .proven(
      method:
        "the laptop removes milk while the phone adds bread; both carts merged by union and as "
        + "OR-Sets."
    ) {
      let laptop: Set = ["eggs"]
      let phone: Set = ["milk", "eggs", "bread"]
      let union = laptop.union(phone).sorted()
      var first = ORSet<String>(replica: n1)
      first.add("milk")
      first.add("eggs")
      var second = ORSet<String>(replica: n2)
      second.merge(first)
      first.remove("milk")
      second.add("bread")
      first.merge(second)
      let merged = first.elements.sorted()
      return Evidence(
        .init(
          "merged by union", union.joined(separator: ", "), holds: union.contains("milk")),
        .init(
          "merged as OR-Sets", merged.joined(separator: ", "), holds: merged == ["bread", "eggs"]))
    })
}
