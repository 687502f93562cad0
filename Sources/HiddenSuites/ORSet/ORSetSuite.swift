public import Checking

/// The hidden tests of the exercise `or-set`.
///
/// What an observed-remove set must answer is computed from the events alone. Only what a set shows decides:
/// a set may keep tombstones or a version vector, and may let an add take the place of those it has seen.
public let orSetSuite: any Suite = ComposedSuite(
  exercise: "or-set", version: 4,
  repeatability: .answersAlike(
    "Asked the same in the same order, a set answers the same every time it is run.",
    chapter: "crdts#or-set", points: 4),
  // A set that makes dots of a clock is wrong, and is told how: at two times of day it would only be said
  // that it does not answer alike.
  mayReadClock: true,
  parts: [
    ReplicaPart(
      name: "or-set", model: SetModel(), examples: local + merging + numbered,
      laws: [
        (
          laws.check(
            "merge-is-idempotent",
            "Merging the same state again, or one's own, changes nothing that can be observed.",
            .cases, 3),
          .idempotent
        ),
        (
          laws.check(
            "merge-is-commutative", "Two replicas that merge each other hold the same.",
            .cases, 3),
          .commutative
        ),
        (
          laws.check(
            "merge-is-associative", "Three states merged in either grouping give the same set.",
            .cases, 3),
          .associative
        ),
      ],
      small: .init(
        check: set.check(
          "small-histories",
          "In every history of up to 5 events that 2 replicas can have with 1 element, each answer "
            + "is what the causal past demands.",
          .search, 5),
        nodeCount: 2, depth: 5),
      random: set.check(
        "agrees-with-the-oracle",
        "In random histories of 3 replicas whose states are delayed, doubled, reordered and lost, "
          + "each answer is what the causal past demands, and all agree in the end.",
        .schedules, 6))
  ])

private let specification = "Shapiro et al. 2011, section 3.3.5, specification 15"
private let set = Teaching(specification, in: "crdts#or-set")
private let observed = Teaching(specification, in: "crdts#observed-remove")
private let merges = Teaching(specification, in: "crdts#laws")
private let concurrent = Teaching(specification, in: "crdts#add-wins")
private let sending = Teaching(
  "Shapiro et al. 2011, section 2.3: a replica sends its state, not access to it",
  in: "crdts#or-set")
private let resurfacing = Teaching(
  "Shapiro et al. 2011, section 2.3: merge is a least upper bound; "
    + "DeCandia et al. 2007, section 4.4 for the cart in which deleted items resurface",
  in: "crdts#observed-remove")
private let dots = Teaching(
  "the exercise's rule 1; Bieniusa et al. 2012, section 2", in: "crdts#dots")
private let clocks = Teaching(
  "Shapiro et al. 2011, section 3.3.5: tags are unique; a clock reading need not be",
  in: "crdts#dots")
private let restored = Teaching("Bieniusa et al. 2012, section 2", in: "crdts#restored-replicas")
private let laws = Teaching("Shapiro et al. 2011, section 2.3", in: "crdts#laws")

private typealias Examples = ReplicaPart<SetModel>.Examples

/// One replica, or replicas that hardly talk.
private let local = [
  Examples(
    set.check(
      "starts-empty", "A new set holds nothing, and removing or merging nothing leaves it so.",
      .examples, 2),
    [.phantom, .disagreement],
    [
      (1, "n1 looks"),
      (1, "n1 removes milk; n1 looks"),
      (2, "n1 looks; n2 looks; n1 receives 2"),
    ]
  )
  .with(\.isOfNothing, true),
  Examples(
    set.check(
      "add-then-present", "What a replica adds is there, once, whatever else it adds.",
      .examples, 3),
    [.lostAdd, .phantom],
    [
      (1, "n1 adds milk"),
      (1, "n1 adds milk; n1 adds eggs; n1 adds bread"),
      (1, "n1 adds milk; n1 adds milk"),
    ]),
  Examples(
    set.check(
      "contains-agrees-with-elements", "contains(e) is true exactly for the members of elements.",
      .examples, 3),
    [.disagreement],
    [
      (
        2,
        "n1 adds milk; n1 adds eggs; n1 removes milk; n2 adds eggs; n2 receives 3; n2 removes "
          + "eggs; n1 receives 6; n1 adds milk; n1 looks"
      ),
      (2, "n1 adds milk; n1 removes milk; n2 receives 2; n2 looks"),
    ]),
  Examples(
    observed.check(
      "observed-removes-remove",
      "After remove(e), no add of e that the replica had seen keeps e there.",
      .examples, 6),
    [.removeIneffective],
    [
      (1, "n1 adds milk; n1 removes milk"),
      (1, "n1 adds milk; n1 adds milk; n1 removes milk"),
      (2, "n1 adds milk; n2 receives 1; n2 removes milk"),
      (2, "n1 adds milk; n2 adds milk; n1 receives 2; n1 removes milk"),
      (1, "n1 adds milk; n1 removes milk; n1 adds milk; n1 removes milk"),
    ]),
]

