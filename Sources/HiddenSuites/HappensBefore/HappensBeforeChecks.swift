import Checking

// The guarantees of a vector clock, in the order they are checked.

private let mattern = "Mattern 1989, section 4"
private let lamport = "Lamport 1978, section 2"

extension Check {
  static let keepsItsCounters = Check(
    name: "keeps-its-counters",
    guarantee: "A clock has the counters it is made with: init keeps them, and reading finds them.",
    source: mattern, chapter: "clocks#sparse-clocks", kind: .examples, points: 2)
  static let absentMeansZero = Check(
    name: "absent-means-zero",
    guarantee: "The counter of a node a clock has no entry for is zero.",
    source: mattern, chapter: "clocks#sparse-clocks", kind: .examples, points: 4)
  static let equalIsNotConcurrent = Check(
    name: "equal-is-not-concurrent",
    guarantee:
      "Clocks with the same counters are equal: neither before, nor after, nor concurrent.",
    source: mattern, chapter: "clocks#comparing", kind: .examples, points: 10)
  static let comparesTheUnionOfKeys = Check(
    name: "compares-the-union-of-keys",
    guarantee: "A comparison looks at every node that either clock names, not only at one side's.",
    source: mattern, chapter: "clocks#sparse-clocks", kind: .examples, points: 10)
  static let documentedVectors = Check(
    name: "documented-vectors",
    guarantee:
      "The cart, the three writers, the like nobody saw: each pair compares as worked out.",
    source: "Fidge 1988; \(mattern)", chapter: "clocks#comparing", kind: .examples, points: 6)
  static let comparisonMirrors = Check(
    name: "comparison-mirrors",
    guarantee: "compare(a, b) is the mirror of compare(b, a), and happensBefore and isConcurrent "
      + "agree with it.",
    source: mattern, chapter: "clocks#comparing", kind: .cases, points: 6)
  static let orderingLaws = Check(
    name: "ordering-laws",
    guarantee: "Happens-before is a strict partial order: no clock is before itself, no two before "
      + "each other, and before is transitive.",
    source: lamport, chapter: "clocks#happens-before", kind: .cases, points: 4)
  static let comparesEveryCounter = Check(
    name: "compares-every-counter",
    guarantee: "a is before b exactly when no counter of a is larger and at least one is smaller.",
    source: mattern, chapter: "clocks#comparing", kind: .cases, points: 10)
  static let comparesLargeCounters = Check(
    name: "compares-large-counters",
    guarantee: "Counters are compared one by one as the 64-bit numbers they are, never added up.",
    source: mattern, chapter: "clocks#comparing", kind: .examples, points: 4)
  static let equalityAndHashAgree = Check(
    name: "equality-and-hash-agree",
    guarantee: "Clocks with the same counters are == and hash alike, zeros written out or not.",
    source: "Swift standard library, Hashable", chapter: "clocks#sparse-clocks", kind: .cases,
    points: 6)
  static let tickCountsOneEvent = Check(
    name: "tick-counts-one-event",
    guarantee: "tick(n) adds one to n's counter, from zero for a new node, and changes no other.",
    source: "Fidge 1988", chapter: "clocks#vector-clocks", kind: .examples, points: 6)
  static let mergeTakesTheMaximum = Check(
    name: "merge-takes-the-maximum",
    guarantee: "After a.merge(b) each counter of a is the larger of the two; nothing ticks, and b "
      + "stays as it was.",
    source: mattern, chapter: "clocks#merging", kind: .examples, points: 8)
  static let clocksAreIndependent = Check(
    name: "values-are-independent",
    guarantee: "A copy of a clock, such as one in a message, does not change with its original.",
    source: "\(mattern): a message carries the clock's value at the send",
    chapter: "clocks#vector-clocks", kind: .examples, points: 4)
  static let smallTraces = Check(
    name: "small-traces",
    guarantee:
      "In every trace of up to 5 events that 2 processes can have, every two events compare "
      + "as the messages between them demand.",
    source: "\(lamport); \(mattern), theorem 10", chapter: "clocks#happens-before", kind: .search,
    points: 8)
  static let agreesWithTheEventGraph = Check(
    name: "agrees-with-the-event-graph",
    guarantee: "In random traces of 3 and 4 processes, every two events compare as the messages "
      + "between them demand.",
    source: "\(lamport); \(mattern), theorem 10", chapter: "clocks#happens-before",
    kind: .schedules, points: 8)
  static let clockAnswersAlike = Check(
    name: "same-questions-same-answers",
    guarantee: "Asked the same in the same order, a clock answers the same every time it is run.",
    source: Check.contract, chapter: "clocks#vector-clocks", kind: .cases, points: 4)
}
