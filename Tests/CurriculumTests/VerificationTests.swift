import Curriculum
import Testing

@Suite("An author is told what is missing")
struct VerificationTests {
  let workbook: TemporaryWorkbook
  let curriculum: Curriculum

  init() throws {
    workbook = try TemporaryWorkbook()
    curriculum = Curriculum(root: workbook.root)
  }

  @Test func `nothing is missing from a complete book`() {
    #expect(curriculum.diagnostics() == [])
  }

  @Test(arguments: [
    ("Exercises/or-set/ORSet.swift", "the file a learner edits is missing"),
    ("Exercises/or-set/Starter/ORSet.swift", "the pristine copy of the starter is missing"),
    ("Exercises/or-set/hints.md", "cannot read Exercises/or-set/hints.md"),
    ("Exercises/Package.swift", "cannot read Exercises/Package.swift"),
    ("Solutions/or-set/ORSet.swift", "the reference implementation is missing"),
    ("Solutions/Mutants/or-set", "no mutants"),
    ("Solutions/Alternatives/or-set/b.swift", "2 of at least 3 alternatives"),
    ("Chapters/A-first/crdts.md", "there is no chapter 'crdts'; there are none"),
  ])
  func `what is taken away is reported`(_ path: String, _ message: String) throws {
    try workbook.remove(path)
    let diagnostics = curriculum.diagnostics()
    #expect(diagnostics.count == 1)
    #expect(diagnostics.first?.message.hasPrefix(message) == true)
  }

  @Test func `an exercise that editors cannot see is reported`() throws {
    try workbook.write("Exercises/Package.swift", "targets: []")
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "Exercises/Package.swift: no target for 'or-set', so editors do not understand it; "
          + #"add exercise("or-set")"#
      ])
  }

  @Test func `too few hints are counted and a misnumbered one is shown`() throws {
    try workbook.write(workbook.hints, "## Hint 1\nOne.\n")
    #expect(
      curriculum.diagnostics().map(\.message) == ["1 of at least 3 hints; add '## Hint 2'"])
    try workbook.write(workbook.hints, "## Hint 1\nOne.\n## Hint 3\n")
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "\(workbook.hints):3:1: expected the heading '## Hint 2', found '## Hint 3'"
      ])
  }

  @Test func `a mutant must name the check that catches it`() throws {
    try workbook.write("Solutions/Mutants/or-set/silent.swift", "import ExerciseKit\n")
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "Solutions/Mutants/or-set/silent.swift:1:1: "
          + "name the check that must catch this mutant: '// fails: NAME'"
      ])
  }

  @Test func `a mutant may be a change to the reference or to an alternative`() throws {
    try workbook.write("Solutions/or-set/ORSet.swift", "one\ntwo\nthree\ntwo\nfour\n")
    try workbook.write("Solutions/Alternatives/or-set/b.swift", "five\n")
    let head = "// fails: laws\n// What is wrong.\n"
    // It says line 2, and the text has moved by two lines since.
    try workbook.write(
      "Solutions/Mutants/or-set/p.patch",
      head + "--- ORSet.swift\n+++ ORSet.swift\n@@ -2,2 +2,3 @@\n two\n+more\n-four\n+4\n")
    try workbook.write(
      "Solutions/Mutants/or-set/q.patch",
      head + "--- b.swift\n+++ b.swift\n@@ -1 +1 @@\n-five\n+5\n")
    #expect(curriculum.diagnostics() == [])
    let mutants = try curriculum.exercise("or-set").mutants()
    #expect(mutants.map(\.name) == ["p", "q", "two-phase"])
    #expect(
      mutants.map(\.sources).map { $0.map(\.name) } == [
        ["ORSet.swift"], ["b.swift"], ["two-phase.swift"],
      ])
    #expect(mutants[0].sources[0].text == "one\ntwo\nthree\ntwo\nmore\n4\n")
    #expect(mutants[1].sources[0].text == "5\n")
  }

  @Test(arguments: [
    (
      "--- ORSet.swift\n@@ -1 +1 @@\n-two\n+2\n",
      "3:1: ORSet.swift does not have these lines any more; make"
    ),
    (
      "--- ORSet.swift\n@@ -1 +1 @@\n two\n*2\n",
      "5:1: a line of a hunk begins with ' ', '-' or '+'"
    ),
    ("--- ORSet.swift\ntwo\n", "3:1: a line of no hunk; begin one"),
    ("--- ORSet.swift\n@@ somewhere @@\n", "3:1: a line of no hunk; begin one"),
    ("--- ORSet.swift\n@@ -x @@\n", "3:1: no such place; write"),
    ("--- Other.swift\n@@ -1 +1 @@\n-one\n", "1:1: changes Other.swift, which is neither"),
    ("nothing\n", "1:1: changes nothing; make it with 'diff -u'"),
  ])
  func `a change that cannot be made is told with its line`(_ patch: String, _ message: String)
    throws
  {
    try workbook.write("Solutions/or-set/ORSet.swift", "one\n")
    try workbook.write("Solutions/Mutants/or-set/p.patch", "// fails: laws\n" + patch)
    let diagnostics = curriculum.diagnostics().map(\.description)
    #expect(diagnostics.count == 1)
    #expect(
      diagnostics.first?.hasPrefix("Solutions/Mutants/or-set/p.patch:" + message) == true,
      "\(diagnostics)")
  }

  @Test func `an unknown chapter is reported at the exercise's line`() throws {
    try workbook.write(workbook.task, TemporaryWorkbook.taskText(["chapter": "crdt#or-set"]))
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "\(workbook.task):4:10: there is no chapter 'crdt'; did you mean 'crdts'?"
      ])
  }

  @Test func `folders left over from a renamed exercise are reported`() throws {
    try workbook.write("Solutions/Mutants/orset/a.swift", "// fails: laws\n")
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "Solutions/Mutants/orset: there is no exercise 'orset'; did you mean 'or-set'?"
      ])
  }

  @Test func `an exercise begun without a task is reported`() throws {
    try workbook.write("Exercises/gossip/Starter/Gossip.swift", "")
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "Exercises/gossip: no task, so this is no exercise yet; add a README.md"
      ])
  }

  @Test func `chapters may not share a place or a name`() throws {
    try workbook.write("Chapters/A-first/other.md", TemporaryWorkbook.chapterText())
    try workbook.write("Chapters/B-second/README.md", "---\ntitle: Second\n---\n")
    try workbook.write(
      "Chapters/B-second/crdts.md", TemporaryWorkbook.chapterText(["part": "B"]))
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "Chapters/A-first/other.md: Chapters/A-first/crdts.md has 'order: 1' too; change one",
        "Chapters/B-second/crdts.md: Chapters/A-first/crdts.md has this name too; rename one",
      ])
  }

  @Test func `a chapter's needs must exist`() throws {
    let text = TemporaryWorkbook.chapterText().replacing(
      "minutes: 30\n", with: "minutes: 30\nneeds: [crdt#laws]\n")
    try workbook.write(workbook.chapter, text)
    #expect(
      curriculum.diagnostics().map(\.description) == [
        "\(workbook.chapter):7:8: there is no chapter 'crdt'; did you mean 'crdts'?"
      ])
  }
}
