import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Execution

@Suite struct `What the cache keeps` {
  private let root: TemporaryFolder
  private let folder: CacheFolder

  init() throws {
    root = try TemporaryFolder()
    folder = CacheFolder(path: root.path + "/modules2-a", mark: CacheFolder.modulesMark)
  }

  private func use(_ made: () -> Void = {}) throws -> CacheFolder.Lease {
    try CacheFolder.use(folder, in: root.path) { () throws(EnvironmentFailure) in
      made()
      try makeWhole(folder.path)
    }
  }

  private func makeWhole(_ path: String) throws(EnvironmentFailure) {
    if let code = makeFolders(path) { throw .system("make \(path)", code: code) }
    try writeNewFile(path + "/" + CacheFolder.modulesMark, [])
  }

  /// A folder that was last used so many days ago.
  private func makeOld(_ name: String, days: Int) throws -> String {
    let path = root.path + "/" + name
    try makeWhole(path)
    let moment = timespec(tv_sec: time(nil) - days * 86_400, tv_nsec: 0)
    try #require(
      utimensat(AT_FDCWD, path + "/" + CacheFolder.modulesMark, [moment, moment], 0) == 0)
    return path
  }

  private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  @Test func `is made once, whoever comes meanwhile`() throws {
    let count = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        _ = try use {
          count.add(1, ordering: .relaxed)
          usleep(1000)
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(count.load(ordering: .relaxed) == 1)
  }

  @Test func `is never half made`() throws {
    #expect(throws: EnvironmentFailure.self) {
      try CacheFolder.use(folder, in: root.path) { () throws(EnvironmentFailure) in
        try makeFreshFolder(folder.path)
        throw EnvironmentFailure("the disk is full")
      }
    }
    #expect(!isThere(folder.path))
    // A process that was killed leaves no mark either.
    try makeFreshFolder(folder.path)
    var isMade = false
    _ = try use { isMade = true }
    #expect(isMade)
  }

  @Test func `is made anew when others cannot read it`() throws {
    try makeWhole(folder.path)
    try #require(chmod(folder.path + "/complete", 0o600) == 0)
    var isMade = false
    _ = try use {
      isMade = true
      removeTree(folder.path)
    }
    #expect(isMade)
  }

  @Test func `goes when nobody has used it for a month, unless somebody does now`() throws {
    let old = try makeOld("modules-old", days: 31)
    let recent = try makeOld("modules2-recent", days: 29)
    let held = try makeOld("modules2-held", days: 40)
    let mark = open(held + "/complete", O_RDONLY)
    defer { close(mark) }
    try #require(flock(mark, LOCK_SH) == 0)
    CacheFolder.removeUnused(in: root.path)
    #expect(!isThere(old) && isThere(recent) && isThere(held))
  }

  @Test func `goes when there are eight that were used later`() throws {
    let paths = try (0..<10).map { try makeOld("modules2-\($0)", days: $0 + 1) }
    CacheFolder.removeUnused(in: root.path)
    #expect(paths.map(isThere) == (0..<10).map { $0 < 8 })
  }

  @Test func `is younger by being used`() throws {
    let path = try makeOld("modules2-a", days: 20)
    _ = try use { Issue.record("made again") }
    var status = stat()
    try #require(lstat(path + "/complete", &status) == 0)
    #expect(status.st_mtim.tv_sec > time(nil) - 86_400)
  }

  @Test func `and nothing else that lies beside it goes`() throws {
    let other = root.path + "/photographs"
    try makeFreshFolder(other)
    try #require(
      utimensat(AT_FDCWD, other, [timespec(), timespec()], 0) == 0)
    CacheFolder.removeUnused(in: root.path)
    #expect(isThere(other))
  }
}

@Suite struct `Where the cache is` {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder()
    openToAnyone(home.path)
  }

  @Test func `is where XDG_CACHE_HOME says`() {
    let root = CacheRoot(wished: home.path, home: "/nonexistent")
    #expect(root == CacheRoot(wished: home.path, home: nil))
    #expect(root.path == home.path + "/truthbook" && root.note == nil)
  }

  @Test(arguments: [("relative", "not an absolute path"), ("/proc", "cannot be used")])
  func `is elsewhere, and a note says so, when that is of no use`(wished: String, why: String)
    throws
  {
    let root = CacheRoot(wished: wished, home: home.path)
    #expect(root.path == home.path + "/.cache/truthbook" || geteuid() == 0)
    let note = try #require(root.note)
    #expect(note.hasPrefix("XDG_CACHE_HOME names \(wished), which") && note.contains(why))
  }

  @Test func `is not where others may write`() throws {
    let mine = home.path + "/truthbook"
    try makeFreshFolder(mine)
    try #require(chmod(mine, 0o777) == 0)
    #expect(CacheRoot(wished: home.path, home: nil).path != mine)
  }
}

@Suite struct `What is remembered of the probes` {
  private let root: TemporaryFolder
  private let memory: ProbeMemory
  private let attempts = [
    Sandbox.Attempt(layer: .seccomp, act: "open a socket", isPossible: false),
    Sandbox.Attempt(layer: .landlock, act: "read a file of anyone's", isPossible: true),
  ]
  private var path: String { "\(root.path)/probes-\(geteuid())" }

  init() throws {
    root = try TemporaryFolder()
    memory = ProbeMemory(root: root.path, key: "kernel 1 jail 2")
    memory.keep(attempts)
  }

  @Test func `is what was found, until something it depends on changes`() {
    #expect(memory.recall() == attempts)
    #expect(ProbeMemory(root: root.path, key: "kernel 1 jail 3").recall() == nil)
    #expect(ProbeMemory(root: root.path, key: "kernel 1").recall() == nil)
  }

  @Test func `is the last that was found`() {
    memory.keep([attempts[1]])
    #expect(memory.recall() == [attempts[1]])
  }

  @Test func `is nothing when others could have written it`() throws {
    try #require(chmod(path, 0o666) == 0)
    #expect(memory.recall() == nil)
  }

  @Test func `is nothing when it is a link`() throws {
    try #require(rename(path, root.path + "/real") == 0)
    try #require(symlink(root.path + "/real", path) == 0)
    #expect(memory.recall() == nil)
  }

  @Test func `is nothing at any length but the whole`() throws {
    let bytes = try readWholeFile(path)
    for length in 0..<(bytes.count - 1) {
      try #require(truncate(path, length) == 0)
      #expect(memory.recall() == nil)
      unlink(path)
      try writeNewFile(path, bytes)
    }
  }

  @Test func `has the same key in one process, and another for another user of submissions`() throws
  {
    let user = SubmissionUser(number: 60_000)
    let keys = [SubmissionUser.unchanged, .unchanged, user].map { ProbeMemory(user: $0)?.key }
    #expect(keys[0] == keys[1])
    if keys[0] != nil { #expect(keys[0] != keys[2]) }
  }
}
