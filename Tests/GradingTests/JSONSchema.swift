import Foundation

/// The part of JSON Schema (2020-12) that the report's schema uses.
///
/// A keyword it does not know makes every document invalid: a schema must not promise what nobody
/// checks.
struct JSONSchema {
  let root: JSONValue
  /// The schemas that this one refers to, by their files' names.
  var others: [String: JSONValue] = [:]

  /// Reads a schema that lies beside the report's.
  init(file: String, others: [String] = []) throws {
    func read(_ name: String) throws -> JSONValue {
      let url = Workbench.root.appending(path: "Sources/Grading/" + name)
      return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: url))
    }
    root = try read(file)
    for name in others { self.others[name] = try read(name) }
  }

  init(root: JSONValue) {
    self.root = root
  }

  /// What is wrong with a document, each with its place; empty when it is valid.
  func errors(in document: JSONValue) -> [String] {
    errors(in: document, against: root, at: "$")
  }

  private static let annotations: Set<String> = ["$schema", "$defs", "title", "description"]

  private func errors(
    in value: JSONValue, against schema: JSONValue, at place: String
  ) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(place): the schema is no object"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
      check(value, keyword, argument, schema, place)
    }
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ argument: JSONValue, _ schema: JSONValue,
    _ place: String
  ) -> [String] {
    switch (keyword, value, argument) {
    case (_, _, _) where Self.annotations.contains(keyword):
      return []
    case ("$ref", _, .string(let reference)):
      if let other = others[reference] {
        return JSONSchema(root: other).errors(in: value, against: other, at: place)
      }
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard reference == "#/$defs/\(name)", let target = root["$defs"]?[name] else {
        return ["\(place): the schema has no \(reference)"]
      }
      return errors(in: value, against: target, at: place)
    case ("type", _, .string(let type)):
      return value.isOf(type) ? [] : ["\(place): is not of type \(type)"]
    case ("const", _, _):
      return value == argument ? [] : ["\(place): is not \(argument)"]
    case ("enum", _, .array(let choices)):
      return choices.contains(value) ? [] : ["\(place): is none of \(choices)"]
    case ("required", .object(let members), .array(let names)):
      return names.compactMap(\.text).filter { members[$0] == nil }.map { "\(place): has no \($0)" }
    case ("properties", .object(let members), .object(let properties)):
      return members.sorted { $0.key < $1.key }.flatMap { name, member in
        properties[name].map { errors(in: member, against: $0, at: "\(place).\(name)") } ?? []
      }
    case ("additionalProperties", .object(let members), .bool(false)):
      return members.keys.sorted().filter { schema["properties"]?[$0] == nil }.map {
        "\(place): has a \($0), which it must not"
      }
    case ("items", .array(let elements), .object):
      return elements.enumerated().flatMap { index, element in
        errors(in: element, against: argument, at: "\(place)[\(index)]")
      }
    case ("pattern", .string(let text), .string(let pattern)):
      guard let expression = try? Regex(pattern) else {
        return ["\(place): no pattern: \(pattern)"]
      }
      return text.contains(expression) ? [] : ["\(place): '\(text)' does not match \(pattern)"]
    case ("minimum", .integer(let number), .integer(let minimum)):
      return number >= minimum ? [] : ["\(place): \(number) is less than \(minimum)"]
    // A keyword says nothing of values that are not of its type.
    case ("required", _, .array), ("properties", _, .object),
      ("additionalProperties", _, .bool(false)), ("items", _, .object),
      ("pattern", _, .string), ("minimum", _, .integer):
      return []
    default:
      return ["\(place): unknown keyword \(keyword)"]
    }
  }
}

extension JSONValue {
  /// Whether the value is of a JSON Schema type.
  fileprivate func isOf(_ type: String) -> Bool {
    switch (self, type) {
    case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"),
      (.number, "number"), (.string, "string"), (.array, "array"), (.object, "object"):
      true
    default: false
    }
  }
}
