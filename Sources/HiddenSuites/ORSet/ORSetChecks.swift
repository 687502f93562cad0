import Checking

// The guarantees of an observed-remove set, in the order they are checked.

private let specification = "Shapiro et al. 2011, section 3.3.5, specification 15"

extension Check {
  static let startsEmpty = Check(
    name: "starts-empty",
    guarantee: "A new set holds nothing, and removing or merging nothing leaves it so.",
    source: specification, chapter: "crdts#or-set", kind: .examples, points: 2)
  static let addThenPresent = Check(
    name: "add-then-present",
    guarantee: "What a replica adds is there, once, whatever else it adds.",
    source: specification, chapter: "crdts#or-set", kind: .examples, points: 3)
  static let containsAgreesWithElements = Check(
    name: "contains-agrees-with-elements",
    guarantee: "contains(e) is true exactly for the members of elements.",
    source: specification, chapter: "crdts#or-set", kind: .examples, points: 3)
  static let observedRemovesRemove = Check(
    name: "observed-removes-remove",
    guarantee: "After remove(e), no add of e that the replica had seen keeps e there.",
    source: specification, chapter: "crdts#observed-remove", kind: .examples, points: 6)
  static let valuesAreIndependent = Check(
    name: "values-are-independent",
    guarantee: "A copy of a set, such as a state on its way, does not change with its original.",
    source: "Shapiro et al. 2011, section 2.3: a replica sends its state, not access to it",
    chapter: "crdts#or-set", kind: .examples, points: 4)
  static let reAddAfterRemove = Check(
    name: "re-add-after-remove",
    guarantee:
      "An element that was removed can be added again, at any replica, any number of times.",
    source: specification, chapter: "crdts#or-set", kind: .examples, points: 5)
  static let mergeTakesInEveryAdd = Check(
    name: "merge-takes-in-every-add",
    guarantee: "After a merge, what either side had added and nobody removed is there.",
    source: specification, chapter: "crdts#laws", kind: .examples, points: 4)
  static let removesTravel = Check(
    name: "removes-travel",
    guarantee: "Merging a state that knows of a remove removes what that remove had observed.",
    source: specification, chapter: "crdts#observed-remove", kind: .examples, points: 5)
  static let removedStaysRemoved = Check(
    name: "removed-stays-removed",
    guarantee: "Merging an older state, or one twice, brings nothing back that was removed.",
    source: "Shapiro et al. 2011, section 2.3: merge is a least upper bound; "
      + "DeCandia et al. 2007, section 4.4 for the cart in which deleted items resurface",
    chapter: "crdts#observed-remove", kind: .examples, points: 6)
  static let addWins = Check(
    name: "add-wins-over-concurrent-remove",
    guarantee: "An add that a remove of the same element had not seen survives that remove.",
    source: specification, chapter: "crdts#add-wins", kind: .examples, points: 7)
  static let removeAffectsOnlyWhatItSaw = Check(
    name: "remove-affects-only-what-it-saw",
    guarantee: "A remove touches no other element, and no add that had not reached the remover.",
    source: specification, chapter: "crdts#observed-remove", kind: .examples, points: 5)
  static let documentsExamples = Check(
    name: "documents-examples",
    guarantee: "Milk added, eggs added, the seen milk removed, all merged: {eggs}. An element with "
      + "one of two adds removed stays.",
    source: specification, chapter: "crdts#or-set", kind: .examples, points: 3)
  static let dotsAreUnique = Check(
    name: "dots-are-unique",
    guarantee:
      "Every add returns the next dot of its own replica, counted from 1, so that no two adds, of "
      + "whatever element, share one.",
    source: "the exercise's rule 1; Bieniusa et al. 2012, section 2", chapter: "crdts#dots",
    kind: .examples, points: 6)
  static let removeReturnsItsDots = Check(
    name: "remove-returns-its-dots",
    guarantee: "remove(e) returns live dots of e, all that no newer add has replaced, and none "
      + "exactly when e was absent.",
    source: specification, chapter: "crdts#observed-remove", kind: .examples, points: 4)
  static let frozenClock = Check(
    name: "frozen-clock",
    guarantee: "The set behaves the same while the machine's clock stands still.",
    source: "Shapiro et al. 2011, section 3.3.5: tags are unique; a clock reading need not be",
    chapter: "crdts#dots", kind: .examples, points: 4)
  static let clockGoingBack = Check(
    name: "clock-going-back",
    guarantee: "The set behaves the same when the machine's clock is set back.",
    source: "Shapiro et al. 2011, section 3.3.5: tags are unique; a clock reading need not be",
    chapter: "crdts#dots", kind: .examples, points: 4)
  static let restoredReplica = Check(
    name: "restored-replica",
    guarantee: "A replica made anew under its old name that has merged all its former adds from a "
      + "peer counts on from there and reuses none of their dots.",
    source: "Bieniusa et al. 2012, section 2", chapter: "crdts#restored-replicas", kind: .examples,
    points: 5)
  static let mergeIsIdempotent = Check(
    name: "merge-is-idempotent",
    guarantee: "Merging the same state again, or one's own, changes nothing that can be observed.",
    source: "Shapiro et al. 2011, section 2.3", chapter: "crdts#laws", kind: .cases, points: 3)
  static let mergeIsCommutative = Check(
    name: "merge-is-commutative",
    guarantee: "Two replicas that merge each other hold the same.",
    source: "Shapiro et al. 2011, section 2.3", chapter: "crdts#laws", kind: .cases, points: 3)
  static let mergeIsAssociative = Check(
    name: "merge-is-associative",
    guarantee: "Three states merged in either grouping give the same set.",
    source: "Shapiro et al. 2011, section 2.3", chapter: "crdts#laws", kind: .cases, points: 3)
  static let smallHistories = Check(
    name: "small-histories",
    guarantee: "In every history of up to 5 events that 2 replicas can have with 1 element, each "
      + "answer is what the causal past demands.",
    source: specification, chapter: "crdts#or-set", kind: .search, points: 5)
  static let agreesWithTheOracle = Check(
    name: "agrees-with-the-oracle",
    guarantee: "In random histories of 3 replicas whose states are delayed, doubled, reordered and "
      + "lost, each answer is what the causal past demands, and all agree in the end.",
    source: specification, chapter: "crdts#or-set", kind: .schedules, points: 6)
  static let setAnswersAlike = Check(
    name: "same-questions-same-answers",
    guarantee: "Asked the same in the same order, a set answers the same every time it is run.",
    source: Check.contract, chapter: "crdts#or-set", kind: .cases, points: 4)
}
