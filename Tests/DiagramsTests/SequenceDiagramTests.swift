import Checking
import Diagrams
import Testing

@Suite("Sequence diagram")
struct SequenceDiagramTests {
  private func lastLine(lanes: Int, violation: String) throws -> Substring {
    let run = Counterexample(
      lanes: (1...lanes).map { "n\($0)" }, initialStates: Array(repeating: "", count: lanes),
      steps: [.init(event: .local(lane: 0, label: "timeout"), sentence: "n1's timer runs out")],
      violation: .init(sentence: violation, steps: [0]), isShortest: true,
      schedule: Schedule(check: "timers", setting: "nodes", events: []))
    let diagram = SequenceDiagram(run)
    let source = try #require(diagram).source
    return try #require(source.split(separator: "\n").last)
  }

  @Test func `a sentence on the violation is broken into lines that fit below the lanes`() throws {
    let words = Array(repeating: "word", count: 30).joined(separator: " ")
    let narrow = try lastLine(lanes: 2, violation: words)
    let wide = try lastLine(lanes: 5, violation: words)
    #expect(narrow.split(separator: "<br/>").count == 4)
    #expect(wide.split(separator: "<br/>").count == 2)
    #expect(narrow.replacing("<br/>", with: " ").hasSuffix(words))
  }

  @Test func `a line break that a submission asks for is text`() throws {
    let line = try lastLine(lanes: 2, violation: "a<br/>b; end")
    #expect(line.hasSuffix("✗ a#60;br#47;#62;b#59; #101;nd"))
  }
}
