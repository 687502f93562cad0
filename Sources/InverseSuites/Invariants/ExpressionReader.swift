import Checking

/// Reads an expression from a line, and knows where it is.
///
///     statement  = either [ "implies" statement ]
///     either     = both { "or" both }
///     both       = simple { "and" simple }
///     simple     = "not" simple | ("all" | "some") names ":" statement | value [ comparison value ]
///     value      = part { ("+" | "-") part }
///     part       = number | name [ "." field ] | "nodes" | "majority" | "nobody" | role
///                | "count" names ":" "(" statement ")" | "(" statement ")"
struct ExpressionReader {
  /// The most words and signs of one line, and the most names that may stand for nodes at once.
  static let limits = (tokens: 300, names: 3, depth: 40)

  private struct Token {
    var text: String
    var offset: Int
  }

  private typealias Typed = (expression: Expression, kind: Expression.Kind)

  private let line: AnswerText.Line
  private let tokens: [Token]
  private var place = 0
  private var names: [String] = []
  private var depth = 0

  /// The statement of a line.
  /// - Throws: `TextFault` where it is none.
  static func statement(_ line: AnswerText.Line) throws(TextFault) -> Expression {
    var reader = try ExpressionReader(line)
    let statement = try reader.truth()
    if let rest = reader.next {
      throw reader.fault(rest, "'\(rest.text.shown())' does not go on here")
    }
    return statement
  }

  private init(_ line: AnswerText.Line) throws(TextFault) {
    self.line = line
    var tokens: [Token] = []
    let letters = Array(line.text)
    var index = 0
    func isWord(_ letter: Character) -> Bool {
      letter.isASCII && (letter.isLetter || letter.isNumber)
    }
    while index < letters.count {
      let start = index
      if letters[index].isWhitespace {
        index += 1
        continue
      }
      if isWord(letters[index]) {
        // A minus sign within a word joins it, as in stored-term.
        while index < letters.count, isWord(letters[index]) || Self.joins(letters, index) {
          index += 1
        }
      } else if index + 1 < letters.count, letters[index + 1] == "=", "!<>".contains(letters[index])
      {
        index += 2
      } else {
        index += 1
      }
      tokens.append(Token(text: String(letters[start..<index]), offset: start))
      guard tokens.count <= Self.limits.tokens else {
        throw TextFault(
          line, offset: start, "more than \(Self.limits.tokens) words and signs; take several lines"
        )
      }
    }
    self.tokens = tokens
  }

  private static func joins(_ letters: [Character], _ index: Int) -> Bool {
    letters[index] == "-" && index > 0 && index + 1 < letters.count && letters[index - 1].isLetter
      && letters[index + 1].isLetter
  }

  private var next: Token? { place < tokens.count ? tokens[place] : nil }

  private func fault(_ token: Token?, _ message: String) -> TextFault {
    TextFault(line, offset: token?.offset ?? line.text.count, message)
  }

  private mutating func take(_ text: String) -> Bool {
    guard next?.text == text else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ text: String) throws(TextFault) {
    guard take(text) else { throw fault(next, "'\(text)' is missing here") }
  }

  // MARK: Statements

  private mutating func truth() throws(TextFault) -> Expression {
    let start = next
    let (expression, kind) = try statement()
    guard kind == .truth else {
      throw fault(start, "a statement must stand here, and this is \(kind.rawValue); compare it")
    }
    return expression
  }

  private mutating func deeper<Result>(
    _ read: (inout Self) throws(TextFault) -> Result
  ) throws(TextFault) -> Result {
    depth += 1
    guard depth <= Self.limits.depth else { throw fault(next, "too much within brackets") }
    let result = try read(&self)
    depth -= 1
    return result
  }

  private mutating func statement() throws(TextFault) -> Typed {
    try deeper { (reader) throws(TextFault) in
      let one = try reader.either()
      guard reader.take("implies") else { return one }
      return (.implies(try reader.asTruth(one), try reader.truth()), .truth)
    }
  }

  private func asTruth(_ typed: Typed) throws(TextFault) -> Expression {
    guard typed.kind == .truth else {
      let token = place > 0 ? tokens[place - 1] : nil
      throw fault(
        token,
        "before '\(token?.text.shown() ?? "")' stands \(typed.kind.rawValue); compare it with something"
      )
    }
    return typed.expression
  }

  private mutating func either() throws(TextFault) -> Typed {
    var one = try both()
    while take("or") { one = (.or(try asTruth(one), try asTruth(try both())), .truth) }
    return one
  }

  private mutating func both() throws(TextFault) -> Typed {
    var one = try simple()
    while take("and") { one = (.and(try asTruth(one), try asTruth(try simple())), .truth) }
    return one
  }

