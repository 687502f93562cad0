import ExerciseKit
import Wire

/// Talks to a function that judges histories.
enum HistoryDialect<Checker: HistoryChecking>: ObjectDialect {
  typealias Words = ObjectWords
  typealias Value = Nothing

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Nothing {
    Nothing()
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Nothing
  ) throws(WireError) -> Words.Answer {
    guard operation == 0 else { throw .unknown(operation: operation) }
    var history: [TimedOperation] = []
    for _ in 0..<(try numbers.next(as: UInt8.self)) { history.append(try timed(&numbers)) }
    let isLinearizable = Checker.isLinearizable(history, initial: try numbers.next())
    return Words.Answer(1, [isLinearizable ? 1 : 0])
  }

  /// An operation: its kind, of which odd ones are without an answer, two values, and when.
  private static func timed(_ numbers: inout NumberList) throws(WireError) -> TimedOperation {
    let form: UInt8 = try numbers.next()
    let (value, other): (Int, Int) = (try numbers.next(), try numbers.next())
    let (invoked, returned): (Int, Int) = (try numbers.next(), try numbers.next())
    let kind: TimedOperation.Kind =
      switch form / 2 {
      case 0: .write(value)
      case 1: .read(value)
      case 2: .compareAndSet(expected: value, new: other, succeeded: true)
      case 3: .compareAndSet(expected: value, new: other, succeeded: false)
      default: throw .malformed("an operation of form \(form)")
      }
    return TimedOperation(kind, invoked: invoked, returned: form % 2 == 0 ? returned : nil)
  }
}

/// The dialect of `linearizability-checker`.
func historyDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: HistoryChecking>(_: T.Type) -> any Dialect.Type { HistoryDialect<T>.self }
  return (types.first as? any HistoryChecking.Type).map { dialect($0) }
}
