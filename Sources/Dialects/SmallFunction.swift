public import ExerciseKit
public import Wire

/// The words of all small exercises.
public enum SmallWords: Vocabulary {
  /// There is nothing to make: the function is static.
  public typealias Arguments = Nothing

  /// A call of the one function.
  public struct Call: WireValue, Hashable {
    /// The arguments, a list's elements one after the other.
    public var numbers: [Int]

    /// The most numbers a call may have.
    private static let limit = 64

    /// Calls the function with these numbers.
    public init(_ numbers: [Int]) { self.numbers = numbers }

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      let count = try reader.integer()
      guard (0...Self.limit).contains(count) else {
        throw .malformed("a call with \(count) numbers")
      }
      numbers = []
      for _ in 0..<count { numbers.append(try reader.integer()) }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      writer.integer(numbers.count)
      for number in numbers { writer.integer(number) }
    }
  }

  /// What the function returns.
  public typealias Answer = SmallAnswer
}

extension SmallAnswer: WireValue {
  /// Reads an answer.
  public init(from reader: inout ByteReader) throws(WireError) {
    switch try reader.byte() {
    case 0: self = .number(try reader.integer())
    case 1: self = .truth(try reader.bool())
    case 2: self = .word(try reader.string())
    case 3: self = .none
    case let kind: throw .malformed("answer \(kind) of a small exercise")
    }
  }

  /// Writes the answer.
  public func write(to writer: inout ByteWriter) {
    switch self {
    case .number(let number):
      writer.byte(0)
      writer.integer(number)
    case .truth(let truth):
      writer.byte(1)
      writer.bool(truth)
    case .word(let word):
      writer.byte(2)
      writer.string(word)
    case .none:
      writer.byte(3)
    }
  }
}

/// Talks to a static function.
enum SmallDialect<Function: SmallFunction>: Dialect {
  typealias Words = SmallWords
  typealias Value = Nothing

  static func make(_ arguments: Nothing) -> Nothing { arguments }

  static func perform(
    _ call: Words.Call, on value: inout Nothing, other: (Int) throws(WireError) -> Nothing
  ) throws(WireError) -> Words.Answer {
    Function.answer(call.numbers)
  }
}

/// The dialect of all small exercises.
func smallDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: SmallFunction>(_: T.Type) -> any Dialect.Type { SmallDialect<T>.self }
  return (types.first as? any SmallFunction.Type).map { dialect($0) }
}
