import Execution
import Foundation
import Testing

@testable import Grading

@Suite("Batch: what is a submission")
struct SubmissionListTests {
  private let cohort: Cohort

  init() throws {
    cohort = try Cohort()
  }

  private func kind(_ names: String...) throws -> SubmissionList.Kind {
    let paths = names.map { cohort.path + "/" + $0 }
    return try SubmissionList.kind(
      of: paths.isEmpty ? [cohort.path] : paths, typeName: "ORSet")
  }

  private func names(_ paths: [String] = [], areCohorts: Bool = true) throws -> [String] {
    try SubmissionList(paths.isEmpty ? [cohort.path] : paths, areCohorts: areCohorts)
      .submissions.map(\.name)
  }

  private static let set = "struct ORSet {}"

  // MARK: One or many

  @Test func `folders are a cohort when there are several, and stand for the only one`() throws {
    try cohort.add("lab1/ORSet.swift", Self.set)
    try cohort.add("__MACOSX/lab1/._ORSet.swift", "")
    try cohort.add(".git/x/A.swift", "")
    try cohort.add("README.md", "")
    #expect(try kind() == .submission)
    #expect(try kind("lab1") == .submission)
    try cohort.add("lab1/deeper/Tag.swift", "")
    #expect(try kind() == .submission)
    try cohort.add("lab2/readme.txt", "")
    #expect(try kind() == .cohort)
    #expect(try names(areCohorts: false) == ["lab1", "lab2"])
  }

  @Test func `a cohort in a folder of its own is that cohort`() throws {
    try cohort.add("export/all/alice/ORSet.swift", Self.set)
    try cohort.add("export/all/bob/ORSet.swift", Self.set)
    #expect(try kind() == .cohort)
    #expect(try names(areCohorts: false) == ["alice", "bob"])
    #expect(try names() == ["alice", "bob"])
  }

  @Test func `a package is one submission, however it is asked for`() throws {
    try cohort.add("Package.swift", "")
    try cohort.add("Sources/ORSet/ORSet.swift", Self.set)
    try cohort.add("Tests/ORSetTests/T.swift", "")
    #expect(try kind() == .submission)
    #expect(try names().count == 1)
  }

  @Test func `files beside folders are one submission unless several declare the type`() throws {
    try cohort.add("ORSet.swift", Self.set)
    try cohort.add("Helpers/Tag.swift", "struct Tag {}")
    #expect(try kind() == .submission)
    try cohort.add("Starter/ORSet.swift", Self.set)
    #expect(try kind() == .submission)
    try cohort.add("bob/ORSet.swift", Self.set)
    #expect(try kind() == .unclear)
    for number in 0..<70 { try cohort.add("s\(number)/A.swift", "") }
    #expect(try kind() == .unclear)
  }

  @Test func `files of one folder are one submission unless several declare the type`() throws {
    try cohort.add("A.swift", Self.set)
    try cohort.add("B.swift", "struct Tag {}")
    try cohort.add("c/C.swift", "struct Tag {}")
    #expect(try kind("A.swift", "B.swift") == .submission)
    #expect(try kind("B.swift") == .submission)
    #expect(try kind("A.swift", "c/C.swift") == .cohort)
    #expect(try kind("A.swift", "c") == .cohort)
    try cohort.add("B.swift", Self.set)
    #expect(try kind("A.swift", "B.swift") == .cohort)
    #expect(try kind("A.swift") == .submission)
    #expect(try kind() == .unclear, "two students' files, or one student's two tries")
  }

  // MARK: Nobody is lost

