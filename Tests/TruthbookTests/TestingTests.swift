import Foundation
import Testing

/// `truthbook test`, `replay` and `doctor`.
@Suite("truthbook: testing")
struct TestingTests {
  private let home: TemporaryHome
  private let mutant = TemporaryHome.book(
    "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift")
  private let reference = TemporaryHome.book("Solutions/raft-election/Elector.swift")

  init() throws { home = try TemporaryHome() }

  @Test func `a failure is explained, saved and replayed until it is mended`() throws {
    let test = try home.run("test", "raft-election", mutant, "--width", "80")
    #expect(test.status == 1)
    #expect(test.errors == "")
    #expect(test.output.contains("✗ quorum-of-distinct-voters"))
    #expect(test.output.contains("  hint    truthbook hint raft-election"))
    test.expectNoEscapes()
    let line = try #require(
      test.output.split(separator: "\n").first { $0.hasPrefix("  replay  ") })
    let saved = String(line.dropFirst("  replay  truthbook replay ".count))

    let again = try home.run("replay", saved)
    #expect(again.status == 1)
    #expect(again.output.hasPrefix("quorum-of-distinct-voters: "))
    #expect(again.output.contains("Step 1 of 1: n1 times out"))
    #expect(again.output.contains("The reference (first difference)"))
    again.expectNoEscapes()

