public import ExerciseKit

/// The three laws of a merge, asked of every combination of the given states.
///
/// They are necessary for convergence and not sufficient: updates must also move a state upwards,
/// replicas must have names of their own, and every state must reach everybody in the end. Source:
/// Shapiro et al. 2011 (INRIA 7506), section 2.3.
///
/// Guarantee: a law that is broken by any combination of the given states is reported as broken; states that
/// were not given prove nothing.
///
/// Must be stored: nothing; every answer follows from the arguments.
///
/// It holds for merges that follow from the two states alone. Cost: three merges for each triple of states.
///
/// Deviation: the paper proves the laws of a type, once for all; here they are tried.
public enum MergeLaws {
  /// A law.
  public enum Law: String, Hashable, Sendable, CaseIterable {
    /// The order of two merges does not matter.
    case commutative
    /// The grouping of merges does not matter.
    case associative
    /// Merging the same again changes nothing.
    case idempotent
  }

  /// A law broken, and the positions of the states that break it.
  public struct Violation: Hashable, Sendable {
    /// The law.
    public let law: Law
    /// Positions in the list of states.
    public let states: [Int]
  }

  /// The first violation, or nil when all laws hold for all singles, pairs and triples of `states`.
  /// `==` must compare what is replicated and not which replica holds it.
  public static func violation<State: Mergeable & Equatable>(
    among states: [State]
  ) -> Violation? {
    for (index, state) in states.enumerated() where merged(state, state) != state {
      return Violation(law: .idempotent, states: [index])
    }
    for (first, a) in states.enumerated() {
      for (second, b) in states.enumerated() {
        let ab = merged(a, b)
        if ab != merged(b, a) { return Violation(law: .commutative, states: [first, second]) }
        for (third, c) in states.enumerated() where merged(ab, c) != merged(a, merged(b, c)) {
          return Violation(law: .associative, states: [first, second, third])
        }
      }
    }
    return nil
  }

  private static func merged<State: Mergeable>(_ left: State, _ right: State) -> State {
    var left = left
    left.merge(right)
    return left
  }
}