  @Test func `everybody is in the gradebook, and what systems leave is not`() throws {
    for name in [
      "alice.swift", "bob.zip", "carol/ORSet.swift", "dave.tar.gz", "erin.rar", "frank/notes.txt",
      "gina.swift.docx", "henry/work.zip", "ORSet.swift.txt", "jack.docx", "kate.pdf",
    ] {
      try cohort.add(name, "struct ORSet {}")
    }
    for name in ["__MACOSX/._alice.swift", ".DS_Store", "grades.csv", "X.xcodeproj/p.txt"] {
      try cohort.add(name, "")
    }
    try FileManager.default.createSymbolicLink(
      atPath: cohort.path + "/ivan", withDestinationPath: "/etc")
    let list = try SubmissionList([cohort.path], areCohorts: true)
    #expect(
      list.submissions.map(\.name) == [
        "ORSet", "alice", "bob", "carol", "dave", "erin.rar", "frank", "gina.swift.docx", "henry",
        "ivan", "jack.docx", "kate.pdf",
      ])
    let refused = list.submissions.filter { $0.digest == nil }
    #expect(
      refused.map(\.name) == [
        "bob", "dave", "erin.rar", "frank", "gina.swift.docx", "henry", "ivan", "jack.docx",
        "kate.pdf",
      ])
    #expect(refused.allSatisfy { $0.refusal?.contains(cohort.path) == false })
    #expect(
      list.passedOver.map(\.name).map { $0.dropFirst(cohort.path.count) }
        == ["/X.xcodeproj", "/grades.csv"])
  }

  @Test func `a name that is no text is in the gradebook`() throws {
    let name = String(
      pathBytes: Array(cohort.path.utf8) + [0x2F, 0x63, 0xE9, 0x2E] + Array("swift".utf8))
    let file = name.pathBytes.map { CChar(bitPattern: $0) } + [0]
    let stream = try #require(fopen(file, "w"))
    fputs(Self.set, stream)
    fclose(stream)
    defer { unlink(file) }
    let list = try SubmissionList([cohort.path], areCohorts: true).submissions
    #expect(list.map(\.name) == ["c\\xE9"])
    #expect(list[0].digest != nil)
    #expect(try list[0].files().count == 1)
  }

  @Test func `uploads are told by whose they are`() throws {
    for name in [
      "doejane_12345_678_ORSet.swift", "doejane_12345_679_Tag.swift",
      "doejane_12345_680_report.pdf", "poe_LATE_12346_681_ORSet.swift", "roe_12347_682_ORSet.pdf",
      "team_1_2_ORSet.swift", "team_1_3_ORSet.swift",
      "Ann Lee_77_assignsubmission_file/ORSet.swift",
      "Ann Lee_77_assignsubmission_onlinetext/onlinetext.html",
      "Bo_78_assignsubmission_file_A.swift", "Bo_78_assignsubmission_file_B.swift",
      "Cy_79_assignsubmission_onlinetext/onlinetext.html",
    ] {
      try cohort.add(name, Self.set)
    }
    let list = try SubmissionList([cohort.path], areCohorts: true)
    #expect(
      list.submissions.map(\.name) == [
        "Ann Lee_77_assignsubmission_file", "Bo_78",
        "Cy_79_assignsubmission_onlinetext", "doejane_12345", "poe_LATE_12346_681_ORSet",
        "roe_12347_682_ORSet.pdf", "team_1_2_ORSet", "team_1_3_ORSet",
      ])
    #expect(try list.submissions[3].files().count == 2)
    #expect(list.submissions.filter { $0.digest == nil }.count == 2)
    #expect(list.passedOver.count == 2)
  }

  // MARK: Digests and names of files

  private func digest(_ files: [(String, String)]) -> String {
    SubmissionList.digest(of: files.map { SourceFile(name: $0, bytes: Array($1.utf8)) })
  }

  @Test func `no file's text is another submission's digest`() {
    let two = [("Helper.swift", "// nothing\n"), ("ORSet.swift", "struct ORSet {}")]
    let spelled = two.map { "\($0.utf8.count) \($1.utf8.count)\n\($0)\($1)" }.joined()
    let digests = [
      digest(two), digest([("A.swift", spelled)]), digest([("A.swift", "several 2\n" + spelled)]),
      digest([("A.swift", "truthbook submission 1\nseveral 2\n" + spelled)]), digest([]),
      digest([("A.swift", ""), ("B.swift", "")]), digest([("A.swift", "0 7\nB.swift"), ("", "")]),
      digest([("A", "bc"), ("d", "")]), digest([("A", "b"), ("cd", "")]),
    ]
    #expect(Set(digests).count == digests.count)
    #expect(digest([("A.swift", "x")]) == digest([("B.swift", "x")]))
  }

  @Test func `a name made like another's file never meets it`() throws {
    try cohort.add("O'Brien.swift", "1")
    for _ in 0..<3 {
      // Each calls the next submission what its own reports would be called.
      let stems = try SubmissionList([cohort.path], areCohorts: true).submissions.map(\.fileStem)
      for stem in stems { try cohort.add(stem + ".swift", "2") }
    }
    try cohort.add("Alice.swift", "3")
    try cohort.add("alice.swift", "4")
    try cohort.add("É.swift", "5")
    try cohort.add("e\u{301}.swift", "6")
    let list = try SubmissionList([cohort.path], areCohorts: true).submissions
    #expect(list.count == 8)
    #expect(Set(list.map { $0.fileStem.lowercased() }).count == list.count)
  }
}
