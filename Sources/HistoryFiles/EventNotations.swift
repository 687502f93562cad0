/// Something that a client did or heard.
struct RecordedEvent {
  var process: Int
  var type: String
  var function: String
  var key: String
  var value: EDNValue
  var line: Int
}

/// The lines of a Jepsen log that tell of operations: `INFO  jepsen.util - 3 :invoke :write 4`. What else
/// such a log says is passed over.
func logEvents(_ bytes: [UInt8]) throws(HistoryFileError) -> [RecordedEvent] {
  var events: [RecordedEvent] = []
  var number = 0
  for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    number += 1
    // Behind the dash: who, what kind of event, which operation, and its value.
    guard let dash = line.indices.first(where: { line[$0...].starts(with: Array(" - ".utf8)) })
    else {
      if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
      throw HistoryFileError(
        line: number, column: 1,
        sentence:
          "this is no line of a Jepsen log, such as 'INFO  jepsen.util - 0 :invoke :read nil'")
    }
    var reader = EDNReader(Array(line[(dash + 3)...]), line: number)
    var values: [EDNValue] = []
    for _ in 0..<4 { values.append(try reader.value()) }
    guard case .integer(let process) = values[0], case .keyword(let type) = values[1],
      case .keyword(let function) = values[2]
    else { throw reader.fault("behind the dash must come a number and two keywords") }
    events.append(
      RecordedEvent(
        process: process, type: type, function: function, key: "", value: values[3], line: number))
  }
  return events
}

/// Maps, one after the other or in a vector.
func mapEvents(_ bytes: [UInt8]) throws(HistoryFileError) -> [RecordedEvent] {
  var reader = EDNReader(bytes)
  let isVector = reader.take("[")
  var events: [RecordedEvent] = []
  while !reader.isAtEnd() {
    if isVector, reader.take("]") {
      guard reader.isAtEnd() else { throw reader.fault("something follows the vector") }
      return events
    }
    let line = reader.nextLine()
    guard case .map(let map) = try reader.value() else {
      throw reader.fault("a history is made of maps, such as {:process 0, :type :invoke, …}")
    }
    // Of a nemesis and its like nothing is asked.
    guard case .integer(let process)? = map["process"] else { continue }
    guard case .keyword(let type)? = map["type"], case .keyword(let function)? = map["f"] else {
      throw reader.fault("a map without :type or :f")
    }
    var key = ""
    switch map["key"] {
    case .text(let name)?: key = name
    case .integer(let number)?: key = String(number)
    default: break
    }
    events.append(
      RecordedEvent(
        process: process, type: type, function: function, key: key,
        value: map["value"] ?? .nothing, line: line))
  }
  if isVector { throw reader.fault("the vector has no end") }
  return events
}

/// Joins each operation's beginning and end. Time is the event's place.
func paired(_ events: [RecordedEvent]) throws(HistoryFileError) -> [RecordedOperation] {
  var operations: [RecordedOperation?] = []
  var open: [Int: Int] = [:]
  for (time, event) in events.enumerated() {
    func fault(_ sentence: String) -> HistoryFileError {
      HistoryFileError(line: event.line, column: 1, sentence: sentence)
    }
    if event.type == "invoke" {
      guard open[event.process] == nil else {
        throw fault("process \(event.process) begins before its last operation has ended")
      }
      open[event.process] = operations.count
      operations.append(try operation(event, time))
      continue
    }
    guard ["ok", "fail", "info"].contains(event.type) else {
      throw fault("':\(event.type)' is none of :invoke, :ok, :fail and :info")
    }
    guard let index = open.removeValue(forKey: event.process), var ended = operations[index] else {
      throw fault("process \(event.process) ends what it has not begun")
    }
    switch (event.type, ended.kind) {
    case ("ok", .read):
      ended.value = try text(event.value, event)
      ended.returned = time
    case ("ok", _): ended.returned = time
    case ("fail", .compare):
      ended.isRefused = true
      ended.returned = time
    case ("fail", _):
      // It has not happened. A read that failed says nothing in any case.
      operations[index] = nil
      continue
    default: break
    }
    operations[index] = ended
  }
  return operations.compactMap(\.self)
}

private func operation(
  _ event: RecordedEvent, _ time: Int
) throws(HistoryFileError) -> RecordedOperation {
  var operation = RecordedOperation(
    client: event.process, kind: .read, key: event.key, value: nil, called: time, line: event.line)
  switch event.function {
  case "read", "get": break
  case "write", "put":
    operation.kind = .write
    operation.value = try text(event.value, event)
  case "append":
    operation.kind = .append
    operation.value = try text(event.value, event)
  case "cas":
    guard case .list(let pair) = event.value, pair.count == 2 else {
      throw HistoryFileError(
        line: event.line, column: 1, sentence: ":cas takes what is expected and what is new, [1 2]")
    }
    operation.kind = .compare
    operation.expected = try text(pair[0], event)
    operation.value = try text(pair[1], event)
  default:
    throw HistoryFileError(
      line: event.line, column: 1,
      sentence: "':\(event.function)' is none of :read, :write, :cas, :get, :put and :append")
  }
  return operation
}

private func text(
  _ value: EDNValue, _ event: RecordedEvent
) throws(HistoryFileError) -> String? {
  switch value {
  case .nothing: return nil
  case .integer(let number): return String(number)
  case .text(let text): return text
  case .keyword, .list, .map:
    throw HistoryFileError(
      line: event.line, column: 1, sentence: "a value must be a number, a text or nil")
  }
}
