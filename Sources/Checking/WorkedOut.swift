import Synchronization

/// A value that is worked out once, by whoever needs it first, on whatever thread.
public final class WorkedOut<Value: Sendable>: Sendable {
  private let known = Mutex<Value?>(nil)
  private let workOut: @Sendable () -> Value

  /// - Parameter workOut: the same each time; called at most once.
  public init(_ workOut: @escaping @Sendable () -> Value) { self.workOut = workOut }

  /// The value; whoever comes while another works it out waits.
  public var value: Value {
    known.withLock { known in
      if let known { return known }
      let value = workOut()
      known = value
      return value
    }
  }
}
