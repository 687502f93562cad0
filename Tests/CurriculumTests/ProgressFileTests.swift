import Curriculum
import Glibc
import Testing

@Suite("Progress is kept and never lost")
struct ProgressFileTests {
  let workbook: TemporaryWorkbook
  let file: ProgressFile
  let path = ".truthbook/progress.json"

  init() throws {
    workbook = try TemporaryWorkbook()
    file = ProgressFile(root: workbook.root)
  }

  @Test func `there is none before the first update`() throws {
    #expect(try file.load() == Progress())
  }

  @Test func `what is stored is loaded again`() throws {
    try file.update {
      $0.pass("happens-before")
      $0.showHints([1, 2], of: "or-set")
      $0.showHints([1], of: "or-set")
    }
    let progress = try file.load()
    #expect(progress.passed == ["happens-before"])
    #expect(progress.lastExercise == "or-set")
    #expect(progress.hintsSeen(of: "or-set") == [1, 2])
    #expect(progress.hintsSeen(of: "happens-before") == [])
  }

  @Test func `hints are seen in any order, and the check that fails is known until it passes`()
    throws
  {
    try file.update {
      $0.showHints([4, 2], of: "or-set")
      $0.fail("or-set", in: "add-wins")
    }
    var progress = try file.load()
    #expect(progress.hintsSeen(of: "or-set") == [2, 4])
    #expect(progress.failingCheck(of: "or-set") == "add-wins")
    progress.pass("or-set")
    #expect(progress.failingCheck(of: "or-set") == nil)
  }

  @Test func `a file that counts hints is read as the first ones, however wrong its number`() throws
  {
    let start = #"{"version": 1, "passed": [], "hintsShown": {"or-set": "#
    for (count, seen) in [(3, Set(1...3)), (0, []), (-7, [])] {
      try workbook.write(path, "\(start)\(count)}}")
      #expect(try file.load().hintsSeen(of: "or-set") == seen)
    }
    try workbook.write(path, "\(start)\(Int.max)}}")
    #expect(try file.load().hintsSeen(of: "or-set").count == 1_000)
  }

  @Test func `each text's place is kept, and which was read last`() throws {
    let place = ReadingPlace(section: "votes", letters: 120)
    try file.update {
      $0.read("raft", to: place)
      $0.read("clocks", to: ReadingPlace(section: nil, letters: 0))
    }
    let progress = try file.load()
    #expect(progress.lastRead == "clocks")
    #expect(progress.place(in: "raft") == place)
    #expect(progress.place(in: "crdts") == nil)
  }

