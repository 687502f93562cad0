public import ExerciseKit
public import Wire

/// The words of `quorum-dial`.
public enum QuorumDialWords: Vocabulary {
  /// There is nothing to make: each call makes its own configuration.
  public typealias Arguments = Nothing

  /// A question about one configuration.
  public struct Call: WireValue, Hashable {
    /// What is asked of it.
    public enum Question: Hashable, Sendable {
      case isMissing
      case readsOverlapWrites
      case writesOverlapWrites
      case minimumOverlap
      case readFailures
      case writeFailures
      case label
      case overlapProbability
      case availability(ofRead: Bool, nodeUp: Double)
    }

    /// The number of replicas.
    public var n: Int
    /// The replicas a read waits for.
    public var r: Int
    /// The replicas a write waits for.
    public var w: Int
    /// What is asked.
    public var question: Question

    /// Asks the configuration of `n`, `r` and `w`.
    public init(n: Int, r: Int, w: Int, _ question: Question) {
      self.n = n
      self.r = r
      self.w = w
      self.question = question
    }

    /// Questions without anything besides, by number.
    private static let plain: [Question] = [
      .isMissing, .readsOverlapWrites, .writesOverlapWrites, .minimumOverlap, .readFailures,
      .writeFailures, .label, .overlapProbability,
    ]

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      n = try reader.integer()
      r = try reader.integer()
      w = try reader.integer()
      let kind = Int(try reader.byte())
      if Self.plain.indices.contains(kind) {
        question = Self.plain[kind]
      } else if kind == Self.plain.count {
        question = .availability(ofRead: try reader.bool(), nodeUp: try Double(from: &reader))
      } else {
        throw .malformed("quorum dial call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      for number in [n, r, w] { writer.integer(number) }
      if case .availability(let ofRead, let nodeUp) = question {
        writer.byte(UInt8(Self.plain.count))
        writer.bool(ofRead)
        nodeUp.write(to: &writer)
      } else {
        writer.byte(UInt8(Self.plain.firstIndex(of: question) ?? 0))
      }
    }
  }

  /// What a configuration says.
  public enum Answer: WireValue, Hashable {
    /// There is no such configuration.
    case missing
    case truth(Bool)
    case number(Int)
    case label(QuorumLabel)
    case probability(Double)

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .missing
      case 1: self = .truth(try reader.bool())
      case 2: self = .number(try reader.integer())
      case 3:
        let number = Int(try reader.byte())
        guard QuorumLabel.allCases.indices.contains(number) else {
          throw .malformed("quorum label \(number)")
        }
        self = .label(QuorumLabel.allCases[number])
      case 4: self = .probability(try Double(from: &reader))
      case let kind: throw .malformed("quorum dial answer \(kind)")
      }
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .missing: writer.byte(0)
      case .truth(let truth):
        writer.byte(1)
        writer.bool(truth)
      case .number(let number):
        writer.byte(2)
        writer.integer(number)
      case .label(let label):
        writer.byte(3)
        writer.byte(UInt8(QuorumLabel.allCases.firstIndex(of: label) ?? 0))
      case .probability(let probability):
        writer.byte(4)
        probability.write(to: &writer)
      }
    }
  }
}

/// Makes a configuration for each question.
enum QuorumDialDialect<Dial: QuorumDial>: Dialect {
  typealias Words = QuorumDialWords
  typealias Value = Nothing

  static func make(_ arguments: Nothing) -> Nothing { arguments }

  static func perform(
    _ call: Words.Call, on value: inout Nothing, other: (Int) throws(WireError) -> Nothing
  ) throws(WireError) -> Words.Answer {
    let made = Dial(n: call.n, r: call.r, w: call.w)
    if call.question == .isMissing { return .truth(made == nil) }
    guard let dial = made else { return .missing }
    return switch call.question {
    case .isMissing: .truth(false)
    case .readsOverlapWrites: .truth(dial.readsOverlapWrites)
    case .writesOverlapWrites: .truth(dial.writesOverlapWrites)
    case .minimumOverlap: .number(dial.minimumOverlap)
    case .readFailures: .number(dial.readFailuresTolerated)
    case .writeFailures: .number(dial.writeFailuresTolerated)
    case .label: .label(dial.label)
    case .overlapProbability: .probability(dial.overlapProbability())
    case .availability(let ofRead, let nodeUp):
      .probability(dial.availability(ofRead: ofRead, nodeUp: nodeUp))
    }
  }
}

/// The dialect of `quorum-dial`.
func quorumDialDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: QuorumDial>(_: T.Type) -> any Dialect.Type { QuorumDialDialect<T>.self }
  return (types.first as? any QuorumDial.Type).map { dialect($0) }
}
