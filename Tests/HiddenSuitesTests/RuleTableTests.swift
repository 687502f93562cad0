import Checking
import Foundation
import HiddenSuites
import Testing

/// Every rule that a task states is enforced: by a check of its suite, which a wrong type that breaks
/// this rule fails. That it does, `truthbook verify` finds out.
@Suite("The rules of the tasks")
struct RuleTableTests {
  struct Rule: Sendable, CustomTestStringConvertible {
    var exercise: String
    /// As the task says it, on one line.
    var sentence: String
    var check: String
    /// A file in `Solutions/Mutants`, without its ending.
    var mutant: String
    var testDescription: String { "\(exercise): \(sentence)" }
  }

  static func rule(
    _ exercise: String, _ sentence: String, _ check: String, _ mutant: String
  ) -> Rule {
    Rule(exercise: exercise, sentence: sentence, check: check, mutant: mutant)
  }

  private static let sets: [Rule] = [
    ("An element is present exactly when", "small-histories", "remove-takes-two-dots"),
    ("a sequence number counted from 1", "dots-are-unique", "dots-numbered-by-name"),
    ("one more than the largest of its own", "dots-are-unique", "numbers-in-a-byte"),
    ("No two adds anywhere, ever, share a dot", "dots-are-unique", "counter-per-element"),
    ("makes a new dot all the same", "add-wins-over-concurrent-remove", "re-add-mints-no-dot"),
    ("must not remove the element", "add-wins-over-concurrent-remove", "re-add-not-stored"),
    ("returns the live dots it removed", "remove-returns-its-dots", "remove-returns-own-dots"),
    ("and changes nothing", "dots-are-unique", "absent-remove-uses-a-number"),
    ("takes in everything", "merge-takes-in-every-add", "adds-intersected"),
    ("including removes of dots you have not met yet", "removes-travel", "removes-not-merged"),
    ("also of an older one of its own", "restored-replica", "own-states-skipped"),
    ("Merging is commutative", "merge-is-commutative", "merge-prefers-its-own"),
    ("takes nothing back", "removed-stays-removed", "tombstones-dropped-after-merge"),
    ("A rebuilt replica never uses a dot again", "restored-replica", "counter-not-restored"),
    ("must be the one after the largest of them", "restored-replica", "rebuilt-leaves-a-gap"),
    ("of the newest one last", "restored-replica", "two-peers-restore"),
    ("Changing one changes nothing in the other", "values-are-independent", "shared-storage"),
    ("stands still", "frozen-clock", "as-printed"),
    ("steps back must not matter", "clock-going-back", "clock-only-counts-on"),
    (
      "the same calls must give the same answers", "same-questions-same-answers",
      "dots-with-gaps-of-chance"
    ),
  ].map { rule("or-set", $0.0, $0.1, $0.2) }

  private static let clocks: [Rule] = [
    ("keeps the counters** it is given", "keeps-its-counters", "init-forgets"),
    ("absent means zero", "absent-means-zero", "absent-means-one"),
    ("are the same clock", "equality-and-hash-agree", "zeros-stored"),
    ("both hash alike", "equality-and-hash-agree", "zeros-hashed"),
    ("adds one to one node's counter", "tick-counts-one-event", "tick-counts-everybody"),
    ("starts at 1", "tick-counts-one-event", "tick-ignores-new-nodes"),
    ("takes the larger counter", "merge-takes-the-maximum", "merge-adds-up"),
    ("It does not tick", "merge-takes-the-maximum", "merge-ticks"),
    ("no counter differs", "equal-is-not-concurrent", "equal-is-concurrent"),
    ("no counter of this clock is larger", "compares-the-union-of-keys", "own-keys-only"),
    (
      "some counter is larger and some counter is smaller", "documented-vectors",
      "one-smaller-is-before"
    ),
    ("is true for `.before` alone", "equal-is-not-concurrent", "before-or-equal"),
    ("for `.concurrent` alone", "comparison-mirrors", "concurrent-means-not-before"),
    ("compare them one by one", "compares-large-counters", "sums-overflow"),
    ("the set of nodes is open", "merge-takes-the-maximum", "merge-ignores-new-nodes"),
    ("No wall clock, no randomness", "same-questions-same-answers", "concurrent-by-a-coin"),
    ("a copy must not change when the original ticks", "values-are-independent", "shared-storage"),
    ("never miss a cause", "small-traces", "merge-swallows-the-next-tick"),
    ("never invent one", "agrees-with-the-event-graph", "three-entries-kept"),
  ].map { rule("happens-before", $0.0, $0.1, $0.2) }

