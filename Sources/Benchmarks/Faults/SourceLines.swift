/// A source by its lines, and the edits that do not depend on what it does.
struct SourceLines {
  private(set) var lines: [String]

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  init(_ lines: [String]) { self.lines = lines }

  var text: String { lines.joined(separator: "\n") }

  /// Where the body of the first struct begins; nil for a source without one.
  private var body: Int? {
    lines.firstIndex { $0.contains("struct ") && $0.hasSuffix("{") && !$0.hasPrefix("//") }
      .map { $0 + 1 }
  }

  /// Where the bodies of its mutating methods begin: behind the line that ends their heads. What a type within
  /// it does is not among them: it has no state of the outer one.
  private var mutatingBodies: [Int] {
    let heads = lines.indices.filter { place in
      lines[place].contains("mutating func ") && lines[place].prefix { $0 == " " }.count == 2
    }
    return heads.compactMap { start in
      lines[start...].firstIndex { $0.hasSuffix("{") }.map { $0 + 1 }
    }
  }

  /// Adds a stored property to the first struct that no comparison sees, and a statement to the start of
  /// each of its mutating methods.
  mutating func addState(_ property: String, inMethods statement: String) {
    guard let body else { return }
    for start in mutatingBodies.reversed() where start > body {
      if isOneExpression(from: start) {
        lines[start] = "    return " + lines[start].drop { $0 == " " }
      }
      lines.insert("    \(statement)", at: start)
    }
    lines.insert("  private var \(property)", at: body)
    if !lines.contains(where: { $0.contains("struct Unseen<") }) { lines += Self.unseen }
  }

  /// Lets a condition ask how often mutating methods were called: `calls.value`.
  mutating func countCalls() {
    addState("calls = Unseen(0)", inMethods: "calls.value += 1")
  }

  /// True for a body whose value is that of its only expression, which a statement before it would end.
  private func isOneExpression(from start: Int) -> Bool {
    let body = lines[start...].prefix { $0 != "  }" }
    let statements = body.filter { line in
      line.hasPrefix("    ")
        && !["}", ")", "]", "case ", "default:", " "].contains {
          line.dropFirst(4).hasPrefix($0)
        }
    }
    return lines[start - 1].contains("->") && statements.count == 1
      && !body.contains { $0.contains("return ") }
  }

  private static let unseen = [
    "", "private struct Unseen<Value: Sendable>: Hashable, Sendable {",
    "  var value: Value", "  init(_ value: Value) { self.value = value }",
    "  static func == (_: Self, _: Self) -> Bool { true }",
    "  func hash(into _: inout Hasher) {}", "}", "",
  ]
}
