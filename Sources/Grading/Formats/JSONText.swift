import FoundationEssentials

/// A JSON document with keys in alphabetical order, ending with a newline.
/// - Parameter isSnakeCase: writes `testCode` as `test_code`, as formats of others spell it.
func jsonDocument(_ value: some Encodable, isSnakeCase: Bool = false) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  if isSnakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
  return try encoder.encode(value) + Data("\n".utf8)
}
