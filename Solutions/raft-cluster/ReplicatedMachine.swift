/// What is replicated: a value that takes commands one after another. A copy of it is a snapshot.
///
/// Applying may depend on nothing but the value and the command, or replicas that apply the same log
/// are not alike.
public protocol ReplicatedMachine: Sendable {
  /// What changes it.
  associatedtype Command: Hashable & Sendable
  /// What reads it.
  associatedtype Query: Hashable & Sendable
  /// What either comes to.
  associatedtype Answer: Hashable & Sendable

  /// Takes a command.
  mutating func apply(_ command: Command) -> Answer

  /// Answers a question; nothing changes.
  func answer(_ query: Query) -> Answer
}
