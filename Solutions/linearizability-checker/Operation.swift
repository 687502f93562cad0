/// One operation of a client on a register, as it was seen from outside.
public struct Operation: Hashable, Sendable {
  /// What was done, and for a read what came back.
  public enum Kind: Hashable, Sendable {
    /// A write of this value.
    case write(Int)
    /// A read that returned this value.
    case read(Int)
  }

  /// What was done.
  public var kind: Kind
  /// When the client asked, on one clock for the whole history; the unit does not matter.
  public var invoked: Int
  /// When the client had its answer; nil while it is still waiting, or gave up without one.
  public var returned: Int?

  /// Records an operation.
  public init(_ kind: Kind, invoked: Int, returned: Int?) {
    self.kind = kind
    self.invoked = invoked
    self.returned = returned
  }

  /// True when this operation had its answer before `other` was asked for.
  public func precedes(_ other: Operation) -> Bool {
    returned.map { $0 < other.invoked } ?? false
  }
}
