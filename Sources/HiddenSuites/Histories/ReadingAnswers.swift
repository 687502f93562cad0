import Wire

/// Reads one answer to its end; an answer that is not what was asked for is the submission's doing.
func read<Value>(
  _ answer: [UInt8], _ body: (inout ByteReader) throws(WireError) -> Value
) throws(Stop) -> Value {
  var reader = ByteReader(answer)
  do throws(WireError) {
    let value = try body(&reader)
    try reader.expectEnd()
    return value
  } catch {
    throw .protocolViolation("an answer that is not one: \(error)")
  }
}