    let mended = try home.run("replay", saved, reference)
    #expect(mended.status == 0)
    #expect(
      mended.output.hasPrefix(
        "quorum-of-distinct-voters: this run of 1 event breaks nothing any more.\n"))
    #expect(mended.output.hasSuffix("\nNo step of this run breaks anything by itself.\n"))
  }

  @Test func `a plain failure is ASCII`() throws {
    let outcome = try home.run("test", "raft-election", mutant, "--plain")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("FAILED: quorum-of-distinct-voters"))
    #expect(outcome.output.allSatisfy { $0.isASCII })
  }

  @Test func `colours are sent when they are asked for`() throws {
    let outcome = try home.run("test", "raft-election", mutant, "--color", "always")
    #expect(outcome.output.contains("\u{1b}["))
  }

  @Test func `what passes is remembered, if it is the learner's own`() throws {
    let others = try home.run("test", "raft-election", reference)
    #expect(others.status == 0)
    #expect(others.output.contains("checks passed"))
    others.expectNoEscapes()
    #expect(try home.run().output.contains("0 of "))
    try home.write(
      "Exercises/raft-election/Elector.swift", try Data(contentsOf: URL(filePath: reference)))
    let own = try home.run("test", "raft-election")
    #expect(own.status == 0)
    #expect(own.output.contains("compare  truthbook solution raft-election"))
    #expect(own.output.contains("Ongaro"))
    #expect(!others.output.contains("truthbook solution"))
    #expect(try home.run().output.contains("1 of "))
    #expect(try home.run("list", "--plain").output.contains("x raft-election"))
  }

  @Test func `an answer that is a text is judged, refused with its place, and remembered`() throws {
    let path = "Exercises/be-the-network/network.txt"
    let answer = TemporaryHome.book("Solutions/Answers/be-the-network/network.txt")
    try home.write(path, Data("against: nobody\n".utf8))
    let refused = try home.run("test", "be-the-network")
    #expect(refused.status == 3)
    #expect(refused.errors.contains("network.txt:1:10: there is no part 'nobody'; there are "))
    let wrong = try home.run(
      "test", "be-the-network",
      TemporaryHome.book("Solutions/Mutants/be-the-network/each-vote-once.txt"))
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("✗ counts-votes-twice"))
    #expect(wrong.output.contains("75 of 100 points"))
    #expect(!wrong.output.contains("  replay  "))
    try home.write(path, try Data(contentsOf: URL(filePath: answer)))
    let right = try home.run("test", "be-the-network")
    #expect(right.status == 0)
    #expect(right.output.contains("counts-votes-twice: 8 events; no shorter run does it"))
    #expect(try home.run("list", "--plain").output.contains("x be-the-network"))
    #expect(try home.run("solution", "be-the-network").output.contains("against: half-is-enough"))
    #expect(try home.run("run", "be-the-network").status == 64)
    #expect(try home.run("grade", "be-the-network", answer, answer).status == 64)
  }

  @Test func `an untouched starter is met with where to begin`() throws {
    let outcome = try home.run("test", "or-set")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("you have not changed Exercises/or-set/ORSet.swift yet"))
    #expect(outcome.output.contains("truthbook read or-set"))
  }

  @Test func `the learner's own file is what is tested`() throws {
    try home.write("Exercises/or-set/ORSet.swift", Array("import ExerciseKit\nlet set = ".utf8))
    let outcome = try home.run("test", "or-set")
    #expect(outcome.status == 3)
    // A path from where one stands, which is the workbook.
    #expect(outcome.output.contains("\nExercises/or-set/ORSet.swift:2:"))
    #expect(outcome.output.contains("Does not compile"))
    // Without a name it is what was worked on last; and a path is as good as a name.
    #expect(try home.run("test").output == outcome.output)
    for path in ["Exercises/or-set", "Exercises/or-set/ORSet.swift"] {
      #expect(try home.run("test", path).output == outcome.output)
    }
    try home.run("test", "Exercises").expectFault(64, containing: "Exercises")
    try home.run("test", "Chapters/part1").expectFault(64, containing: "Chapters")
    #expect(try home.run().output.contains("You are at "))
  }

  @Test func `a learner's file that is gone can be had back, and keeps nobody from the rest`()
    throws
  {
    let file = home.path("Exercises/or-set/ORSet.swift")
    try FileManager.default.removeItem(atPath: file)
    try home.run("test", "or-set").expectFault(
      64, containing: "Exercises/or-set/ORSet.swift: the file that you edit is missing",
      "truthbook reset or-set")
    #expect(try home.run().status == 0)
    #expect(try home.run("test", "raft-election").output.contains("not changed"))
  }

  @Test func `a file that is not there is a mistake in usage`() throws {
    try home.run("test", "or-set", "nowhere.swift").expectFault(64, containing: "nowhere.swift")
  }

  @Test(arguments: [
    ("not JSON", "not a saved run: it is not JSON"),
    ("{}", #"not a saved run: the document has no "format""#),
    (
      #"{"format":"x","formatVersion":1,"exercise":"","suiteVersion":1,"submission":"","#
        + #""schedule":{"check":"","setting":"","events":[]}}"#,
      "'x' version 1 is not a saved run of this program"
    ),
  ])
  func `a malformed replay file is refused`(text: String, reason: String) throws {
    let file = try home.write("run.json", Array(text.utf8))
    try home.run("replay", file).expectFault(64, containing: "run.json", reason)
  }

  @Test func `events that are none of the exercise's are refused`() throws {
    let text = """
      {"format": "truthbook-replay", "formatVersion": 1, "exercise": "raft-election",
       "suiteVersion": 2, "submission": "\(reference)",
       "schedule": {"check": "timers", "setting": "3 nodes", "events": ["n1 sings"]}}
      """
    let file = try home.write("run.json", Array(text.utf8))
    try home.run("replay", file).expectFault(64, containing: "events")
    try home.run("replay", "none.json").expectFault(64, containing: "none.json")
  }

  @Test func `the doctor finds everything`() throws {
    let outcome = try home.run("doctor")
    #expect(outcome.status == 0, "\(outcome.output)")
    for name in ["compiler", "worker", "libcmark", "workbook", "grading"] {
      #expect(outcome.output.contains("ok       \(name)"))
    }
    #expect(outcome.output.contains("sandbox"))
    for place in ["on macOS", "in Docker"] {
      #expect(outcome.output.contains("untried  \(place)"))
    }
  }
}
