import Testing

@testable import Curriculum

@Suite("Code in a chapter's columns")
struct CodeColumnsTests {
  @Test func `comments are filled, and points of a list hang`() {
    let code = [
      "  /// One two three four five six.", "  /// - Parameter x: seven eight nine ten eleven.",
      "  var short = 1",
    ]
    #expect(
      CodeColumns(code, width: 24).lines == [
        "  /// One two three four", "  /// five six.", "  /// - Parameter x:",
        "  ///   seven eight nine", "  ///   ten eleven.", "  var short = 1",
      ])
  }

  @Test func `code is broken after commas and before operators, never within text`() {
    #expect(
      CodeColumns(["  call(one, two, three)"], width: 18).lines == [
        "  call(one, two,", "      three)",
      ])
    #expect(
      CodeColumns(["  x = isThere ? one : two"], width: 18).lines == [
        "  x = isThere", "      ? one : two",
      ])
    let text = "  say(\"one, two, three, four\")"
    #expect(CodeColumns([text], width: 18).lines == [text])
  }

  @Test func `nothing but white space and slashes changes`() {
    let code = ["/// Aa bb, cc dd ee ff gg hh ii.", "func f(_ a: Int, _ b: Int) -> Int { a + b }"]
    func bare(_ lines: [String]) -> String { lines.joined().filter { !" /".contains($0) } }
    for width in 8...50 { #expect(bare(CodeColumns(code, width: width).lines) == bare(code)) }
  }
}
