import Checking

/// The hidden tests of the exercise `pn-cart`.
let pnCartSuite = ComposedSuite(
  exercise: "pn-cart", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, carts answer the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "pn-cart", object: shoppingCarts, rules: rules,
      random: counters.check(
        "any-history",
        "Whatever is put in, taken out and removed, and whichever states arrive, late, twice and after "
          + "restarts: every answer is what the rules say.", .schedules, 14),
      copies: .copiesApart(
        "A copy of a cart does not change with its original.", chapter: section, points: 4))
  ])

private let section = "crdts#a-cart-of-counters"
private let counters = Teaching("Shapiro et al. 2011, specification 7", in: section)
private let observed = Teaching("Baquero, Almeida and Lerche 2016", in: section)

private let three = "amounts to 9: n1, n2, n3"

/// So many items, or carts.
private let many = 1...120
private let crowd = "amounts to 9: n1...n120"

private let rules: [ObjectRule] = [
  (
    counters.check(
      "an-item-counts-up-and-down", "What is put in and taken out of an item adds up.", .examples, 8
    ),
    [
      (
        three,
        [
          "n1.items", "n1.add(i1, 3)", "n1.add(i1, 2)", "n1.take(i1, 1)", "n1.add(i2, 9)",
          "n1.items", "n1.quantity(of: i3)", "n1.take(i1, 4)", "n1.items", "n1.add(i1, 1)",
          "n2.items",
        ]
      ),
      (
        "amounts to 4294967295: n300, n65536",
        [
          "n300.add(i1, 4294967295)", "n300.add(i1, 4294967295)", "n65536.add(i1, 4294967295)",
          "n65536.merge(n300)", "n65536.take(i1, 4294967295)", "n65536.items",
        ]
      ),
      (three, ["n1.add(i1, 0)", "n1.items", "n1.take(i1, 0)", "n1.take(i2, 0)", "n1.items"]),
      (three, many.map { "n1.add(i\($0), 2)" } + many.map { "n1.take(i\($0), 1)" } + ["n1.items"]),
    ]
  ),
  (
    counters.check(
      "no-more-is-taken-than-there-is",
      "Taking more than there is here is refused, and changes nothing.", .examples, 8),
    [
      (
        three,
        [
          "n1.take(i1, 1)", "n1.add(i1, 3)", "n1.take(i1, 4)", "n1.quantity(of: i1)",
          "n1.take(i1, 3)", "n1.take(i1, 1)", "n1.add(i2, 5)", "n1.take(i1, 1)", "n1.items",
        ]
      ),
      (
        three,
        ["n1.add(i1, 3)", "n2.take(i1, 1)", "n2.merge(n1)", "n2.take(i1, 2)", "n1.merge(n2)"]
      ),
    ]
  ),
  (
    counters.check(
      "concurrent-changes-add-up",
      "What replicas put in and take out without knowing of each other all counts, each once.",
      .examples, 12),
    [
      (
        three,
        [
          "n1.add(i1, 3)", "n2.add(i1, 3)", "n3.add(i1, 2)", "n1.merge(n2)", "n3.merge(n1)",
          "n2.merge(n3)", "n1.merge(n3)",
        ]
      ),
      (
        three,
        [
          "n1.add(i1, 9)", "n2.merge(n1)", "n1.take(i1, 2)", "n2.take(i1, 3)", "n1.merge(n2)",
          "n2.merge(n1)", "n1.take(i1, 1)", "n2.merge(n1)",
        ]
      ),
      (
        "amounts to 9: n257, n1",
        ["n257.add(i1, 3)", "n1.add(i1, 2)", "n1.merge(n257)", "n257.merge(n1)"]
      ),
      (
        crowd,
        many.map { "n\($0).add(i1, 2)" } + many.map { "n1.merge(n\($0))" } + [
          "n1.take(i1, 9)", "n2.merge(n1)", "n2.remove(i1)", "n1.merge(n2)",
        ]
      ),
    ]
  ),
  (
    observed.check(
      "a-removal-takes-what-it-has-seen",
      "A removal takes everything of its item that its replica has seen; what is put in or taken out "
        + "without knowing of it still counts.", .examples, 12),
    [
      (
        three,
        [
          "n1.add(i1, 3)", "n1.add(i2, 2)", "n2.merge(n1)", "n2.add(i1, 4)", "n1.remove(i1)",
          "n1.merge(n2)", "n2.merge(n1)", "n3.merge(n2)", "n3.remove(i1)", "n1.merge(n3)",
        ]
      ),
      (
        three,
        [
          "n1.add(i1, 3)", "n1.add(i1, 4)", "n2.merge(n1)", "n1.add(i1, 1)", "n2.remove(i1)",
          "n1.merge(n2)", "n2.merge(n1)", "n2.remove(i1)", "n2.add(i1, 5)", "n1.merge(n2)",
        ]
      ),
      (
        "amounts to 4294967295: n1, n2",
        Array(repeating: "n1.add(i1, 4294967295)", count: 9) + [
          "n2.merge(n1)", "n2.remove(i1)", "n1.take(i1, 4294967295)", "n1.merge(n2)",
          "n1.add(i1, 3)",
        ]
      ),
      // Two removals make an end of the same, once.
      (
        three,
        [
          "n1.add(i1, 3)", "n2.merge(n1)", "n1.remove(i1)", "n2.remove(i1)", "n1.merge(n2)",
          "n1.add(i1, 2)", "n2.merge(n1)",
        ]
      ),
      // The same cart removes the item again and again.
      (
        three,
        (1...7).flatMap { ["n1.add(i1, \($0))", "n1.remove(i1)"] } + [
          "n1.add(i1, 3)", "n2.merge(n1)", "n2.add(i1, 4)", "n1.merge(n2)", "n1.remove(i1)",
          "n2.merge(n1)",
        ]
      ),
      // It has put nothing in since it removed the item, and taken some.
      (
        three,
        [
          "n1.add(i1, 3)", "n1.take(i1, 1)", "n1.remove(i1)", "n2.merge(n1)", "n2.add(i1, 5)",
          "n1.merge(n2)", "n1.take(i1, 4)", "n1.remove(i1)", "n1.add(i1, 3)", "n2.merge(n1)",
        ]
      ),
      // Of an absent item nothing is removed, not even what is on its way.
      (three, ["n1.add(i1, 3)", "n2.remove(i1)", "n2.merge(n1)", "n1.merge(n2)"]),
    ]
  ),
  (
    observed.check(
      "what-was-removed-stays-removed",
      "A state from before a removal, however late it arrives, brings nothing back.", .examples, 12),
    [
      (
        three,
        [
          "n1.add(i1, 3)", "n2.merge(n1)", "save n2", "n1.remove(i1)", "n1.merge(saved 1)",
          "n3.merge(n1)", "n3.merge(saved 1)", "n1.add(i1, 2)", "n1.merge(saved 1)",
          "n2.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n1.add(i1, 3)", "save n1", "n2.merge(n1)", "n2.remove(i1)", "n1.add(i1, 1)",
          "n3.merge(n2)", "n3.merge(saved 1)", "n3.merge(n1)", "n1.merge(n3)",
        ]
      ),
    ]
  ),
  (
    counters.check(
      "a-debt-shows-as-nothing",
      "Where more was taken than there was, the quantity is 0; what is put in next makes up for it first, "
        + "and a removal clears it.", .examples, 10),
    [
      (
        three,
        [
          "n1.add(i1, 3)", "n2.merge(n1)", "n1.take(i1, 3)", "n2.take(i1, 2)", "n1.merge(n2)",
          "n1.quantity(of: i1)", "n1.take(i1, 1)", "n1.take(i1, 0)", "n1.add(i1, 1)",
          "n1.add(i1, 5)", "n2.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n1.add(i1, 3)", "n2.merge(n1)", "n1.take(i1, 3)", "n2.take(i1, 2)", "n1.merge(n2)",
          "n1.remove(i1)", "n1.add(i1, 5)", "n2.merge(n1)",
        ]
      ),
      // A second debt, and a second removal by the same cart.
      (
        three,
        [
          "n1.add(i1, 3)", "n1.remove(i1)", "n1.add(i1, 3)", "n2.merge(n1)", "n1.take(i1, 3)",
          "n2.take(i1, 2)", "n1.merge(n2)", "n1.remove(i1)", "n1.add(i1, 5)", "n2.merge(n1)",
        ]
      ),
      (
        three,
        [
          "n1.add(i1, 5)", "n2.merge(n1)", "n2.take(i1, 2)", "n1.remove(i1)", "n1.merge(n2)",
          "n1.add(i1, 3)", "n2.merge(n1)",
        ]
      ),
    ]
  ),
  (
    counters.check(
      "old-states-count-once",
      "A state that arrives late, twice or from oneself counts nothing twice and takes nothing back.",
      .examples, 8),
    [
      (
        three,
        [
          "n1.add(i1, 5)", "save n1", "n1.add(i1, 1)", "n1.take(i1, 4)", "n1.merge(saved 1)",
          "n2.merge(n1)", "n2.merge(n1)", "n2.merge(saved 1)", "n1.merge(n1)", "n2.merge(n2)",
          "n3.merge(saved 1)", "n3.merge(n2)", "n1.merge(n3)",
        ]
      )
    ]
  ),
  (
    counters.check(
      "a-restart-goes-on",
      "A cart that starts again from what it stored knows what it knew: every change, what was removed, "
        + "and how far its own are counted.", .examples, 8),
    [
      (
        three,
        [
          "restart n1", "n1.add(i1, 2)", "n1.add(i1, 1)", "n2.merge(n1)", "restart n1",
          "n1.add(i1, 4)", "n1.take(i1, 1)", "n2.merge(n1)", "n1.merge(n2)",
        ]
      ),
      (
        three,
        [
          "n1.add(i1, 2)", "n1.add(i2, 2)", "save n1", "n1.remove(i2)", "restart n1",
          "n1.merge(saved 1)", "n1.add(i1, 1)", "n1.remove(i1)", "restart n1", "n2.merge(saved 1)",
          "n2.merge(n1)",
        ]
      ),
      (
        "amounts to 9: n1, n2, n3, n4, n5, n6",
        [2, 3, 4, 5, 6].map { "n\($0).add(i1, 1)" } + [2, 3, 4, 5, 6].map { "n1.merge(n\($0))" } + [
          "n1.add(i1, 3)", "n1.take(i1, 2)", "n1.remove(i1)", "n1.add(i1, 4)", "restart n1",
          "n1.add(i1, 1)", "n2.merge(n1)",
        ]
      ),
    ]
  ),
]
