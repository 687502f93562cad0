/// What a subject is asked to do, many instructions in one exchange.
///
/// A subject keeps values in numbered slots. `call`, `canonicalForm`, `storedProperties` and `describe`
/// answer, each with one blob, in order; the others do not. Expected values, seeds and verdicts have no place in a program.
public struct Program: Sendable {
  /// Which clocks the subject's code sees from here on.
  public enum Clock: Hashable, Sendable {
    /// What the worker showed when it started: see `Surroundings`.
    case initial
    /// All of them stand still at this many nanoseconds.
    case frozen(nanoseconds: UInt64)
  }

  /// The first byte of each instruction.
  public enum Opcode: UInt8, Sendable {
    case make = 1, copy, call, canonicalForm, clock, storedProperties, describe
  }

  private var writer = ByteWriter()

  /// The number of instructions so far.
  public private(set) var instructionCount = 0
  /// The number of blobs the subject will answer with.
  public private(set) var answerCount = 0
  /// Where each instruction starts, in bytes, so that a program can be cut after any of them.
  public private(set) var offsets: [Int] = []

  /// Starts without instructions.
  public init() {}

  /// The program as sent.
  public var bytes: [UInt8] { writer.bytes }

  private mutating func begin(_ opcode: Opcode) {
    offsets.append(writer.bytes.count)
    instructionCount += 1
    writer.byte(opcode.rawValue)
  }

  /// Puts a new value, made from `arguments`, into `slot`.
  public mutating func make(_ slot: Int, _ arguments: (inout ByteWriter) -> Void) {
    begin(.make)
    writer.count(slot)
    writer.nested(arguments)
  }

  /// Puts a copy of the value in `source` into `target`.
  public mutating func copy(_ source: Int, to target: Int) {
    begin(.copy)
    writer.count(source)
    writer.count(target)
  }

  /// Calls a method of the value in `slot`; the first byte of `arguments` says which.
  public mutating func call(_ slot: Int, _ arguments: (inout ByteWriter) -> Void) {
    begin(.call)
    writer.count(slot)
    writer.nested(arguments)
    answerCount += 1
  }

  /// Asks for the canonical form of the value in `slot`: see `CanonicalForm`.
  public mutating func canonicalForm(_ slot: Int) {
    begin(.canonicalForm)
    writer.count(slot)
    answerCount += 1
  }

  /// Asks for the stored properties of the value in `slot`, each with its name and its canonical form;
  /// answered with a `StoredProperties`.
  public mutating func storedProperties(_ slot: Int) {
    begin(.storedProperties)
    writer.count(slot)
    answerCount += 1
  }

  /// Asks what the value in `slot` keeps, in words for its author; answered with a `ValueFields`.
  public mutating func describe(_ slot: Int) {
    begin(.describe)
    writer.count(slot)
    answerCount += 1
  }

  /// Sets the clock that the subject's code sees.
  public mutating func clock(_ clock: Clock) {
    begin(.clock)
    switch clock {
    case .initial:
      writer.byte(0)
    case .frozen(let nanoseconds):
      writer.byte(1)
      writer.unsigned(nanoseconds)
    }
  }

  /// The program that ends after the first `count` instructions.
  public func prefix(_ count: Int) -> [UInt8] {
    count < offsets.count ? Array(bytes[..<offsets[count]]) : bytes
  }
}
