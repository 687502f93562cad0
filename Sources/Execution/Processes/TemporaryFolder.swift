import Glibc

/// A fresh folder only this user may enter, gone when its owner is, or when the process is told to
/// stop by a signal (see `cleanUpOnSignal()`).
///
/// It is locked until then. The system gives the lock back however the process ends, so that what a
/// killed one left behind is known by its lock, and the next process that makes such a folder removes
/// it.
public final class TemporaryFolder: Sendable {
  /// Where it is.
  public let path: String
  /// The open folder, which holds the lock.
  private let lock: Int32
  /// A copy of that process has a copy of this object, and removes nothing.
  private let owner = getpid()

  /// Removes, once, what others left behind.
  private static let freeOfAbandoned: Void = {
    if case .success(let root) = TemporaryRoot.found {
      TemporaryFolder.removeAbandoned(in: root.path)
    }
  }()

  /// What all names begin with; six letters and digits follow.
  ///
  /// A file system that several machines share may keep each machine's locks to itself, so a name says
  /// since which start of which machine its lock means something; nil when that cannot be told.
  static let prefix: String? = {
    do throws(EnvironmentFailure) {
      let boot = try readWholeFile("/proc/sys/kernel/random/boot_id").prefix(8)
      return boot.count == 8 ? "truthbook-" + String(decoding: boot, as: UTF8.self) + "-" : nil
    } catch {
      // Without /proc folders are made all the same, and what is abandoned stays.
      return nil
    }
  }()

  /// Makes the folder where temporary files go.
  /// - Throws: `EnvironmentFailure` when it cannot be made.
  public init() throws(EnvironmentFailure) {
    let root = try temporaryRoot()
    Self.freeOfAbandoned
    var lock: Int32 = -1
    path = try LiveResources.addFolder { () throws(EnvironmentFailure) in
      let made = try Self.makeLocked(prefix: root + "/" + (Self.prefix ?? "truthbook-"))
      lock = made.lock
      return made.path
    }
    self.lock = lock
  }

  deinit {
    if owner == getpid() {
      removeTree(path)
      LiveResources.removeFolder(path)
    }
    close(lock)
  }

  /// Makes a folder in this one and gives it to `user`, who can enter this one but not look around.
  func makeFolder(_ name: String, for user: SubmissionUser) throws(EnvironmentFailure) -> String {
    let folder = path + "/" + name
    try makeFreshFolder(folder)
    guard user != .unchanged else { return folder }
    if chmod(path, 0o711) != 0 { throw .system("open \(path) to others", code: errno) }
    try user.own(folder)
    return folder
  }

  /// Makes a folder nobody can take for abandoned.
  /// - Returns: its path, and the descriptor that holds its lock.
  static func makeLocked(
    prefix: String
  ) throws(EnvironmentFailure) -> (path: String, lock: Int32) {
    while true {
      let path = try makeUniqueFolder(prefix: prefix)
      if let lock = try lock(path) { return (path, lock) }
    }
  }

  /// Locks a folder that has just been made.
  /// - Returns: the descriptor that holds the lock; nil when somebody met the folder before it was
  ///   locked, and removed it as abandoned.
  static func lock(_ path: String) throws(EnvironmentFailure) -> Int32? {
    let folder = openFolder(path)
    if folder < 0 {
      let code = errno
      if code == ENOENT { return nil }
      rmdir(path)
      throw .system("open \(path)", code: code)
    }
    // Where folders cannot be locked, nobody can take this one for abandoned either.
    while flock(folder, LOCK_EX) != 0 && errno == EINTR {}
    if isFolder(folder, at: path) { return folder }
    close(folder)
    return nil
  }

  /// Removes the folders that processes of this user made in `root` and did not live to remove.
  static func removeAbandoned(in root: String) {
    guard let prefix, let stream = opendir(root) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = entryName(entry)
      guard name.hasPrefix(prefix), name.utf8.count == prefix.utf8.count + 6 else { continue }
      removeIfAbandoned(root + "/" + name)
    }
  }

  private static func removeIfAbandoned(_ path: String) {
    let folder = openFolder(path)
    guard folder >= 0 else { return }
    // The lock is kept until the folder is gone: who has just made it waits for that and makes another.
    defer { close(folder) }
    var status = stat()
    guard fstat(folder, &status) == 0, status.st_uid == geteuid(),
      flock(folder, LOCK_EX | LOCK_NB) == 0, isFolder(folder, at: path)
    else { return }
    removeTree(path)
  }

  /// True when the folder that was opened at `path` still lies there.
  private static func isFolder(_ folder: Int32, at path: String) -> Bool {
    var opened = stat()
    var found = stat()
    return fstat(folder, &opened) == 0 && lstat(path, &found) == 0
      && opened.st_dev == found.st_dev && opened.st_ino == found.st_ino
  }
}
