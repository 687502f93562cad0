import Glibc

/// The folder that temporary folders go into: one that can be written, has room, and lets a compiled
/// submission be loaded from it.
struct TemporaryRoot: Hashable, Sendable {
  /// An absolute path without a slash at its end.
  let path: String
  /// Why it is not the one that `TMPDIR` names; nil when it is.
  let note: String?

  /// What a submission, compiled and linked, may take.
  static let leastRoom = 16 << 20
  /// Compilers and sockets meet limits of their own on longer paths.
  private static let longestPath = 1024

  /// This process's, found once.
  static let found = Result { () throws(EnvironmentFailure) in
    try TemporaryRoot(wished: environmentValue("TMPDIR"), others: ["/tmp", "/var/tmp"])
  }

  /// Chooses the wished folder, or else the first of the others that is of use.
  /// - Throws: `EnvironmentFailure` with what is wrong with each when none is.
  init(wished: String?, others: [String]) throws(EnvironmentFailure) {
    var faults: [String] = []
    for (index, folder) in ([wished].compactMap { $0 } + others).enumerated() {
      let name = index == 0 && wished != nil ? "TMPDIR" : folder
      guard let fault = Self.fault(of: folder) else {
        path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        note = faults.first.map { "\($0); using \(folder) instead" }
        return
      }
      faults.append(
        name == "TMPDIR" ? "TMPDIR names \(printableName(folder)), \(fault)" : "\(folder) \(fault)")
    }
    throw EnvironmentFailure(
      "there is no folder for temporary files: \(faults.joined(separator: "; ")); "
        + "name one that is of use in TMPDIR")
  }

  /// Why a folder is of no use; nil when it is.
  static func fault(of folder: String) -> String? {
    guard folder.hasPrefix("/") else { return "which is not an absolute path" }
    guard folder.utf8.count <= longestPath else { return "which is too long a path" }
    var status = stat()
    guard stat(folder, &status) == 0 else {
      return "which cannot be used: \(systemMessage(errno))"
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return "which is not a folder" }
    // Tried rather than asked for: root may do anything, by the permissions alone.
    var trial = Array((folder + "/truthbook-trial-XXXXXX").utf8CString)
    guard mkdtemp(&trial) != nil else { return "which cannot be written: \(systemMessage(errno))" }
    rmdir(trial)
    var system = statvfs()
    guard statvfs(folder, &system) == 0 else { return nil }
    let noProgramsMayRun: UInt = 8  // ST_NOEXEC of <sys/statvfs.h>
    if system.f_flag & noProgramsMayRun != 0 {
      return "from which no program may be loaded (it is mounted noexec)"
    }
    return shortage(system).map { "which \($0)" }
  }

  /// What says that a folder's file system is full; nil when it is not, or does not tell.
  static func shortage(in folder: String) -> String? {
    var system = statvfs()
    guard statvfs(folder, &system) == 0 else { return nil }
    return shortage(system)
  }

  private static func shortage(_ system: statvfs) -> String? {
    let isRoot = geteuid() == 0
    let blocks = isRoot ? system.f_bfree : system.f_bavail
    let (room, overflows) = UInt(blocks).multipliedReportingOverflow(by: system.f_frsize)
    if system.f_blocks > 0, !overflows, room < leastRoom {
      return "has no more than \(room >> 10) KiB free; \(leastRoom >> 20) MiB are needed"
    }
    if system.f_files > 0, (isRoot ? system.f_ffree : system.f_favail) < 16 {
      return "can hold no more files (no inodes are free)"
    }
    return nil
  }
}

/// Where temporary folders go.
func temporaryRoot() throws(EnvironmentFailure) -> String { try TemporaryRoot.found.get().path }
