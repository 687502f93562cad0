// The rules of who may begin an election, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let pollers: [Rule] = [
    ("it resets the timer and asks", "asks-before-it-stands", "timer-is-not-reset"),
    ("it sends every peer one `poll`", "asks-before-it-stands", "asks-one-peer-too-few"),
    ("for the term after its own", "asks-before-it-stands", "asks-for-its-own-term"),
    (
      "It has its own support from the start", "a-majority-of-the-cluster",
      "does-not-support-itself"
    ),
    (
      "nothing that was said to an earlier poll counts for this one",
      "only-answers-to-this-poll-count", "old-polls-count"
    ),
    ("nothing can be asked for", "asks-before-it-stands", "the-next-term-overflows"),
    ("counts while the node asks", "only-answers-to-this-poll-count", "unasked-answers-count"),
    ("if it is granted", "a-majority-of-the-cluster", "refusals-count"),
    (
      "was asked for the term after the node's own", "only-answers-to-this-poll-count",
      "any-term-counts"
    ),
    ("and comes from a peer", "a-majority-of-the-cluster", "strangers-support"),
    ("each peer counts once. 4.", "a-majority-of-the-cluster", "counts-answers"),
    ("With what makes a majority, the node stands", "a-majority-of-the-cluster", "half-is-enough"),
    ("at once, if it has no peers", "a-majority-of-the-cluster", "alone-it-never-stands"),
    ("It stands once for each poll", "a-majority-of-the-cluster", "stands-again"),
    (
      "hears a leader or becomes the leader", "only-answers-to-this-poll-count",
      "a-leader-does-not-end-it"
    ),
    ("or becomes the leader, when", "only-answers-to-this-poll-count", "leading-does-not-end-it"),
    ("when its term rises", "only-answers-to-this-poll-count", "a-term-does-not-end-it"),
    (
      "when a peer is in a later term (rule 7)", "a-later-term-is-taken-over",
      "a-later-term-does-not-end-it"
    ),
    ("Every `poll` is answered, whoever asks", "who-hears-a-leader-refuses", "answers-peers-only"),
    (
      "with the term that was asked about and the node's own", "who-hears-a-leader-refuses",
      "answers-with-what-was-asked"
    ),
    (
      "the term asked about is later than the node's own", "who-hears-a-leader-refuses",
      "grants-its-own-term"
    ),
    ("at least as up to date", "support-goes-to-no-log-behind", "any-log-will-do"),
    ("the node does not lead", "who-hears-a-leader-refuses", "a-leader-grants"),
    ("it has heard no leader since", "who-hears-a-leader-refuses", "grants-whoever-it-hears"),
    ("its election timer ran out last", "who-hears-a-leader-refuses", "refuses-for-ever"),
    ("the last terms first", "support-goes-to-no-log-behind", "longer-logs-win"),
    (
      "only when these are equal, the indexes", "support-goes-to-no-log-behind",
      "both-must-be-larger"
    ),
    ("changes a term, a vote or a timer", "who-hears-a-leader-refuses", "a-grant-resets-the-timer"),
    ("makes it take over that term", "a-later-term-is-taken-over", "later-terms-are-nothing"),
    ("granted or not", "a-later-term-is-taken-over", "takes-over-refusals-only"),
    (
      "What a stranger answers changes nothing", "a-later-term-is-taken-over",
      "takes-over-from-strangers"
    ),
    (
      "resets its election timer, and has heard from nobody yet", "a-leader-looks-for-its-quorum",
      "a-leader-has-no-timer"
    ),
    ("since the timer was last reset", "a-leader-looks-for-its-quorum", "counts-since-it-leads"),
    ("that are a majority with itself", "a-leader-looks-for-its-quorum", "does-not-hear-itself"),
    ("otherwise it steps down", "a-leader-looks-for-its-quorum", "leads-for-ever"),
    ("In any case the timer is reset", "a-leader-looks-for-its-quorum", "goes-on-without-a-timer"),
    ("and strangers do not", "a-leader-looks-for-its-quorum", "strangers-are-heard"),
    ("before it leads", "a-leader-looks-for-its-quorum", "hears-before-it-leads"),
    (
      "Changing one changes nothing in the other", "copies-are-independent",
      "copies-share-their-support"
    ),
  ].map { rule("pre-vote", $0.0, $0.1, $0.2) }
}