  @Test func `the file is the same bytes for the same progress`() throws {
    try file.update { progress in
      for exercise in ["raft-election", "or-set", "happens-before"] { progress.pass(exercise) }
    }
    #expect(
      try workbook.read(path) == """
        {
          "hintsShown" : {

          },
          "lastExercise" : "happens-before",
          "passed" : [
            "happens-before",
            "or-set",
            "raft-election"
          ],
          "version" : 1
        }

        """)
  }

  @Test func `a reset exercise is forgotten`() throws {
    try file.update {
      $0.pass("or-set")
      $0.showHints([1, 2], of: "or-set")
      $0.forget("or-set")
    }
    #expect(try file.load().passed == [])
    #expect(try file.load().hintsSeen(of: "or-set") == [])
  }

  @Test(arguments: [
    ("", "JSON"), ("{\"passed\": [", "JSON"), ("[]", "not a record of progress"),
    ("{\"version\": 1}", "there is no 'passed'"),
    (#"{"version": 2, "passed": [], "hintsShown": {}}"#, "version 2 is not known"),
    (#"{"version": 1, "passed": "or-set", "hintsShown": {}}"#, "'passed'"),
  ])
  func `a malformed file is an error and stays as it is`(_ text: String, _ reason: String) throws {
    try workbook.write(path, text)
    for attempt in [{ _ = try file.load() }, { try file.update { $0.pass("or-set") } }] {
      let error = try #require(throws: ProgressError.self) { try attempt() }
      #expect(error.description.contains(workbook.root + "/" + path))
      #expect(error.description.contains(reason))
    }
    #expect(try workbook.read(path) == text)
  }

  @Test func `a folder that cannot be made is an error that names it`() throws {
    try workbook.write(".truthbook", "a file where the folder should be")
    let error = try #require(throws: ProgressError.self) { try file.update { $0.pass("or-set") } }
    #expect(
      error.description
        == "cannot open \(workbook.root)/.truthbook: a file stands where a folder is needed; "
        + "move it, or correct the path")
  }

  @Test func `a write that fails leaves the old progress whole`() async {
    await #expect(processExitsWith: .success) {
      let workbook = try TemporaryWorkbook()
      let file = ProgressFile(root: workbook.root)
      try file.update { $0.pass("happens-before") }

      // The system now refuses every byte, as a full disk does.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 0, rlim_max: 0)
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let error = #expect(throws: ProgressError.self) { try file.update { $0.pass("or-set") } }
      #expect(error?.description.hasPrefix("cannot write ") == true)

      #expect(try file.load().passed == ["happens-before"])
      #expect(access(file.path + ".new", F_OK) != 0)
    }
  }

  @Test func `updates at one time are all kept`() async throws {
    let root = workbook.root
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...20 {
        group.addTask { try ProgressFile(root: root).update { $0.pass("exercise-\(number)") } }
      }
      try await group.waitForAll()
    }
    #expect(try file.load().passed.count == 20)
  }

  @Test func `records of two machines merge to one that neither has lost, in either order`() throws
  {
    var (desk, laptop) = (Progress(), Progress())
    for _ in 1...3 { desk.attempt("or-set", on: "desk") }
    desk.pass("or-set", at: 200)
    desk.fail("raft-election", in: "one-leader")
    desk.showHints([1], of: "raft-election")
    desk.answer("crdts#1", rightly: false, on: 20_000)
    laptop.attempt("or-set", on: "laptop")
    laptop.attempt("or-set", on: "laptop")
    laptop.pass("or-set", at: 100)
    laptop.pass("raft-election", at: 300)
    laptop.showHints([3], of: "raft-election")
    laptop.answer("crdts#1", rightly: true, on: 20_001)
    for (first, second) in [(desk, laptop), (laptop, desk)] {
      var merged = first
      merged.merge(second)
      #expect(merged.passed == ["or-set", "raft-election"])
      #expect(merged.attempts(at: "or-set") == 5)
      #expect(merged.passTime(of: "or-set") == 100)
      #expect(merged.failingCheck(of: "raft-election") == nil)
      #expect(merged.hintsSeen(of: "raft-election") == [1, 3])
      #expect(merged.answers == ["crdts#1": true])
      let once = merged
      merged.merge(second)
      merged.merge(once)
      #expect(merged == once)
    }
  }

  /// What git leaves of a file that two sides have changed, with and without what both began with.
  @Test(arguments: [false, true])
  func `a record that git could not merge is read as both sides, and written whole`(
    _ showsBase: Bool
  ) throws {
    let base = showsBase ? "||||||| base\n  \"passed\" : [],\n" : ""
    try workbook.write(
      path,
      """
      {
        "hintsShown" : {},
      <<<<<<< HEAD
        "passed" : ["or-set"],
      \(base)=======
        "passed" : ["raft-election"],
      >>>>>>> laptop
        "version" : 1
      }

      """)
    #expect(try file.load().passed == ["or-set", "raft-election"])
    try file.update { $0.pass("g-counter") }
    #expect(try file.load().passed == ["g-counter", "or-set", "raft-election"])
    #expect(try !workbook.read(path).contains("<<<<"))
  }

  @Test func `a conflict that makes no record stays as it is`() throws {
    let text = "<<<<<<< HEAD\n{\n=======\n"
    try workbook.write(path, text)
    #expect(throws: ProgressError.self) { try file.update { $0.pass("or-set") } }
    #expect(try workbook.read(path) == text)
  }

  @Test func `a machine keeps its name, and a damaged one is drawn anew`() throws {
    let name = try file.machine()
    #expect(name.count == 8)
    #expect(try file.machine() == name)
    try workbook.write(".truthbook/machine", "")
    #expect(try file.machine().count == 8)
  }

  @Test func `attempts survive the file, however wrong its numbers`() throws {
    try file.update { $0.attempt("or-set", on: "a") }
    #expect(try file.load().attempts(at: "or-set") == 1)
    try workbook.write(
      path,
      #"{"version": 1, "passed": [], "hintsShown": {}, "tries": {"or-set": {"a": \#(Int.max), "b": \#(Int.max), "c": -5}}}"#
    )
    #expect(try file.load().attempts(at: "or-set") == 2_000_000)
  }
}
