import ExerciseKit
import Glibc
import Testing
import Wire

@testable import Execution

/// Sources that try something on the compiler, the linker or the worker's own symbols.
@Suite struct `Hostile sources` {
  private static let honest = Result {
    String(
      decoding: try readWholeFile(Workbench.folder + "/Fixtures/Attacks.swift"), as: UTF8.self)
  }

  /// What a source comes to.
  enum Verdict: Hashable, Sendable {
    case refusedByCompiler, answers, stops
  }

  struct Example: CustomTestStringConvertible, Sendable {
    var name: String
    var source: String
    var verdict: Verdict
    var testDescription: String { name }
  }

  static let examples = [
    Example(
      name: "a main of its own", source: "@main struct M { static func main() {} }",
      verdict: .answers),
    Example(
      name: "an external macro",
      source: """
        @freestanding(expression) macro m() -> Int = #externalMacro(module: "M", type: "M")
        let x = #m()
        """, verdict: .refusedByCompiler),
    Example(
      name: "a declaration of C's", source: "@_extern(c, \"fork\") func f() -> Int32",
      verdict: .refusedByCompiler),
    Example(
      name: "replacing a function of the kit's, which is not dynamic",
      source: """
        extension NodeID { @_dynamicReplacement(for: description) var mine: String { "" } }
        """, verdict: .answers),
    Example(
      name: "asking for our modules",
      source: "#if canImport(HiddenSuites) || canImport(Grading)\n#error(\"found\")\n#endif",
      verdict: .answers),
    Example(
      name: "parentheses without end",
      source: "let x = " + String(repeating: "(", count: 20_000) + "1"
        + String(repeating: ")", count: 20_000), verdict: .refusedByCompiler),
    Example(name: "bytes that are no text", source: "let x = \"\u{FFFD}\u{0}\"", verdict: .answers),
    Example(
      name: "a write of its own",
      source: """
        @_cdecl("write") public func mine(_ f: Int32, _ p: UnsafeRawPointer?, _ n: Int) -> Int { n }
        """, verdict: .answers),
    Example(
      name: "a clock of its own",
      source: "@_cdecl(\"clock_gettime\") public func mine(_ c: Int32, _ t: Int) -> Int32 { -1 }",
      verdict: .answers),
    Example(
      name: "lazy globals that would end the process",
      source: "let never: Int = { exit(3) }()", verdict: .answers),
    Example(
      name: "a constructor that ends the process",
      source: """
        @section(".init_array") @used
        private let early: @convention(c) () -> Void = { _exit(0) }
        """, verdict: .stops),
    Example(
      name: "a constructor that answers nobody's request",
      source: """
        @section(".init_array") @used
        private let early: @convention(c) () -> Void = { write(4, "forged reply", 12) }
        """, verdict: .stops),
    Example(
      name: "a constructor that closes the pipes",
      source: """
        @section(".init_array") @used
        private let early: @convention(c) () -> Void = { close(4) }
        """, verdict: .stops),
  ]

  @Test(arguments: examples)
  func `come to what they must and leave the next submission alone`(example: Example) throws {
    let text = try Self.honest.get()
    var found = Verdict.answers
    do {
      let submission = try Workbench.submission([
        ("A.swift", text),
        ("B.swift", "import ExerciseKit\nimport Glibc\n" + example.source + "\n"),
      ])
      let worker = try submission.subject()
      let group = worker.processGroup
      do throws(Stop) {
        _ = try worker.run(Workbench.adding(["honest"]))
      } catch {
        found = .stops
      }
      worker.end()
      #expect(Workbench.survivors(ofGroup: group) == [])
    } catch is CompileFailure {
      found = .refusedByCompiler
    }
    #expect(found == example.verdict)
    let next = try Workbench.submission([("A.swift", text)])
    #expect(try next.subject().run(Workbench.adding(["honest"])).count == 1)
  }
}