  private static let logs: [Rule] = [
    (
      "A request of an older term than the follower's changes nothing", "refuses-old-terms",
      "obeys-old-terms"
    ),
    (
      "or one of another term than `prevTerm`", "previous-entry-must-match",
      "previous-term-not-compared"
    ),
    ("and nothing else changes", "previous-entry-must-match", "refusal-cuts"),
    ("every entry sent is in the log afterwards", "cuts-only-what-contradicts", "never-replaces"),
    (
      "a request that comes late or twice cuts nothing", "cuts-only-what-contradicts",
      "cuts-on-every-request"
    ),
    (
      "After a success, `commitIndex` becomes the smaller", "commits-what-was-compared",
      "commits-what-the-leader-has-committed"
    ),
    ("Nothing else changes the log", "appends-only", "index-from-zero"),
    (
      "In a cluster of one the entry is committed at once", "appends-only",
      "lone-leader-never-commits"
    ),
    ("`prevIndex` is the last index of the log", "sends-what-follows", "begins-at-the-first-entry"),
    ("`prevIndex` is smaller than it was", "backs-off", "never-goes-back"),
    (
      "is held by a majority if more than half of all nodes", "counts-the-whole-cluster",
      "half-is-enough"
    ),
    ("whose entry is of the leader's own term", "commits-only-its-own-term", "counts-old-entries"),
    ("A reply of a higher term brings `.stepDown`", "answers-of-other-terms", "leads-on"),
    (
      "Telling something to one value changes nothing in another", "follower-copies",
      "follower-copies-share-their-log"
    ),
    ("brings every log in line with its own", "followers-are-repaired", "never-goes-back"),
    (
      "is in the log of the leader of every", "no-committed-entry-is-lost",
      "counts-old-entries"
    ),
    (
      "The same calls bring the same answers", "same-questions-same-answers",
      "answers-lost-by-chance"
    ),
  ].map { rule("raft-replication", $0.0, $0.1, $0.2) }

  private static let dials: [Rule] = [
    (
      "is nil for all other numbers, whatever they are", "quorums-are-of-the-cluster",
      "adds-what-it-is-given"
    ),
    ("when `r` and `w` are both from 1 to `n`", "quorums-are-of-the-cluster", "nobody-to-wait-for"),
    ("is true when every read set shares a replica", "reads-meet-writes", "equal-is-enough"),
    ("What reads do is of no matter", "writes-meet-writes", "one-rule-for-both"),
    (
      "the fewest replicas that a read set and a write set share", "least-overlap",
      "shares-the-smaller-set"
    ),
    ("It is never negative", "least-overlap", "overlap-below-zero"),
    ("are the most replicas that may be down", "failures-of-each-side", "failures-swapped"),
    (
      "is `.noOverlap` when a read set may miss a write set", "label-names-the-cheaper-side",
      "label-without-overlap"
    ),
    (
      "names the side that waits for fewer replicas", "label-names-the-cheaper-side",
      "labels-swapped"
    ),
    ("every set of its size being as likely", "every-pair-of-sets-counted", "replaces-beyond-five"),
    (
      "A set never has the same replica twice", "overlap-of-sets-drawn-at-random",
      "draws-with-replacement"
    ),
    (
      "at least `r` for a read, at least `w` for a write", "availability-of-each-side",
      "read-waits-for-w"
    ),
    ("independently of the others", "every-pattern-of-failures-counted", "exactly-enough"),
    (
      "must be right to within 0.000000000001", "overlap-of-sets-drawn-at-random",
      "single-precision"
    ),
    (
      "Probabilities are asked for up to 100 replicas", "probabilities-up-to-a-hundred",
      "choices-as-int"
    ),
    ("for up to 1,000,000,000 replicas", "clusters-of-any-size", "sixteen-bits"),
    ("Every answer comes at once", "clusters-of-any-size", "counts-one-by-one"),
    (
      "a configuration answers the same", "same-questions-same-answers", "remembers-the-last-answer"
    ),
  ].map { rule("quorum-dial", $0.0, $0.1, $0.2) }

