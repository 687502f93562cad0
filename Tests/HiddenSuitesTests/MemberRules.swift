// The rules of who is in the cluster, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let memberships: [Rule] = [
    ("counts from when that entry is appended", "counts-when-appended", "counts-when-committed"),
    (
      "The configuration of the last entry that has one", "counts-when-appended",
      "the-first-one-counts"
    ),
    ("the configuration before counts again", "counts-when-appended", "stays-after-a-cut"),
    ("After a start it is that of the log", "counts-when-appended", "starts-with-the-snapshot"),
    ("more than half of the members", "majorities-of-the-newest", "half-is-enough"),
    (
      "a majority of the members that count now hold it", "majorities-of-the-newest",
      "a-majority-of-the-old"
    ),
    ("of the leader's own term; what", "earlier-terms-are-not-counted", "earlier-terms-count"),
    (
      "what is before it is committed with it", "majorities-of-the-newest", "commits-one-by-one"
    ),
    ("beyond what is committed", "majorities-of-the-newest", "commits-again"),
    ("with an entry that it appends", "majorities-of-the-newest", "appending-commits-nothing"),
    ("A leader holds its whole log", "majorities-of-the-newest", "does-not-count-itself"),
    (
      "It counts itself only if it is a member", "steps-down-when-it-is-out", "counts-itself-always"
    ),
    ("a member or not, the leader remembers", "majorities-of-the-newest", "forgets-strangers"),
    ("the largest index it was told of", "any-order-of-changes", "late-answers-count"),
    ("Only a leader counts", "any-order-of-changes", "followers-count"),
    ("a new leader knows of nobody", "majorities-of-the-newest", "remembers-earlier-terms"),
    ("A follower takes for committed what it learns", "who-may-stand", "who-is-out-learns-nothing"),
    ("a lower index than it knows of changes nothing", "who-may-stand", "learns-backwards"),
    ("and nothing beyond", "who-may-stand", "takes-its-log-for-committed"),
    ("for the first of these reasons that there is", "one-change-at-a-time", "there-comes-first"),
    ("the node does not lead", "one-server-more-or-less", "anybody-begins-a-change"),
    ("no entry of its own term", "not-before-its-own-term", "too-early-is-allowed"),
    ("that counts is not committed;", "one-change-at-a-time", "two-at-once"),
    ("the server to add is a member", "one-server-more-or-less", "adds-who-is-there"),
    ("the server to remove is not a member", "one-server-more-or-less", "removes-who-is-not-there"),
    ("the server to remove is the only member", "one-server-more-or-less", "the-last-one-goes"),
    ("which may be the leader", "one-server-more-or-less", "keeps-itself"),
    ("and the new server", "one-server-more-or-less", "catches-up-first"),
    ("leads on until the configuration", "steps-down-when-it-is-out", "steps-down-at-once"),
    ("comes `stepDown`", "steps-down-when-it-is-out", "never-steps-down"),
    ("and never before", "steps-down-when-it-is-out", "steps-down-with-any-commit"),
    ("A node stands if it is a member, or", "who-may-stand", "only-members-stand"),
    ("is not committed as far as it knows", "who-may-stand", "everybody-stands"),
    ("a majority of the members that count. Nobody", "votes-of-members", "half-of-the-votes"),
    ("Nobody else's vote does anything", "votes-of-members", "counts-voters"),
    ("the node's own included if it is no member", "votes-of-members", "votes-for-itself"),
    (
      "Changing one changes nothing in the other", "copies-are-independent",
      "copies-share-what-others-hold"
    ),
  ].map { rule("raft-membership", $0.0, $0.1, $0.2) }
}
