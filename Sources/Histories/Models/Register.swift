/// A register that is read, written and compared: the object of Attiya, Bar-Noy and Dolev 1995, with
/// the compare-and-set of Jepsen's register histories.
public struct Register<Value: Hashable & Sendable>: Model {
  /// What a client asks of a register.
  public enum Input: Hashable, Sendable {
    /// What does it hold?
    case read
    /// Hold this.
    case write(Value)
    /// Hold `new` if it holds `expected`.
    case compareAndSet(expected: Value, new: Value)
  }

  /// What a register answers.
  public enum Output: Hashable, Sendable {
    /// It holds this.
    case value(Value)
    /// It was written, or did hold what was expected.
    case done
    /// It did not hold what was expected.
    case refused
  }

  /// What the register holds before the first write.
  public let initial: Value

  /// A register that holds this at first.
  public init(initial: Value) { self.initial = initial }

  /// Serves one operation.
  public func step(_ state: Value, _ input: Input, _ output: Output?) -> Value? {
    switch (input, output) {
    case (.read, .value(let seen)): seen == state ? state : nil
    case (.read, nil): state
    case (.write(let value), .done), (.write(let value), nil): value
    case (.compareAndSet(let expected, let new), .done): state == expected ? new : nil
    case (.compareAndSet(let expected, _), .refused): state == expected ? nil : state
    case (.compareAndSet(let expected, let new), nil): state == expected ? new : state
    default: nil
    }
  }

  /// Reads, and comparisons that failed.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool {
    input == .read || output == .refused
  }

  /// A value ties whoever saw it to whoever wrote it.
  public func ties(_ input: Input, _ output: Output?) -> Ties<Value> {
    switch (input, output) {
    case (.read, .value(let seen)): Ties(needs: .token(seen))
    case (.read, _): Ties()
    case (.write(let value), _): Ties(provides: .token(value))
    // Which write kept it from succeeding nobody knows.
    case (.compareAndSet, .refused): Ties(needs: .anything)
    case (.compareAndSet(let expected, let new), _):
      Ties(provides: .token(new), needs: .token(expected))
    }
  }

  /// A value is read until the next is written.
  public var showsLastToken: Bool { true }

  /// Whether the register holds this value at first.
  public func isInitially(_ token: Value) -> Bool { token == initial }
}
