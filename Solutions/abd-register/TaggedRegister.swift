public import ExerciseKit

/// One copy of a replicated register: it keeps the value with the largest tag it was ever sent.
///
/// Guarantee: its tag never falls, so what it has acknowledged it still holds, or something newer.
/// Source: Attiya, Bar-Noy and Dolev 1995, section 3.
///
/// Must be stored: the whole register, as a copy of this value, before an answer leaves. One that has
/// lost it must not come back under its name: it would be counted among a majority that holds a write.
public struct TaggedRegister: Hashable, Sendable {
  /// This replica.
  public let id: NodeID
  /// The tag of the value; counter 0 before the first write.
  public private(set) var tag: WriteTag
  /// The value; nil before the first write.
  public private(set) var value: String?

  /// Holds nothing yet.
  public init(id: NodeID) {
    self.id = id
    tag = WriteTag(counter: 0, writer: NodeID(0))
  }

  /// Answers a client's request.
  public mutating func answer(_ request: RegisterClient.Request) -> RegisterClient.Reply {
    switch request {
    case .query(let op):
      return .state(op: op, from: id, tag, value)
    case .store(let op, let newTag, let newValue):
      if newTag > tag {
        tag = newTag
        value = newValue
      }
      // Also a value that is no longer the newest is acknowledged: what replaced it covers it.
      return .stored(op: op, from: id)
    }
  }
}
