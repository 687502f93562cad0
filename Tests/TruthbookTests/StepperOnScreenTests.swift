import Foundation
import Glibc
import Testing

/// `truthbook run` and `replay`, and the stepper on a terminal.
@Suite("truthbook: the stepper")
struct StepperOnScreenTests {
  private let home: TemporaryHome
  private let leaving = "\u{1b}[?1049l"
  private let reference = TemporaryHome.book("Solutions/raft-election/Elector.swift")
  private let mutant = TemporaryHome.book(
    "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift")

  init() throws { home = try TemporaryHome() }

  private func replayFile(
    _ events: [String], submission: String, exercise: String = "raft-election",
    setting: String = "3 nodes"
  ) throws -> String {
    let document: [String: Any] = [
      "format": "truthbook-replay", "formatVersion": 1, "exercise": exercise, "suiteVersion": 2,
      "submission": submission,
      "schedule": ["check": "", "setting": setting, "events": events],
    ]
    return try home.write("run.json", try JSONSerialization.data(withJSONObject: document))
  }

  @Test func `a run is walked on a terminal, changed, saved and walked again`() throws {
    let file = try replayFile(
      ["n1 times out", "n1 -> n2 requestVote 1 0.0", "n2 -> n1 grant 1"], submission: reference)
    let terminal = try PseudoTerminal(home, columns: 80, rows: 24, "replay", file)
    let settings = terminal.settingsBefore
    try terminal.expect("step 0 of 3")
    terminal.type("n")
    try terminal.expect("candidate of term 1")
    terminal.type("c")
    try terminal.expect("What happens next?")
    terminal.type("j\r")
    try terminal.expect("branch 2 of 2")
    terminal.type("wmine\r")
    try terminal.expect(".truthbook/replays/mine.json")
    terminal.type("q")
    try terminal.expect(leaving)
    #expect(terminal.wait() == 0)
    #expect(terminal.settings == settings)
    let saved = try home.run("replay", ".truthbook/replays/mine.json")
    #expect(saved.status == 0)
    #expect(saved.output.contains("Step 2 of 2: n1 -> n3 requestVote 1 0.0"))
  }

  @Test func `the desk's key walks through the run that fails`() throws {
    try home.write("Exercises/raft-election/Elector.swift", Data(contentsOf: URL(filePath: mutant)))
    let desk = try PseudoTerminal(home, columns: 80, rows: 24, "watch", "raft-election")
    try desk.expect("checks passed,")
    desk.type("w")
    try desk.expect("step 1 of 1")
    desk.type("q")
    try desk.expect("raft-election")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
  }

  @Test func `scenarios are listed, walked and written`() throws {
    let list = try home.run("run", "raft-election", "--list")
    #expect(list.status == 0)
    #expect(list.output.contains("split-vote        A split vote"))
    let page = home.path("run.html")
    let run = try home.run(
      "run", "raft-election", "split-vote", "--on", reference, "--write", page)
    #expect(run.status == 0)
    #expect(run.output.contains("Step 15 of 15"))
    run.expectNoEscapes()
    #expect(try String(contentsOfFile: page, encoding: .utf8).hasPrefix("<!doctype html>"))
    let plain = try home.run("run", "raft-election", "split-vote", "--on", reference, "--plain")
    #expect(plain.output.allSatisfy { $0.isASCII })
  }

  @Test func `a run is printed beside the reference's, or beside a saved one`() throws {
    let beside = try home.run(
      "run", "raft-election", "split-vote", "--on", mutant, "--beside", "reference", "--plain")
    #expect(beside.output.contains("| the reference's run\n"))
    #expect(beside.output.contains("Step 5 of 15 != (first difference)"))
    #expect(beside.output.allSatisfy { $0.isASCII })
    let saved = try replayFile(["n2 times out"], submission: reference, setting: "4 nodes")
    let other = try home.run(
      "run", "raft-election", "split-vote", "--on", reference, "--beside", saved)
    #expect(other.output.contains("│ the saved run\n"))
    let unlike = try replayFile(["n2 times out"], submission: reference)
    try home.run("run", "raft-election", "split-vote", "--on", reference, "--beside", unlike)
      .expectFault(64, containing: "3 nodes", "4 nodes")
    try home.run("run", "raft-election", "split-vote", "--on", reference, "--beside", "none.json")
      .expectFault(64, containing: "none.json", "no such file")
  }

  @Test func `mistakes of a scenario are told by line and column`() throws {
    let file = try home.write("mine.txt", Array("setting: 3 nodes\nn9 times out\n".utf8))
    try home.run("run", "raft-election", file, "--on", reference).expectFault(
      64, containing: "mine.txt:2:1", "n1, n2, n3", "what can happen now")
    let other = try home.write("or.txt", Array("exercise: or-set\n".utf8))
    try home.run("run", "raft-election", other, "--on", reference).expectFault(
      64, containing: "or-set")
    try home.run("run", "raft-election", "no-such", "--on", reference).expectFault(
      64, containing: "no-such", "split-vote")
    try home.run("run", "majority-math").expectFault(64, containing: "cannot be stepped")
  }

  @Test func `a run of another exercise and a damaged one are refused`() throws {
    let other = try replayFile(["n1 sings"], submission: reference)
    try home.run("replay", other).expectFault(
      64, containing: "not ones of this exercise", "n1 sings")
    let unknown = try replayFile([], submission: reference, setting: "no nodes")
    try home.run("replay", unknown).expectFault(64, containing: "events")
    let none = try replayFile([], submission: reference, exercise: "no-such")
    try home.run("replay", none).expectFault(64, containing: "no-such")
  }

  @Test func `code that crashes is a run, with what it was given`() throws {
    let crashing = try String(contentsOfFile: reference, encoding: .utf8)
      .replacing(
        "    switch input {\n    case .electionTimeout:",
        with: "    switch input {\n    case .heartbeatTimeout: fatalError(\"not written yet\")\n"
          + "    case .electionTimeout:")
    let code = try home.write("Elector.swift", Array(crashing.utf8))
    let file = try replayFile(["n1 times out", "n2 heartbeat due"], submission: code)
    let run = try home.run("replay", file)
    #expect(run.status == 1)
    #expect(run.output.contains("the submission crashed: "))
    #expect(run.output.contains("it was given: n2 heartbeat due"))
  }
}
