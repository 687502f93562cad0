// The rules of a replica of PBFT, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let replicas: [Rule] = [
    ("A message from a stranger", "a-quorum-prepares", "strangers-are-heard"),
    (
      "unless it waits or is executed already", "the-primary-gives-numbers",
      "numbers-what-is-executed"
    ),
    (
      "The primary of a view that is on gives", "the-primary-gives-numbers",
      "everybody-gives-numbers"
    ),
    ("in the order in which they came", "a-quorum-begins-a-view", "the-newest-first"),
    ("The first number is 1", "the-primary-gives-numbers", "numbers-from-zero"),
    ("or the one after those of rule 11", "a-quorum-begins-a-view", "numbers-begin-anew"),
    ("when there is none left, requests wait", "the-primary-gives-numbers", "one-number-too-many"),
    ("when all are sorted by name", "the-primary-gives-numbers", "as-they-were-given"),
    (
      "if it comes from the primary of its view", "a-pre-prepare-is-the-primary-s",
      "anybody-proposes"
    ),
    ("for this view, while this is on", "a-pre-prepare-is-the-primary-s", "accepts-between-views"),
    (
      "the first in this view that has this number", "a-pre-prepare-is-the-primary-s",
      "the-last-proposal-counts"
    ),
    ("and prepares nothing", "the-primary-gives-numbers", "the-primary-prepares"),
    ("is kept if it has a number", "a-quorum-prepares", "words-without-a-window"),
    ("and of several for one view the first", "a-quorum-prepares", "the-last-word-counts"),
    (
      "Those for a later view count when that view is on", "a-new-view-is-checked",
      "words-for-later-views-are-lost"
    ),
    (
      "for the same number, view and request that they", "a-quorum-prepares", "other-requests-count"
    ),
    ("that they and the primary are a quorum", "a-quorum-prepares", "a-prepare-too-few"),
    ("as `prepare` never counts", "a-quorum-prepares", "the-primary-votes-twice"),
    ("more than half of n + f replicas", "two-quorums-share-a-correct-one", "two-f-plus-one"),
    ("when it is prepared, and a quorum", "a-quorum-commits", "committed-without-being-prepared"),
    (
      "says `commit` for the same number, view and request", "a-quorum-commits",
      "other-commits-count"
    ),
    ("one after the other from 1 on", "executed-in-order", "gaps-are-skipped"),
    ("the number passes without effect", "executed-in-order", "executes-twice"),
    (
      "`timeout` does nothing unless the replica `isWaiting`", "who-waits-may-leave",
      "leaves-without-a-reason"
    ),
    ("and nothing in the largest view there is", "who-waits-may-leave", "the-last-view-overflows"),
    ("with all certificates by rising number", "a-quorum-begins-a-view", "in-any-order"),
    ("whatever was executed", "who-waits-may-leave", "leaves-out-what-is-executed"),
    (
      "nothing is accepted, prepared, committed or executed", "who-waits-may-leave",
      "works-between-views"
    ),
    ("asks for the view that it asks for", "who-waits-may-leave", "impatient-between-views"),
    ("is kept if it names its sender", "one-of-them-is-correct", "speaks-for-others"),
    ("its certificates have numbers that rise", "one-of-them-is-correct", "numbers-need-not-rise"),
    (
      "are of views before the one it asks for", "one-of-them-is-correct",
      "prepared-in-the-view-to-come"
    ),
    ("When more than f others ask", "one-of-them-is-correct", "one-is-enough"),
    ("it leaves for the earliest of these", "one-of-them-is-correct", "to-the-latest-view"),
    ("and it is that view's primary", "a-quorum-begins-a-view", "anybody-begins"),
    ("sorted by name, and with what", "a-quorum-begins-a-view", "in-the-order-they-came"),
    ("the certificate of the latest view", "a-quorum-begins-a-view", "the-earliest-view-wins"),
    ("or nil where there is none", "a-quorum-begins-a-view", "gaps-are-left-out"),
    (
      "counts if it comes from the primary of its view", "a-new-view-is-checked",
      "anybody-s-new-view"
    ),
    ("and at least a quorum", "a-new-view-is-checked", "does-not-count-who-asks"),
    ("of replicas only and no two of one", "a-new-view-is-checked", "counts-a-replica-twice"),
    (
      "if its requests are what follows from these", "a-new-view-is-checked",
      "does-not-check-the-requests"
    ),
    ("and answered with a `prepare`", "a-new-view-is-checked", "prepares-no-number-anew"),
    ("what was accepted before no longer is", "a-new-view-is-checked", "what-was-accepted-stays"),
    (
      "Changing one changes nothing in the other", "copies-are-independent",
      "copies-share-what-was-said"
    ),
    ("equal where Swift says so", "the-primary-gives-numbers", "requests-by-their-bytes"),
  ].map { rule("pbft", $0.0, $0.1, $0.2) }
}
