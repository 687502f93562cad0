import Foundation

/// A line of our own notation. Times are numbers of any unit; without `return` the operation was never
/// answered.
///
///     {"client": 0, "op": "write", "key": "x", "value": "1", "call": 0, "return": 5}
///     {"client": 1, "op": "read", "key": "x", "value": null, "call": 2, "return": 4}
///     {"client": 1, "op": "cas", "key": "x", "expected": "1", "value": "2", "ok": false, "call": 6}
private struct JSONOperation: Decodable {
  var client: Int
  var op: String
  var key: String?
  var value: String?
  var expected: String?
  var ok: Bool?
  var call: Int
  var `return`: Int?
}

/// The operations of a file in JSON Lines.
func jsonOperations(_ bytes: [UInt8]) throws(HistoryFileError) -> [RecordedOperation] {
  let decoder = JSONDecoder()
  let kinds: [String: RecordedOperation.Kind] = [
    "read": .read, "get": .read, "write": .write, "put": .write, "append": .append, "cas": .compare,
  ]
  var operations: [RecordedOperation] = []
  var number = 0
  for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    number += 1
    if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
    func fault(_ sentence: String) -> HistoryFileError {
      HistoryFileError(line: number, column: 1, sentence: sentence)
    }
    let read: JSONOperation
    do {
      read = try decoder.decode(JSONOperation.self, from: Data(line))
    } catch {
      throw fault(
        "this is no operation; it needs \"client\", \"op\" and \"call\", such as {\"client\": 0, "
          + "\"op\": \"read\", \"value\": null, \"call\": 2, \"return\": 4}")
    }
    guard let kind = kinds[read.op] else {
      throw fault("\"\(read.op)\" is none of read, write, cas, get, put and append")
    }
    if let end = read.return, end < read.call { throw fault("it returns before it is called") }
    operations.append(
      RecordedOperation(
        client: read.client, kind: kind, key: read.key ?? "", value: read.value,
        expected: read.expected, isRefused: read.ok == false, called: read.call,
        returned: read.return, line: number))
  }
  return operations
}
