import Foundation
import Testing

/// `truthbook grade` over a cohort, and `truthbook report merge`.
@Suite("truthbook: batches")
struct BatchCommandTests {
  private let home: TemporaryHome

  /// A cohort of four: two hand in the same, one is wrong, one does not compile.
  init() throws {
    home = try TemporaryHome()
    let folder = "Solutions/happens-before/VectorClock.swift"
    let right = try Data(contentsOf: URL(filePath: TemporaryHome.book(folder)))
    let mutant = "Solutions/Mutants/happens-before/merge-ticks.swift"
    let wrong = try Data(contentsOf: URL(filePath: TemporaryHome.book(mutant)))
    try home.write("cohort/alice smith/VectorClock.swift", right)
    try home.write("cohort/bob 🎓.swift", right)
    try home.write("cohort/new\nline/VectorClock.swift", wrong)
    try home.write("cohort/zoe.swift", Array("struct".utf8))
    try home.write("cohort/readme.txt", [])
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOfFile: home.path(name), encoding: .utf8)
  }

  @Test func `a cohort is graded, whatever its members are called`() throws {
    let outcome = try home.run(
      "grade", "happens-before", "cohort", "--output", "out", "--jobs", "2", "--format", "junit",
      "--format", "html", "--feedback", "hint")
    // That of the worst of them.
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("4 submissions: 2 passed, 1 failed, 1 does not compile."))
    outcome.expectNoEscapes()
    let csv = try read("out/grades.csv")
    #expect(csv.contains("\r\nalice smith,pass,passed,100,100,\r\nbob 🎓,pass,"))
    for name in ["reports/alice smith.json", "feedback/zoe.junit.xml", "feedback/zoe.html"] {
      #expect(FileManager.default.fileExists(atPath: home.path("out/" + name)))
    }
    // Every link of the page leads to a file.
    let page = try read("out/batch.html")
    let links = page.matches(of: #/href="([^"]*)"/#).map { String($0.output.1) }
    #expect(links.count == 4)
    for link in links {
      let name = try #require(link.removingPercentEncoding)
      #expect(FileManager.default.fileExists(atPath: home.path("out/" + name)), "\(name)")
    }
    #expect(page.contains("<td class=\"points\">100/100</td>") && !page.contains("<script"))
    try home.run("grade", "happens-before", "cohort", "--output", "out")
      .expectFault(64, containing: "--resume")
  }

  @Test func `shards come to what the whole comes to, and so does a batch that goes on`() throws {
    let whole = try home.run(
      "grade", "happens-before", "cohort", "--jobs", "1", "--format", "json=whole.json", "--batch")
    #expect(whole.status == 0)
    for number in 1...3 {
      _ = try home.run(
        "grade", "happens-before", "cohort", "--shard", "\(number)/3", "--format",
        "json=part\(number).json")
    }
    let merged = try home.run(
      "report", "merge", "part2.json", "part3.json", "part1.json", "--json", "merged.json")
    #expect(merged.status == 0)
    #expect(try read("merged.json") == read("whole.json"))
    #expect(merged.output == whole.output)
    try home.run("report", "merge", "part1.json", "part2.json")
      .expectFault(64, containing: "3/3 missing")

    _ = try home.run("grade", "happens-before", "cohort", "--output", "out")
    let once = try read("out/batch.json")
    let written = try read("out/journal.jsonl")
    let journal = written.split(separator: "\n")
    let cut = journal[..<3].joined(separator: "\n") + "\n" + journal[3].prefix(40)
    try home.write("out/journal.jsonl", Array(cut.utf8))
    _ = try home.run("grade", "happens-before", "cohort", "--output", "out", "--resume")
    #expect(try read("out/batch.json") == once)
    #expect(try read("out/journal.jsonl") == written)
    _ = try home.run("grade", "happens-before", "cohort", "--output", "one", "--jobs", "1")
    #expect(try read("one/journal.jsonl") == written)
    for damaged in ["", "\n{\"name\":\"zoe\"}\n"] {
      try home.write("one/journal.jsonl", Array(damaged.utf8))
      try home.run("grade", "happens-before", "cohort", "--output", "one", "--resume")
        .expectFault(64, containing: "journal.jsonl:1:", "damaged")
    }
  }

  @Test func `several reports are written at once, each for its reader`() throws {
    let outcome = try home.run(
      "grade", "happens-before", "cohort/new\nline", "--feedback", "verdict", "--format", "tap",
      "--format", "exercism=results.json", "--teacher-format", "html=all.html")
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("TAP version 13\n1..1\nnot ok 1 - happens-before\n"))
    #expect(try read("results.json").contains("\"version\" : 3"))
    #expect(try read("all.html").contains("<svg"))
  }

  @Test func `reports that cannot all be written are refused before grading`() throws {
    try home.run(
      "grade", "happens-before", "cohort/zoe.swift", "--format", "tap", "--format", "json"
    )
    .expectFault(64, containing: "standard output")
    try home.run("grade", "happens-before", "cohort", "--batch", "--format", "html")
      .expectFault(64, containing: "--output")
    try home.run("grade", "happens-before", "cohort").expectFault(64, containing: "--batch")
    try home.run("grade", "happens-before", "cohort", "--output", "cohort/zoe.swift")
      .expectFault(64, containing: "is a file")
    for (file, why) in [
      ("cohort", "is a folder"), ("no/where.json", "no folder no/"),
      ("cohort/zoe.swift/x.json", "no folder cohort/zoe.swift/"),
    ] {
      try home.run("grade", "happens-before", "cohort/zoe.swift", "--format", "json=" + file)
        .expectFault(64, containing: file, why)
      try home.run("grade", "happens-before", "cohort", "--batch", "--csv", file)
        .expectFault(64, containing: file, why)
    }
    for shard in ["0/0", "0/3", "4/3", "1", "x/y"] {
      let outcome = try home.run("grade", "happens-before", "cohort", "--shard", shard)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("'\(shard)'"))
    }
    try home.run("report", "merge", "none.json").expectFault(64, containing: "none.json", "read")
  }

  @Test func `a full disk is told in one sentence`() throws {
    let full = try home.run(
      "grade", "happens-before", "cohort/bob 🎓.swift", "--format", "json=/dev/full")
    full.expectFault(5, containing: "/dev/full", "the disk is full")
  }

  @Test func `shards graded by different versions of the suite are not joined`() throws {
    _ = try home.run(
      "grade", "happens-before", "cohort", "--shard", "1/2", "--format", "json=new.json")
    let new = try read("new.json")
    // The last is the batch's own.
    let version = try #require(new.matches(of: #/"suiteVersion":\d+/#).last)
    try home.write(
      "old.json", Array(new.replacing(version.output, with: "\"suiteVersion\":77").utf8))
    try home.run("report", "merge", "new.json", "old.json")
      .expectFault(64, containing: "new.json", "old.json", "version 77")
  }
}

