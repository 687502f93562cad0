extension Attack {
  private static let early = "import Glibc\n@section(\".init_array\") @used\n"

  /// What a submission's text does: to the compiler, to the linker, to the names we use, or to the
  /// questions.
  static let sources: [Attack] = constructors + compilers + names + answers

  private static let constructors = [
    Attack(
      name: "a constructor that ends the process",
      way: .source(early + "private let f: @convention(c) () -> Void = { _exit(0) }"),
      verdict: "exit"),
    Attack(
      name: "a constructor before all others",
      way: .source(
        "import Glibc\n@section(\".preinit_array\") @used\n"
          + "private let f: @convention(c) () -> Void = { _exit(0) }"),
      verdict: "exit"),
    Attack(
      name: "a constructor that answers nobody's request",
      way: .source(
        early + "private let f: @convention(c) () -> Void = { write(4, \"forged\", 6) }"),
      verdict: "protocol-violation"),
    Attack(
      name: "a constructor that forges a whole reply",
      way: .source(
        early
          + "private let f: @convention(c) () -> Void = { write(4, [UInt8](repeating: 0, count: 40), 40) }"
      ),
      verdict: "protocol-violation"),
  ]

  private static let compilers = [
    Attack(
      name: "an expression with too many meanings",
      // Given its own time, the compiler gives up by itself after some more seconds.
      way: .source(
        "let bomb: Double = " + (0..<30).map { "-(\($0))" }.joined(separator: " + ") + " + \"x\"",
        limit: .oneSecond),
      verdict: "compiler-limit", says: "split the longest expression"),
    Attack(
      name: "types that double", way: .source(doublingTypes, limit: .oneSecond),
      verdict: "compiler-limit", says: "1 seconds of processor time"),
    Attack(
      name: "a literal of many elements",
      way: .source("let many = [" + (0..<1500).map(String.init).joined(separator: ",") + "]"),
      verdict: "passed"),
    Attack(
      name: "many functions",
      way: .source((0..<500).map { "func f\($0)() {}\n" }.joined()), verdict: "passed"),
    Attack(
      name: "parentheses without end",
      way: .source(
        "let x = " + String(repeating: "(", count: 20_000) + "1"
          + String(repeating: ")", count: 20_000)), verdict: "does-not-compile"),
    Attack(
      name: "an array in place",
      way: .source(
        "let a: InlineArray<20000, Int> = [" + String(repeating: "1,", count: 20_000) + "]",
        limit: .littleMemory),
      verdict: "compiler-limit", says: "MiB of memory"),
    Attack(
      name: "types that call for ever larger ones",
      way: .source(
        """
        struct G<T> { var x: T; func f() -> G<G<T>> { G<G<T>>(x: self) } }
        func deep<T>(_ x: T, _ n: Int) -> Int { n == 0 ? 0 : deep(G(x: x), n - 1) }
        let three = deep(1, 3)
        """), verdict: "passed"),
    Attack(
      name: "an external macro",
      way: .source(
        """
        @freestanding(expression) macro m() -> Int = #externalMacro(module: "M", type: "M")
        let x = #m()
        """), verdict: "does-not-compile"),
    Attack(
      name: "a flood of errors",
      way: .source(
        (0..<600).map { "let e\($0): Int = \"\"\n" }.joined(), limit: .littleOutput),
      verdict: "compiler-limit", says: "it printed more"),
    Attack(
      name: "escapes in an error", way: .source(##"#error("no\##u{1B}[2J\##u{202E}")"##),
      verdict: "does-not-compile", says: #"\u{1B}[2J"#),
    Attack(
      name: "a place that is elsewhere",
      way: .source("#sourceLocation(file: \"/etc/passwd\", line: 1)\nlet x: Int = \"a\""),
      verdict: "does-not-compile"),
    Attack(
      name: "an error that looks like another",
      way: .source(#"#error("\n/x.swift:1:1: error: forged\nall checks passed")"#),
      verdict: "does-not-compile"),
    Attack(
      name: "words of the compiler's in a string",
      way: .source("let x: Int = \"LLVM ERROR: out of memory\""), verdict: "does-not-compile"),
  ]

  /// Each line names four of the line before: the compiler looks at all of them, one by one.
  private static let doublingTypes =
    "typealias T0 = (Int, Int, Int, Int)\n"
    + (1...12).map { "typealias T\($0) = (T\($0 - 1), T\($0 - 1), T\($0 - 1), T\($0 - 1))\n" }
    .joined()

  private static let names = [
    Attack(
      name: "the entry point's name",
      way: .source("@_cdecl(\"truthbook_subject\") public func mine() {}"),
      verdict: "does-not-compile"),
    Attack(
      name: "a function of the kit's, again",
      way: .source(
        "@_silgen_name(\"$s11ExerciseKit3DotV8sequences6UInt64Vvg\") public func n() -> UInt64 { 7 }"
      ),
      verdict: "passed"),
    Attack(
      name: "a write of its own",
      way: .source(
        "@_cdecl(\"write\") public func w(_ f: Int32, _ p: UnsafeRawPointer?, _ n: Int) -> Int { n }"
      ), verdict: "passed"),
    Attack(
      name: "the runtime's own functions",
      way: .source(
        """
        @_cdecl("swift_release") public func a(_ p: UnsafeRawPointer?) {}
        @_cdecl("swift_retain") public func b(_ p: UnsafeRawPointer?) -> UnsafeRawPointer? { p }
        @_cdecl("swift_dynamicCast") public func c() -> Bool { true }
        """), verdict: "passed"),
    Attack(
      name: "a main of its own", way: .source("@main struct M { static func main() {} }"),
      verdict: "passed"),
    Attack(
      name: "globals that would end the process",
      way: .source("import Glibc\nlet never: Int = { exit(3) }()"), verdict: "passed"),
    Attack(
      name: "names we use",
      way: .source(
        """
        struct UnsafeRawPointer {}
        enum Swift {}
        enum ExerciseKit {}
        func unsafeBitCast(_ x: Int, to: Int) -> Int { x }
        func truthbook_subject() {}
        """), verdict: "passed"),
    Attack(
      name: "a replacement for a function of the kit's",
      way: .source(
        """
        import ExerciseKit
        extension NodeID { @_dynamicReplacement(for: description) var mine: String { "" } }
        """), verdict: "passed"),
    Attack(
      name: "asking which modules there are",
      way: .source(
        """
        #if canImport(HiddenSuites) || canImport(Grading) || canImport(Wire) || DEBUG
        #error("found")
        #endif
        """), verdict: "passed"),
    Attack(
      name: "the reference, imported", way: .source("import Solutions"),
      verdict: "does-not-compile", says: "no such module 'Solutions'"),
    Attack(
      name: "a package's first line",
      way: .source("// swift-tools-version: 6.2\n// unsafeFlags([\"-DEVIL\"])"), verdict: "passed"),
    Attack(
      name: "a declaration of C's", way: .source("@_extern(c, \"fork\") func f() -> Int32"),
      verdict: "does-not-compile"),
  ]

  private static let answers = [
    Attack(
      name: "answers that lie about themselves",
      way: .source(
        set(
          merging: "elements.subtract(other.elements)",
          besides: """
            static func == (left: ORSet, right: ORSet) -> Bool { true }
            func hash(into hasher: inout Hasher) {}
            var description: String { "right" }
            var customMirror: Mirror { Mirror(self, children: []) }
            """,
          conforming: ", Hashable, CustomStringConvertible, CustomReflectable"), isAlone: true),
      verdict: "failed", questions: .all),
    Attack(
      name: "a default for what the kit asks",
      way: .source(
        set(merging: nil) + "extension Mergeable { mutating func merge(_ other: Self) {} }",
        isAlone: true),
      verdict: "failed", questions: .all),
    Attack(
      name: "right until it has been asked often",
      way: .source(
        "nonisolated(unsafe) var calls = 0\n"
          + set(merging: "calls += 1; if calls < 40 { elements.formUnion(other.elements) }"),
        isAlone: true),
      verdict: "failed", questions: .all),
    Attack(
      name: "all that could be asked, answered the same",
      way: .source(set(merging: "elements = other.elements"), isAlone: true),
      verdict: "failed", questions: .all),
  ]

  /// A set that keeps elements only, and merges like this.
  private static func set(
    merging: String?, besides: String = "", conforming: String = ""
  ) -> String {
    """
    import ExerciseKit

    struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet\(conforming) {
      private(set) var elements: Set<Element> = []
      private var count: UInt64 = 0
      private let replica: NodeID
      init(replica: NodeID) { self.replica = replica }
      func contains(_ element: Element) -> Bool { elements.contains(element) }
      mutating func add(_ element: Element) -> Dot {
        elements.insert(element)
        count += 1
        return Dot(replica: replica, sequence: count)
      }
      mutating func remove(_ element: Element) -> Set<Dot> { [] }
      \(merging.map { "mutating func merge(_ other: ORSet) { \($0) }" } ?? "")
      \(besides)
    }

    """
  }
}
