import Foundation
import Solutions
import Stepper
import Stepping
import Subjects
import Testing

@Suite("Scenarios")
struct ScenarioTests {
  private static let exercises = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Exercises")

  private func walk(_ text: String) throws -> (RunTree, Int) {
    let scenario = try Scenario(text)
    let tree = try Stepped.tree(
      setting: scenario.setting, InProcessSubject(Elector.self),
      reference: InProcessSubject(Elector.self))
    let (end, left) = try scenario.walk(tree)
    #expect(left == nil)
    return (tree, end)
  }

  private func fault(_ text: String) throws -> String {
    do {
      _ = try walk(text)
    } catch let fault as Scenario.Fault {
      return fault.description
    }
    return "none"
  }

  /// Every scenario of every exercise, as `raft-election/split-vote.txt`.
  private static func shipped() throws -> [String] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: exercises.path).flatMap { name in
      let folder = exercises.appending(path: name + "/Scenarios").path
      guard files.fileExists(atPath: folder) else { return [String]() }
      return try files.contentsOfDirectory(atPath: folder).map { "\(name)/\($0)" }
    }.sorted()
  }

  @Test func `exercises of every family ship scenarios`() throws {
    let shipped = try Self.shipped()
    #expect(shipped.count >= 22)
    #expect(Set(shipped.map { $0.prefix { $0 != "/" } }).count >= 11)
  }

  @Test(arguments: try shipped())
  func `what an exercise ships goes to its end and breaks nothing`(_ name: String) throws {
    let exercise = String(name.prefix { $0 != "/" })
    let make = try #require(
      Stepped.exercises.first { $0.name == exercise }?.make, "no reference of \(exercise) here")
    let file = Self.exercises.appending(path: name.replacing("/", with: "/Scenarios/"))
    let scenario = try Scenario(String(contentsOf: file, encoding: .utf8))
    #expect(scenario.exercise == exercise && !scenario.title.isEmpty)
    let tree = try Stepped.tree(
      of: exercise, setting: scenario.setting, make(), reference: make())
    let (end, left) = try scenario.walk(tree)
    #expect(left == nil)
    #expect(tree.path(to: end).count == scenario.lines.count + 1)
    #expect(tree.violation(to: end) == nil)
  }

  @Test func `the beginning of an event is enough where it is the only one`() throws {
    let (tree, end) = try walk("setting: 3 nodes\nn1 times out\nn1 -> n2 requestVote\n")
    #expect(tree.moments[end].event == "n1 -> n2 requestVote 1 0.0")
  }

  @Test func `what cannot happen because the code did something else is left out`() throws {
    let scenario = try Scenario(
      (Stepped.twoVotes + ["n3 -> n2 refuse 1", "n1 times out"]).joined(separator: "\n"))
    let tree = try Stepped.forgetful()
    let (end, left) = try scenario.walk(tree)
    #expect(left?.number == 6)
    #expect(tree.path(to: end).count == 8)
  }

  @Test func `a mistake is told by its line and column, with what can happen`() throws {
    #expect(
      try fault("setting: 3 nodes\n\n  n9 times out\n").hasPrefix(
        "3:3: there is no node 'n9'; there are n1, n2, n3; what can happen now: 'n1 times out'"))
    #expect(
      try fault("setting: 3 nodes\nn1 times out\nn2 -> n1 grant 1\n").hasPrefix(
        "3:1: n2 has sent no such message that could arrive; what can happen now: "
          + "'n1 -> n2 requestVote 1 0.0', 'n1 -> n3 requestVote 1 0.0'"))
    #expect(try fault("setting: 3 nodes\nn1 sings\n").hasPrefix("2:4: no event is written so;"))
    #expect(
      try fault("setting: 3 nodes\nn1 times out\nn1 ->\n").hasPrefix(
        "3:1: several events begin so:"))
    #expect(try fault("titel: x\n").hasPrefix("1:1: there is no 'titel:'"))
    #expect(
      try fault(String(repeating: "n1 times out\n", count: 2_001)).contains("2001:1: more than"))
    #expect(try fault(String(repeating: "#", count: 300_000)).contains("KiB"))
  }
}
