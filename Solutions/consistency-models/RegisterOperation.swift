/// One finished operation on a register, as its client saw it.
public struct RegisterOperation: Hashable, Sendable {
  /// What was asked.
  public enum Kind: Hashable, Sendable {
    /// The value was stored.
    case write
    /// The value was returned.
    case read
  }

  /// Who asked. The operations of a process follow each other.
  public let process: Int
  /// What was asked.
  public let kind: Kind
  /// Of which register.
  public let register: Int
  /// The value written or returned. Every register holds 0 at first.
  public let value: Int
  /// When it was asked; any unit.
  public let invoked: Int
  /// When it was answered, not before `invoked`.
  public let returned: Int

  /// Describes an operation.
  public init(
    process: Int, _ kind: Kind, register: Int = 0, value: Int, invoked: Int, returned: Int
  ) {
    self.process = process
    self.kind = kind
    self.register = register
    self.value = value
    self.invoked = invoked
    self.returned = returned
  }
}
