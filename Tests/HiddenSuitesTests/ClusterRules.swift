// The rules of the exercises in which replicas are objects, each with its check and a wrong type that
// breaks it.

extension RuleTableTests {
  static let clusters: [Rule] =
    [
      rules(
        "lww-register",
        [
          (
            "It shows at once, under a tag with this replica's name", "a-write-follows-the-clock",
            "counts-alone"
          ),
          (
            "Before the first write, the largest counter is 0", "a-write-wins-over-all-it-has-seen",
            "counts-from-zero"
          ),
          (
            "one more than that, whoever has written it", "a-write-wins-over-all-it-has-seen",
            "forgets-others-counters"
          ),
          ("holds the write with the larger tag of both", "the-larger-tag-wins", "the-first-stays"),
          ("and that tag", "the-larger-tag-wins", "takes-the-value-only"),
          ("between equal counters by writer", "the-larger-tag-wins", "ties-go-to-the-other"),
          ("which state is merged into which", "the-larger-tag-wins", "counter-only-decides"),
          ("wins and loses by it like any other", "a-removal-is-a-write", "removals-win"),
          ("The register must remember it", "a-removal-is-a-write", "a-removal-forgets-its-tag"),
          ("or be the register's own", "old-states-take-nothing-back", "the-last-to-arrive-wins"),
          ("shows the same value and tag", "a-restart-repeats-no-tag", "restart-forgets-removals"),
          (
            "never writes under a tag a second time", "a-restart-repeats-no-tag",
            "restart-trusts-the-clock"
          ),
          (
            "a write returns nil and changes nothing", "the-last-counter-is-the-end",
            "written-but-refused"
          ),
          ("Changing one changes nothing", "copies-are-independent", "copies-share-what-is-stored"),
          (
            "No clock of the system, no randomness", "same-questions-same-answers",
            "waits-by-chance"
          ),
        ]),
      rules(
        "compact-or-set",
        [
          (
            "Its number is one more than the last of this replica",
            "every-add-has-a-dot-of-its-own", "one-count-for-all"
          ),
          ("over all elements", "every-add-has-a-dot-of-its-own", "numbers-for-each-element"),
          (
            "also when the element is present", "every-add-has-a-dot-of-its-own",
            "present-is-added-already"
          ),
          (
            "Nothing else uses a number", "every-add-has-a-dot-of-its-own",
            "a-remove-takes-a-number"
          ),
          (
            "the only live one that this replica holds", "nothing-is-kept-of-what-was-removed",
            "replaces-its-own-only"
          ),
          (
            "whoever made them, and returns them", "a-remove-takes-what-it-has-seen",
            "removes-its-own-only"
          ),
          (
            "there are none, and nothing changes", "nothing-is-kept-of-what-was-removed",
            "an-absent-remove-is-counted"
          ),
          (
            "a later add had not seen must stay", "an-add-wins-over-a-concurrent-remove",
            "elements-not-dots"
          ),
          (
            "brings nothing back, however late and often", "what-was-removed-stays-removed",
            "union-of-dots"
          ),
          (
            "That holds for replaced dots too", "what-was-removed-stays-removed", "absent-means-new"
          ),
          ("knows what either side knew", "states-merge-in-any-order", "takes-no-news"),
          (
            "has exactly the live dots with their elements", "nothing-is-kept-of-what-was-removed",
            "keeps-the-removed-dots"
          ),
          (
            "A replica that has added nothing has no entry", "nothing-is-kept-of-what-was-removed",
            "counts-itself-from-the-start"
          ),
          (
            "must not grow by removes", "nothing-is-kept-of-what-was-removed",
            "keeps-the-removed-dots"
          ),
          ("goes on as if it had never stopped", "a-restart-goes-on", "restart-counts-what-lives"),
          ("Changing one changes nothing", "copies-are-independent", "copies-share-their-dots"),
          ("No clock, no randomness", "same-questions-same-answers", "skips-by-chance"),
        ]),
      rules(
        "pn-cart",
        [
          (
            "`add` puts in an amount, `take` takes one out", "an-item-counts-up-and-down",
            "takings-do-not-count"
          ),
          (
            "those of which there is more than nothing", "an-item-counts-up-and-down",
            "shows-empty-items"
          ),
          (
            "returns false and changes nothing", "no-more-is-taken-than-there-is",
            "refuses-but-takes"
          ),
          ("more than the quantity here", "no-more-is-taken-than-there-is", "takes-its-own-only"),
          ("counts, all of it, once", "concurrent-changes-add-up", "one-slot-for-all"),
          (
            "every change to the item that its replica knows", "a-removal-takes-what-it-has-seen",
            "a-removal-takes-its-own"
          ),
          (
            "A change that it has not seen still counts, whole", "a-removal-takes-what-it-has-seen",
            "removals-win"
          ),
          (
            "brings nothing back, however late", "what-was-removed-stays-removed",
            "a-removal-forgets-the-item"
          ),
          ("Then the quantity is 0", "a-debt-shows-as-nothing", "debts-wrap"),
          (
            "what is put in next makes up for it first", "a-debt-shows-as-nothing",
            "debts-are-cleared-by-additions"
          ),
          ("A removal clears it", "a-debt-shows-as-nothing", "debts-are-not-removed"),
          (
            "it counts nothing twice and takes nothing back", "old-states-count-once",
            "merge-adds-up"
          ),
          ("goes on as if it had never stopped", "a-restart-goes-on", "restart-forgets"),
          (
            "it must know every change that still counts", "a-restart-goes-on",
            "restart-forgets-removed-items"
          ),
          ("what was removed, and how far", "a-restart-goes-on", "restart-forgets-removals"),
          ("Changing one changes nothing", "copies-are-independent", "copies-share-their-slots"),
          (
            "More than 2^32 of one item is possible", "an-item-counts-up-and-down",
            "quantities-of-32-bits"
          ),
          ("No clock, no randomness", "same-questions-same-answers", "loses-by-chance"),
        ]),
      rules(
        "gossip-round",
        [
          (
            "the next version of this node, from 1, whatever the key", "own-writes-are-numbered",
            "versions-for-each-key"
          ),
          ("Only the newest write of a key is kept", "own-writes-are-numbered", "old-writes-stay"),
          ("which only it writes", "own-writes-are-numbered", "one-key-for-all-nodes"),
          ("asks for both", "own-writes-are-numbered", "value-of-any-node"),
          (
            "it has the version of the newest", "a-digest-names-the-newest",
            "digest-names-the-oldest"
          ),
          ("of others it has no entry", "a-digest-names-the-newest", "digest-names-itself-always"),
          (
            "It repeats the digest it was asked with", "an-answer-holds-what-is-missing",
            "answers-with-its-own-digest"
          ),
          (
            "exactly the entries of every node that are newer", "an-answer-holds-what-is-missing",
            "answers-what-is-known"
          ),
          ("by rising name of their node", "an-answer-holds-what-is-missing", "nodes-in-any-order"),
          (
            "What came from others is passed on", "an-answer-holds-what-is-missing",
            "answers-its-own"
          ),
          ("an answer has the first so many", "a-limit-leaves-no-hole", "the-newest-first"),
          (
            "are not newer than what is known of their node change nothing", "nothing-goes-back",
            "takes-what-is-old"
          ),
          ("nothing of that node must be taken", "no-hole-is-taken", "holes-are-taken"),
          (
            "Of the other nodes in the same answer everything", "no-hole-is-taken",
            "a-hole-refuses-all"
          ),
          ("goes on as if it had never stopped", "a-restart-goes-on", "restart-counts-from-one"),
          ("Changing one changes nothing", "copies-are-independent", "copies-share-their-entries"),
          ("No clock, no randomness", "same-questions-same-answers", "deaf-by-chance"),
        ]),
    ].flatMap { $0 }

  private static func rules(
    _ exercise: String, _ rows: [(sentence: String, check: String, mutant: String)]
  ) -> [Rule] {
    rows.map { rule(exercise, $0.sentence, $0.check, $0.mutant) }
  }
}
