/// A store of texts under keys, which are read, replaced and added to; a key that is not there holds an
/// empty text. The object of Porcupine's key-value histories.
public struct AppendStore<Key: Hashable & Sendable>: Model {
  /// What a client asks of a store.
  public enum Input: Hashable, Sendable {
    /// What is under the key?
    case get(Key)
    /// Keep this under the key.
    case put(Key, String)
    /// Add this at the end of what is under the key.
    case append(Key, String)

    /// The key that is asked about.
    public var key: Key {
      switch self {
      case .get(let key), .put(let key, _), .append(let key, _): key
      }
    }
  }

  /// What a store answers.
  public enum Output: Hashable, Sendable {
    /// This is under the key.
    case text(String)
    /// It was put or added.
    case done
  }

  /// A store that holds nothing at first.
  public init() {}

  /// The text under the key all operations of a part are about.
  public var initial: String { "" }

  /// Serves one operation.
  public func step(_ state: String, _ input: Input, _ output: Output?) -> String? {
    switch (input, output) {
    case (.get, .text(let seen)): seen == state ? state : nil
    case (.get, nil): state
    case (.put(_, let text), .done), (.put(_, let text), nil): text
    case (.append(_, let text), .done), (.append(_, let text), nil): state + text
    default: nil
    }
  }

  /// Reads.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool {
    if case .get = input { true } else { false }
  }

  /// One part for each key.
  public func parts(of history: [Operation]) -> [[Int]] { grouped(history, by: \.input.key) }
}
