// The rules of Paxos, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let singleDecree: [Rule] = [
    (
      "stores that ballot as promised", "a-promise-is-stored-before-it-is-given",
      "promise-is-not-stored"
    ),
    (
      "together with what it has accepted", "a-promise-is-stored-before-it-is-given",
      "stores-no-value-with-a-promise"
    ),
    (
      "and only then answers with a `promise`", "a-promise-is-stored-before-it-is-given",
      "answers-before-it-stores"
    ),
    (
      "the ballot, and what it accepted last", "a-promise-is-stored-before-it-is-given",
      "reports-nothing-accepted"
    ),
    (
      "Nothing is accepted by that", "a-promise-is-stored-before-it-is-given", "a-promise-accepts"
    ),
    (
      "whether it was asked to prepare it or not", "to-accept-is-to-promise",
      "accepts-only-what-it-promised"
    ),
    (
      "stores that ballot as promised and as accepted", "to-accept-is-to-promise",
      "accept-does-not-promise"
    ),
    ("with its value", "to-accept-is-to-promise", "keeps-the-first-value"),
    ("and only then answers `accepted`", "to-accept-is-to-promise", "accepts-before-it-stores"),
    (
      "A ballot below the highest one promised is `refused`", "nothing-below-a-promise",
      "accepts-below-its-promise"
    ),
    (
      "with the ballot that was promised", "nothing-below-a-promise",
      "refuses-with-what-it-was-asked"
    ),
    ("in both phases", "nothing-below-a-promise", "promises-below-its-promise"),
    (
      "Nothing is stored and nothing changes", "nothing-below-a-promise",
      "a-refusal-raises-the-promise"
    ),
    ("Rounds alone do not decide", "nothing-below-a-promise", "compares-rounds-only"),
    (
      "The ballot that is promised already is not below itself",
      "a-promise-is-stored-before-it-is-given", "refuses-what-it-promised"
    ),
    (
      "Asked again, it answers again", "a-promise-is-stored-before-it-is-given",
      "asked-again-it-is-silent"
    ),
    (
      "goes on as the one that stored it", "a-promise-is-stored-before-it-is-given",
      "restart-forgets-the-promise"
    ),
    (
      "its round is one more than the highest", "a-ballot-is-used-once", "rounds-leave-a-gap"
    ),
    ("also before a crash", "a-ballot-is-used-once", "restart-uses-the-round-again"),
    ("or was refused for", "a-refusal-ends-the-attempt", "goes-one-round-up"),
    (
      "The round is stored, and only then all acceptors are asked", "a-ballot-is-used-once",
      "sends-before-it-stores"
    ),
    (
      "An attempt that was under way is given up", "a-ballot-is-used-once",
      "every-start-is-the-same-attempt"
    ),
    (
      "When there is no larger round, `start` brings nothing", "a-ballot-is-used-once",
      "rounds-wrap-around"
    ),
    (
      "With the promise that makes a majority", "a-majority-must-promise", "one-too-many-promises"
    ),
    ("more than half of all acceptors", "a-majority-must-promise", "half-is-enough"),
    ("An acceptor that answers twice counts once", "a-majority-must-promise", "counts-promises"),
    ("who is no acceptor never counts", "a-majority-must-promise", "strangers-count"),
    (
      "the one that was accepted in the highest ballot", "the-highest-ballot-is-taken-over",
      "the-oldest-value"
    ),
    (
      "Only when none of them reports any", "the-highest-ballot-is-taken-over", "its-own-value"
    ),
    (
      "Promises that come later change nothing", "a-majority-must-promise",
      "sends-with-every-promise"
    ),
    (
      "With the acceptance that makes a majority", "decides-with-a-majority", "a-minority-decides"
    ),
    ("each of which counts once", "decides-with-a-majority", "counts-acceptances"),
    (
      "After that `start` and all answers bring nothing", "decides-with-a-majority",
      "starts-after-the-decision"
    ),
    ("in either phase", "a-refusal-ends-the-attempt", "refusals-in-the-first-phase-only"),
    (
      "all answers to that attempt bring nothing from then on", "a-refusal-ends-the-attempt",
      "goes-on-after-a-refusal"
    ),
    (
      "What it was refused for is the ballot that was promised", "a-refusal-ends-the-attempt",
      "goes-below-what-was-promised"
    ),
    ("one of an earlier attempt", "a-majority-must-promise", "old-promises-count"),
    ("of an attempt before a crash", "a-ballot-is-used-once", "restart-goes-on-with-the-attempt"),
    (
      "or of another proposer's in the same round", "a-majority-must-promise",
      "promises-of-one-round-count"
    ),
    (
      "Nor does the answer to the other phase's question", "a-majority-must-promise",
      "sends-with-every-promise"
    ),
    (
      "has no attempt under way", "a-ballot-is-used-once", "restart-goes-on-with-the-attempt"
    ),
    ("Changing one changes nothing", "acceptors-are-independent", "copies-share-their-record"),
    (
      "that crash between any two effects", "long-runs-agree", "restart-forgets-what-was-accepted"
    ),
    ("At most one value is ever chosen", "only-one-value-is-chosen", "accepts-below-its-promise"),
    (
      "no proposer decides another", "one-proposal-explains-all-decisions", "its-own-value"
    ),
  ].map { rule("paxos", $0.0, $0.1, $0.2) }
}
