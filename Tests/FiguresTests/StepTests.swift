import Figures
import Terminal
import Testing

@Suite("Figures, event by event")
struct StepTests {
  private static let runs = Figure.all.filter { figure in
    // A figure that cannot be drawn fails tests of its own.
    do { return try !figure.sentences([]).isEmpty } catch { return false }
  }

  @Test func `most figures are runs`() {
    #expect(Self.runs.count >= 11, "\(Self.runs.map(\.name))")
  }

  @Test(arguments: runs.map(\.name))
  func `a run begins with nothing, gains an event at each step and ends as the figure`(
    name: String
  ) throws {
    let figure = try #require(Figure.named(name))
    let canvas = Figure.Canvas(width: 76)
    let picture = try figure.picture(on: canvas)
    let count = picture.sentences.count
    func text(after events: Int) -> String {
      picture.lines(after: events, on: canvas).map(\.text).joined(separator: "\n")
    }
    let whole = picture.lines.map(\.text).joined(separator: "\n")
    #expect(text(after: count) == whole)
    #expect(text(after: count + 1) == whole)
    let steps = (0...count).map(text)
    let idle = steps.indices.dropFirst().filter { steps[$0] == steps[$0 - 1] }
    #expect(idle.isEmpty, "these events show nothing")
    #expect(steps[0].count < whole.count)
  }

  @Test(arguments: runs.map(\.name))
  func `a run keeps within any width at every event`(name: String) throws {
    let figure = try #require(Figure.named(name))
    for width in [10, 24, 60, 120] {
      for isASCII in [false, true] {
        let canvas = Figure.Canvas(width: width, isASCII: isASCII)
        let picture = try figure.picture(on: canvas)
        for step in 0...picture.sentences.count {
          let lines = picture.lines(after: step, on: canvas).map(\.text)
          let tooWide = lines.first { DisplayWidth.columns(of: $0) > width }
          #expect(tooWide == nil, "\(width) columns, event \(step): \(tooWide ?? "")")
          #expect(!isASCII || lines.allSatisfy { $0.utf8.allSatisfy { $0 >= 32 && $0 < 127 } })
        }
      }
    }
  }

  @Test(arguments: runs.map(\.name))
  func `its variations are other runs, each another`(name: String) throws {
    let figure = try #require(Figure.named(name))
    let canvas = Figure.Canvas(width: 72, isASCII: true)
    let variations = try figure.variations(of: [])
    let drawn = try ([[]] + variations).map { try figure.draw($0, on: canvas) }
    #expect(Set(drawn).count == drawn.count)
  }
}