/// Replicas that exchange their states.
private let merging = [
  Examples(
    merges.check(
      "merge-takes-in-every-add",
      "After a merge, what either side had added and nobody removed is there.",
      .examples, 4),
    [.lostAdd, .phantom],
    [
      (2, "n1 adds milk; n2 receives 1"),
      (2, "n1 adds milk; n2 looks; n1 receives 2"),
      (2, "n1 adds milk; n2 adds eggs; n1 receives 2; n2 receives 3"),
      (2, "n1 adds milk; n2 adds milk; n1 receives 2"),
      (3, "n1 adds milk; n2 receives 1; n3 adds eggs; n3 receives 2"),
      // A backup of one's own, and what one has heard since.
      (2, "n1 adds eggs; n2 adds milk; n1 starts anew; n1 receives 2; n1 receives 1"),
      // A peer that was rebuilt knows less than it did, and something new.
      (
        4,
        "n2 adds milk; n3 receives 1; n4 adds eggs; n2 receives 3; n1 receives 4; n2 starts anew; n2 "
          + "receives 2; n2 adds bread; n1 receives 8"
      ),
    ]),
  Examples(
    sending.check(
      "values-are-independent",
      "A copy of a set, such as a state on its way, does not change with its original.",
      .examples, 4),
    [.phantom, .lostAdd],
    [
      (2, "n1 adds milk; n1 adds eggs; n2 receives 1"),
      (2, "n1 adds milk; n1 removes milk; n2 receives 1"),
      (2, "n1 adds milk; n2 receives 1; n2 adds eggs; n1 looks"),
      (2, "n1 adds milk; n2 receives 1; n2 removes milk; n1 looks"),
      (2, "n1 adds milk; n2 receives 1; n1 removes milk; n2 looks"),
      (1, "n1 adds milk; n1 adds eggs"),
      (1, "n1 adds milk; n1 removes milk"),
      (2, "n1 adds milk; n2 adds eggs; n1 receives 2"),
    ]
  )
  .with(\.looksAgain, true).with(\.forks, true),
  Examples(
    set.check(
      "re-add-after-remove",
      "An element that was removed can be added again, at any replica, any number of times.",
      .examples, 5),
    [.lostReAdd],
    [
      (1, "n1 adds milk; n1 removes milk; n1 adds milk"),
      (2, "n1 adds milk; n1 removes milk; n2 receives 2; n2 adds milk"),
      (
        2,
        "n1 adds milk; n2 receives 1; n2 removes milk; n1 receives 3; n1 adds milk; n2 receives 5"
      ),
      (1, "n1 adds milk; n1 removes milk; n1 adds milk; n1 removes milk; n1 adds milk"),
    ]),
  Examples(
    observed.check(
      "removes-travel",
      "Merging a state that knows of a remove removes what that remove had observed.",
      .examples, 5),
    [.removeNotLearnt],
    [
      (2, "n1 adds milk; n2 receives 1; n1 removes milk; n2 receives 3"),
      (2, "n1 adds milk; n2 receives 1; n2 removes milk; n1 receives 3"),
      (
        3,
        "n1 adds milk; n2 receives 1; n3 receives 1; n2 removes milk; n1 receives 4; n3 receives "
          + "5"
      ),
      // A backup of one's own, older and newer.
      (1, "n1 adds milk; n1 removes milk; n1 starts anew; n1 receives 1; n1 receives 2"),
    ]),
  Examples(
    resurfacing.check(
      "removed-stays-removed",
      "Merging an older state, or one twice, brings nothing back that was removed.",
      .examples, 6),
    [.cameBack],
    [
      (2, "n1 adds milk; n2 receives 1; n1 removes milk; n1 receives 2"),
      (2, "n1 adds milk; n1 removes milk; n2 receives 2; n2 receives 1"),
      (1, "n1 adds milk; n1 removes milk; n1 adds eggs"),
      (
        2,
        "n1 adds milk; n1 removes milk; n1 adds milk; n1 removes milk; n2 receives 4; n2 receives "
          + "1"
      ),
      (
        3,
        "n1 adds milk; n2 receives 1; n1 removes milk; n3 receives 3; n3 receives 3; n3 receives "
          + "2"
      ),
      (
        3,
        "n1 adds milk; n3 receives 1; n2 receives 1; n2 removes milk; n1 receives 4; n1 receives "
          + "4; n1 receives 2"
      ),
    ]),
  Examples(
    concurrent.check(
      "add-wins-over-concurrent-remove",
      "An add that a remove of the same element had not seen survives that remove.",
      .examples, 7),
    [.lostToConcurrentRemove],
    [
      (2, "n1 adds milk; n2 adds milk; n1 removes milk; n2 receives 3"),
      (2, "n1 adds milk; n2 adds milk; n2 removes milk; n1 receives 3"),
      (2, "n1 adds milk; n2 adds milk; n1 receives 2; n2 removes milk; n1 receives 4"),
      (2, "n1 adds milk; n2 adds milk; n2 receives 1; n1 removes milk; n2 receives 4"),
      (
        2,
        "n1 adds milk; n2 receives 1; n1 removes milk; n2 adds milk; n1 receives 4; n2 receives 3"
      ),
      (
        2,
        "n1 adds milk; n2 receives 1; n2 removes milk; n1 adds milk; n1 receives 3; n2 receives 4"
      ),
    ]),
  Examples(
    observed.check(
      "remove-affects-only-what-it-saw",
      "A remove touches no other element, and no add that had not reached the remover.",
      .examples, 5),
    [.lostToBlindRemove, .lostBystander],
    [
      (1, "n1 adds milk; n1 adds eggs; n1 removes milk"),
      (2, "n1 adds milk; n2 removes milk; n2 receives 1"),
      (2, "n1 adds milk; n2 removes milk; n1 receives 2"),
      (2, "n1 adds milk; n2 adds eggs; n1 removes milk; n2 receives 3"),
    ]),
  Examples(
    set.check(
      "documents-examples",
      "Milk added, eggs added, the seen milk removed, all merged: {eggs}. An element with one of "
        + "two adds removed stays.",
      .examples, 3),
    .presence,
    [
      // A adds milk, B adds eggs, C removes the milk it saw; everybody ends with eggs alone.
      (
        3,
        "n1 adds milk; n2 adds eggs; n3 receives 1; n3 removes milk; n3 receives 2; n1 receives "
          + "5; n2 receives 5"
      ),
      // {x:[id1,id2]} - {x:[id1]} keeps x.
      (
        3,
        "n1 adds milk; n2 adds milk; n3 receives 1; n3 removes milk; n3 receives 2; n1 receives "
          + "5; n2 receives 5"
      ),
      // The cart whose merge by union brings removed milk back.
      (
        2,
        "n1 adds milk; n2 receives 1; n1 removes milk; n2 adds eggs; n2 adds bread; n1 receives "
          + "5; n2 receives 6"
      ),
    ]
  )
  .with(\.shrinks, false),
]

