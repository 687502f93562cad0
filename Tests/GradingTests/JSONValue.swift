/// A JSON document as it is, for tests that look at its shape.
indirect enum JSONValue: Hashable, Sendable, Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var keys: Set<String> {
    if case .object(let members) = self { Set(members.keys) } else { [] }
  }

  var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// Every document that differs from this one in one place, as `change` changes it.
  /// - Parameter change: the changed forms of one value; its members and elements come by themselves.
  func variants(_ change: (JSONValue) -> [JSONValue]) -> [JSONValue] {
    var variants = change(self)
    switch self {
    case .object(let members):
      for (key, member) in members.sorted(by: { $0.key < $1.key }) {
        variants += member.variants(change).map { variant in
          .object(members.merging([key: variant]) { $1 })
        }
      }
    case .array(let elements):
      // One element of each shape stands for the rest.
      var seen: Set<Set<String>> = []
      for index in elements.indices where seen.insert(elements[index].keys).inserted {
        variants += elements[index].variants(change).map { variant in
          var changed = elements
          changed[index] = variant
          return .array(changed)
        }
      }
    case .null, .bool, .integer, .number, .string: break
    }
    return variants
  }
}
