/// A queue: what was put in first comes out first. The example of Herlihy and Wing 1990, section 1.
public struct FIFOQueue<Value: Hashable & Sendable>: Model {
  /// What a client asks of a queue.
  public enum Input: Hashable, Sendable {
    /// Put this in at the end.
    case enqueue(Value)
    /// Take out what is in front.
    case dequeue
  }

  /// What a queue answers.
  public enum Output: Hashable, Sendable {
    /// It was put in.
    case done
    /// This was in front and is no longer there.
    case value(Value)
    /// There was nothing to take out.
    case empty
  }

  /// A queue that holds nothing at first.
  public init() {}

  /// Nothing.
  public var initial: [Value] { [] }

  /// Serves one operation.
  public func step(_ state: [Value], _ input: Input, _ output: Output?) -> [Value]? {
    switch (input, output) {
    case (.enqueue(let value), .done), (.enqueue(let value), nil): state + [value]
    case (.dequeue, .value(let value)): state.first == value ? Array(state.dropFirst()) : nil
    case (.dequeue, .empty): state.isEmpty ? state : nil
    case (.dequeue, nil): Array(state.dropFirst())
    default: nil
    }
  }

  /// Finding nothing changes nothing.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool { output == .empty }

  /// A value ties who took it out to who put it in; neither can be thought away alone.
  public func ties(_ input: Input, _ output: Output?) -> Ties<Value> {
    switch (input, output) {
    case (.enqueue(let value), _): Ties(provides: .token(value))
    case (.dequeue, .value(let value)): Ties(needs: .token(value), consumes: true)
    // What made the queue empty nobody knows.
    case (.dequeue, .empty): Ties(needs: .anything)
    // It may have taken anything, and so made way for everything.
    case (.dequeue, _): Ties(provides: .anything)
    }
  }

  /// At first the queue holds nothing.
  public func isInitially(_ token: Value) -> Bool { false }
}