  private mutating func simple() throws(TextFault) -> Typed {
    if take("not") {
      let one = try deeper { (reader) throws(TextFault) in try reader.simple() }
      return (.not(try asTruth(one)), .truth)
    }
    for quantifier in [Expression.Quantifier.all, .some] where take(quantifier.rawValue) {
      return (
        try quantified(quantifier) { (reader) throws(TextFault) in try reader.truth() }, .truth
      )
    }
    let one = try value()
    guard let sign = next, let comparison = Expression.Comparison(rawValue: sign.text) else {
      return one
    }
    place += 1
    let other = try value()
    guard one.kind == other.kind else {
      throw fault(
        sign, "\(one.kind.rawValue) and \(other.kind.rawValue) cannot be compared")
    }
    guard one.kind == .number || [.equal, .unequal].contains(comparison) else {
      throw fault(sign, "of \(one.kind.rawValue) only = and != can be asked")
    }
    return (.comparison(comparison, one.expression, other.expression), .truth)
  }

  /// Names that stand for every node in turn, and what is said of them.
  private mutating func quantified(
    _ quantifier: Expression.Quantifier, body: (inout Self) throws(TextFault) -> Expression
  ) throws(TextFault) -> Expression {
    var count = 0
    repeat {
      guard let name = next, Self.isName(name.text) else {
        throw fault(next, "a name must stand here, such as a, and not a word of the language")
      }
      guard !names.contains(name.text) else {
        throw fault(name, "'\(name.text.shown())' stands for a node already")
      }
      guard names.count < Self.limits.names else {
        throw fault(name, "at most \(Self.limits.names) names may stand for nodes at once")
      }
      names.append(name.text)
      place += 1
      count += 1
    } while take(",")
    guard quantifier != .count || count == 1 else {
      throw fault(next, "'count' takes one name")
    }
    try expect(":")
    var expression = try body(&self)
    names.removeLast(count)
    for _ in 0..<count { expression = .quantified(quantifier, expression) }
    return expression
  }

  private static let reserved: Set<String> = [
    "all", "some", "count", "not", "and", "or", "implies", "nodes", "majority", "nobody",
  ]

  private static func isName(_ text: String) -> Bool {
    text.first?.isLetter == true && text.isShortName && !reserved.contains(text)
      && !Expression.roles.contains(text)
  }

  // MARK: Values

  private mutating func value() throws(TextFault) -> Typed {
    var one = try part()
    while let sign = next, ["+", "-"].contains(sign.text) {
      place += 1
      let other = try part()
      guard one.kind == .number, other.kind == .number else {
        throw fault(sign, "only numbers can be added")
      }
      one = (
        .sum(one.expression, other.expression, isDifference: sign.text == "-"), .number
      )
    }
    return one
  }

  private mutating func part() throws(TextFault) -> Typed {
    guard let token = next else {
      throw fault(nil, "something must stand here, such as a.term or 1")
    }
    place += 1
    if let number = Int(token.text), (0...1_000_000).contains(number) {
      return (.number(number), .number)
    }
    if let role = Expression.roles.firstIndex(of: token.text) { return (.number(role), .role) }
    switch token.text {
    case "nodes": return (.nodes, .number)
    case "majority": return (.majority, .number)
    case "nobody": return (.number(Expression.nobody), .node)
    case "(":
      let inside = try statement()
      try expect(")")
      return inside
    case "count":
      let counted = try quantified(.count) { (reader) throws(TextFault) in
        try reader.expect("(")
        let body = try reader.truth()
        try reader.expect(")")
        return body
      }
      return (counted, .number)
    default: return try named(token)
    }
  }

  private mutating func named(_ token: Token) throws(TextFault) -> Typed {
    guard let variable = names.firstIndex(of: token.text) else {
      throw fault(
        token,
        "'\(token.text.shown())' is unknown here; "
          + (names.isEmpty
            ? "name nodes first, as in 'all a, b: …'"
            : "for nodes stand \(names.joined(separator: ", ")), and there are nodes, majority, nobody, "
              + Expression.roles.joined(separator: ", ")))
    }
    var typed: Typed = (.variable(variable), .node)
    while take(".") {
      let word = next
      guard let word, let field = Expression.Field(rawValue: word.text) else {
        throw fault(
          word,
          "a node has \(Expression.Field.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      guard typed.kind == .node else {
        throw fault(word, "\(typed.kind.rawValue) has no \(field.rawValue)")
      }
      place += 1
      typed = (.field(field, of: typed.expression), field.kind)
    }
    return typed
  }
}
