import ExerciseKit
import Wire

/// Talks to a replicated account.
enum SessionDialect<Account: ExactlyOnceAccount>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Account

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Account {
    Account(maxSessions: try numbers.next())
  }

  /// Every answer ends with the balance.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Account
  ) throws(WireError) -> Words.Answer {
    switch operation {
    case 0:
      let session = value.open()
      return Words.Answer(0, [Int128(session), Int128(value.balance)])
    case 1:
      let command = SessionCommand(
        session: try numbers.next(), serial: try numbers.next(), delta: try numbers.next())
      let result = value.apply(command)
      let balance = Int128(value.balance)
      switch result {
      case .success(let sum): return Words.Answer(1, [Int128(sum), balance])
      case .failure(.expired): return Words.Answer(2, [balance])
      case .failure(.gap(let expected)): return Words.Answer(3, [Int128(expected), balance])
      case .failure(.superseded(let serial)): return Words.Answer(4, [Int128(serial), balance])
      case .failure(.overflow): return Words.Answer(5, [balance])
      }
    default: throw .unknown(operation: operation)
    }
  }
}

/// The dialect of `exactly-once-client`.
func sessionDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: ExactlyOnceAccount>(_: T.Type) -> any Dialect.Type { SessionDialect<T>.self }
  return (types.first as? any ExactlyOnceAccount.Type).map { dialect($0) }
}
