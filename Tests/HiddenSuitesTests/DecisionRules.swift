// The rules of two-phase commit, of reads by index and of siblings, each with its check and a wrong type that
// breaks it.

extension RuleTableTests {
  static let decisions: [Rule] =
    [
      (
        "with all participants, to each of them", "all-must-vote-yes", "asks-only-the-smallest"
      ),
      (
        "With the yes of the last participant", "all-must-vote-yes", "one-missing-vote-is-enough"
      ),
      (
        "and only then reports a commit", "a-decision-is-stored-before-it-is-told",
        "reports-before-it-stores"
      ),
      (
        "sends the decision to all participants", "a-decision-is-stored-before-it-is-told",
        "tells-before-it-stores"
      ),
      ("Whoever votes twice counts once", "all-must-vote-yes", "counts-votes-twice"),
      ("a stranger does not count", "all-must-vote-yes", "strangers-vote"),
      ("a participant's no aborts the transaction", "one-no-is-enough", "ignores-no"),
      (
        "to all participants but the one that said no", "one-no-is-enough", "tells-whoever-refused"
      ),
      ("Nothing is stored", "one-no-is-enough", "stores-aborts"),
      ("`timeout` while votes are missing aborts", "one-no-is-enough", "waits-for-ever"),
      (
        "about a transaction that is not known here", "the-unknown-has-aborted", "presumes-commits"
      ),
      (
        "While votes are missing an inquiry is not answered", "the-unknown-has-aborted",
        "aborts-while-votes-come"
      ),
      ("a stranger's is not answered", "the-unknown-has-aborted", "strangers-are-told"),
      (
        "`timeout` sends the commit to all that have not acknowledged it",
        "a-commit-is-known-until-all-have-it", "tells-everybody-again"
      ),
      (
        "the record is removed and the transaction forgotten",
        "a-commit-is-known-until-all-have-it", "forgets-on-disk-only"
      ),
      (
        "waits for all acknowledgements anew", "a-decision-is-stored-before-it-is-told",
        "forgets-its-disk"
      ),
      (
        "and only then votes yes", "no-promise-before-it-is-stored", "promises-before-it-stores"
      ),
      ("with whom to ask", "no-promise-before-it-is-stored", "stores-no-participants"),
      (
        "Asked again while it has promised, it votes yes again", "no-promise-before-it-is-stored",
        "asked-again-it-refuses"
      ),
      (
        "What is on the disk already is not stored again", "no-promise-before-it-is-stored",
        "stores-the-promise-again"
      ),
      ("has not promised it votes no", "who-has-not-promised-aborts", "promises-what-it-lost"),
      (
        "`inDoubt` holds the transactions that are promised", "who-has-promised-waits",
        "never-in-doubt"
      ),
      (
        "to the coordinator and to all other participants", "who-has-promised-waits",
        "asks-the-coordinator-only"
      ),
      (
        "it does not know either", "who-has-promised-waits", "answers-abort-while-in-doubt"
      ),
      (
        "an inquiry end work that is not promised", "who-has-not-promised-aborts",
        "works-on-after-a-timeout"
      ),
      (
        "it never votes yes to that transaction again", "who-has-not-promised-aborts",
        "works-on-after-an-abort"
      ),
      (
        "also where there is no work", "who-has-not-promised-aborts",
        "says-nothing-before-it-promised"
      ),
      (
        "acknowledged to whoever told it", "who-has-promised-waits",
        "acknowledges-to-the-coordinator"
      ),
      ("it is not acknowledged", "what-is-decided-stays", "acknowledges-aborts"),
      ("is acknowledged again", "what-is-decided-stays", "acknowledges-once"),
      (
        "an inquiry about it is answered with the commit", "what-is-decided-stays",
        "keeps-a-commit-to-itself"
      ),
      (
        "a commit of what was never promised", "what-is-decided-stays",
        "commits-what-was-not-promised"
      ),
      ("forgets the memory and nothing else", "no-promise-before-it-is-stored", "promises-vanish"),
      (
        "a vote or an acknowledgement at a participant", "who-has-promised-waits",
        "a-vote-of-others-decides"
      ),
      (
        "a decision at the coordinator", "a-commit-is-known-until-all-have-it",
        "a-decision-acknowledges"
      ),
      ("Changing one changes nothing", "coordinators-are-independent", "copies-share-votes"),
      ("no promise that is taken back", "who-has-promised-waits", "aborts-alone"),
    ].map { rule("two-phase-commit", $0.0, $0.1, $0.2) }
    + [
      ("Before that it is false", "first-an-entry-of-its-own-term", "takes-reads-at-once"),
      ("and the read is forgotten", "first-an-entry-of-its-own-term", "refused-reads-wait"),
      (
        "committed when the read arrived", "the-state-machine-catches-up",
        "does-not-wait-for-the-state-machine"
      ),
      (
        "What is committed later it does not wait for", "the-state-machine-catches-up",
        "waits-for-what-comes-later"
      ),
      ("numbers the rounds of heartbeats", "a-round-after-the-read", "rounds-from-zero"),
      (
        "a round that was begun *after* the read was taken", "a-round-after-the-read",
        "a-round-before-the-read"
      ),
      ("the next or any later one", "a-round-after-the-read", "only-its-own-round"),
      ("more than half of all nodes", "a-majority-of-the-cluster", "half-is-enough"),
      ("The leader counts for itself", "a-majority-of-the-cluster", "does-not-count-itself"),
      ("as soon as such a round has begun", "a-majority-of-the-cluster", "alone-it-needs-no-round"),
      ("Each peer counts once", "a-majority-of-the-cluster", "answers-are-counted"),
      (
        "when it is of the leader's own term", "whoever-is-deposed-answers-nothing",
        "older-terms-count"
      ),
      ("from a peer", "a-majority-of-the-cluster", "strangers-count"),
      ("to a round that has begun", "any-order-of-answers", "rounds-to-come-are-answered"),
      ("whoever it comes from", "whoever-is-deposed-answers-nothing", "only-peers-depose"),
      (
        "Reads that wait are forgotten", "whoever-is-deposed-answers-nothing",
        "deposed-answers-what-waits"
      ),
      ("none is taken", "whoever-is-deposed-answers-nothing", "deposed-takes-reads"),
      ("in the order in which they arrived", "reads-share-rounds", "by-number"),
      ("No read comes twice", "reads-share-rounds", "reads-come-again"),
      ("takes nothing back", "the-state-machine-catches-up", "applied-goes-back"),
      (
        "Neither does the answer to an earlier round", "a-round-after-the-read",
        "a-late-answer-takes-back"
      ),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-answers"),
    ].map { rule("read-index", $0.0, $0.1, $0.2) }
    + [
      (
        "of every value that this `get` returned", "a-write-replaces-what-its-client-has-read",
        "context-of-one-value"
      ),
      (
        "that is replaced all the same when it arrives",
        "a-write-replaces-what-its-client-has-read", "the-clients-context-is-not-met"
      ),
      (
        "everything that those had replaced", "any-history",
        "context-of-what-is-held"
      ),
      ("All other values stand beside", "what-was-not-read-stays", "overwrites"),
      ("and replaces nothing", "what-was-not-read-stays", "blind-writes-replace"),
      (
        "two writes with one context do not replace each other",
        "writes-at-one-store-are-told-apart", "the-context-takes-the-dot"
      ),
      (
        "have written two values, and `get` returns both", "what-was-not-read-stays",
        "shows-equal-values-once"
      ),
      (
        "what both hold", "merging-keeps-what-neither-has-replaced", "merge-drops-what-both-hold"
      ),
      (
        "the other has never met", "merging-keeps-what-neither-has-replaced", "merge-counts-first"
      ),
      (
        "has met and holds no longer was replaced", "merging-keeps-what-neither-has-replaced",
        "merge-adds-everything"
      ),
      (
        "Keys do not matter to each other", "merging-keeps-what-neither-has-replaced",
        "merge-of-known-keys"
      ),
      (
        "it changes nothing that is known already", "old-states-bring-nothing-back",
        "merge-takes-what-was-replaced"
      ),
      ("goes on as if it had never stopped", "a-restart-goes-on", "count-is-not-stored"),
      ("what was replaced, and which names", "any-history", "what-was-met-is-not-stored"),
      (
        "under a name that nobody has had", "what-was-not-read-stays",
        "takes-over-the-first-name"
      ),
      (
        "the keys that have a value", "merging-keeps-what-neither-has-replaced",
        "shows-keys-of-its-own-writes"
      ),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-values"),
    ].map { rule("sibling-store", $0.0, $0.1, $0.2) }
}
