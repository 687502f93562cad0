/// What a client asks of a replica.
public struct RegisterRequest: Hashable, Sendable {
  /// Numbers the requests of a trial, from 0.
  public let id: Int
  /// The replica it is sent to.
  public let replica: Int
  /// When, in milliseconds.
  public let time: Int
  /// Whether it reads or writes. What is written is `id + 1`, so that no value is written twice.
  public let kind: RegisterOperation.Kind
  /// Which register.
  public let register: Int

  /// Describes a request.
  public init(id: Int, replica: Int, time: Int, kind: RegisterOperation.Kind, register: Int) {
    self.id = id
    self.replica = replica
    self.time = time
    self.kind = kind
    self.register = register
  }

  /// The value a write stores.
  public var written: Int { id + 1 }
}
