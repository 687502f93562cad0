/// A store of values under keys, each key a register of its own; a key that is not there holds nil.
public struct KeyValueStore<Key: Hashable & Sendable, Value: Hashable & Sendable>: Model {
  /// What a client asks of a store.
  public enum Input: Hashable, Sendable {
    /// What is under the key?
    case get(Key)
    /// Keep this under the key.
    case put(Key, Value)
    /// Keep `new` under the key if `expected` is there; nil: if nothing is.
    case compareAndSet(Key, expected: Value?, new: Value)
    /// Keep nothing under the key.
    case delete(Key)

    /// The key that is asked about.
    public var key: Key {
      switch self {
      case .get(let key), .put(let key, _), .compareAndSet(let key, _, _), .delete(let key): key
      }
    }
  }

  /// What a store answers: the answers of a register.
  public typealias Output = Register<Value?>.Output

  private let register = Register<Value?>(initial: nil)

  /// A store that holds nothing at first.
  public init() {}

  /// What is under the key all operations of a part are about. More keys than one: what is under each
  /// that is there.
  public var initial: [Key: Value] { [:] }

  /// Serves one operation.
  public func step(_ state: [Key: Value], _ input: Input, _ output: Output?) -> [Key: Value]? {
    let held = state[input.key]
    guard let next = register.step(held, Self.asRegister(input), output) else { return nil }
    guard next != held else { return state }
    var state = state
    state[input.key] = next
    return state
  }

  /// Gets, and comparisons that failed.
  public func leavesState(_ input: Input, _ output: Output?) -> Bool {
    register.leavesState(Self.asRegister(input), output)
  }

  /// One part for each key.
  public func parts(of history: [Operation]) -> [[Int]] { grouped(history, by: \.input.key) }

  /// A value under a key.
  public struct Token: Hashable, Sendable {
    let key: Key
    let value: Value?
  }

  /// A value ties whoever saw it under a key to whoever put it there.
  public func ties(_ input: Input, _ output: Output?) -> Ties<Token> {
    func end(_ end: Ties<Value?>.End) -> Ties<Token>.End {
      switch end {
      case .nothing: .nothing
      case .anything: .anything
      case .token(let value): .token(Token(key: input.key, value: value))
      }
    }
    let ties = register.ties(Self.asRegister(input), output)
    return Ties(provides: end(ties.provides), needs: end(ties.needs))
  }

  /// A value is read until the next is written.
  public var showsLastToken: Bool { true }

  /// At first nothing is under any key.
  public func isInitially(_ token: Token) -> Bool { token.value == nil }

  private static func asRegister(_ input: Input) -> Register<Value?>.Input {
    switch input {
    case .get: .read
    case .put(_, let value): .write(value)
    case .compareAndSet(_, let expected, let new): .compareAndSet(expected: expected, new: new)
    case .delete: .write(nil)
    }
  }
}