  private static let odds: [Rule] = [
    ("each of the three probabilities is 1", "half-of-the-power-wins", "nothing-for-half"),
    ("so it is **for z = 0**", "unconfirmed-is-unsafe", "unconfirmed-is-safe"),
    (
      "An attacker with q = 0 never replaces what is confirmed", "no-power-no-chance",
      "logarithm-of-nothing"
    ),
    ("ever draws level: (q / p)^z", "catching-up-is-the-gamblers-ruin", "power-of-the-share"),
    ("k is Poisson with mean z q / p", "the-whitepapers-table", "mean-of-all-blocks"),
    ("with k >= z he has won", "the-whitepapers-table", "forgets-who-has-won"),
    ("over all k from 0 to z - 1", "the-exact-table", "one-term-too-many"),
    (
      "must be off by less than one part", "small-probabilities-keep-their-digits",
      "one-minus-the-rest"
    ),
    ("a number of blocks, from 0 to 1,000", "long-waits", "powers-and-factorials"),
    ("falls with every confirmation", "each-confirmation-helps", "nine-bits"),
    ("with up to nine decimals", "a-thousand-confirmations", "whole-per-cents"),
    ("the attacker's share of the power", "more-power-wins-more", "small-shares-are-not-believed"),
    (
      "is the fewest confirmations with which", "confirmations-for-one-in-a-thousand", "one-too-few"
    ),
    ("A risk is above 0 and at most 1", "confirmations-for-any-risk", "one-risk-for-all"),
    ("at the risk is not enough", "below-the-risk-by-any-model", "at-the-risk"),
    ("and zero confirmations may be", "below-the-risk-by-any-model", "at-least-one"),
    (
      "It asks only the `model` that it is passed", "below-the-risk-by-any-model",
      "always-the-exact-model"
    ),
    (
      "it is nil, whatever the model says", "half-of-the-power-needs-for-ever",
      "asks-the-model-about-half"
    ),
    (
      "no term of a sum may take a loop of its own", "each-confirmation-helps",
      "factorials-in-a-loop"
    ),
    ("a function answers the same", "same-questions-same-answers", "remembers-the-last-answer"),
  ].map { rule("finality-odds", $0.0, $0.1, $0.2) }

  private static let histories: [Rule] = [
    ("What nobody wrote nobody can have read", "reads-return-the-last-write", "values-of-nobody"),
    (
      "that was written before it in the order", "reads-return-the-last-write",
      "real-time-does-not-count"
    ),
    ("before the first write, `initial`", "only-the-order-of-times-counts", "starts-at-zero"),
    (
      "returned before another was invoked comes first", "once-seen-it-stays",
      "real-time-does-not-count"
    ),
    ("the two overlap", "what-overlaps-comes-in-either-order", "touching-is-before"),
    (
      "may take effect in either order", "what-overlaps-comes-in-either-order",
      "in-the-order-of-calls"
    ),
    ("no later read returns what was there before", "once-seen-it-stays", "reads-one-by-one"),
    (
      "may take effect at any time after it was invoked", "open-writes-may-have-happened",
      "open-writes-happen-at-once"
    ),
    ("or never", "every-small-history-with-open-ones", "open-writes-must-happen"),
    ("whatever value stands in it", "open-reads-say-nothing", "open-reads-count"),
    ("found `expected` and put `new` in its place", "comparisons-are-one-step", "swaps-are-writes"),
    (
      "found another value and changed nothing", "comparisons-are-one-step",
      "failed-swaps-say-nothing"
    ),
    (
      "whatever `succeeded` says", "open-comparisons-may-have-come-out-either-way",
      "open-swaps-failed-as-they-say"
    ),
    (
      "Operations stand in the array in any order", "only-the-order-of-times-counts",
      "the-array-is-sorted"
    ),
    (
      "Times and values are any numbers", "only-the-order-of-times-counts",
      "values-of-thirty-two-bits"
    ),
    (
      "Several operations may be equal", "every-small-history-with-open-ones",
      "equal-operations-are-one"
    ),
    ("all 64 operations may be under way at once", "many-at-once", "one-value-at-a-time"),
    ("The answer comes at once", "long-histories", "tries-what-it-has-tried"),
    ("No limit on how far you search", "long-histories", "gives-up-and-doubts"),
    ("the function answers the same", "same-questions-same-answers", "remembers-the-last-answer"),
  ].map { rule("linearizability-checker", $0.0, $0.1, $0.2) }

