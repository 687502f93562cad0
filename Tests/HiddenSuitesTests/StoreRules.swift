// The rules of one server of a replicated store, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let stores: [Rule] = [
    (
      "redirects every write and every read as it arrives", "only-the-leader-serves",
      "followers-ask-for-reads"
    ),
    (
      "to the leader it was told of last", "only-the-leader-serves", "remembers-an-old-leader"
    ),
    (
      "It proposes, asks and answers nothing", "only-the-leader-serves",
      "followers-answer-from-their-state"
    ),
    (
      "When it becomes the leader of a term it proposes `.nothing`",
      "a-leader-begins-with-an-entry",
      "begins-once"
    ),
    ("and at no other time", "a-leader-begins-with-an-entry", "begins-each-term-with-an-entry"),
    (
      "redirects everything that waits, each once", "who-leads-no-longer-redirects",
      "waits-on-when-deposed"
    ),
    ("Then nothing waits here", "who-leads-no-longer-redirects", "keeps-waiting-writes"),
    (
      "so no client is told that it came to anything", "who-leads-no-longer-redirects",
      "says-unchanged-when-deposed"
    ),
    (
      "a write with the session's last applied serial by its stored outcome",
      "a-repetition-gets-the-first-outcome", "answers-with-the-revision-of-now"
    ),
    (
      "one with a smaller serial by `.superseded(by:)` that last one", "a-write-is-proposed-once",
      "superseded-by-itself"
    ),
    ("Neither is proposed", "a-write-is-proposed-once", "proposes-what-was-applied"),
    (
      "the same session and serial are not proposed again", "a-write-is-proposed-once",
      "proposes-what-waits"
    ),
    (
      "Session and serial are a write's name", "a-write-is-proposed-once", "one-write-of-a-session"
    ),
    (
      "An entry is applied on every server, whoever leads", "a-write-counts-once",
      "dedupes-only-what-it-proposed"
    ),
    ("also when some are left out", "a-write-counts-once", "serials-without-gaps"),
    ("The same serial, and a smaller one, change nothing", "a-write-counts-once", "applies-twice"),
    (
      "A put always changes the store, also to the value that is there", "writes-do-what-they-say",
      "the-same-value-is-no-change"
    ),
    (
      "A removal changes it if there was something", "writes-do-what-they-say",
      "removes-nothing-loudly"
    ),
    (
      "a comparison if exactly the expected value was there", "writes-do-what-they-say",
      "comparisons-are-not-made"
    ),
    ("or nothing for nil", "writes-do-what-they-say", "expects-nothing-blindly"),
    ("and nothing else does", "writes-do-what-they-say", "failed-writes-count"),
    (
      "Both are stored as what that serial came to", "a-write-counts-once",
      "failed-writes-are-forgotten"
    ),
    (
      "when an entry with its session and serial is applied here",
      "who-waits-is-answered-when-it-is-applied", "answers-when-it-proposes"
    ),
    (
      "with what that write has come to, once", "who-waits-is-answered-when-it-is-applied",
      "answers-again-and-again"
    ),
    (
      "whoever proposed the entry", "who-waits-is-answered-when-it-is-applied",
      "answers-its-own-entries-only"
    ),
    (
      "asks a majority with `.confirm`, once", "a-read-needs-a-majority", "reads-without-a-majority"
    ),
    ("the same number asks nothing more", "a-read-needs-a-majority", "asks-again-for-doubles"),
    (
      "applied up to what was committed when it came", "a-read-waits-for-what-is-committed",
      "waits-for-what-comes-later"
    ),
    (
      "the leader does not know what that is", "first-an-entry-of-its-own-term",
      "reads-at-once-as-a-new-leader"
    ),
    (
      "the read waits for the index that the first `committed` of its term names",
      "first-an-entry-of-its-own-term",
      "early-reads-are-moved-on"
    ),
    (
      "as soon as it is confirmed in the term that the server leads", "a-read-needs-a-majority",
      "confirmations-of-any-term"
    ),
    (
      "with what is under the key at that moment, and the revision of the store",
      "a-read-waits-for-what-is-committed", "sees-what-was-there-when-it-came"
    ),
    (
      "A read is confirmed alone: others that wait are not", "a-read-needs-a-majority",
      "one-confirmation-for-all"
    ),
    ("A read is answered, once", "a-read-needs-a-majority", "serves-again-and-again"),
    ("values, the revision", "snapshots-hold-everything", "snapshots-without-a-revision"),
    (
      "every session with what its last serial came to", "snapshots-hold-everything",
      "snapshots-without-sessions"
    ),
    ("and the index", "snapshots-hold-everything", "snapshots-without-an-index"),
    ("Who waits is not in it", "snapshots-hold-everything", "waits-on-after-a-restart"),
    ("goes on from it as a follower", "snapshots-hold-everything", "restarts-from-nothing"),
    (
      "replaces all that is applied, if its index is larger", "snapshots-hold-everything",
      "sent-snapshots-are-merged"
    ),
    (
      "Otherwise it changes nothing", "snapshots-hold-everything", "older-snapshots-are-restored"
    ),
    (
      "Changing one changes nothing in the other", "copies-are-independent",
      "copies-share-who-waits"
    ),
    (
      "a snapshot does not change after it was made", "snapshots-hold-everything",
      "snapshots-change-with-their-server"
    ),
  ].map { rule("replicated-store", $0.0, $0.1, $0.2) }
}
