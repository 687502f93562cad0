import Glibc

/// The folder that keeps what later commands would have to make again: compiled modules, copies of the
/// kit, and what was found out about this machine.
struct CacheRoot: Hashable, Sendable {
  /// Its path; nil when there is none, and every process makes its own.
  let path: String?
  /// Why it is not where somebody would look for it; nil when it is.
  let note: String?

  /// This process's, found once.
  static let found = CacheRoot(
    wished: environmentValue("XDG_CACHE_HOME"), home: environmentValue("HOME"))

  /// Chooses the wished folder, or else the one in the home; for root, whose home the users that
  /// submissions are handed to cannot enter, also the system's.
  init(wished: String?, home: String?) {
    var faults: [String] = []
    if let wished {
      let root = wished + "/truthbook"
      guard let fault = Self.fault(of: root) else {
        (path, note) = (root, nil)
        return
      }
      faults.append("XDG_CACHE_HOME names \(printableName(wished)), \(fault)")
    }
    let others = [home.map { $0 + "/.cache" }, geteuid() == 0 ? "/var/cache" : nil]
    for parent in others.compactMap({ $0 }) {
      let root = (parent + "/truthbook").replacing("//", with: "/")
      guard let fault = Self.fault(of: root) else {
        path = root
        note = wished == nil ? nil : "\(faults[0]); the cache is \(root) instead"
        return
      }
      faults.append("\(printableName(parent)) is one \(fault)")
    }
    path = nil
    note =
      (faults.isEmpty ? "HOME is not set" : faults.joined(separator: "; "))
      + "; without a cache every command takes some seconds longer:"
      + " name a folder of yours in XDG_CACHE_HOME"
  }

  /// Makes the folder if need be.
  /// - Returns: why it is of no use; nil when it is.
  private static func fault(of root: String) -> String? {
    guard root.hasPrefix("/") else { return "which is not an absolute path" }
    if let code = makeFolders(root) { return "which cannot be used: \(systemMessage(code))" }
    guard access(root, R_OK | W_OK | X_OK) == 0 else {
      return "which cannot be written: \(systemMessage(errno))"
    }
    guard isOurs(root) else { return "in which truthbook's folder is another user's" }
    guard geteuid() == 0 else { return nil }
    openToAnyone(root)
    let closed = SubmissionUser.closedPart(of: root)
    return closed.map { "which the users that submissions run as cannot reach (because of \($0))" }
  }

  /// True when nobody else can have put something there.
  private static func isOurs(_ folder: String) -> Bool {
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_uid == geteuid() else { return false }
    return status.st_mode & S_IFMT == S_IFDIR && status.st_mode & 0o022 == 0
  }
}

/// Lets every user read a folder. Nothing in the cache is a secret.
func openToAnyone(_ folder: String) {
  chmod(folder, 0o755)
}