/// What identifies an add, whatever the clock and whatever was lost.
private let numbered = [
  Examples(
    dots.check(
      "dots-are-unique",
      "Every add returns the next dot of its own replica, counted from 1, so that no two adds, of "
        + "whatever element, share one.",
      .examples, 6),
    .dots,
    [
      (1, "n1 adds milk"),
      (1, "n1 adds milk; n1 adds milk"),
      (1, "n1 adds milk; n1 adds eggs"),
      (1, "n1 adds milk; n1 removes milk; n1 adds milk"),
      (2, "n2 adds milk; n1 receives 1; n1 adds milk"),
      (
        2,
        "n1 adds milk; n1 adds eggs; n2 adds milk; n1 receives 3; n1 adds bread; n1 removes "
          + "bread; n2 receives 6; n2 adds bread; n1 receives 8; n1 adds bread"
      ),
      (
        2, "n1 adds milk; n1 removes milk; n2 receives 2; n1 adds milk; n1 receives 3; n1 adds milk"
      ),
      (1, "n1 removes milk; n1 adds milk; n1 removes eggs; n1 adds milk"),
      (
        2,
        "n2 adds milk; n2 adds milk; n1 receives 2; n1 adds eggs; n1 removes milk; n1 removes "
          + "milk; n1 adds milk"
      ),
      // A state of its own that is out of date.
      (
        2,
        "n1 adds milk; n2 receives 1; n1 adds eggs; n1 receives 1; n1 adds milk; n1 receives 2; "
          + "n1 receives 5; n1 adds bread"
      ),
    ]
  )
  .with(\.asksLongRuns, true),
  Examples(
    observed.check(
      "remove-returns-its-dots",
      "remove(e) returns live dots of e, all that no newer add has replaced, and none exactly when "
        + "e was absent.",
      .examples, 4),
    [.wrongRemoval],
    [
      (1, "n1 removes milk"),
      (1, "n1 adds milk; n1 adds eggs; n1 removes milk"),
      (1, "n1 adds milk; n1 removes milk; n1 removes milk"),
      (1, "n1 adds milk; n1 removes milk; n1 adds milk; n1 removes milk"),
      (2, "n1 adds milk; n2 adds milk; n1 receives 2; n1 removes milk"),
      (2, "n1 adds milk; n2 receives 1; n2 removes milk; n1 receives 3"),
      (2, "n1 adds milk; n1 removes milk; n1 adds milk; n2 receives 3; n2 removes milk"),
    ]
  )
  .with(\.asksLongRuns, true),
  Examples(
    clocks.check(
      "frozen-clock", "The set behaves the same while the machine's clock stands still.",
      .examples, 4),
    .presence, clock: .stopped,
    [
      (1, "n1 adds milk; n1 removes milk; n1 adds milk"),
      (
        2,
        "n1 adds milk; n2 receives 1; n2 removes milk; n1 receives 3; n1 adds milk; n2 receives 5"
      ),
    ]),
  Examples(
    clocks.check(
      "clock-going-back", "The set behaves the same when the machine's clock is set back.",
      .examples, 4),
    .presence, clock: .steppingBack,
    [
      (1, "n1 adds milk; n1 removes milk; n1 adds milk; n1 removes milk; n1 adds milk"),
      (
        2, "n1 adds milk; n2 receives 1; n2 adds milk; n2 removes milk; n1 receives 4; n1 adds milk"
      ),
    ]),
  Examples(
    restored.check(
      "restored-replica",
      "A replica made anew under its old name that has merged all its former adds from a peer "
        + "counts on from there and reuses none of their dots.",
      .examples, 5),
    [.reusedDot, .miscountedDot, .lostReAdd],
    [
      (2, "n1 adds milk; n2 receives 1; n1 starts anew; n1 receives 2; n1 adds eggs"),
      // From a backup of its own.
      (1, "n1 adds milk; n1 starts anew; n1 receives 1; n1 adds eggs"),
      (
        2,
        "n1 adds milk; n1 removes milk; n2 receives 2; n1 starts anew; n1 receives 3; n1 adds "
          + "milk; n2 receives 6"
      ),
      (
        2,
        "n1 adds milk; n1 adds eggs; n2 receives 2; n2 removes eggs; n1 starts anew; n1 receives "
          + "4; n1 adds eggs; n2 receives 7"
      ),
      (
        3,
        "n1 adds milk; n2 receives 1; n2 adds eggs; n3 receives 3; n1 starts anew; n1 receives 4; "
          + "n1 adds milk; n2 removes milk; n1 receives 8"
      ),
      // Two peers that know different things, the one that knows less first.
      (
        3,
        "n1 adds milk; n2 receives 1; n1 adds eggs; n3 receives 3; n1 starts anew; n1 receives 2; "
          + "n1 receives 4; n1 adds bread"
      ),
      // Three of them, and then again one that is behind the times.
      (
        4,
        "n1 adds milk; n2 receives 1; n1 removes milk; n1 adds eggs; n3 receives 4; n1 adds milk; "
          + "n4 receives 6; n1 starts anew; n1 receives 2; n1 receives 5; n1 receives 7; n1 receives "
          + "2; n1 adds bread; n1 adds milk"
      ),
      // One that knows much of others, and one that knows only what is newest.
      (
        3,
        "n1 adds milk; n2 receives 1; n2 adds eggs; n2 adds bread; n1 adds milk; n3 receives 5; "
          + "n1 starts anew; n1 receives 4; n1 receives 6; n1 adds milk"
      ),
      // One whose peers come before it.
      (3, "n3 adds milk; n1 receives 1; n3 starts anew; n3 receives 2; n3 adds eggs"),
      // Once more.
      (
        2,
        "n1 adds milk; n2 receives 1; n1 starts anew; n1 receives 2; n1 adds eggs; n2 receives 5; "
          + "n1 starts anew; n1 receives 6; n1 adds milk"
      ),
    ]
  )
  .with(\.cause, .startAnew),
]
