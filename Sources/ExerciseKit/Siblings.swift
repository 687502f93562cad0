/// What a read of a key returns.
public struct SiblingRead<Value: Sendable, Context: Sendable>: Sendable {
  /// The values that no write known here has replaced, in any order; one for each write.
  public var values: [Value]
  /// What the reader has seen, to be handed back with a write that replaces it.
  public var context: Context

  /// Describes what a read returns.
  public init(values: [Value], context: Context) {
    self.values = values
    self.context = context
  }
}

/// What the exercise `sibling-store` asks for: a store that keeps a value exactly until a write that has
/// seen it is known (Preguiça, Baquero, Almeida, Fonte and Gonçalves 2012, sections 4 and 5).
///
/// What a context is, and what is stored, is the submission's own affair.
public protocol SiblingKeeping<Value>: Mergeable, StoredReplica {
  associatedtype Value: Hashable & Sendable
  /// What a reader has seen of a key.
  associatedtype Context: Sendable

  /// The keys that have a value.
  var keys: Set<String> { get }

  /// The values of a key, and what to hand back when replacing them.
  func get(_ key: String) -> SiblingRead<Value, Context>

  /// Writes a value.
  /// - Parameter context: of a read of this key, here or at another store; nil of a client that has read
  ///   nothing.
  mutating func put(_ key: String, _ value: Value, replacing context: Context?)
}
