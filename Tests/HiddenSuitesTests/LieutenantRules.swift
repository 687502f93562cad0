// The rules of the lieutenant, each with its check and a wrong type that breaks it.

extension RuleTableTests {
  static let lieutenants: [Rule] = [
    ("begins with the commander", "only-true-paths-count", "anybody-commands"),
    ("and ends with the sender", "only-true-paths-count", "senders-may-lie"),
    ("nothing but generals on it", "only-true-paths-count", "strangers-relay"),
    ("none of them twice", "only-true-paths-count", "names-come-twice"),
    ("and not this lieutenant", "only-true-paths-count", "his-own-name-comes-back"),
    ("`receive` returns whether it counts", "the-first-word-counts", "doubles-count"),
    ("What does not count changes nothing", "the-first-word-counts", "two-words-are-none"),
    ("messages count whose path has r names", "rounds-are-counted", "early-ones-count"),
    ("too early or too late", "rounds-are-counted", "late-ones-count"),
    ("or after round m + 1 has ended", "rounds-are-counted", "counts-after-the-end"),
    ("the first counts, and no other", "the-first-word-counts", "the-last-word-counts"),
    ("for every path of r names", "what-came-is-relayed", "relays-once"),
    ("one message to each general", "what-came-is-relayed", "three-hear-him"),
    ("who is not on the path", "what-came-is-relayed", "relays-to-all"),
    ("and is not this lieutenant: with", "what-came-is-relayed", "relays-to-himself"),
    ("the order that came along that path", "what-came-is-relayed", "relays-what-he-believes"),
    ("with his own name behind it. Where", "what-came-is-relayed", "relays-without-his-name"),
    (
      "Where nothing came, the order is the `fallback`", "what-came-is-relayed",
      "silence-is-not-relayed"
    ),
    ("is nil until round m + 1 has ended", "rounds-are-counted", "decides-meanwhile"),
    ("If the path has m + 1 names", "words-about-words-are-settled-first", "never-settles"),
    ("what came along it is one voice", "more-than-half-decides", "own-word-does-not-count"),
    (
      "what is held to have been said along the path with his name behind it",
      "words-about-words-are-settled-first", "all-words-in-one-heap"
    ),
    ("*more than half* of these voices", "more-than-half-decides", "half-is-enough"),
    (
      "where no order has more than half, the `fallback`", "more-than-half-decides",
      "the-most-frequent-wins"
    ),
    (
      "that stands for the `fallback` in rule 7, and counts", "more-than-half-decides",
      "silence-does-not-count"
    ),
    (
      "Changing one changes nothing in the other", "copies-are-independent",
      "copies-share-what-came"
    ),
    ("equal where Swift says so", "more-than-half-decides", "orders-by-their-bytes"),
  ].map { rule("oral-messages", $0.0, $0.1, $0.2) }
}
