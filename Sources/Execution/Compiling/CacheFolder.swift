import Glibc

/// A folder of the cache: whole when its mark is there, and kept while somebody holds a lease on it.
struct CacheFolder {
  let path: String
  /// The file that is written last. It is as old as the last use, to the day.
  let mark: String

  /// Keeps a folder from being removed.
  final class Lease: Sendable {
    private let file: Int32

    fileprivate init(_ file: Int32) { self.file = file }

    deinit { close(file) }
  }

  /// Uses the folder, made by `make` when it is not whole. Only one process makes or removes at once:
  /// who comes meanwhile waits, and finds it done.
  static func use(
    _ folder: CacheFolder, in root: String, make: () throws(EnvironmentFailure) -> Void
  ) throws(EnvironmentFailure) -> Lease {
    if let lease = folder.lease() { return lease }
    let lock = open(root + "/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else { throw .system("write \(root)/lock", code: errno) }
    defer { close(lock) }
    // Where files cannot be locked two may do the same work, which ends as well.
    while flock(lock, LOCK_EX) != 0 && errno == EINTR {}
    if let lease = folder.lease() { return lease }
    do throws(EnvironmentFailure) {
      try make()
    } catch {
      // Half made it would be in the way, and may be what fills the disk.
      removeTree(folder.path)
      throw error
    }
    removeUnused(in: root)
    guard let lease = folder.lease() else { throw .system("use \(folder.path)", code: errno) }
    return lease
  }

  /// Nil when it is not whole.
  private func lease() -> Lease? {
    let file = open(path + "/" + mark, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    let lease = Lease(file)
    while flock(file, LOCK_SH) != 0 && errno == EINTR {}
    var status = stat()
    // Who removes it does so while nobody holds it, and it may have been gone before it was held.
    guard fstat(file, &status) == 0, status.st_nlink > 0, status.st_uid == geteuid(),
      status.st_mode & 0o444 == 0o444
    else { return nil }
    if status.st_mtim.tv_sec < time(nil) - Self.day { futimens(file, nil) }
    return lease
  }

  private static let day = 86_400
  /// How long what nobody uses is kept, and how many folders of a kind there may be.
  private static let keptDays = 30
  private static let keptCount = 8

  /// What earlier kits and toolchains left: removed once nobody has used it for a month, or there is too
  /// much of it.
  static func removeUnused(in root: String, now: Int = time(nil)) {
    for (kind, mark) in [("kit", kitMark), ("modules", modulesMark), ("draft", "")] {
      var found = names(in: root, kind: kind).map { name in
        (path: root + "/" + name, used: lastUse(root + "/" + name, mark))
      }
      found.sort { ($0.used, $0.path) > ($1.used, $1.path) }
      for (rank, folder) in found.enumerated() {
        // What is not whole may just be being made, by a version that takes no lock.
        let isWhole = access(folder.path + "/" + mark, F_OK) == 0 && !mark.isEmpty
        let days = isWhole ? keptDays : 1
        if folder.used < now - days * day || isWhole && rank >= keptCount {
          remove(folder.path, mark: isWhole ? mark : nil)
        }
      }
    }
  }

  static let kitMark = "ExerciseKit.swiftmodule"
  static let modulesMark = "complete"

  private static func names(in root: String, kind: String) -> [String] {
    guard let stream = opendir(root) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = entryName(entry)
      if name.hasPrefix(kind + "-") || name.hasPrefix(kind + "2-") { names.append(name) }
    }
    return names
  }

  private static func lastUse(_ folder: String, _ mark: String) -> Int {
    var status = stat()
    if !mark.isEmpty, lstat(folder + "/" + mark, &status) == 0 { return status.st_mtim.tv_sec }
    return lstat(folder, &status) == 0 ? status.st_mtim.tv_sec : 0
  }

  /// Removes a folder unless somebody holds a lease on it.
  private static func remove(_ folder: String, mark: String?) {
    guard let mark else { return removeTree(folder) }
    let file = open(folder + "/" + mark, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return }
    defer { close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return }
    // From now on it is not whole, whatever happens to this process.
    unlink(folder + "/" + mark)
    removeTree(folder)
  }
}
