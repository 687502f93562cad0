import Diagrams
import Terminal
import Testing

@Suite("Plot")
struct PlotTests {
  private static let plots = SamplePlots.all.map(\.name)

  private static func lines(_ name: String, width: Int, isASCII: Bool) throws -> [String] {
    let plot = try #require(SamplePlots.all.first { $0.name == name }?.plot)
    return plot.lines(width: width, isASCII: isASCII).map(\.text)
  }

  @Test(arguments: plots) func `no line is wider than asked for, nor ends in a blank`(
    name: String
  ) throws {
    for width in Array(10...40) + [57, 60, 61, 80, 119, 120, 200] {
      for isASCII in [false, true] {
        let bad = try Self.lines(name, width: width, isASCII: isASCII).filter {
          DisplayWidth.columns(of: $0) > width || $0.hasSuffix(" ")
        }
        #expect(bad == [], "\(width)")
      }
    }
  }

  @Test(arguments: plots) func `the list of values is printable ASCII`(name: String) throws {
    for line in try Self.lines(name, width: 60, isASCII: true) {
      #expect(line.unicodeScalars.allSatisfy { (" "..."~").contains($0) }, "\(line)")
    }
  }

  @Test func `each of several curves has its letter at the curve and in the legend`() throws {
    for width in [40, 60, 80, 120] {
      let lines = try Self.lines("decay", width: width, isASCII: false)
      let canvas = lines.filter { $0.contains("│") || $0.contains("┤") }.joined()
      for letter in ["a", "b", "c", "d"] {
        #expect(canvas.contains(letter), "\(width)")
        #expect(lines.contains { $0.hasPrefix(letter + " q") || $0.contains("   \(letter) q") })
      }
    }
  }

  @Test func `a rising line rises from one corner to the other`() throws {
    let plot = Plot(
      title: "t", xAxis: "x", yAxis: "y",
      curves: [Plot.Curve("", [Plot.Point(0, 0), Plot.Point(10, 10)])])
    let rows = plot.lines(width: 43, height: 10, isASCII: false).map(\.text)
      .filter { $0.contains("│") || $0.contains("┤") }
    #expect(rows.count == 10)
    let starts = rows.map { row in
      row.prefix { !("\u{2801}"..."\u{28ff}").contains($0) }.count
    }
    #expect(starts.first == 39)
    #expect(starts.last == 4)
    #expect(starts == starts.sorted(by: >))
    #expect(Set(starts).count == 10)
  }

  @Test func `a power law is a straight line when y is drawn by its logarithm`() throws {
    let plot = Plot(
      title: "t", xAxis: "x", yAxis: "y", isLogarithmic: true,
      curves: [Plot.Curve("", (0...4).map { Plot.Point(Double($0), [1, 10, 100, 1e3, 1e4][$0]) })])
    let text = plot.lines(width: 40, isASCII: false).map(\.text)
    let straight = Plot(
      title: "t", xAxis: "x", yAxis: "y",
      curves: [Plot.Curve("", (0...4).map { Plot.Point(Double($0), Double($0)) })]
    ).lines(width: 36, isASCII: false).map(\.text)
    func dots(_ lines: [String]) -> [String] {
      lines.map { String($0.filter { ("\u{2801}"..."\u{28ff}").contains($0) }) }
        .filter { !$0.isEmpty }
    }
    #expect(dots(text) == dots(straight))
    #expect(text.contains { $0.hasPrefix("10000 ┤") })
    #expect(text.contains { $0.hasPrefix("    1 ┤") })
  }

  @Test func `the list gives values between points as the picture draws them`() throws {
    let curves = [
      Plot.Curve("sampled", [Plot.Point(0, 1), Plot.Point(1, 10), Plot.Point(2, 100)]),
      Plot.Curve("joined", [Plot.Point(0, 1), Plot.Point(2, 100)]),
    ]
    func line(isLogarithmic: Bool) -> String? {
      Plot(title: "t", xAxis: "x", yAxis: "y", isLogarithmic: isLogarithmic, curves: curves)
        .lines(width: 60, isASCII: true).map(\.text).first { $0.hasPrefix("at x = 1:") }
    }
    #expect(line(isLogarithmic: true) == "at x = 1: 10 for sampled; 10 for joined")
    #expect(line(isLogarithmic: false) == "at x = 1: 10 for sampled; 50.5 for joined")
  }

  @Test func `numbers far from one are written with a power of ten`() {
    let plot = Plot(
      title: "t", xAxis: "x", yAxis: "y",
      curves: [
        Plot.Curve(
          "",
          [
            (0.0, 0.0), (1, 123_456), (2, 1_234_567), (3, -0.000_012_34), (4, 0.000_123_4),
            (5, 999_999), (6, 99.96), (7, 1e300), (8, -5e-300),
          ].map(Plot.Point.init))
      ])
    #expect(
      plot.lines(width: 60, isASCII: true).map(\.text).dropFirst(2) == [
        "at x = 0: 0", "at x = 1: 123000", "at x = 2: 1.23e6", "at x = 3: -1.23e-5",
        "at x = 4: 0.000123",
        "at x = 5: 1e6", "at x = 6: 100", "at x = 7: 1e300", "at x = 8: -5e-300",
      ])
  }
}
