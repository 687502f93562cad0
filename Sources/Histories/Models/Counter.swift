/// A number that is added to and read. It starts at 0 and wraps around at the ends of its range.
public struct Counter: Model {
  /// What a client asks of a counter.
  public enum Input: Hashable, Sendable {
    /// Add this, which may be negative.
    case add(Int)
    /// What is the sum?
    case read
  }

  /// What a counter answers.
  public enum Output: Hashable, Sendable {
    /// It was added.
    case done
    /// The sum is this.
    case value(Int)
  }

  /// A counter at 0.
  public init() {}

  /// Nothing was added.
  public var initial: Int { 0 }

  /// Serves one operation.
  public func step(_ state: Int, _ input: Input, _ output: Output?) -> Int? {
    switch (input, output) {
    case (.add(let amount), .done), (.add(let amount), nil): state &+ amount
    case (.read, .value(let seen)): seen == state ? state : nil
    case (.read, nil): state
    default: nil
    }
  }

  /// Reads.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool { input == .read }

  /// What is read depends on everything that was added.
  public func ties(_ input: Input, _ output: Output?) -> Ties<Int> {
    input == .read ? Ties(needs: .anything) : Ties(provides: .anything)
  }
}
