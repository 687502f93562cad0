/// A page read as XML, by a reader that forgives nothing: what is not well-formed is an error.
struct MarkupTree: Sendable {
  /// What an element holds, in order.
  enum Node: Sendable {
    case text(String)
    case element(MarkupTree)
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  let attributes: [String: String]
  fileprivate(set) var nodes: [Node] = []

  /// Reads a page; it may begin with the doctype of HTML.
  static func parse(_ source: String) throws -> MarkupTree {
    var reader = MarkupReader(source)
    return try reader.read()
  }

  var children: [MarkupTree] {
    nodes.compactMap { if case .element(let tree) = $0 { tree } else { nil } }
  }

  /// This element and all below it, in order.
  var all: [MarkupTree] { [self] + children.flatMap(\.all) }

  /// All text below it.
  var text: String {
    nodes.map { node in
      switch node {
      case .text(let text): text
      case .element(let tree): tree.text
      }
    }.joined()
  }

  subscript(attribute: String) -> String? { attributes[attribute] }

  func has(class name: String) -> Bool {
    attributes["class"]?.split(separator: " ").contains { $0 == name } ?? false
  }

  func elements(_ names: String...) -> [MarkupTree] { all.filter { names.contains($0.name) } }
}

private struct MarkupReader {
  private let bytes: [UInt8]
  private var place = 0
  private static let references = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]

  init(_ source: String) {
    bytes = Array(source.utf8)
  }

  mutating func read() throws -> MarkupTree {
    if starts(with: "<!DOCTYPE html>\n") { place += 16 }
    var open: [MarkupTree] = []
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "<") else {
        let text = try decoded(until: "<")
        if !open.isEmpty {
          open[open.count - 1].nodes.append(.text(text))
        } else if text.contains(where: { !$0.isWhitespace }) {
          throw fault("text outside the page")
        }
        continue
      }
      if starts(with: "</") {
        place += 2
        let name = takeName()
        try take(">")
        guard let last = open.popLast(), last.name == name else { throw fault("</\(name)>") }
        guard open.isEmpty else {
          open[open.count - 1].nodes.append(.element(last))
          continue
        }
        guard bytes[place...].allSatisfy({ $0 == 10 }) else { throw fault("more than a page") }
        return last
      }
      let (tree, isEmpty) = try tag()
      if !isEmpty {
        open.append(tree)
      } else if !open.isEmpty {
        open[open.count - 1].nodes.append(.element(tree))
      }
    }
    throw fault("the page does not end")
  }

  private mutating func tag() throws -> (MarkupTree, isEmpty: Bool) {
    try take("<")
    let name = takeName()
    guard !name.isEmpty else { throw fault("a tag without a name") }
    var attributes: [String: String] = [:]
    while starts(with: " ") {
      place += 1
      let key = takeName()
      try take("=")
      try take("\"")
      let value = try decoded(until: "\"")
      try take("\"")
      guard attributes.updateValue(value, forKey: key) == nil else { throw fault("\(key) twice") }
    }
    let isEmpty = starts(with: "/>")
    try take(isEmpty ? "/>" : ">")
    return (MarkupTree(name: name, attributes: attributes), isEmpty)
  }

  private func starts(with text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  private mutating func take(_ text: String) throws {
    guard starts(with: text) else { throw fault("expected \(text)") }
    place += text.utf8.count
  }

  private mutating func takeName() -> String {
    let start = place
    while place < bytes.count,
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= bytes[place] | 0x20
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[place]
        || bytes[place] == UInt8(ascii: "-")
    {
      place += 1
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// Text up to a mark, references resolved. A bare `<`, `>` or `&` is none.
  private mutating func decoded(until mark: Character) throws -> String {
    var text: [UInt8] = []
    while place < bytes.count, bytes[place] != mark.asciiValue {
      switch bytes[place] {
      case UInt8(ascii: "<"), UInt8(ascii: ">"): throw fault("a bare bracket")
      case UInt8(ascii: "&"):
        let name = bytes[(place + 1)...].prefix { $0 != UInt8(ascii: ";") }
        let reference = String(decoding: name, as: UTF8.self)
        if reference.hasPrefix("#"), let value = UInt32(reference.dropFirst()),
          let scalar = Unicode.Scalar(value)
        {
          text += Array(String(scalar).utf8)
        } else if let character = Self.references[reference] {
          text += Array(character.utf8)
        } else {
          throw fault("&\(reference.prefix(20));")
        }
        place = name.endIndex + 1
      default:
        text.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func fault(_ what: String) -> MarkupTree.Fault {
    let before = String(
      decoding: bytes[max(0, place - 60)..<min(place, bytes.count)], as: UTF8.self)
    return MarkupTree.Fault(description: "\(what) after …\(before)")
  }
}
