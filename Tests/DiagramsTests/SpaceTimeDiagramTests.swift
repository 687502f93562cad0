import Checking
import Diagrams
import Terminal
import Testing

@Suite("Space-time diagram")
struct SpaceTimeDiagramTests {
  static let lanes = Array(2...7)
  static let seeds: ClosedRange<UInt64> = 1...8

  /// The lines of all drawings of the generated runs over this many lanes, at widths 40 to 140.
  static func forEachDrawing(
    lanes: Int, style: SpaceTimeDiagram.Style, check: (_ lines: [Substring], _ width: Int) -> Void
  ) {
    for seed in seeds {
      let diagram = SpaceTimeDiagram(GeneratedRun.run(seed: seed, lanes: lanes))
      for width in stride(from: 40, through: 140, by: 7) {
        let text = diagram.render(width: width, style: style)
        check(text.dropLast().split(separator: "\n", omittingEmptySubsequences: false), width)
      }
    }
  }

  @Test(arguments: lanes) func `no line is wider than the width or ends in a blank`(lanes: Int) {
    for style in [SpaceTimeDiagram.Style.ascii, .unicode(.plain)] {
      Self.forEachDrawing(lanes: lanes, style: style) { lines, width in
        let wide = lines.filter { DisplayWidth.columns(of: String($0)) > width }
        #expect(wide == [], "\(style) at \(width)")
        #expect(lines.filter { $0.last == " " } == [], "\(style) at \(width)")
      }
    }
  }

  @Test(arguments: lanes) func `the plain style is printable ASCII`(lanes: Int) {
    Self.forEachDrawing(lanes: lanes, style: .ascii) { lines, _ in
      #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
    }
  }

  @Test(arguments: lanes) func `no text brings a control character into a drawing`(lanes: Int) {
    Self.forEachDrawing(lanes: lanes, style: .unicode(.plain)) { lines, _ in
      let controls = lines.joined().unicodeScalars.filter { scalar in
        scalar.properties.generalCategory == .control || scalar == "\u{202e}"
      }
      #expect(controls.isEmpty)
    }
  }

  @Test(arguments: lanes) func `colour changes nothing but the colour`(lanes: Int) {
    for seed in Self.seeds {
      let diagram = SpaceTimeDiagram(GeneratedRun.run(seed: seed, lanes: lanes))
      for width in [40, 80, 140] {
        let coloured = diagram.render(width: width, style: .unicode(.colors))
        #expect(coloured.contains("\u{1b}["))
        #expect(
          coloured.replacing(#/\u{1b}\[[0-9;]*m/#, with: "")
            == diagram.render(width: width, style: .unicode(.plain)))
      }
    }
  }

  @Test(arguments: lanes) func `lanes run through the whole picture`(lanes: Int) {
    for seed in Self.seeds {
      let run = GeneratedRun.run(seed: seed, lanes: lanes)
      let text = SpaceTimeDiagram(run).render(width: 140, style: .unicode(.plain))
      let picture = text.split(separator: "\n", omittingEmptySubsequences: false)
        .dropFirst().prefix { !$0.isEmpty }
      let columns = picture.first.map(Self.strokes) ?? []
      #expect(columns.count == lanes)
      for line in picture {
        #expect(Set(columns).isSubset(of: Self.strokes(line)), "\(line)")
      }
    }
  }

  /// The columns that hold a part of a lane or an event.
  private static func strokes(_ line: Substring) -> [Int] {
    var column = 0
    var found: [Int] = []
    for character in line {
      if "│├┤┼┝┥┿●◆✗↻".contains(character) { found.append(column) }
      column += DisplayWidth.columns(of: String(character))
    }
    return found
  }

  @Test(arguments: lanes) func `every event has one mark on its lane`(lanes: Int) {
    for seed in Self.seeds {
      let run = GeneratedRun.run(seed: seed, lanes: lanes)
      let text = SpaceTimeDiagram(run).render(width: 120, style: .unicode(.plain))
      #expect(text.filter { "●◆✗".contains($0) }.count == run.steps.count)
      let blamed = run.violation.steps.filter { step in
        if case .restart = run.steps[step].event { false } else { true }
      }
      #expect(text.filter { $0 == "◆" }.count == blamed.count)
    }
  }

  @Test func `a narrow terminal or too many lanes get a list`() {
    let diagram = SpaceTimeDiagram(SampleRuns.twoLeadersOfFive)
    #expect(diagram.render(width: 65, style: .unicode(.plain)).contains("●"))
    #expect(!diagram.render(width: 64, style: .unicode(.plain)).contains("●"))
    let three = SpaceTimeDiagram(SampleRuns.twoVotes)
    #expect(three.render(width: 60, style: .unicode(.plain)).contains("●"))
    #expect(!three.render(width: 59, style: .unicode(.plain)).contains("●"))
  }

  @Test func `a run is called shortest only when it is`() {
    var run = SampleRuns.twoVotes
    #expect(SpaceTimeDiagram(run).render(width: 80, style: .ascii).contains("shortest"))
    run.isShortest = false
    #expect(!SpaceTimeDiagram(run).render(width: 80, style: .ascii).contains("shortest"))
  }

  @Test func `a message to oneself is an event of the lane`() {
    var run = SampleRuns.removeWins
    run.steps = [
      .init(event: .delivery(from: 0, to: 0, label: "echo", sentIn: nil), sentence: "A hears A")
    ]
    run.violation.steps = []
    let text = SpaceTimeDiagram(run).render(width: 80, style: .unicode(.plain))
    #expect(text.contains("● echo"))
    #expect(!text.contains("►") && !text.contains("◄"))
  }

  @Test func `a long run is drawn without space between its steps`() {
    var run = SampleRuns.removeWins
    run.violation.steps = []
    let step = Counterexample.Step(event: .local(lane: 0, label: "tick"), sentence: "A ticks")
    run.steps = Array(repeating: step, count: 13)
    let text = SpaceTimeDiagram(run).render(width: 80, style: .unicode(.plain))
    #expect(text.contains(" 12  ● tick      │\n 13  ● tick      │\n"))
  }
}
