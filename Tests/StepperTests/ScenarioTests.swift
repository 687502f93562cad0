import Foundation
import Solutions
import Stepper
import Stepping
import Subjects
import Testing

@Suite("Scenarios")
struct ScenarioTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Exercises/raft-election/Scenarios")

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

  @Test func `what the exercise ships goes to its end and breaks nothing`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(names.count >= 5)
    for name in names {
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      #expect(try !Scenario(text).title.isEmpty)
      let (tree, end) = try walk(text)
      #expect(tree.path(to: end).count == (try Scenario(text)).lines.count + 1, "\(name)")
      #expect(tree.violation(to: end) == nil, "\(name)")
    }
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
