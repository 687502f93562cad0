// The rules of the exercises about messages and logs, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let messages: [Rule] =
    [
      (
        "how many messages of each node its sender had delivered", "a-message-carries-its-causes",
        "carries-its-own-count-only"
      ),
      (
        "count as delivered when they are sent, this one too", "a-message-carries-its-causes",
        "clock-before-the-count"
      ),
      ("only when it is its sender's next", "causes-come-first", "no-order-of-a-sender"),
      ("at least as many of every other node", "causes-come-first", "one-may-be-missing"),
      ("that waits already, changes nothing", "any-order-of-messages", "waits-twice"),
      ("no node is ever given its own", "each-once", "delivers-its-own"),
      (
        "every message that may be delivered now", "nothing-waits-in-vain", "delivers-one-at-a-time"
      ),
      ("the one that came first goes first", "nothing-waits-in-vain", "newest-first"),
      ("it never uses a number twice", "a-restart-forgets-nothing", "restart-counts-from-zero"),
      (
        "messages that wait in the order in which they came", "a-restart-forgets-nothing",
        "restart-forgets-what-waits"
      ),
      (
        "goes on as if it had never stopped", "a-restart-forgets-nothing",
        "restart-forgets-what-waits"
      ),
      (
        "never thrown away because it comes too early", "nothing-waits-in-vain",
        "throws-early-ones-away"
      ),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-what-waits"),
    ].map { rule("causal-broadcast", $0.0, $0.1, $0.2) }
    + [
      (
        "sends `.store` to each of the N replicas once", "every-replica-is-asked", "asks-w-replicas"
      ),
      ("has acknowledged it, not before", "a-write-waits-for-w", "one-short"),
      ("and of equal counters by its writer", "a-read-answers-the-newest", "newest-by-counter"),
      ("nil when none of the R holds anything", "a-read-answers-the-newest", "waits-for-a-version"),
      ("A replica that answers twice counts once", "replicas-count-not-replies", "counts-replies"),
      ("the newest of what it has said counts", "replicas-count-not-replies", "takes-back"),
      ("none of the replicas counts for nothing", "replicas-count-not-replies", "strangers-count"),
      ("to exactly those replicas that answered", "repair-after-the-answer", "repairs-everybody"),
      (
        "ends only when W replicas have acknowledged that", "repair-before-the-answer",
        "answers-before"
      ),
      ("whatever it hears meanwhile", "repair-before-the-answer", "listens-while-writing-back"),
      ("An operation ends once", "a-write-waits-for-w", "ends-again"),
      ("in both of its phases", "what-is-over-is-over", "answers-when-given-up"),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-operations"),
    ].map { rule("quorum-store", $0.0, $0.1, $0.2) }
    + [
      ("followed by the new entry's text", "a-digest-covers-all-before", "entry-before-digest"),
      ("stands the digest of no bytes", "a-digest-covers-all-before", "begins-with-nothing"),
      ("counted from 1", "a-changed-entry-is-found", "counts-from-zero"),
      (
        "covers more entries than there are", "a-shortened-log-is-found", "length-is-not-asked"
      ),
      ("the digest is another one", "a-rewritten-history-is-found", "length-only"),
      ("A head of 0 entries is a head too", "a-rewritten-history-is-found", "empty-heads-pass"),
      ("come before published heads", "the-first-finding", "heads-before-digests"),
      ("the fewest entries comes first", "the-first-finding", "longest-first"),
      ("against every head it had", "an-honest-log-passes", "last-digest-for-all"),
      ("Changing one changes nothing", "copies-are-independent", "copies-share-links"),
    ].map { rule("hash-chain", $0.0, $0.1, $0.2) }
}