  private static let regions: [Rule] = [
    ("when the data centre that took it", "local-is-one-copy-at-home", "any-copy-is-local"),
    (
      "a majority of the data centres of its leader's region", "regional-is-a-majority-at-home",
      "any-region-will-do"
    ),
    ("A majority is more than half", "regional-is-a-majority-at-home", "half-is-enough"),
    (
      "when a majority of all regions has stored it", "global-is-a-majority-of-majorities",
      "global-needs-all-regions"
    ),
    (
      "when a majority of its data centres has", "global-is-a-majority-of-majorities",
      "global-is-one-copy-in-each"
    ),
    (
      "Copies elsewhere count for nothing", "global-is-a-majority-of-majorities",
      "global-counts-data-centres"
    ),
    ("Only the copies count", "local-is-one-copy-at-home", "the-leader-has-it-anyway"),
    ("one round trip later", "a-commit-waits-for-the-majority", "one-way"),
    (
      "the leader itself has it at once", "a-commit-waits-for-the-majority",
      "the-leader-is-not-counted"
    ),
    (
      "The leader asks all data centres at once", "a-global-commit-waits-for-regions",
      "one-after-the-other"
    ),
    (
      "Nobody is waited for who is not needed", "a-global-commit-waits-for-regions",
      "waits-for-the-slowest-region"
    ),
    ("whatever copies made it done", "what-is-done-survives", "luck-counts"),
    (
      "A write that is done survives every loss", "losses-of-any-data-centres",
      "lost-with-its-leader"
    ),
    ("and for the commit", "the-leader-stands-near-its-clients", "only-the-way-counts"),
    (
      "how many clients there are at a data centre", "the-leader-stands-near-its-clients",
      "clients-weigh-alike"
    ),
    ("in whatever order the map lists them", "of-equals-the-first", "of-equals-the-first-listed"),
    ("any an `Int` can hold", "distances-on-any-map", "regions-in-a-byte"),
    (
      "two regions may number their data centres alike", "copies-of-any-writes",
      "numbers-without-regions"
    ),
    ("and is not taken", "distances-on-any-map", "shorter-by-a-detour"),
    (
      "a function answers the same", "same-questions-same-answers",
      "leads-from-elsewhere-the-second-time"
    ),
  ].map { rule("multi-region", $0.0, $0.1, $0.2) }

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  @Test(
    arguments: sets + clocks + logs + dials + odds + objects + messages + decisions
      + clusters + singleDecree + detectors + lieutenants + pollers + histories + regions + replicas
      + memberships + stores)
  func `a rule is stated, checked and broken by a wrong type that the check catches`(
    rule: Rule
  ) throws {
    let task = try text("Exercises/\(rule.exercise)/README.md")
    let line = task.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(line.contains(rule.sentence))
    let suite = try #require(suites.first { $0.exercise == rule.exercise })
    #expect(suite.checks.contains { $0.name == rule.check })
    let path = "Solutions/Mutants/\(rule.exercise)/\(rule.mutant)"
    let mutant = try (try? text(path + ".patch")) ?? text(path + ".swift")
    let first = try #require(mutant.split(separator: "\n").first)
    let failing = first.dropFirst("// fails:".count).split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    #expect(failing.contains(rule.check), "\(first)")
  }

  @Test(arguments: [
    "or-set", "happens-before", "quorum-dial", "finality-odds", "lww-register", "compact-or-set",
    "pn-cart", "gossip-round", "causal-broadcast", "quorum-store", "hash-chain",
    "linearizability-checker", "multi-region", "raft-membership",
  ])
  func `no sentence that demands something is without a check`(exercise: String) throws {
    let task = try text("Exercises/\(exercise)/README.md")
    let rules =
      (Self.sets + Self.clocks + Self.dials + Self.odds + Self.clusters + Self.messages
      + Self.histories + Self.regions + Self.memberships)
      .filter {
        $0.exercise == exercise
      }
    let line = task.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let sentences = line.replacing(": ", with: ". ").split(separator: ". ")
    // What the guarantee supposes, and what the story tells, is no rule.
    let told = [
      "Both must give the same answer", "Which of these", "So of an add and a concurrent remove",
      "counts on by itself where it must",
      "you have never heard of may turn up", "a node never heard of may send",
      "somebody must send the messages",
      "| told | answer |",
      "there must be four bottles", "until then it may be the only one",
      "terms never fall, and a leader's term", "and its log is never cut",
    ]
    for sentence in sentences where sentence.firstMatch(of: /\b(must|never|only)\b/) != nil {
      let isTold = told.contains { sentence.contains($0) }
      #expect(
        isTold
          || rules.contains { sentence.contains($0.sentence) || $0.sentence.contains(sentence) },
        "\(sentence)")
    }
  }
}
