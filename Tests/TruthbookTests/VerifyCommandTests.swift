import Foundation
import Testing

@Suite("truthbook verify")
struct VerifyCommandTests {
  private let home: TemporaryHome

  /// Chapters that can be spoilt, and no exercises, which take a compiler.
  init() throws {
    home = try TemporaryHome()
    let chapters = home.root.appending(path: "Chapters")
    try FileManager.default.removeItem(at: chapters)
    try FileManager.default.copyItem(
      at: TemporaryHome.repository.appending(path: "Chapters"), to: chapters)
    for name in ["Exercises", "Solutions"] {
      try FileManager.default.removeItem(at: home.root.appending(path: name))
    }
    try FileManager.default.createDirectory(
      at: home.root.appending(path: "Exercises"), withIntermediateDirectories: false)
    try FileManager.default.createDirectory(
      at: home.root.appending(path: "Solutions"), withIntermediateDirectories: false)
    for name in try FileManager.default.contentsOfDirectory(
      atPath: TemporaryHome.book("Solutions")) where !["Mutants", "Alternatives"].contains(name)
    {
      try FileManager.default.createSymbolicLink(
        atPath: home.path("Solutions/" + name),
        withDestinationPath: TemporaryHome.book("Solutions/" + name))
    }
  }

  private func replace(_ old: String, with new: String, in path: String) throws {
    let text = try String(contentsOfFile: home.path(path), encoding: .utf8)
    let range = try #require(text.range(of: old))
    try home.write(path, text.replacingCharacters(in: range, with: new).utf8)
  }

  @Test func `what is wrong with a quiz or a chapter is told where it stands`() throws {
    let quiz = "Chapters/A-the-solutions/raft.quiz.yml"
    try replace("answer: \"4\"", with: "answer: \"5\"", in: quiz)
    try replace("section: persistence", with: "section: persistance", in: quiz)
    try replace(
      "id: which-branch-wins", with: "id: raft-majority-six",
      in: "Chapters/A-the-solutions/finality.quiz.yml")
    try replace("trace: raft-commit-index", with: "trace: raft-comit-index", in: quiz)
    let chapter = "Chapters/A-the-solutions/clocks.md"
    let text = try String(contentsOfFile: home.path(chapter), encoding: .utf8)
    try home.write(chapter, (text + "\n[a](raft#vots) [b](rafts)\n").utf8)
    let broken = "Chapters/A-the-solutions/quorums.md"
    let other = try String(contentsOfFile: home.path(broken), encoding: .utf8)
    try home.write(broken, (other + "\n{{majority zz n=3}}\n").utf8)
    let line = other.split(separator: "\n", omittingEmptySubsequences: false).count + 1
    let outcome = try home.run("verify")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    for words in [
      "\(quiz):30:13: the answer is '5', but majority majority n=6 comes to '4'",
      "\(quiz):55:12: the link to raft#persistance leads nowhere: there is no section of raft "
        + "'persistance'; did you mean 'persistence'?",
      "finality.quiz.yml:1:7: the id 'raft-majority-six' is used in \(quiz) too; choose another",
      "\(quiz):118:10: there is no tracing question 'raft-comit-index'; did you mean "
        + "'raft-commit-index'?",
      "\(chapter): the link to raft#vots leads nowhere: there is no section of raft 'vots'; did you "
        + "mean 'votes'?",
      "\(chapter): the link to rafts leads nowhere: there is no page 'rafts'; did you mean 'raft'?",
      "\(broken):\(line):1: there is no field of majority 'zz'",
    ] {
      #expect(outcome.output.contains(words), "\(words)\n\(outcome.output)")
    }
  }

  @Test func `a quiz that cannot be read hides no fault of another, and is told once`() throws {
    let quiz = "Chapters/A-the-solutions/raft.quiz.yml"
    try replace("id: raft-steps", with: "id: raft-majority-six", in: quiz)
    try replace("kind: ", with: "kind: x", in: "Chapters/A-the-solutions/clocks.quiz.yml")
    let outcome = try home.run("verify")
    #expect(outcome.status == 1)
    let twice = "\(quiz):68:7: the id 'raft-majority-six' is used twice"
    #expect(outcome.output.ranges(of: twice).count == 1, "\(outcome.output)")
    #expect(outcome.output.contains("clocks.quiz.yml:3:9: 'kind' must be"), "\(outcome.output)")
  }

  @Test func `a broken chapter takes no other away, and is told with its line and column`() throws {
    let chapter = "Chapters/A-the-solutions/raft.md"
    try replace("level: 4", with: "level: nine", in: chapter)
    let fault = "truthbook: \(chapter):5:8: 'level' must be a whole number from 1 to 5\n"
    for command in [["list"], ["list", "--json"], ["read"], ["quiz"]] {
      let outcome = try home.run(command)
      #expect(outcome.status == 5, "\(command)")
      #expect(outcome.errors == fault, "\(command)")
      #expect(outcome.output.contains("clocks"), "\(command)")
      // A track still says that it is to be read.
      #expect(!outcome.output.contains("\"id\" : \"raft\""), "\(command)")
    }
    // The chapter before it, whose end names the next one.
    let before = try home.run("read", "clocks")
    #expect(before.status == 0)
    #expect(before.errors == "")
    let broken = try home.run("read", "raft")
    broken.expectFault(5, containing: fault)
    #expect(broken.errors == fault)
  }

  @Test func `every broken file is told, and nothing is missed that one may hold`() throws {
    try replace("level: 4", with: "level: nine", in: "Chapters/A-the-solutions/raft.md")
    try replace("title:", with: "titel:", in: "Chapters/A-the-solutions/README.md")
    try replace("kind: ", with: "kind: x", in: "Chapters/A-the-solutions/clocks.quiz.yml")
    try replace("term: ", with: "word: ", in: "Chapters/glossary.yml")
    try home.write("Exercises/or-set/README.md", "---\nlevel: 9\n---\n".utf8)
    let outcome = try home.run("verify")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    for words in [
      "A-the-solutions/raft.md:5:8: 'level' must be", "A-the-solutions/README.md:1:1: ",
      "clocks.quiz.yml:3:9: 'kind' must be", "glossary.yml:", "Exercises/or-set/README.md:2:8: ",
    ] {
      #expect(outcome.output.contains(words), "\(words)\n\(outcome.output)")
    }
    #expect(!outcome.output.contains("leads nowhere"), "\(outcome.output)")
    #expect(!outcome.output.contains("no chapter '"), "\(outcome.output)")
  }
}
