import Checking

/// The hidden tests of the exercise `compact-or-set`.
let compactORSetSuite = ComposedSuite(
  exercise: "compact-or-set", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, sets answer the same.", chapter: section, points: 4),
  parts: [
    ConversationPart(
      name: "compact-or-set", object: compactSets, rules: rules,
      random: compact.check(
        "any-history",
        "Whatever is added and removed, and whichever states arrive, late, twice and after restarts: every "
          + "answer is what the rules say.", .schedules, 16),
      copies: .copiesApart(
        "A copy of a set does not change with its original.", chapter: section, points: 4))
  ])

private let section = "crdts#without-tombstones"
private let compact = Teaching("Bieniusa et al. 2012, figure 3", in: section)
private let observed = Teaching("Shapiro et al. 2011, section 3.3.5", in: "crdts#observed-remove")

private let three = "0 adds before, none by the last: n1, n2, n3"

/// So many elements, or sets.
private let many = 1...120
private let crowd = "0 adds before, none by the last: n1...n120"

private let rules: [ObjectRule] = [
  (
    compact.check(
      "every-add-has-a-dot-of-its-own",
      "An add has the next number of its replica, also when the element is present, and after removes, "
        + "merges and restarts.", .examples, 10),
    [
      (
        three,
        [
          "n1.add(e1)", "n1.elements", "n1.add(e2)", "n1.add(e1)", "n1.remove(e1)", "n1.remove(e9)",
          "n1.add(e1)", "n1.elements",
        ]
      ),
      (
        three,
        ["n2.add(e1)", "n2.add(e2)", "n1.merge(n2)", "n1.add(e1)", "n2.add(e1)", "n3.add(e1)"]
      ),
      (
        three,
        Array(repeating: "n1.add(e1)", count: 350) + ["n2.merge(n1)", "n2.stored", "n2.remove(e1)"]
      ),
      (
        "4294967295 adds before, none by the last: n65536, n300",
        ["n65536.add(e1)", "n300.merge(n65536)", "n300.add(e1)", "n65536.add(e4294967295)"]
      ),
    ]
  ),
  (
    observed.check(
      "an-add-wins-over-a-concurrent-remove",
      "An add that a remove has not seen stays, also when the element was present before it.",
      .examples, 14),
    [
      (
        three,
        [
          "n1.add(e1)", "n2.merge(n1)", "n2.remove(e1)", "n1.add(e1)", "n1.merge(n2)",
          "n2.merge(n1)", "n3.merge(n2)",
        ]
      ),
      (three, ["n1.add(e1)", "n2.add(e1)", "n1.remove(e1)", "n1.merge(n2)", "n2.merge(n1)"]),
      (three, ["n1.add(e1)", "n2.add(e1)", "n2.merge(n1)", "n1.remove(e1)", "n1.merge(n2)"]),
      (three, ["n1.add(e1)", "n1.remove(e1)", "n2.add(e1)", "n2.merge(n1)", "n1.merge(n2)"]),
      // Of an absent element nothing is removed, not even an add that is on its way.
      (three, ["n1.add(e1)", "n2.remove(e1)", "n2.merge(n1)", "n1.merge(n2)"]),
    ]
  ),
  (
    observed.check(
      "a-remove-takes-what-it-has-seen",
      "A remove takes the element's dots that live at its replica, whoever made them, and returns them.",
      .examples, 12),
    [
      (
        three,
        [
          "n1.add(e1)", "n2.add(e1)", "n3.add(e1)", "n3.merge(n1)", "n3.merge(n2)",
          "n3.remove(e1)", "n3.remove(e1)", "n3.elements", "n1.merge(n3)", "n2.merge(n3)",
        ]
      ),
      (
        "0 adds before, none by the last: n1, n2, n3, n4, n5, n6",
        [
          "n1.add(e1)", "n2.add(e1)", "n3.add(e1)", "n4.add(e1)", "n5.add(e1)", "n6.add(e1)",
          "n1.merge(n2)", "n1.merge(n3)", "n1.merge(n4)", "n1.merge(n5)", "n1.merge(n6)",
          "n1.stored", "n1.remove(e1)", "n1.elements",
        ]
      ),
      (
        three,
        [
          "n1.add(e1)", "n1.add(e2)", "n1.add(e1)", "n1.remove(e1)", "n1.elements", "n2.merge(n1)",
        ]
      ),
      (
        crowd,
        many.map { "n\($0).add(e1)" } + many.map { "n1.merge(n\($0))" } + [
          "n1.stored", "n2.merge(n1)", "n2.remove(e1)", "n1.merge(n2)", "n1.stored",
        ]
      ),
    ]
  ),
  (
    compact.check(
      "what-was-removed-stays-removed",
      "A state from before a remove, however late and often it arrives and by whatever way, brings nothing "
        + "back.", .examples, 14),
    [
      (
        three,
        [
          "n1.add(e1)", "n2.merge(n1)", "save n2", "n1.remove(e1)", "n1.merge(n2)",
          "n1.merge(saved 1)", "n3.merge(n1)", "n3.merge(saved 1)", "n2.merge(n3)",
          "n2.merge(saved 1)",
        ]
      ),
      (
        three,
        [
          "n1.add(e1)", "n2.merge(n1)", "n1.add(e2)", "n2.merge(n1)", "n2.remove(e2)",
          "n2.merge(n1)",
        ]
      ),
      // A third replica hears of the remove before it hears of the add.
      (
        three,
        [
          "n1.add(e1)", "save n1", "n2.merge(n1)", "n2.remove(e1)", "n3.add(e2)", "n3.merge(n2)",
          "n3.merge(saved 1)", "n1.merge(n3)",
        ]
      ),
      // The old state holds a dot that a later one has replaced.
      (
        three,
        [
          "n1.add(e1)", "save n1", "n1.add(e1)", "n2.merge(n1)", "n2.merge(saved 1)",
          "n2.remove(e1)", "n2.merge(saved 1)", "n1.merge(n2)",
        ]
      ),
    ]
  ),
  (
    compact.check(
      "states-merge-in-any-order",
      "What is known on either side is known afterwards, in whatever order and however often states come.",
      .examples, 8),
    [
      (
        three,
        [
          "n1.add(e1)", "n2.add(e2)", "n1.add(e3)", "save n1", "n3.merge(n2)", "n3.merge(n1)",
          "n3.merge(n3)", "n3.merge(saved 1)", "n2.merge(saved 1)", "n1.merge(n3)", "n1.stored",
          "n2.stored", "n3.stored",
        ]
      ),
      (
        "0 adds before, none by the last: n257, n1",
        ["n257.add(e1)", "n1.add(e2)", "n1.merge(n257)", "n257.merge(n1)"]
      ),
    ]
  ),
  (
    compact.check(
      "nothing-is-kept-of-what-was-removed",
      "What is stored is the live dots, and one counter for each replica known to have added: no more "
        + "after removes and repeated adds.", .examples, 12),
    [
      (
        three,
        [
          "n1.stored", "n1.add(e1)", "n1.add(e1)", "n1.stored", "n1.remove(e1)", "n1.stored",
          "n1.add(e2)", "n2.merge(n1)", "n2.stored", "n2.remove(e2)", "n2.stored", "n3.remove(e1)",
          "n3.stored", "n3.merge(n2)", "n3.stored",
        ]
      ),
      // A new add replaces every dot of its element that it has seen, and no other.
      (
        three,
        [
          "n1.add(e1)", "n2.add(e1)", "n3.add(e1)", "n2.merge(n1)", "n2.stored", "n2.add(e1)",
          "n2.stored", "n3.merge(n2)", "n3.stored", "n1.merge(n3)", "n1.stored",
        ]
      ),
      // However often it has added the element before.
      (
        three,
        Array(repeating: ["n1.add(e1)", "n2.add(e1)", "n1.merge(n2)"], count: 8).flatMap { $0 } + [
          "n1.add(e1)", "n1.stored",
        ]
      ),
      (
        three,
        many.map { "n1.add(e\($0))" } + ["n1.stored", "n2.merge(n1)", "n2.stored"]
          + many.map { "n1.remove(e\($0))" } + ["n1.stored"]
      ),
    ]
  ),
  (
    compact.check(
      "a-restart-goes-on",
      "A set that starts again from what it stored knows what it knew: which dots live, which it has met, "
        + "and its own number.", .examples, 6),
    [
      (
        three,
        [
          "restart n1", "n1.add(e1)", "n2.merge(n1)", "save n1", "n1.remove(e1)", "restart n1",
          "n1.merge(saved 1)", "n1.merge(n2)", "n1.add(e2)", "restart n1", "n1.add(e3)",
          "n2.merge(n1)", "restart n2", "n2.merge(saved 1)",
        ]
      )
    ]
  ),
]
