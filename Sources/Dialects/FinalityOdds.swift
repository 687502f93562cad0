import ExerciseKit
public import Wire

/// The words of `finality-odds`.
public enum FinalityWords: Vocabulary {
  /// There is nothing to make: the functions are static.
  public typealias Arguments = Nothing

  /// What tells the risk after so many confirmations.
  public enum Model: WireValue, Hashable {
    /// The submission's own approximation.
    case nakamoto
    /// The submission's own exact probability.
    case exact
    /// `{ z, _ in z < first ? 1 : z < last ? level : 0 }`.
    case steps(first: Int, last: Int, level: Double)

    /// Reads a model.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .nakamoto
      case 1: self = .exact
      case 2:
        self = .steps(
          first: try reader.integer(), last: try reader.integer(), level: try Double(from: &reader))
      case let kind: throw .malformed("model \(kind)")
      }
    }

    /// Writes the model.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .nakamoto: writer.byte(0)
      case .exact: writer.byte(1)
      case .steps(let first, let last, let level):
        writer.byte(2)
        writer.integer(first)
        writer.integer(last)
        level.write(to: &writer)
      }
    }
  }

  /// A call of one function.
  public enum Call: WireValue, Hashable {
    case catchUp(Int, Double)
    case nakamoto(Int, Double)
    case exact(Int, Double)
    case confirmationsNeeded(risk: Double, attacker: Double, Model)

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .catchUp(try reader.integer(), try Double(from: &reader))
      case 1: self = .nakamoto(try reader.integer(), try Double(from: &reader))
      case 2: self = .exact(try reader.integer(), try Double(from: &reader))
      case 3:
        self = .confirmationsNeeded(
          risk: try Double(from: &reader), attacker: try Double(from: &reader),
          try Model(from: &reader))
      case let kind: throw .malformed("finality call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .catchUp(let z, let q): write(0, z, q, to: &writer)
      case .nakamoto(let z, let q): write(1, z, q, to: &writer)
      case .exact(let z, let q): write(2, z, q, to: &writer)
      case .confirmationsNeeded(let risk, let attacker, let model):
        writer.byte(3)
        risk.write(to: &writer)
        attacker.write(to: &writer)
        model.write(to: &writer)
      }
    }

    private func write(_ kind: UInt8, _ z: Int, _ q: Double, to writer: inout ByteWriter) {
      writer.byte(kind)
      writer.integer(z)
      q.write(to: &writer)
    }
  }

  /// A probability, or how many confirmations are enough.
  public enum Answer: WireValue, Hashable {
    case probability(Double)
    /// Nil where no number is enough.
    case confirmations(Int?)

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      self =
        try reader.bool()
        ? .confirmations(try Int?(from: &reader)) : .probability(try Double(from: &reader))
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .probability(let probability):
        writer.bool(false)
        probability.write(to: &writer)
      case .confirmations(let number):
        writer.bool(true)
        number.write(to: &writer)
      }
    }
  }
}

/// Talks to static functions.
enum FinalityDialect<Functions: FinalityOdds>: Dialect {
  typealias Words = FinalityWords
  typealias Value = Nothing

  static func make(_ arguments: Nothing) -> Nothing { arguments }

  static func perform(
    _ call: Words.Call, on value: inout Nothing, other: (Int) throws(WireError) -> Nothing
  ) throws(WireError) -> Words.Answer {
    switch call {
    case .catchUp(let z, let q): .probability(Functions.catchUp(behind: z, attacker: q))
    case .nakamoto(let z, let q): .probability(Functions.nakamoto(confirmations: z, attacker: q))
    case .exact(let z, let q): .probability(Functions.exact(confirmations: z, attacker: q))
    case .confirmationsNeeded(let risk, let q, let model):
      .confirmations(
        Functions.confirmationsNeeded(risk: risk, attacker: q, model: probability(of: model)))
    }
  }

  private static func probability(of model: Words.Model) -> (Int, Double) -> Double {
    switch model {
    case .nakamoto: { Functions.nakamoto(confirmations: $0, attacker: $1) }
    case .exact: { Functions.exact(confirmations: $0, attacker: $1) }
    case .steps(let first, let last, let level): { z, _ in z < first ? 1 : z < last ? level : 0 }
    }
  }
}

/// The dialect of `finality-odds`.
func finalityDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: FinalityOdds>(_: T.Type) -> any Dialect.Type { FinalityDialect<T>.self }
  return (types.first as? any FinalityOdds.Type).map { dialect($0) }
}
