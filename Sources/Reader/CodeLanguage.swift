/// What the scanner of code needs to know about a language. A table: the scanner has no language of
/// its own.
struct CodeLanguage: Sendable {
  /// Comments between `/*` and `*/`.
  enum BlockComments { case none, flat, nested }

  /// Where `@` starts an attribute or decorator.
  enum Attributes { case anywhere, atLineStart }

  /// What opens an expression inside a string.
  enum Interpolation {
    /// `\(` up to `)`; in a string between `#`s with as many after the backslash.
    case backslashParenthesis
    /// `${` up to `}`, in strings between backticks.
    case dollarBrace
    /// `{` up to `}`, in strings with `f` or `t` in front; `{{` is a brace.
    case brace

    /// The bracket that opens it.
    var opening: UInt8 { self == .backslashParenthesis ? 0x28 : 0x7b }
    /// The bracket that closes it.
    var closing: UInt8 { self == .backslashParenthesis ? 0x29 : 0x7d }
  }

  /// Words that are always keywords, but for members after a point.
  var keywords: Set<String>
  /// Words that are keywords where another word follows or braces do, and names elsewhere.
  var contextualKeywords: Set<String>
  /// Words that are values.
  var constants: Set<String>
  /// What starts a comment up to the end of the line.
  var lineComment: StaticString
  var blockComments = BlockComments.none
  /// The bytes that start a string.
  var quotes: [UInt8]
  /// True when three quotes start a string of several lines.
  var hasTripleQuotes = false
  /// True when a string may stand between `#`s, and `#` otherwise starts a directive.
  var hasNumberSigns = false
  /// True when letters in front of a string change what it means.
  var hasStringPrefixes = false
  var interpolation: Interpolation
  var attributes = Attributes.anywhere
  /// True when a slash where no operand has gone before starts a regular expression.
  var hasRegularExpressions = false
  /// True when a name in capitals alone is a type too, and not a constant.
  var hasTypesInCapitals = false

  /// The language an info string names with its first word; nil for one without a table.
  init?(info: String) {
    let word = info.prefix { !$0.isWhitespace && $0 != "," && $0 != "{" && $0 != ":" }
    switch word.lowercased() {
    case "swift": self = .swift
    case "python", "py": self = .python
    case "javascript", "js": self = .javaScript
    default: return nil
    }
  }

  private init(
    keywords: String, contextual: String, constants: String, lineComment: StaticString,
    quotes: [UInt8], interpolation: Interpolation
  ) {
    func words(_ list: String) -> Set<String> {
      Set(list.split { $0 == " " || $0 == "\n" }.map { String($0) })
    }
    self.keywords = words(keywords)
    contextualKeywords = words(contextual)
    self.constants = words(constants)
    self.lineComment = lineComment
    self.quotes = quotes
    self.interpolation = interpolation
  }

  /// The Swift Programming Language (6.2), Lexical Structure.
  private static let swift: CodeLanguage = {
    var language = CodeLanguage(
      keywords: """
        actor as associatedtype async await borrowing break case catch class consuming continue
        convenience default defer deinit do dynamic else enum extension fallthrough false
        fileprivate final for func guard if import in indirect init inout internal is isolated lazy
        let macro mutating nonisolated nonmutating operator override package precedencegroup
        private protocol public repeat required rethrows return self Self sending static struct
        subscript super switch throw throws try typealias unowned var weak where while
        """,
      contextual: "any consume copy each get infix left none open postfix prefix right set some"
        + " didSet willSet yield",
      constants: "true false nil", lineComment: "//", quotes: [0x22],
      interpolation: .backslashParenthesis)
    language.blockComments = .nested
    language.hasTripleQuotes = true
    language.hasNumberSigns = true
    language.hasRegularExpressions = true
    language.hasTypesInCapitals = true
    return language
  }()

  /// The Python Language Reference (3.13), Lexical analysis.
  private static let python: CodeLanguage = {
    var language = CodeLanguage(
      keywords: """
        and as assert async await break class continue def del elif else except finally for from
        global if import in is lambda nonlocal not or pass raise return try while with yield
        """,
      contextual: "case match type", constants: "True False None", lineComment: "#",
      quotes: [0x22, 0x27], interpolation: .brace)
    language.hasTripleQuotes = true
    language.hasStringPrefixes = true
    language.attributes = .atLineStart
    return language
  }()

  /// ECMAScript 2025, section 12.
  private static let javaScript: CodeLanguage = {
    var language = CodeLanguage(
      keywords: """
        await break case catch class const continue debugger default delete do else export extends
        finally for function if import in instanceof let new return static super switch this throw
        try typeof var void while with yield
        """,
      contextual: "as async from get of set", constants: "true false null undefined NaN Infinity",
      lineComment: "//", quotes: [0x22, 0x27, 0x60], interpolation: .dollarBrace)
    language.blockComments = .flat
    language.hasRegularExpressions = true
    return language
  }()
}
