import ExerciseKit

/// One wrong answer, and why it is wrong.
struct SetFault: Hashable, Sendable {
  enum Kind: Hashable, Sendable, CaseIterable {
    /// `contains` and `elements` say different things.
    case disagreement
    /// Present, though never added by anybody heard of.
    case phantom
    /// Absent, though added and never removed.
    case lostAdd
    /// Absent, though only some other element was removed.
    case lostBystander
    /// Absent, though added again after every remove.
    case lostReAdd
    /// Absent because of a remove that had seen another add of it, but not this one.
    case lostToConcurrentRemove
    /// Absent because of a remove that had seen no add of it at all.
    case lostToBlindRemove
    /// Present right after it was removed here.
    case removeIneffective
    /// Present after the replica merged a state that knew of the remove.
    case removeNotLearnt
    /// Present again, though every add of it was removed before.
    case cameBack
    /// A state shows something else when it is looked at again.
    case changedLater
    /// `remove` returned what it may not, or withheld what it removed.
    case wrongRemoval
    /// A dot names two adds.
    case reusedDot
    /// A dot names another replica than the one that added.
    case foreignDot
    /// A dot's number is not the next of its replica's.
    case miscountedDot

    /// Everything about the dots that adds return.
    static let dots: Set<Self> = [.reusedDot, .foreignDot, .miscountedDot]
  }

  var kind: Kind
  /// What is wrong, in one sentence without a full stop.
  var sentence: String
  /// The events that contradict each other, in order.
  var events: [Int]
}

extension Set<SetFault.Kind> {
  /// Every way to be wrong.
  static let all = Set(SetFault.Kind.allCases)
  /// Everything about which elements are there, nothing about dots.
  static let presence = all.subtracting(SetFault.Kind.dots)
    .subtracting([.wrongRemoval, .changedLater])
}
