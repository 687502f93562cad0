// The rules of the exercises of the family of objects, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let objects: [Rule] =
    [
      ("acquire` of another client gives nil", "one-lease-at-a-time", "grants-while-another-lives"),
      ("lives while `now < expires`", "one-lease-at-a-time", "lives-at-its-end"),
      ("the largest token granted so far plus one", "tokens-grow", "token-from-the-clock"),
      (
        "counts as granted, and so does", "a-restart-forgets-nothing", "stored-lease-does-not-count"
      ),
      ("and only while it lives", "only-a-living-lease-is-renewed", "renews-after-the-end"),
      ("decides nothing", "only-a-living-lease-is-renewed", "believes-the-lease"),
      ("A renewed lease keeps its token", "tokens-grow", "renewing-takes-a-token"),
      ("whichever is later", "renewing-never-shortens", "renewing-shortens"),
      (
        "goes on as if it had never stopped", "a-restart-forgets-nothing",
        "restart-forgets-the-lease"
      ),
      ("and then changes nothing", "old-tokens-are-refused", "refused-writes-show"),
      ("or a larger one, is taken", "the-holder-goes-on-writing", "one-write-for-a-token"),
      ("refuses what it refused before", "a-restart-fences-still", "restart-takes-any-token"),
      ("Changing one changes nothing", "registers-are-independent", "copies-share-their-disk"),
    ].map { rule("fencing-token", $0.0, $0.1, $0.2) }
    + [
      ("A number is never used again", "a-dropped-session-is-an-error", "numbers-come-back"),
      (
        "Serials of a session begin at 1", "earlier-commands-are-superseded",
        "serial-zero-is-a-repetition"
      ),
      (
        "changes nothing, and is answered as the first time", "a-command-counts-once",
        "applies-repetitions"
      ),
      (
        "What else stands in it decides nothing", "a-repetition-gets-the-first-answer",
        "known-by-its-contents"
      ),
      ("with the serial that is next", "no-serial-is-left-out", "gap-names-the-last"),
      ("with the last one", "earlier-commands-are-superseded", "superseded-by-the-next"),
      (
        "the one that was used longest ago is dropped", "the-longest-unused-makes-room",
        "drops-the-newest"
      ),
      ("repetitions and refusals too", "the-longest-unused-makes-room", "refusals-are-no-use"),
      ("never a second effect", "a-dropped-session-is-an-error", "opens-what-it-does-not-know"),
      ("the serial is used up", "too-much-is-refused-once", "overflow-can-be-tried-again"),
      ("replicas must come to the same", "same-questions-same-answers", "expires-by-chance"),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-sessions"),
    ].map { rule("exactly-once-client", $0.0, $0.1, $0.2) }
    + [
      ("the new stamp has `physical` and counter 0", "follows-the-wall-clock", "counter-not-reset"),
      ("any reading is past", "follows-the-wall-clock", "starts-at-zero"),
      (
        "the wall part stays and the counter is one more", "counts-while-it-stands-still",
        "wall-clock-alone"
      ),
      ("the largest of three", "a-receipt-is-later-than-the-message", "ignores-the-message"),
      (
        "Where `physical` alone is the largest", "a-receipt-is-later-than-the-message",
        "receipt-counts-at-a-later-reading"
      ),
      (
        "only beside the wall part it belongs to", "the-counter-starts-anew",
        "largest-counter-of-all"
      ),
      (
        "with how far it is, and changes nothing", "refuses-what-is-too-far-ahead",
        "refused-but-kept"
      ),
      (
        "Exactly `maxOffset` is near enough", "refuses-what-is-too-far-ahead", "refuses-at-the-edge"
      ),
      ("comes the wall part plus one", "a-full-counter-moves-on", "full-counter-wraps"),
      ("for rule 5 too", "a-full-counter-moves-on", "full-counter-out-of-reach"),
      ("goes on after it", "a-restart-repeats-no-stamp", "restart-forgets"),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-counter"),
    ].map { rule("hybrid-clock", $0.0, $0.1, $0.2) }
    + [
      ("not below `now.latest`", "a-timestamp-is-past-nowhere", "chooses-the-earliest"),
      ("larger than every timestamp and every bound", "timestamps-increase", "bounds-do-not-count"),
      (
        "not below any of the `prepared` bounds", "not-below-what-was-promised",
        "ignores-the-bounds"
      ),
      ("at it is too early", "nothing-shows-before-it-is-past", "shows-at-the-timestamp"),
      ("Each comes once", "nothing-shows-before-it-is-past", "shows-again"),
      ("it promises the same", "a-promise-is-kept", "promises-anew"),
      ("unless it is below the bound", "a-promise-is-kept", "learns-below-the-bound"),
      ("is never promised or learnt", "an-abort-frees-what-it-held", "abort-is-forgotten"),
      ("unless it has committed here", "an-abort-frees-what-it-held", "aborts-what-has-committed"),
      ("`t` is not beyond the largest", "a-safe-snapshot-never-changes", "snapshots-of-the-future"),
      (
        "or waits to become visible", "a-safe-snapshot-never-changes", "snapshots-ignore-what-waits"
      ),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-what-is-stored"),
    ].map { rule("commit-wait", $0.0, $0.1, $0.2) }
    + [
      ("and it is at that version", "only-what-was-seen-is-replaced", "last-write-wins"),
      ("or nil when there is none", "only-what-was-seen-is-replaced", "missing-is-version-zero"),
      ("only when there is no such object", "nil-expects-nothing", "nil-means-anything"),
      ("the next version of the whole store", "one-counter-for-all", "version-for-each-key"),
      ("A deletion is a change", "one-counter-for-all", "deletion-takes-no-version"),
      ("happens only at the version expected", "deleting-is-guarded-too", "deletes-unseen"),
      ("once, oldest first", "a-watch-tells-every-change", "watch-newest-first"),
      ("which were deletions", "a-watch-tells-every-change", "deletions-look-like-changes"),
      ("From exactly there it is answered", "no-history-with-a-hole", "refuses-at-the-edge"),
      ("what is forgotten stays forgotten", "no-history-with-a-hole", "forgetting-is-taken-back"),
      ("is `.future(newest:)`", "no-history-with-a-hole", "answers-the-future"),
      ("must not come back to a version", "one-counter-for-all", "version-for-each-key"),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-objects"),
    ].map { rule("resource-version", $0.0, $0.1, $0.2) }
    + [
      ("How many blocks it has does not matter", "most-work-wins", "longest-wins"),
      ("the one that was the chain stays", "equal-work-changes-nothing", "equal-work-takes-turns"),
      ("A block whose parent has not come is kept", "orphans-wait", "drops-orphans"),
      ("the block that came first goes first", "orphans-wait", "orphans-last-first"),
      ("from the old tip downwards", "a-reorganization-is-told", "disconnected-upwards"),
      ("from the fork upwards", "a-reorganization-is-told", "connected-downwards"),
      ("stand in none that came in", "a-reorganization-is-told", "all-transactions-dropped"),
      ("When none has left, it returns nil", "orphans-wait", "tells-of-growth"),
      ("a block that needs more locks is refused", "a-refused-block-has-no-children", "no-limit"),
      ("built on a refused one", "any-order-under-a-limit", "limit-over-the-branch"),
      ("never part of the chain", "a-refused-block-has-no-children", "children-of-refused-blocks"),
      ("counts from the tip, which is 1", "only-the-chain-confirms", "confirmations-from-zero"),
      ("when no block of the chain has it", "only-the-chain-confirms", "side-branches-confirm"),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-blocks"),
      ("must come to the same", "same-questions-same-answers", "deaf-by-chance"),
    ].map { rule("fork-choice", $0.0, $0.1, $0.2) }
    + [
      ("the last write up to it", "a-reader-sees-one-moment", "reads-the-newest"),
      (
        "or nil when there was none or it was a removal", "a-reader-sees-one-moment",
        "removals-do-not-hide"
      ),
      ("All its writes take the next version", "a-commit-is-one-step", "a-version-for-each-write"),
      ("in a commit, the last counts", "a-commit-is-one-step", "first-write-counts"),
      ("written after `snapshot`", "the-first-committer-wins", "last-committer-wins"),
      ("removing is writing", "the-first-committer-wins", "removals-are-no-writes"),
      ("no version is used", "the-first-committer-wins", "conflict-uses-a-version"),
      ("the first such key in the order", "any-order-of-commits", "conflict-names-the-last-key"),
      ("refuse nobody, however old", "others-do-not-disturb", "any-write-is-a-conflict"),
      (
        "what is forgotten stays forgotten", "what-is-forgotten-is-refused",
        "forgetting-is-taken-back"
      ),
      (
        "At exactly that version everything is answered", "what-is-forgotten-is-refused",
        "refuses-at-the-edge"
      ),
      (
        "for a reader and for a writer: nobody", "what-is-forgotten-is-refused",
        "commits-after-what-is-forgotten"
      ),
      ("A version that is not there yet", "what-is-forgotten-is-refused", "answers-the-future"),
      (
        "that is still given, and takes no version", "compaction-changes-no-answer",
        "compaction-takes-a-version"
      ),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-their-entries"),
    ].map { rule("mvcc-map", $0.0, $0.1, $0.2) }
}
