// The rules of the failure detector, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let detectors: [Rule] = [
    ("since its last new heartbeat was heard", "silence-is-suspected", "a-check-is-a-sign-of-life"),
    (
      "or since `init`, where none has been", "silence-is-suspected",
      "silent-since-the-beginning-of-time"
    ),
    ("`check` suspects every peer", "silence-is-suspected", "suspects-only-the-silent-of-now"),
    ("silent for longer than its timeout", "silence-is-suspected", "suspects-too-late"),
    (
      "a silence of exactly the timeout is not longer", "silence-is-suspected",
      "suspects-too-soon"
    ),
    (
      "It returns those who were not suspected before", "silence-is-suspected",
      "returns-all-suspects"
    ),
    (
      "Between two checks nobody becomes suspected", "only-a-check-suspects", "hearing-checks"
    ),
    (
      "A suspect stays one until a new heartbeat of it is heard", "only-a-check-suspects",
      "trusts-everybody-again"
    ),
    ("and then it is one no longer", "only-a-check-suspects", "suspects-for-ever"),
    (
      "larger than all that were heard from its sender before", "old-heartbeats-say-nothing",
      "old-ones-are-remembered"
    ),
    ("any other changes nothing", "old-heartbeats-say-nothing", "doubles-count"),
    (
      "of the life it was known in", "a-new-life-is-no-mistake", "a-new-life-is-a-mistake"
    ),
    (
      "when none had been heard of it before", "a-new-life-is-no-mistake",
      "the-first-is-no-mistake"
    ),
    ("`heard` returns true", "a-mistake-makes-it-patient", "tells-no-mistake"),
    ("grows by `step`", "a-mistake-makes-it-patient", "doubles"),
    ("the timeout of this peer", "a-mistake-makes-it-patient", "learns-for-all"),
    (
      "It never grows beyond the largest number there is", "a-mistake-makes-it-patient",
      "timeouts-wrap-around"
    ),
    ("no timeout changes", "a-mistake-makes-it-patient", "every-heartbeat-makes-it-patient"),
    ("It is suspected no longer", "a-new-life-is-no-mistake", "a-new-life-stays-suspected"),
    ("and its timeout stays", "a-new-life-is-no-mistake", "a-new-life-begins-patiently"),
    ("this node and all peers", "the-smallest-trusted-leads", "never-leads-itself"),
    ("that are not suspected", "the-smallest-trusted-leads", "follows-the-suspected"),
    (
      "changes nothing and is no mistake", "the-smallest-trusted-leads", "strangers-become-peers"
    ),
    ("its `timeout` is nil", "the-smallest-trusted-leads", "strangers-have-timeouts"),
    ("Changing one changes nothing", "copies-are-independent", "copies-share-their-suspects"),
  ].map { rule("failure-detector", $0.0, $0.1, $0.2) }
}
