public import Histories

/// What is wrong with a history's file, and where.
public struct HistoryFileError: Error, Hashable, Sendable {
  /// From 1.
  public let line: Int
  /// From 1, in bytes.
  public let column: Int
  /// What is wrong, and what would be right.
  public let sentence: String
}

/// A history that somebody has recorded.
///
/// Three notations are read: the log of Jepsen's register tests (`INFO  jepsen.util - 0 :invoke :read
/// nil`), maps in EDN with `:process`, `:type`, `:f`, `:value` and perhaps `:key`, as Porcupine's
/// key-value files have them, and JSON Lines of our own. An operation that is `:info`, or never answered,
/// may have happened or not; one that is `:fail` has not, but for a comparison, which was refused.
public enum RecordedHistory: Sendable {
  /// Reads, writes and comparisons; a history of one register has one key, which is empty.
  case store([KeyValueStore<String, String>.Operation])
  /// Reads, writes and additions at the end.
  case texts([AppendStore<String>.Operation])

  /// Reads a file.
  /// - Throws: `HistoryFileError` for what is no history.
  public init(_ bytes: [UInt8]) throws(HistoryFileError) {
    let start = bytes.firstIndex { ![9, 10, 13, 32].contains($0) } ?? bytes.count
    let head = bytes[start...].prefix { $0 != 10 }
    let isJSON = head.first == UInt8(ascii: "{") && head.dropFirst().first { $0 != 32 } == 34
    if isJSON {
      self = try RecordedHistory(try jsonOperations(bytes))
    } else {
      let isLog = head.first.map { ![UInt8(ascii: "{"), UInt8(ascii: "[")].contains($0) } == true
      self = try RecordedHistory(
        try paired(isLog ? try logEvents(bytes) : try mapEvents(bytes)))
    }
  }

  /// How many operations there are.
  public var count: Int {
    switch self {
    case .store(let history): history.count
    case .texts(let history): history.count
    }
  }
}

/// One operation as it was recorded.
struct RecordedOperation {
  enum Kind: Hashable {
    case read, write, compare, append
  }

  var client: Int
  var kind: Kind
  var key: String
  /// What is written or added, or was read; nil for nothing.
  var value: String?
  var expected: String?
  /// Whether a comparison was refused.
  var isRefused = false
  var called: Int
  var returned: Int?
  var line: Int
}

extension RecordedHistory {
  /// Sorts operations into the model that knows all of them.
  fileprivate init(_ operations: [RecordedOperation]) throws(HistoryFileError) {
    guard operations.contains(where: { $0.kind == .append }) else {
      var history: [KeyValueStore<String, String>.Operation] = []
      for operation in operations { history.append(try Self.stored(operation)) }
      self = .store(history)
      return
    }
    var history: [AppendStore<String>.Operation] = []
    for operation in operations { history.append(try Self.text(operation)) }
    self = .texts(history)
  }

  private static func needed(
    _ value: String?, _ operation: RecordedOperation
  ) throws(HistoryFileError) -> String {
    guard let value else {
      throw HistoryFileError(
        line: operation.line, column: 1, sentence: "an operation that writes has no value")
    }
    return value
  }

  private static func stored(
    _ operation: RecordedOperation
  ) throws(HistoryFileError) -> KeyValueStore<String, String>.Operation {
    let input: KeyValueStore<String, String>.Input
    var output = KeyValueStore<String, String>.Output.done
    switch operation.kind {
    case .read:
      input = .get(operation.key)
      output = .value(operation.value)
    case .write, .append: input = .put(operation.key, try needed(operation.value, operation))
    case .compare:
      input = .compareAndSet(
        operation.key, expected: operation.expected, new: try needed(operation.value, operation))
      if operation.isRefused { output = .refused }
    }
    return .init(
      client: operation.client, input, called: operation.called,
      answer: operation.returned.map { .init(output, returned: $0) })
  }

  private static func text(
    _ operation: RecordedOperation
  ) throws(HistoryFileError) -> AppendStore<String>.Operation {
    let input: AppendStore<String>.Input
    var output = AppendStore<String>.Output.done
    switch operation.kind {
    case .read:
      input = .get(operation.key)
      output = .text(operation.value ?? "")
    case .write: input = .put(operation.key, try needed(operation.value, operation))
    case .append: input = .append(operation.key, try needed(operation.value, operation))
    case .compare:
      throw HistoryFileError(
        line: operation.line, column: 1,
        sentence: "a history has either comparisons or additions, not both")
    }
    return .init(
      client: operation.client, input, called: operation.called,
      answer: operation.returned.map { .init(output, returned: $0) })
  }
}
