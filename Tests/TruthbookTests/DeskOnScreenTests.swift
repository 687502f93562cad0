import Foundation
import Glibc
import Testing

/// The desk on a terminal.
@Suite("truthbook: the desk on a screen")
struct DeskOnScreenTests {
  private let home: TemporaryHome
  private let leaving = "\u{1b}[?1049l"
  private let file = "Exercises/raft-election/Elector.swift"

  init() throws { home = try TemporaryHome() }

  private func desk(
    columns: UInt16 = 80, rows: UInt16 = 24, environment: [String] = [], _ exercise: String
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      home, columns: columns, rows: rows, environment: environment, "watch", exercise)
  }

  private static func source(_ path: String) throws -> Data {
    try Data(contentsOf: URL(filePath: TemporaryHome.book("Solutions/" + path)))
  }

  private static func mutant() throws -> Data {
    try source("Mutants/raft-election/half-of-the-cluster-is-enough.swift")
  }

  private static func reference() throws -> Data {
    try source("raft-election/Elector.swift")
  }

  /// Never answers.
  private static let endless = Array(
    """
    import ExerciseKit
    struct ORSet<Element: Hashable & Sendable>: ObservedRemoveSet {
      private(set) var elements: Set<Element> = []
      init(replica: NodeID) {}
      func contains(_ element: Element) -> Bool { while true {} }
      mutating func add(_ element: Element) -> Dot { while true {} }
      mutating func remove(_ element: Element) -> Set<Dot> { while true {} }
      mutating func merge(_ other: ORSet) {}
    }

    """.utf8)

  @Test func `each save is checked, whichever way it is saved, and what passes is kept`() throws {
    let desk = try desk("raft-election")
    let settings = desk.settingsBefore
    try desk.expect("not begun")
    #expect(desk.settings != settings)
    try home.write(file, Self.mutant())
    try desk.expect("n1 leads term 1 with one vote")
    try Self.reference().write(to: home.root.appending(path: file), options: .atomic)
    try desk.expect("✓ passed: all")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
    #expect(desk.settings == settings)
    #expect(try home.run("status").output.contains("1 of "))
  }

  @Test func `a file that goes and comes back is told and checked`() throws {
    try home.write(file, Self.mutant())
    let desk = try desk("raft-election")
    try desk.expect("checks passed,")
    try FileManager.default.removeItem(atPath: home.path(file))
    try desk.expect("is not there")
    try home.write(file, Array("import ExerciseKit\nlet set = ".utf8))
    try desk.expect("Elector.swift:2:")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
  }

  @Test func `keys are answered while a check runs, and a save ends it`() throws {
    try home.write("Exercises/or-set/ORSet.swift", Self.endless)
    let desk = try desk(columns: 60, rows: 20, "or-set")
    try desk.expect("» check")
    desk.type("?")
    try desk.expect("The desk")
    desk.type("qc")
    try desk.expect("Checks of or-set")
    desk.type("q")
    try home.write("Exercises/or-set/ORSet.swift", try Self.source("or-set/ORSet.swift"))
    try desk.expect("✓ passed: all")
    desk.resize(columns: 100, rows: 30)
    try desk.expect("Every check passed.")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT])
  func `whatever ends it in the middle of a check gives the terminal back`(signal: Int32) throws {
    try home.write("Exercises/or-set/ORSet.swift", Self.endless)
    let desk = try desk("or-set")
    let settings = desk.settingsBefore
    try desk.expect("» check")
    desk.send(signal)
    try desk.expect(leaving)
    #expect(desk.wait() & 0x7f == signal)
    #expect(desk.settings == settings)
  }

  @Test func `a grader that crashes leaves the terminal to the desk, which says so`() throws {
    try home.write("Exercises/or-set/ORSet.swift", Self.endless)
    let desk = try desk("or-set")
    try desk.expect("» check")
    let graders = try desk.children
    try #require(graders.count == 1)
    kill(graders[0], SIGSEGV)
    let shown = try desk.expect("The grader crashed (SIGSEGV)")
    #expect(!shown.contains(leaving))
    desk.type("a")
    try desk.expect("» check")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
  }

  @Test func `stopped and continued, it has the terminal again`() throws {
    let desk = try desk("raft-election")
    let settings = desk.settingsBefore
    try desk.expect("not begun")
    desk.send(SIGSTOP)
    desk.waitUntilStopped()
    try home.write(file, Self.mutant())
    desk.send(SIGCONT)
    try desk.expect("✗ quorum-of-distinct-voters")
    desk.type("\u{3}")
    try desk.expect(leaving)
    #expect(desk.wait() & 0x7f == SIGINT)
    #expect(desk.settings == settings)
  }

  @Test func `an editor has the terminal, and what it saves is checked`() throws {
    try home.write("new.swift", Self.mutant())
    let editor = try home.write(
      "editor", Array("#!/bin/sh\necho EDITING $1\ncp \"\(home.path("new.swift"))\" \"$1\"\n".utf8))
    try #require(chmod(editor, 0o755) == 0)
    let desk = try desk(environment: ["EDITOR=" + editor], "raft-election")
    try desk.expect("not begun")
    desk.type("e")
    try desk.expect("EDITING ")
    try desk.expect("✗ quorum-of-distinct-voters")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
  }

  @Test func `hints, the chapter, the task and the first version are keys away`() throws {
    try home.write(file, Self.mutant())
    let desk = try desk("raft-election")
    try desk.expect("checks passed,")
    desk.type("h")
    // The first of those that are for the check that failed, whatever its number.
    try desk.expect("Hint ")
    desk.type("h")
    try desk.expect("2 of ")
    desk.type("q")
    try desk.expect("quorum-of-distinct-voters")
    desk.type("r")
    try desk.expect("› Majority")
    desk.type("q")
    desk.type("e")
    try desk.expect("no editor is named")
    desk.type("x")
    try desk.expect("y/n")
    desk.type("y")
    try desk.expect("is the first version again")
    desk.type("t")
    try desk.expect("q back")
    desk.type("qq")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
    #expect(
      try Data(
        contentsOf: home.root.appending(
          path: ".truthbook/kept/Exercises/raft-election/Elector.swift"))
        == Self.mutant())
  }

  @Test func `bare, it opens what was worked on last`() throws {
    try home.write(file, Self.mutant())
    #expect(try home.run("test", "raft-election").status == 1)
    let desk = try PseudoTerminal(home, columns: 80, rows: 24)
    try desk.expect("checks passed,")
    desk.type("q")
    try desk.expect(leaving)
    #expect(desk.wait() == 0)
  }

  @Test func `plainly, verdicts are printed one after the other`() throws {
    let desk = try PseudoTerminal(
      home, columns: 80, rows: 24, "watch", "raft-election", "--plain", "--poll")
    #expect(
      try desk.expect("You have not changed")
        .contains("Watching Exercises/raft-election/Elector.swift"))
    try home.write(file, Self.mutant())
    let text = try desk.expect("checks passed,")
    #expect(text.contains("FAILED: quorum-of-distinct-voters"))
    #expect(!text.contains("\u{1b}"))
    try FileManager.default.removeItem(atPath: home.path(file))
    try desk.expect("truthbook reset raft-election")
    desk.type("\u{3}")
    #expect(desk.wait() & 0x7f == SIGINT)
  }

  @Test func `an exercise that is none is told before there is a screen`() throws {
    let desk = try desk("raft-selection")
    try desk.expect("raft-election")
    #expect(desk.wait() >> 8 == 64)
  }
}
