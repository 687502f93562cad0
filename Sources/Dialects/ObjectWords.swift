import ExerciseKit
public import Wire

/// The words for a value that is told numbers and answers with numbers: an operation, its arguments, and
/// what comes back. Names, times, versions and terms are numbers too.
public enum ObjectWords: Vocabulary {
  /// What a value is made from.
  public struct Arguments: WireValue, Hashable {
    /// Which of the exercise's types, in the order in which it lists them.
    public var type: UInt8
    /// What it starts with.
    public var numbers: [Int128]

    /// Gathers arguments.
    public init(type: UInt8, numbers: [Int128]) {
      self.type = type
      self.numbers = numbers
    }

    /// Reads arguments.
    public init(from reader: inout ByteReader) throws(WireError) {
      type = try reader.byte()
      numbers = try [Int128](from: &reader)
    }

    /// Writes the arguments.
    public func write(to writer: inout ByteWriter) {
      writer.byte(type)
      numbers.write(to: &writer)
    }
  }

  /// What a value is told.
  public struct Call: WireValue, Hashable {
    /// Which operation, in the order in which the exercise lists them.
    public var operation: UInt8
    /// Its arguments.
    public var numbers: [Int128]

    /// Gathers a call.
    public init(operation: UInt8, numbers: [Int128]) {
      self.operation = operation
      self.numbers = numbers
    }

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      operation = try reader.byte()
      numbers = try [Int128](from: &reader)
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      writer.byte(operation)
      numbers.write(to: &writer)
    }
  }

  /// What a value answers.
  public struct Answer: WireValue, Hashable {
    /// Which kind of answer, as the exercise counts them: a value, nothing, an error.
    public var kind: UInt8
    /// What is in it.
    public var numbers: [Int128]

    /// Gathers an answer.
    public init(_ kind: UInt8, _ numbers: [Int128] = []) {
      self.kind = kind
      self.numbers = numbers
    }

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      kind = try reader.byte()
      numbers = try [Int128](from: &reader)
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      writer.byte(kind)
      numbers.write(to: &writer)
    }
  }
}

/// Takes the arguments of a call one after the other, each as the type that the learner's method asks for.
struct NumberList {
  private var rest: ArraySlice<Int128>

  init(_ numbers: [Int128]) { rest = numbers[...] }

  /// True when all have been taken.
  var isEmpty: Bool { rest.isEmpty }

  /// Takes the next one.
  /// - Throws: `WireError` when there is none, or the type cannot hold it.
  mutating func next<Number: FixedWidthInteger>(
    as _: Number.Type = Number.self
  ) throws(WireError) -> Number {
    guard let number = rest.popFirst() else { throw .truncated }
    guard let number = Number(exactly: number) else { throw .malformed("the argument \(number)") }
    return number
  }

  /// Takes the next one as a node's number.
  mutating func node() throws(WireError) -> NodeID { NodeID(try next()) }

  /// Takes the next one as a place in a list, counted from 1.
  /// - Returns: the index, below `count`.
  mutating func index(in count: Int) throws(WireError) -> Int {
    let place = try next(as: Int.self)
    guard place >= 1, place <= count else { throw .malformed("place \(place) of \(count)") }
    return place - 1
  }

  /// Takes the next one as the number of a name: `k7`.
  mutating func name(_ letter: Character) throws(WireError) -> String {
    let number = try next(as: UInt64.self)
    guard let name = WrittenName.text(number, letter) else {
      throw .malformed("the name of number \(number)")
    }
    return name
  }

  /// The number of such a name, of equal ones the first; -1, which is none of ours, where the name is another.
  static func number(of name: String, _ letter: Character) -> Int128 {
    WrittenName.number(of: name, letter).map { Int128($0) } ?? -1
  }

  /// The number of a name that is written in exactly these bytes; -1 where there is none.
  static func number(writtenAs name: String, _ letter: Character) -> Int128 {
    WrittenName.number(writtenAs: name, letter).map { Int128($0) } ?? -1
  }
}

/// Talks to a value that is told numbers.
protocol ObjectDialect: Dialect where Words == ObjectWords {
  /// Makes a value.
  /// - Parameter type: which of the exercise's types.
  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value

  /// Performs an operation.
  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer
}

extension ObjectDialect {
  static func make(_ arguments: Words.Arguments) throws(WireError) -> Value {
    var numbers = NumberList(arguments.numbers)
    return try make(type: arguments.type, &numbers)
  }

  static func perform(
    _ call: Words.Call, on value: inout Value, other: (Int) throws(WireError) -> Value
  ) throws(WireError) -> Words.Answer {
    var numbers = NumberList(call.numbers)
    return try perform(call.operation, &numbers, on: &value)
  }
}

extension WireError {
  /// That a dialect knows no such operation.
  static func unknown(operation: UInt8) -> WireError { .malformed("operation \(operation)") }
}
