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

  /// What is under each key that is there.
  public var initial: [Key: String] { [:] }

  /// Serves one operation.
  public func step(_ state: [Key: String], _ input: Input, _ output: Output?) -> [Key: String]? {
    let held = state[input.key] ?? ""
    var state = state
    switch (input, output) {
    case (.get, .text(let seen)): return seen == held ? state : nil
    case (.get, nil): return state
    case (.put(_, let text), .done), (.put(_, let text), nil): state[input.key] = text
    case (.append(_, let text), .done), (.append(_, let text), nil): state[input.key] = held + text
    default: return nil
    }
    return state
  }

  /// Reads.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool {
    if case .get = input { true } else { false }
  }

  /// Decided by what reads saw, where their texts tell the writes that they were made of.
  public func decision(
    on part: [Int], of history: [Operation], isExplained: Bool
  ) -> PartDecision? {
    AppendOrder(history, part: part)?.decision(isExplained: isExplained)
  }

  /// One part for each key.
  public func parts(of history: [Operation]) -> [[Int]] { grouped(history, by: \.input.key) }
}
