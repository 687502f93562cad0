/// The body of a function, an initialiser or a computed property in a source that is laid out as ours are.
struct FunctionBody {
  /// What may stand instead of the body.
  enum Form: Hashable {
    /// A function of its own with this result and these effects: `Int`, `throws(Refusal) `.
    case function(result: String, effects: String)
    /// Statements only: nothing else may initialise what they do.
    case initializer
  }

  let form: Form
  /// The lines from the start of its head to its last brace.
  let lines: Range<Int>
  /// The lines between its braces; the one line where all of it is in one.
  let body: Range<Int>
  /// What stands before and behind the body where all of it is in one line.
  let around: (before: String, behind: String)?

  /// Every body in these lines, in their order. Functions inside of functions belong to the outer one.
  static func all(in lines: [String]) -> [FunctionBody] {
    var bodies: [FunctionBody] = []
    var index = 0
    while index < lines.count {
      if let body = FunctionBody(at: index, in: lines) {
        bodies.append(body)
        index = body.lines.upperBound
      } else {
        index += 1
      }
    }
    return bodies
  }

  private init?(at start: Int, in lines: [String]) {
    let modifiers = #/(?:(?:public|private|fileprivate|internal|static|mutating)(?:\(set\))? )*/#
    let indentation = lines[start].prefix { $0 == " " }
    let first = lines[start].dropFirst(indentation.count)
    guard let match = first.prefixMatch(of: modifiers) else { return nil }
    let declaration = first[match.range.upperBound...]
    let words = ["func ", "init(", "init?(", "init<", "subscript(", "var "]
    guard let word = words.first(where: { declaration.hasPrefix($0) }),
      let head = Self.head(from: start, in: lines),
      let form = Self.form(of: head.text, word: word)
    else { return nil }
    self.form = form
    let last = lines[head.end]
    if last.hasSuffix("{") {
      guard
        let end = lines[(head.end + 1)...].firstIndex(where: { $0.hasPrefix("\(indentation)}") })
      else { return nil }
      self.lines = start..<end + 1
      body = head.end + 1..<end
      around = nil
    } else {
      guard last.hasSuffix(" }"), start == head.end, let column = head.column else { return nil }
      self.lines = start..<start + 1
      body = start..<start + 1
      let open = last.index(last.startIndex, offsetBy: column + 1)
      let inside = last[open...].dropLast().drop { $0 == " " }
      if inside.hasPrefix("didSet ") || inside.hasPrefix("get ") { return nil }
      around = (String(last[..<open]), "}")
    }
  }

  /// The head from a line on to the brace that opens the body.
  private static func head(
    from start: Int, in lines: [String]
  ) -> (text: String, end: Int, column: Int?)? {
    var text = ""
    var depth = 0
    var isQuoted = false
    for index in start..<lines.count {
      if index > start {
        let next = lines[index].drop { $0 == " " }
        let goesOn = ["->", "where ", "{", "throws", ")"].contains { next.hasPrefix($0) }
        guard depth > 0 || goesOn else { return nil }
        text += " "
      }
      for (column, character) in lines[index].enumerated() {
        if character == "\"" { isQuoted.toggle() }
        if isQuoted {
          text.append(character)
          continue
        }
        if "([".contains(character) { depth += 1 }
        if ")]".contains(character) { depth -= 1 }
        if character == "{", depth == 0 { return (text, index, column) }
        text.append(character)
      }
    }
    return nil
  }

  private static func form(of head: String, word: String) -> Form? {
    if word.hasPrefix("init") { return .initializer }
    if word == "var " {
      guard let colon = head.firstIndex(of: ":"), !head.contains(" = ") else { return nil }
      return result(head[head.index(after: colon)...], effects: "")
    }
    var depth = 0
    var arrow: String.Index?
    for index in head.indices {
      if "([".contains(head[index]) { depth += 1 }
      if ")]".contains(head[index]) { depth -= 1 }
      if depth == 0, head[index...].hasPrefix("->") {
        arrow = index
        break
      }
    }
    let effects =
      head.firstMatch(of: #/throws(?:\([A-Za-z.]+\))? /#).map { String($0.output) } ?? ""
    guard let arrow else { return .function(result: "Void", effects: effects) }
    return result(head[head.index(arrow, offsetBy: 2)...], effects: effects)
  }

  private static func result(_ text: Substring, effects: String) -> Form? {
    let type = text.prefix(upTo: text.firstRange(of: " where ")?.lowerBound ?? text.endIndex)
      .split(separator: " ").joined(separator: " ")
    return type.hasPrefix("some ") ? nil : .function(result: type, effects: effects)
  }
}
