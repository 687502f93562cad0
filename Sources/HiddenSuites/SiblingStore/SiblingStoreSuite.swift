import Checking

/// The hidden tests of the exercise `sibling-store`.
let siblingStoreSuite = ComposedSuite(
  exercise: "sibling-store", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, stores answer the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "sibling-store", object: siblingStores, rules: rules,
      random: dotted.check(
        "any-history",
        "Whoever reads and writes where, and whichever states arrive, late, twice and after restarts and lost "
          + "disks: every store shows what the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of a store does not change with its original.", chapter: section, points: 4))
  ])

private let section = "eventual#siblings"
private let dotted = Teaching(
  "Preguiça, Baquero, Almeida, Fonte and Gonçalves 2012, section 4",
  in: "eventual#sibling-explosion")
private let dynamo = Teaching("DeCandia et al. 2007, section 4.4", in: section)

private let three = "keys to k1: n1, n2, n3"

private let rules: [ObjectRule] = [
  (
    dynamo.check(
      "a-write-replaces-what-its-client-has-read",
      "A write takes the place of all values that its client has read, wherever it read them.",
      .examples, 12),
    [
      (
        three,
        [
          "n1.all", "n1.get(k1)", "n1.put(k1, v1, seen: 1)", "n1.get(k1)",
          "n1.put(k1, v2, seen: 2)", "n1.get(k2)", "n1.put(k2, v1, seen: 3)", "n1.get(k1)",
        ]
      ),
      (
        three,
        [
          "n1.put(k1, v1)", "n2.put(k1, v2)", "n3.put(k1, v3)", "n1.merge(n2)", "n1.merge(n3)",
          "n1.get(k1)", "n1.put(k1, v4, seen: 1)", "n2.merge(n1)", "n3.merge(n1)",
        ]
      ),
      // What was read at one store is replaced by a write at another, which has not met it.
      (
        three,
        [
          "n1.put(k1, v1)", "n1.put(k1, v2)", "n1.get(k1)", "n2.put(k1, v3, seen: 1)",
          "n2.merge(n1)", "n1.merge(n2)", "n2.get(k1)", "n3.put(k1, v4, seen: 2)", "n1.merge(n3)",
        ]
      ),
    ]
  ),
  (
    dynamo.check(
      "what-was-not-read-stays",
      "What the client of a write has not read stays beside it, a write without a context replaces nothing.",
      .examples, 12),
    [
      (three, ["n1.put(k1, v1)", "n1.put(k1, v2)", "n1.put(k1, v1)", "n1.get(k1)"]),
      (
        three,
        ["n1.put(k1, \"\")", "n1.put(k1, \"\")", "n1.get(k1)", "n1.put(k1, v1, seen: 1)"]
      ),
      (
        three,
        (1...100).map { "n1.put(k1, v\($0))" } + [
          "n2.merge(n1)", "n1.get(k1)", "n1.put(k1, v0, seen: 1)", "n2.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n1.put(k1, v1)", "n2.merge(n1)", "n1.get(k1)", "n1.put(k1, v2, seen: 1)",
          "n2.put(k1, v3, seen: 1)", "n1.merge(n2)", "n2.merge(n1)", "n3.merge(n2)",
        ]
      ),
      (
        three,
        [
          "n1.get(k1)", "n1.put(k1, v1)", "n1.put(k1, v2, seen: 1)", "n1.get(k1)",
          "n1.put(k1, v3)", "n1.put(k1, v4, seen: 2)",
        ]
      ),
    ]
  ),
  (
    dotted.check(
      "writes-at-one-store-are-told-apart",
      "Two clients that take turns at one store replace each their own: there are never more values than "
        + "writes that did not know of each other.", .examples, 14),
    [
      (
        three,
        [
          "n1.put(k1, v1)", "n1.get(k1)", "n1.put(k1, v2)", "n1.put(k1, v3, seen: 1)",
          "n1.get(k1)",
        ]
      ),
      (
        three,
        ["n1.put(k1, v1)", "n1.get(k1)", "n1.put(k1, v2)", "n1.get(k1)"]
          + (1...20).flatMap {
            ["n1.put(k1, v\($0), seen: \($0))", "n1.get(k1)"]
          }
      ),
      (
        three,
        [
          "n1.put(k1, v1)", "n1.get(k1)", "n1.put(k1, v2, seen: 1)", "n1.put(k1, v3, seen: 1)",
          "n2.merge(n1)", "n2.get(k1)", "n2.put(k1, v4, seen: 2)", "n1.merge(n2)",
        ]
      ),
    ]
  ),
  (
    dotted.check(
      "merging-keeps-what-neither-has-replaced",
      "After a merge there is what both hold, and what one holds and the other has not met; what the other "
        + "has met and not kept is replaced.", .examples, 14),
    [
      (
        three,
        [
          "n1.put(k1, v1)", "n2.merge(n1)", "n1.get(k1)", "n1.put(k1, v2, seen: 1)",
          "n1.merge(n2)", "n2.merge(n1)", "n2.merge(n2)", "n2.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n1.put(k1, v1)", "n1.put(k2, v2)", "n2.put(k3, v3)", "n2.merge(n1)", "n1.merge(n2)",
          "n3.merge(n1)",
        ]
      ),
      // A value that was replaced on the way is older than what its store wrote since.
      (
        three,
        [
          "n1.put(k1, v1)", "n2.merge(n1)", "n1.put(k1, v2)", "n2.get(k1)",
          "n2.put(k1, v3, seen: 1)", "n2.merge(n1)", "n1.merge(n2)",
        ]
      ),
    ]
  ),
  (
    dotted.check(
      "old-states-bring-nothing-back",
      "A state from before a write, however late and often it arrives, brings nothing back and doubles "
        + "nothing.", .examples, 10),
    [
      (
        three,
        [
          "n1.put(k1, v1)", "save n1", "n1.get(k1)", "n1.put(k1, v1, seen: 2)",
          "n1.merge(saved 1)", "n2.merge(n1)", "n2.merge(saved 1)", "n3.merge(saved 1)",
          "n3.merge(saved 1)", "n3.merge(n2)",
        ]
      )
    ]
  ),
  (
    dotted.check(
      "a-restart-goes-on",
      "A store that starts again from what it stored knows its values, what was replaced, and which of its "
        + "own writes it has named.", .examples, 8),
    [
      (
        three,
        [
          "n1.put(k1, v1)", "n2.merge(n1)", "n1.get(k1)", "n1.put(k1, v2, seen: 1)", "restart n1",
          "n1.merge(n2)", "n1.put(k1, v3)", "n2.merge(n1)", "restart n2", "n2.put(k1, v4)",
          "n1.merge(n2)",
        ]
      )
    ]
  ),
  (
    dotted.check(
      "a-lost-disk-takes-nobody-elses-writes",
      "A store that has lost its disk starts empty under a new name: its next writes replace nothing that "
        + "its old ones had not.", .examples, 6),
    [
      (
        three,
        [
          "n1.put(k1, v1)", "n1.put(k1, v2)", "n2.merge(n1)", "n1 loses its disk, and starts as n4",
          "n4.put(k1, v3)", "n4.merge(n2)", "n2.merge(n4)", "n2.get(k1)", "n4.put(k1, v5, seen: 1)",
          "n2.merge(n4)",
        ]
      ),
      // However many names there have been.
      (
        three,
        (4...70).flatMap { name -> [String] in
          let earlier = name == 4 ? 1 : name - 1
          return [
            "n\(earlier) loses its disk, and starts as n\(name)", "n\(name).put(k1, v\(name))",
            "n2.merge(n\(name))",
          ]
        } + ["n2.get(k1)", "n3.merge(n2)", "n3.put(k1, v1, seen: 1)", "n2.merge(n3)"]
      ),
    ]
  ),
]
