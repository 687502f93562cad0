import Foundation
import Testing

/// `truthbook league`.
@Suite("truthbook: the league")
struct LeagueCommandTests {
  private let home: TemporaryHome

  init() throws {
    home = try TemporaryHome()
    // What is written goes below Solutions, which must not be the book's own.
    let files = FileManager.default
    let solutions = home.root.appending(path: "Solutions")
    try files.removeItem(at: solutions)
    try files.createDirectory(
      at: solutions.appending(path: "Mutants"), withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: TemporaryHome.book("Solutions"))
    where name != "Mutants" {
      try files.createSymbolicLink(
        at: solutions.appending(path: name),
        withDestinationURL: URL(filePath: TemporaryHome.book("Solutions/" + name)))
    }
  }

  /// Right but for one of many numbers, which the suite, as this submission meets it, does not ask for.
  private func rarelyWrong() throws -> String {
    let right = try String(
      contentsOfFile: TemporaryHome.book("Solutions/majority-math/Cluster.swift"), encoding: .utf8)
    for rest in 77..<120 {
      let wrong = right.replacing("public ", with: "").replacing(
        "return (n - 1) / 3", with: "return n > 1_000 && n % 331 == \(rest) ? 0 : (n - 1) / 3")
      let file = try home.write("Cluster.swift", Array(wrong.utf8))
      if try home.run("test", "majority-math", file).status == 0 { return file }
    }
    Issue.record("no such submission passes")
    return ""
  }

  @Test func `what fails under other keys becomes a mutant, once`() throws {
    let empty = try home.run("league")
    #expect(empty.status == 0 && empty.output.hasPrefix("Nobody has handed in"))
    let file = try rarelyWrong()
    let add = ["league", "add", file, "--exercise", "majority-math"]
    let added = try home.run(add + ["--name", "A. Finder", "--as", "forgets-a-size"])
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.output.contains("check    clusters-of-any-size"))
    added.expectNoEscapes()
    let path = "Solutions/Mutants/majority-math/forgets-a-size.swift"
    let mutant = try String(contentsOfFile: home.path(path), encoding: .utf8)
    #expect(mutant.hasPrefix("// fails: clusters-of-any-size\n// "))
    #expect(mutant.contains("\n// league: found by A. Finder; shown by the suite under key "))
    #expect(mutant.hasSuffix(try String(contentsOfFile: file, encoding: .utf8)))

    let list = try home.run("league")
    #expect(list.output.hasPrefix("majority-math  forgets-a-size  found by A. Finder\n"))
    try home.run(add).expectFault(64, containing: "forgets-a-size", "already")
    #expect(try String(contentsOfFile: home.path(path), encoding: .utf8) == mutant)
  }

  @Test func `what is right, what fails already and what is no code are refused`() throws {
    let right = TemporaryHome.book("Solutions/majority-math/Cluster.swift")
    try home.run("league", "add", right, "--exercise", "majority-math", "--keys", "2").expectFault(
      1, containing: "nothing of ours shows it wrong after 2 keys", "--schedule")
    let starter = TemporaryHome.book("Exercises/majority-math/Starter/Cluster.swift")
    try home.run("league", "add", starter).expectFault(64, containing: "--exercise")
    try home.run("league", "add", starter, "--exercise", "majority-math").expectFault(
      1, containing: "does not pass")
    try home.run("league", "add", right, "--exercise", "write-the-history").expectFault(
      64, containing: "is a text")
    try home.run("league", "add", "none.swift", "--exercise", "or-set").expectFault(
      64, containing: "none.swift", "cannot be read")
    for options in [["--name", "a;b"], ["--as", "../x"], ["--keys", "-1"], ["--what", " "]] {
      let outcome = try home.run(["league", "add", right, "--exercise", "or-set"] + options)
      #expect(outcome.status == 64, "\(options)")
    }
    let mutants = try FileManager.default.contentsOfDirectory(
      atPath: home.path("Solutions/Mutants"))
    #expect(mutants.isEmpty)
  }
}
