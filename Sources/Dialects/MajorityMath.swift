import ExerciseKit
public import Wire

/// The words of `majority-math`.
public enum ClusterWords: Vocabulary {
  /// There is nothing to make: the functions are static.
  public typealias Arguments = Nothing

  /// A call of one function.
  public enum Call: WireValue, Hashable {
    case majority(Int)
    case crashFaults(Int)
    case byzantineFaults(Int)
    case byzantineQuorum(Int)
    case intersect(Int, Int, Int)

    /// Reads a call.
    public init(from reader: inout ByteReader) throws(WireError) {
      switch try reader.byte() {
      case 0: self = .majority(try reader.integer())
      case 1: self = .crashFaults(try reader.integer())
      case 2: self = .byzantineFaults(try reader.integer())
      case 3: self = .byzantineQuorum(try reader.integer())
      case 4:
        self = .intersect(try reader.integer(), try reader.integer(), try reader.integer())
      case let kind: throw .malformed("cluster call \(kind)")
      }
    }

    /// Writes the call.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .majority(let size): write(0, size, to: &writer)
      case .crashFaults(let size): write(1, size, to: &writer)
      case .byzantineFaults(let size): write(2, size, to: &writer)
      case .byzantineQuorum(let size): write(3, size, to: &writer)
      case .intersect(let size, let one, let other): write(4, size, one, other, to: &writer)
      }
    }

    private func write(_ kind: UInt8, _ numbers: Int..., to writer: inout ByteWriter) {
      writer.byte(kind)
      for number in numbers { writer.integer(number) }
    }
  }

  /// A number of nodes, or whether two sets of nodes meet.
  public enum Answer: WireValue, Hashable {
    case number(Int)
    case truth(Bool)

    /// Reads an answer.
    public init(from reader: inout ByteReader) throws(WireError) {
      self = try reader.bool() ? .truth(try reader.bool()) : .number(try reader.integer())
    }

    /// Writes the answer.
    public func write(to writer: inout ByteWriter) {
      switch self {
      case .number(let number):
        writer.bool(false)
        writer.integer(number)
      case .truth(let truth):
        writer.bool(true)
        writer.bool(truth)
      }
    }
  }
}

/// Talks to static functions.
enum ClusterDialect<Functions: QuorumArithmetic>: Dialect {
  typealias Words = ClusterWords
  typealias Value = Nothing

  static func make(_ arguments: Nothing) -> Nothing { arguments }

  static func perform(
    _ call: Words.Call, on value: inout Nothing, other: (Int) throws(WireError) -> Nothing
  ) throws(WireError) -> Words.Answer {
    switch call {
    case .majority(let size): .number(Functions.majority(of: size))
    case .crashFaults(let size): .number(Functions.crashFaultsTolerated(by: size))
    case .byzantineFaults(let size): .number(Functions.byzantineFaultsTolerated(by: size))
    case .byzantineQuorum(let size): .number(Functions.byzantineQuorum(of: size))
    case .intersect(let size, let one, let two):
      .truth(Functions.quorumsIntersect(size, one, two))
    }
  }
}

/// The dialect of `majority-math`.
func clusterDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<T: QuorumArithmetic>(_: T.Type) -> any Dialect.Type { ClusterDialect<T>.self }
  return (types.first as? any QuorumArithmetic.Type).map { dialect($0) }
}
