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
    #expect(outcome.output.hasPrefix("8 questions, seed 3."))
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
    #expect(outcome.output.contains("0 of 1 right, 7 not answered."))
  }

  @Test func `a second try counts, but the question comes again`() throws {
    let outcome = try home.run(["quiz", "levels", "--seed", "3"], input: "b\nc\n\n")
    #expect(!outcome.output.contains("The answer: c"))
    #expect(outcome.output.contains("0 of 1 right, 1 more at the second try, 7 not answered."))
    #expect(try home.run("quiz").output.contains("levels         0 of 8 right"))
  }

  @Test func `a section has a quiz of its own`() throws {
    let outcome = try home.run(["quiz", "raft#majority"], input: "4\n")
    #expect(outcome.output.hasPrefix("1 question, "))
    #expect(outcome.output.contains("1 of 1 right."))
    try home.run("quiz", "raft#exercise").expectFault(64, containing: "there are some on ")
  }

  @Test func `what was answered is told by the list, the status and the quizzes`() throws {
    #expect(try !home.run().output.contains("quiz"))
    _ = try home.run(["quiz", "levels", "--seed", "3"], input: "b\nb\nb\n\n")
    #expect(try home.run().output.contains("Of 2 quiz questions asked, 1 answered rightly"))
    #expect(try home.run("list").output.contains(", quiz 1 of 8"))
    #expect(try home.run("quiz").output.contains("levels         1 of 8 right"))
    let listing = try home.run("list", "--json").output
    #expect(listing.contains("\"right\" : 1"))
    let again = try home.run(["quiz", "levels", "--wrong"], input: "\n")
    #expect(again.output.hasPrefix("7 questions, "))
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
    #expect(try home.run("list").output.contains(", quiz 1 of 8"))
  }
}

/// `truthbook quiz --review`, and what makes questions due.
@Suite("truthbook quiz --review")
struct QuizReviewTests {
  private let home: TemporaryHome

  init() throws { home = try TemporaryHome() }

  private func review(_ day: String, _ words: String..., input: String = "\n") throws -> String {
    let outcome = try home.run(["quiz", "--review", "--day", day] + words, input: input)
    #expect(outcome.status == 0)
    return outcome.output
  }

  @Test func `what was missed comes again, mixed from all chapters, and then less often`() throws {
    #expect(try review("2999-01-01").hasPrefix("Nothing is due on 2999-01-01."))
    _ = try home.run(["quiz", "levels", "--seed", "3"], input: "b\nb\nb\nb\n\n")
    _ = try home.run(["quiz", "raft#majority"], input: "3\n3\n")
    let text = try review("2998-01-01")
    #expect(text.hasPrefix("2 questions, seed "))
    #expect(
      text.contains("Question 1 of 2, from levels\n")
        || text.contains("Question 1 of 2, from raft\n"))
    #expect(try review("2998-01-01") == text)
    let first = try review("2998-01-01", "raft", input: "4\n")
    #expect(first.contains("1 of 1 right."))
    #expect(first.contains("1 still due. 1 comes again on 2998-01-03."))
    #expect(try review("2998-01-02", "raft").hasPrefix("Nothing of raft is due on 2998-01-02."))
    #expect(try review("2998-01-03", "raft", input: "4\n").contains("again on 2998-01-07."))
    #expect(try home.run("list", "--json").status == 0)
  }

  @Test func `a check that fails makes due what it is about, and says so`() throws {
    let wrong = try Data(
      contentsOf: URL(
        filePath: TemporaryHome.book(
          "Solutions/Mutants/raft-election/half-of-the-cluster-is-enough.swift")))
    try home.write("Exercises/raft-election/Elector.swift", wrong)
    let test = try home.run("test", "raft-election", "--width", "80")
    let learn = try #require(test.output.firstMatch(of: /learn   truthbook read (\S+)/))
    #expect(test.output.contains("\n  quiz    truthbook quiz \(learn.1) --review\n"))
    let count = try #require(
      try home.run("quiz").output.firstMatch(of: /(\d) questions? (is|are) due again: truthbook/))
    #expect(try home.run().output.contains("due again: truthbook quiz --review."))
    let asked = try home.run(["quiz", "--review"], input: "\n").output
    #expect(asked.hasPrefix("\(count.1) question"))
    // Others' files are no progress of the learner's.
    let others = try home.run("test", "or-set", TemporaryHome.book("Solutions/or-set/ORSet.swift"))
    #expect(!others.output.contains("--review"))
  }

  @Test func `a day that is none is refused, and so is one for no review`() throws {
    for (words, reason) in [
      (["--review", "--day", "2026-02-30"], "'2026-02-30' is no day"),
      (["raft", "--day", "2026-02-03"], "--day is for --review"),
      (["raft", "--review", "--wrong"], "ask for different questions"),
    ] {
      let outcome = try home.run(["quiz"] + words, input: "")
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(reason))
    }
  }
}
