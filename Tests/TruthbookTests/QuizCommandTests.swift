import Foundation
import Glibc
import Testing

@Suite("truthbook quiz")
struct QuizCommandTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  @Test func `a question mark asks for help and is no answer`() throws {
    for chapter in ["clocks", "levels"] {
      let outcome = try home.run(["quiz", chapter, "--seed", "7"], input: "?\n help \n\n")
      #expect(outcome.status == 0)
      #expect(outcome.output.ranges(of: "--wrong asks the").count == 2)
      #expect(outcome.output.contains("0 of 0 right"))
      #expect(!outcome.output.contains("Not right"))
    }
  }

  @Test func `the seed is said before the first question and after the last`() throws {
    let outcome = try home.run(["quiz", "levels", "--seed", "3"], input: "\n")
    #expect(outcome.output.hasPrefix("5 questions, seed 3."))
    #expect(outcome.output.contains("truthbook quiz levels --seed 3\n"))
    #expect(outcome.output.contains("truthbook quiz levels --wrong\n"))
    outcome.expectNoEscapes()
  }

  @Test func `a wrong option is told as it is written, then its mistake, before the answer`() throws
  {
    let outcome = try home.run(["quiz", "levels", "--seed", "3"], input: "xyz\nb\nb\n\n")
    #expect(outcome.output.contains("letters to choose from are a, b, c, d"))
    let (mistake, answer) = ("b  sequential: The mistake: one order is free.", "The answer: c\n")
    let first = try #require(outcome.output.range(of: mistake))
    let last = try #require(outcome.output.range(of: answer))
    #expect(first.upperBound < last.lowerBound)
    #expect(outcome.output.contains("\nc  causal: "))
    #expect(outcome.output.contains("0 of 1 right, 4 not answered."))
  }

  @Test func `a second try counts, but the question comes again`() throws {
    let outcome = try home.run(["quiz", "levels", "--seed", "3"], input: "b\nc\n\n")
    #expect(!outcome.output.contains("The answer: c"))
    #expect(outcome.output.contains("0 of 1 right, 1 more at the second try, 4 not answered."))
    #expect(try home.run("quiz").output.contains("levels         0 of 5 right"))
  }

  @Test func `a section has a quiz of its own`() throws {
    let outcome = try home.run(["quiz", "raft#majority"], input: "4\n")
    #expect(outcome.output.hasPrefix("1 question, "))
    #expect(outcome.output.contains("1 of 1 right."))
    try home.run("quiz", "raft#terms").expectFault(64, containing: "there are some on majority, ")
  }

  @Test func `what was answered is told by the list, the status and the quizzes`() throws {
    #expect(try !home.run().output.contains("quiz"))
    _ = try home.run(["quiz", "levels", "--seed", "3"], input: "b\nb\nb\n\n")
    #expect(try home.run().output.contains("Of 2 quiz questions asked, 1 answered rightly"))
    #expect(try home.run("list").output.contains(", quiz 1 of 5"))
    #expect(try home.run("quiz").output.contains("levels         1 of 5 right"))
    let listing = try home.run("list", "--json").output
    #expect(listing.contains("\"right\" : 1"))
    let again = try home.run(["quiz", "levels", "--wrong"], input: "\n")
    #expect(again.output.hasPrefix("4 questions, "))
  }

  @Test func `no line is wider than the terminal`() throws {
    let outcome = try home.run(["quiz", "levels", "--width", "30"], input: "?\nb\n\n")
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 30 })
  }

  @Test func `Ctrl-C ends it on a terminal, and what was answered is kept`() throws {
    let terminal = try PseudoTerminal(
      home, columns: 70, rows: 30, "quiz", "levels", "--seed", "3")
    try terminal.expect("One letter: ")
    terminal.type("c\n")
    try terminal.expect("One letter: ")
    terminal.type("\u{3}")
    #expect(terminal.wait() & 0x7f == SIGINT)
    #expect(try home.run("list").output.contains(", quiz 1 of 5"))
  }
}
