/// One operation of a client on a register, as it was seen from outside: when it was asked, when the client
/// had its answer, and what that was.
///
/// Source: Herlihy and Wing 1990, section 2.
public struct TimedOperation: Hashable, Sendable {
  /// What was done, and what came back.
  public enum Kind: Hashable, Sendable {
    /// A write of this value.
    case write(Int)
    /// A read that returned this value. Of a read without an answer it says nothing.
    case read(Int)
    /// Found the expected value and put the new one in its place, in one step; or found another value and
    /// changed nothing. Of one without an answer `succeeded` says nothing.
    case compareAndSet(expected: Int, new: Int, succeeded: Bool)
  }

  /// What was done.
  public var kind: Kind
  /// When the client asked, on one clock for the whole history; the unit does not matter.
  public var invoked: Int
  /// When the client had its answer, not before it asked; nil while the operation is open: the client is still
  /// waiting, or gave up.
  public var returned: Int?

  /// Records an operation.
  public init(_ kind: Kind, invoked: Int, returned: Int?) {
    self.kind = kind
    self.invoked = invoked
    self.returned = returned
  }
}

/// What the exercise `linearizability-checker` asks for: whether what clients of one register saw can be
/// explained by one order.
///
/// Sources: Herlihy and Wing 1990, section 2; Wing and Gong 1993, section 4; Gibbons and Korach 1997, section 4.
public protocol HistoryChecking {
  /// True when the history is linearizable.
  /// - Parameters:
  ///   - history: the operations in any order, at most 64.
  ///   - initial: what the register holds before the first operation.
  static func isLinearizable(_ history: [TimedOperation], initial: Int) -> Bool
}
