import Calculators
import Figures
import Foundation
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

  /// The seeds that a pattern can be given, as words; one empty list for one without chance.
  private func seeds(_ range: ClosedRange<Int>, of pattern: SimulatedPattern) -> [[String]] {
    pattern.parameters.contains { $0.name == "seed" } ? range.map { ["seed=\($0)"] } : [[]]
  }

  @Test(arguments: SimulatedPattern.all.map(\.name))
  func `a pattern holds under the faults of its model`(name: String) throws {
    let pattern = try #require(SimulatedPattern.named(name))
    for seed in seeds(1...20, of: pattern) {
      #expect(try pattern.holds(seed), "\(seed)")
    }
  }

  @Test(arguments: SimulatedPattern.all.map(\.name))
  func `a pattern breaks under each fault that is beyond its model`(name: String) throws {
    let pattern = try #require(SimulatedPattern.named(name))
    #expect(!pattern.beyond.isEmpty)
    for beyond in pattern.beyond {
      let breaking = try seeds(1...100, of: pattern).first { try !pattern.holds(beyond.words + $0) }
      #expect(breaking != nil, "\(beyond.words)")
    }
  }

  @Test(arguments: SimulatedPattern.all.map(\.name))
  func `what is beyond the model is told, and where it breaks`(name: String) throws {
    let pattern = try #require(SimulatedPattern.named(name))
    let usual = try pattern.draw(on: Figure.Canvas(width: 100))
    #expect(!usual.lines.contains { $0.text.hasPrefix("Beyond") })
    let words = try #require(pattern.beyond.first).words
    let outcome = try pattern.draw(words, on: Figure.Canvas(width: 100))
    let text = outcome.lines.map(\.text).joined(separator: "\n")
    #expect(text.contains("Beyond what it withstands"))
    #expect(text.contains("Broken: ") == !outcome.holds)
    #expect(!outcome.holds || text.contains("it breaks"))
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

  @Test func `every reference is simulated or says what runs it`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folders = try FileManager.default.contentsOfDirectory(atPath: root.path + "/Solutions")
      .filter { $0.first?.isLowercase == true && !$0.contains(".") }.sorted()
    let named = SimulatedPattern.all.map(\.name) + RunElsewhere.all.map(\.name)
    #expect(named.sorted() == folders)
    for other in RunElsewhere.all {
      let words = other.command.split(separator: " ").map(String.init)
      switch words[0] {
      case "calc": #expect(Calculator.named(words[1]) != nil, "\(other)")
      case "figure": #expect(Figure.named(words[1]) != nil, "\(other)")
      case "simulate": #expect(SimulatedPattern.named(words[1]) != nil, "\(other)")
      case "test":
        #expect(FileManager.default.fileExists(atPath: "\(root.path)/Exercises/\(words[1])"))
      default: #expect(words[0] == "check-history", "\(other)")
      }
    }
  }

  @Test func `what it cannot take is told`() throws {
    #expect(throws: ArgumentError.self) { try draw("paxos", "losses=2000") }
    #expect(throws: ArgumentError.self) { try draw("paxos", "disks=lost") }
    #expect(throws: ArgumentError.self) { try draw("ben-or", "disks=emptied") }
  }
}
