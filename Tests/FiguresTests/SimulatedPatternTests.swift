import Figures
import Parameters
import Terminal
import Testing

@Suite("Patterns under faults of one's choice")
struct SimulatedPatternTests {
  private func draw(
    _ name: String, _ words: String..., width: Int = 100
  ) throws -> (text: String, holds: Bool) {
    let pattern = try #require(SimulatedPattern.named(name))
    let outcome = try pattern.draw(words, on: Figure.Canvas(width: width))
    return (outcome.lines.map(\.text).joined(separator: "\n"), outcome.holds)
  }

  @Test(arguments: SimulatedPattern.all.map(\.name))
  func `a pattern holds under the faults of its model, and breaks beyond it`(name: String) throws {
    var broken = 0
    for seed in 1...20 {
      let usual = try draw(name, "seed=\(seed)", "stops=60")
      #expect(usual.holds, "seed \(seed)")
      let emptied = try draw(name, "seed=\(seed)", "stops=60", "disks=emptied")
      #expect(emptied.text.contains("beyond") && emptied.holds != emptied.text.contains("Broken: "))
      if !emptied.holds { broken += 1 }
    }
    #expect(broken > 0)
  }

  @Test(arguments: SimulatedPattern.all.map(\.name))
  func `no line is wider than the page, and a seed is the whole run`(name: String) throws {
    let pattern = try #require(SimulatedPattern.named(name))
    for width in [20, 40, 80] {
      for isASCII in [false, true] {
        let canvas = Figure.Canvas(width: width, isASCII: isASCII)
        let lines = try pattern.draw([], on: canvas).lines
        #expect(lines.allSatisfy { DisplayWidth.columns(of: $0.text) <= width })
        #expect(try pattern.draw([], on: canvas).lines.map(\.text) == lines.map(\.text))
      }
    }
  }

  @Test func `what it cannot take is told`() throws {
    #expect(throws: ArgumentError.self) { try draw("paxos", "losses=2000") }
    #expect(throws: ArgumentError.self) { try draw("paxos", "disks=lost") }
  }
}