/// `truthbook grade --key`: inputs drawn with a course's secret.
@Suite("truthbook: the course's secret")
struct KeyCommandTests {
  private let home: TemporaryHome

  init() throws {
    home = try TemporaryHome()
    let folder = "Solutions/happens-before/VectorClock.swift"
    try home.write("a.swift", try Data(contentsOf: URL(filePath: TemporaryHome.book(folder))))
    try home.write("key", Array(repeating: 7, count: 32))
    try home.write("other", Array(repeating: 8, count: 32))
    for key in ["key", "other"] { try allow(0o600, key) }
  }

  private func allow(_ permissions: Int, _ name: String) throws {
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: home.path(name))
  }

  @Test func `a report names the secret by its digest alone, and so does a batch`() throws {
    let text = try home.run("grade", "happens-before", "a.swift", "--key", "key")
    #expect(text.output.contains("Inputs drawn with the key sha256:"))
    let json = try home.run(
      "grade", "happens-before", "a.swift", "--key", "key", "--format", "json")
    #expect(json.output.contains(#""key" : "sha256:"#))
    let plain = try home.run("grade", "happens-before", "a.swift", "--format", "json")
    #expect(!plain.output.contains(#""key""#))
  }

  @Test func `a batch goes on with its own key only, and shards of two keys are not joined`() throws
  {
    for (key, number) in [("key", 1), ("other", 2)] {
      _ = try home.run(
        "grade", "happens-before", "a.swift", "--batch", "--key", key, "--shard", "\(number)/2",
        "--output", "out\(number)")
    }
    try home.run(
      "grade", "happens-before", "a.swift", "--batch", "--key", "other", "--shard", "1/2",
      "--output", "out1", "--resume"
    ).expectFault(64, containing: "other options")
    try home.run("report", "merge", "out1/batch.json", "out2/batch.json")
      .expectFault(64, containing: "--key", "sha256:")
  }

  @Test func `what is no secret is refused, and a secret that others can read is warned of`() throws
  {
    try home.write("short", Array("secret".utf8))
    try home.write("empty", [])
    try home.write("long", Array(repeating: 7, count: 70_000))
    try home.write("folder/file", [])
    for (key, why) in [
      ("none", "No such file"), ("short", "6 bytes"), ("empty", "0 bytes"), ("long", "more than"),
      ("folder", "is no file"),
    ] {
      try home.run("grade", "happens-before", "a.swift", "--key", key)
        .expectFault(64, containing: "--key \(key)", why)
    }
    try allow(0o644, "key")
    let warned = try home.run("grade", "happens-before", "a.swift", "--key", "key")
    #expect(warned.errors.contains("others can read key"))
    try allow(0o600, "key")
    let quiet = try home.run("grade", "happens-before", "a.swift", "--key", "key")
    #expect(!quiet.errors.contains("others can read"))
  }
}
