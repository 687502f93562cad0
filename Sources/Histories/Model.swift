/// An object that clients share, as it behaves when it serves one operation after the other: what
/// Herlihy and Wing (1990, section 2) call its sequential specification.
///
/// `initial` and `step` are all a model needs. The other requirements have defaults that are right
/// for every object; a model that says more is decided faster and gives shorter stories.
public protocol Model: Sendable {
  /// All that earlier operations leave behind.
  associatedtype State: Hashable & Sendable
  /// What a client asks.
  associatedtype Input: Hashable & Sendable
  /// What it has back.
  associatedtype Output: Hashable & Sendable
  /// What an operation can leave for others to see; see `ties`.
  associatedtype Token: Hashable & Sendable = Int

  /// The state before the first operation.
  var initial: State { get }

  /// Serves one operation.
  /// - Parameter output: what the client had back; nil when it had nothing back, and any answer
  ///   would do.
  /// - Returns: the state afterwards; nil when the operation cannot have this output in this state.
  func step(_ state: State, _ input: Input, _ output: Output?) -> State?

  /// Whether the operation, wherever it can have this output, leaves the state as it was. Without an
  /// output: whatever its answer.
  func leavesState(_ input: Input, _ output: Output?) -> Bool

  /// The operations of a history that concern each a part of the object that no other concerns, as
  /// indices into it. Each part starts in `initial`; a history is linearizable exactly when each of
  /// its parts is (locality: Herlihy and Wing 1990, theorem 1; Horn and Kroening 2015).
  func parts(of history: [Operation]) -> [[Int]]

  /// The answer for one part of a history that the model can give without a search; nil where it cannot.
  /// - Parameter isExplained: whether an impossible part is to be made small, which takes most of the time.
  func decision(on part: [Int], of history: [Operation], isExplained: Bool) -> PartDecision?

  /// How an operation hangs together with others.
  func ties(_ input: Input, _ output: Output?) -> Ties<Token>

  /// Whether there is such a token before the first operation.
  func isInitially(_ token: Token) -> Bool

  /// Whether an operation that needs a token is served exactly where that token was the last to be
  /// provided in its part, or is the one there at first; and one that needs nothing, everywhere.
  var showsLastToken: Bool { get }
}

/// Whether some order explains the operations of a part.
public enum PartDecision: Hashable, Sendable {
  /// This one does, as indices into the history. What had no answer and nobody saw may be missing.
  case order([Int])
  /// None explains these.
  case impossible([Int])
}

/// How an operation hangs together with others: which of them it makes no sense without.
///
/// When a history is linearizable, it still is without an operation and without all that need, by
/// their ties, what this operation provides. So what remains impossible was so before.
public struct Ties<Token: Hashable & Sendable>: Hashable, Sendable {
  /// A side of a tie.
  public enum End: Hashable, Sendable {
    /// Nothing.
    case nothing
    /// This token.
    case token(Token)
    /// Any token there is: nothing is known of the operation.
    case anything
  }

  /// What the operation leaves for others to see.
  public var provides: End
  /// What it has seen.
  public var needs: End
  /// Whether it takes what it needs away, so that what it took it from cannot stay without it.
  public var consumes: Bool

  /// Describes the ties of an operation.
  public init(provides: End = .nothing, needs: End = .nothing, consumes: Bool = false) {
    self.provides = provides
    self.needs = needs
    self.consumes = consumes
  }
}

extension Model {
  /// Nothing is known, so nothing is promised.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool { false }

  /// One part.
  public func parts(of history: [Operation]) -> [[Int]] { [Array(history.indices)] }

  /// A search will tell.
  public func decision(
    on part: [Int], of history: [Operation], isExplained: Bool
  ) -> PartDecision? {
    nil
  }

  /// Nothing is known, so everything may depend on everything.
  public func ties(_ input: Input, _ output: Output?) -> Ties<Token> {
    Ties(provides: .anything, needs: .anything, consumes: true)
  }

  /// Nothing is known, so nothing is refused for want of it.
  public func isInitially(_ token: Token) -> Bool { true }

  /// Nothing is known of how tokens follow each other.
  public var showsLastToken: Bool { false }
}

/// The operations of a history by a key of theirs, as indices into it, in the order in which the keys
/// first occur.
func grouped<Operation, Key: Hashable>(
  _ history: [Operation], by key: (Operation) -> Key
) -> [[Int]] {
  var places: [Key: Int] = [:]
  var groups: [[Int]] = []
  for (index, operation) in history.enumerated() {
    let key = key(operation)
    if let place = places[key] {
      groups[place].append(index)
    } else {
      places[key] = groups.count
      groups.append([index])
    }
  }
  return groups
}
