import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Execution

@Suite struct `What a grader that was killed left behind` {
  private let root: TemporaryFolder
  private let prefix: String

  init() throws {
    root = try TemporaryFolder()
    prefix = try #require(TemporaryFolder.prefix)
  }

  private func makeFolder(_ name: String) throws -> String {
    let path = root.path + "/" + name
    try #require(mkdir(path, 0o700) == 0)
    return path
  }

  private func names() -> [String] {
    var names: [String] = []
    guard let stream = opendir(root.path) else { return [] }
    defer { closedir(stream) }
    while let entry = readdir(stream) { names.append(entryName(entry)) }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  @Test func `is removed with all that is in it, and no link is followed`() throws {
    let kept = try makeFolder("kept")
    try writeNewFile(kept + "/file", [])
    let abandoned = try makeFolder(prefix + "AAAAAA")
    try #require(mkdir(abandoned + "/files", 0o700) == 0)
    try writeNewFile(abandoned + "/files/f0.swift", [])
    try #require(symlink(kept, abandoned + "/files/link") == 0)
    if geteuid() == 0 { try SubmissionUser(number: 60_000).own(abandoned + "/files") }
    TemporaryFolder.removeAbandoned(in: root.path)
    #expect(names() == ["kept"])
    #expect(access(kept + "/file", F_OK) == 0)
  }

  @Test func `is nothing else: no other name, link, file, or folder of another user or start`()
    throws
  {
    let kept = try makeFolder("kept")
    var others = ["truthbook-render", "truthbook-00000000-AAAAAA", prefix + "longer1"]
    for name in others { _ = try makeFolder(name) }
    try #require(symlink(kept, root.path + "/" + prefix + "BBBBBB") == 0)
    try writeNewFile(root.path + "/" + prefix + "CCCCCC", [])
    others += [prefix + "BBBBBB", prefix + "CCCCCC"]
    if geteuid() == 0 {
      try SubmissionUser(number: 60_000).own(makeFolder(prefix + "DDDDDD"))
      others.append(prefix + "DDDDDD")
    }
    TemporaryFolder.removeAbandoned(in: root.path)
    #expect(names() == (others + ["kept"]).sorted())
  }

  @Test func `is not what a living one is at work in`() throws {
    let living = try TemporaryFolder()
    let made = try TemporaryFolder.makeLocked(prefix: root.path + "/" + prefix)
    TemporaryFolder.removeAbandoned(in: root.path)
    TemporaryFolder.removeAbandoned(in: try temporaryRoot())
    #expect(access(made.path, F_OK) == 0 && access(living.path, F_OK) == 0)
    // Not only closed: a copy of this process that another test has just made holds the descriptor too, and with
    // it the lock, for as long as it lives.
    flock(made.lock, LOCK_UN)
    close(made.lock)
    TemporaryFolder.removeAbandoned(in: root.path)
    #expect(access(made.path, F_OK) != 0)
  }

  @Test func `is not used by who made a folder that was removed before it was locked`() throws {
    let path = try makeFolder(prefix + "AAAAAA")
    let remover = openFolder(path)
    try #require(flock(remover, LOCK_EX | LOCK_NB) == 0)
    let locked = Mutex<Int32?>(-1)
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      defer { done.signal() }
      do throws(EnvironmentFailure) {
        let lock = try TemporaryFolder.lock(path)
        locked.withLock { $0 = lock }
      } catch {
        Issue.record(error)
      }
    }
    // Time to come and wait for the lock; who comes later finds nothing, which must be as good.
    usleep(50_000)
    removeTree(path)
    close(remover)
    done.wait()
    #expect(locked.withLock { $0 } == nil)
  }

  @Test func `is looked for all the time, and nobody who makes a folder notices`() throws {
    let isDone = Atomic(false)
    let path = root.path
    let ended = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      while !isDone.load(ordering: .relaxed) { TemporaryFolder.removeAbandoned(in: path) }
      ended.signal()
    }
    defer {
      isDone.store(true, ordering: .relaxed)
      ended.wait()
    }
    for _ in 0..<5_000 {
      let made = try TemporaryFolder.makeLocked(prefix: path + "/" + prefix)
      #expect(access(made.path, F_OK) == 0)
      rmdir(made.path)
      close(made.lock)
    }
  }
}
