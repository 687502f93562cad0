import Terminal
import Testing

@Suite("Colour mode")
struct ColorModeTests {
  @Test(
    arguments: [
      ([:], true, ColorMode.colors), ([:], false, .plain), (["TERM": "dumb"], true, .plain),
      (["NO_COLOR": "1"], true, .monochrome), (["NO_COLOR": ""], true, .colors),
      (["NO_COLOR": "1"], false, .plain), (["CLICOLOR": "0"], true, .monochrome),
      (["CLICOLOR": "1"], false, .plain), (["CLICOLOR_FORCE": "1"], false, .colors),
      (["CLICOLOR_FORCE": "0"], false, .plain), (["FORCE_COLOR": "1"], false, .colors),
      (["FORCE_COLOR": "1", "TERM": "dumb"], true, .colors),
      (["FORCE_COLOR": "0"], true, .monochrome),
      (["FORCE_COLOR": "1", "NO_COLOR": "1"], false, .monochrome),
      (["FORCE_COLOR": "1", "CLICOLOR": "0"], false, .colors),
    ] as [([String: String], Bool, ColorMode)])
  func `the environment decides when nobody else does`(
    environment: [String: String], isTerminal: Bool, mode: ColorMode
  ) {
    #expect(ColorMode.resolve(.auto, environment: environment, isTerminal: isTerminal) == mode)
  }

  @Test(arguments: [[:], ["NO_COLOR": "1"], ["TERM": "dumb"], ["FORCE_COLOR": "1"]])
  func `an explicit choice wins`(environment: [String: String]) {
    for isTerminal in [true, false] {
      let resolve = { ColorMode.resolve($0, environment: environment, isTerminal: isTerminal) }
      #expect(resolve(.always) == .colors)
      #expect(resolve(.never) == .plain)
    }
  }

  @Test func `a style sends what its mode allows`() {
    let style = Style(.brightRed, [.bold, .underline])
    #expect(style.applied(to: "x", in: .colors) == "\u{1b}[1;4;91mx\u{1b}[0m")
    #expect(style.applied(to: "x", in: .monochrome) == "\u{1b}[1;4mx\u{1b}[0m")
    #expect(style.applied(to: "x", in: .plain) == "x")
    #expect(Style(.red).applied(to: "x", in: .monochrome) == "x")
    #expect(Style.plain.applied(to: "x", in: .colors) == "x")
  }

  @Test func `a style within another keeps its own colour and both attributes`() {
    #expect(Style(.green).within(Style(.red, .bold)) == Style(.green, .bold))
    #expect(Style(nil, .italic).within(Style(.red, .bold)) == Style(.red, [.bold, .italic]))
  }
}
