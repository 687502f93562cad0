import Desk
import Foundation
import Glibc
import Testing

/// How often an editor's save is told, by the editor's way of saving.
@Suite("Watching for saves")
struct FileWatcherTests {
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try write("A.swift", "0")
    }

    /// The file, opened once and never closed before the end.
    private(set) lazy var keptOpen = open(path("A.swift"), O_WRONLY | O_APPEND)

    deinit {
      close(keptOpen)
      try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    func rename(_ name: String, _ other: String) throws {
      try #require(Glibc.rename(path(name), path(other)) == 0)
    }

    func remove(_ name: String) throws {
      try #require(unlink(path(name)) == 0)
    }
  }

  private let folder: Folder
  private let watched = FileWatcher.Names.only(["A.swift"])
  /// Later than anything waits for.
  private let later = 1_000_000

  init() throws { folder = try Folder() }

  /// Ways to save, each of which a watcher must tell once it is done.
  private static let ways: [String: @Sendable (Folder, Int) throws -> Void] = [
    "written over": { folder, number in try folder.write("A.swift", "\(number)") },
    "written beside and renamed": { folder, number in
      try folder.write(".A.swift.new", "\(number)")
      try folder.rename(".A.swift.new", "A.swift")
    },
    "moved away, written anew": { folder, number in
      try folder.rename("A.swift", "A.swift~")
      try folder.write("A.swift", "\(number)")
      try folder.remove("A.swift~")
    },
    "deleted, made again": { folder, number in
      try folder.remove("A.swift")
      try folder.write("A.swift", "\(number)")
    },
    "linked": { folder, number in
      try folder.write("B.swift", "\(number)")
      try folder.remove("A.swift")
      try #require(link(folder.path("B.swift"), folder.path("A.swift")) == 0)
      try folder.remove("B.swift")
    },
    "appended to": { folder, number in
      let file = open(folder.path("A.swift"), O_WRONLY | O_APPEND)
      defer { close(file) }
      let text = Array("\(number)".utf8)
      try #require(Glibc.write(file, text, text.count) == text.count)
    },
    "written to and kept open": { folder, number in
      let file = folder.keptOpen
      let text = Array("\(number)".utf8)
      try #require(Glibc.write(file, text, text.count) == text.count)
    },
    "made unreadable, made readable": { folder, number in
      try #require(chmod(folder.path("A.swift"), number % 2 == 0 ? 0o644 : 0o600) == 0)
    },
  ]

  @Test(arguments: ways.keys.sorted(), [false, true])
  func `of 200 saves none is missed, and none is told that was not`(way: String, polls: Bool) throws
  {
    let save = try #require(Self.ways[way])
    let watcher = FileWatcher(folder.url.path, watched, polls: polls, at: 0)
    var missed = 0
    var invented = 0
    for number in 1...200 {
      try save(folder, number)
      // At once, or when what seemed half done has been waited for.
      if !watcher.look(at: 0), !watcher.look(at: later) { missed += 1 }
      if watcher.look(at: later) || watcher.look(at: later + 1000) { invented += 1 }
    }
    #expect(missed == 0)
    #expect(invented == 0)
  }

  @Test func `saves that are whole are told at once`() throws {
    let watcher = FileWatcher(folder.url.path, watched, at: 0)
    for way in ["written over", "written beside and renamed", "deleted, made again"] {
      try Self.ways[way]?(folder, 1)
      #expect(watcher.look(at: 0), "\(way)")
    }
  }

  @Test func `what an editor does around a save is waited for`() throws {
    let watcher = FileWatcher(folder.url.path, watched, at: 0)
    try folder.rename("A.swift", "A.swift~")
    #expect(!watcher.look(at: 10))
    #expect(watcher.nextLook.map { $0 > 10 } ?? false)
    try folder.write("A.swift", "new")
    #expect(watcher.look(at: 20))
    #expect(watcher.nextLook == nil)
    #expect(!watcher.look(at: later))
  }

  @Test func `a file that is deleted is told, and when it comes back`() throws {
    let watcher = FileWatcher(folder.url.path, watched, at: 0)
    try folder.remove("A.swift")
    #expect(!watcher.look(at: 0))
    #expect(watcher.look(at: later))
    try folder.write("A.swift", "new")
    #expect(watcher.look(at: later))
  }

  @Test func `a burst of saves is told, and more than the kernel keeps too`() throws {
    let watcher = FileWatcher(folder.url.path, watched, at: 0)
    for number in 0..<20_000 {
      // Alike, they would be told as one.
      let file = folder.path("A.swift")
      try #require(
        number % 2 == 0 ? truncate(file, number % 7) == 0 : chmod(file, 0o644) == 0)
    }
    for name in ["x", "y"] { try folder.write(name, "") }
    #expect(watcher.look(at: 0) || watcher.look(at: later))
    try folder.write("A.swift", "the last")
    #expect(watcher.look(at: later))
  }

  @Test(arguments: [false, true]) func `other files are nobody's business`(polls: Bool) throws {
    let watcher = FileWatcher(folder.url.path, watched, polls: polls, at: 0)
    for name in ["4913", "B.swift", ".A.swift.swp", "A.swift~"] {
      try folder.write(name, "x")
      try folder.remove(name)
    }
    #expect(!watcher.look(at: 0))
    #expect(!watcher.look(at: later))
  }

  @Test(arguments: [false, true]) func `all of several files count`(polls: Bool) throws {
    let watcher = FileWatcher(folder.url.path, .ending(".swift"), polls: polls, at: 0)
    try folder.write("B.swift", "x")
    #expect(watcher.look(at: later))
    try folder.write(".hidden.swift", "x")
    #expect(!watcher.look(at: later))
    try folder.remove("B.swift")
    let isTold = watcher.look(at: later) || watcher.look(at: 2 * later)
    #expect(isTold)
  }

  @Test func `a folder that is replaced is watched again`() throws {
    let watcher = FileWatcher(folder.url.path, watched, at: 0)
    let away = folder.url.path + "-away"
    try #require(rename(folder.url.path, away) == 0)
    defer { try? FileManager.default.removeItem(atPath: away) }
    #expect(!watcher.look(at: 0))
    #expect(watcher.look(at: later))
    #expect(watcher.nextLook != nil)
    try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
    try folder.write("A.swift", "new")
    #expect(watcher.look(at: 2 * later))
    #expect(watcher.nextLook == nil)
    try folder.write("A.swift", "newer")
    #expect(watcher.look(at: 3 * later))
  }

  @Test func `a link is looked at, since the kernel tells nothing of what it leads to`() throws {
    try folder.write("real", "0")
    try folder.remove("A.swift")
    try #require(symlink(folder.path("real"), folder.path("A.swift")) == 0)
    let watcher = FileWatcher(folder.url.path, watched, at: 0)
    #expect(watcher.note?.contains("symbolic link") ?? false)
    try folder.write("real", "01")
    #expect(watcher.look(at: later))
  }
}
