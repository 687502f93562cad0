import Glibc

/// The folders of this machine that grading uses, and what is wrong with those it was told to use.
public enum WorkingFolders {
  /// One sentence for each folder that somebody named and that is not used, with the one that is.
  public static var notes: [String] {
    var notes: [String?] = [CacheRoot.found.note]
    // Where there is none at all, the first command that needs it says so.
    if case .success(let temporary) = TemporaryRoot.found { notes.insert(temporary.note, at: 0) }
    return notes.compactMap { $0 }
  }

  /// Where temporary files go.
  /// - Throws: `EnvironmentFailure` when there is no folder for them.
  public static func temporaryFolder() throws(EnvironmentFailure) -> String { try temporaryRoot() }

  /// What is kept from one command to the next, where, and how large it is.
  public static func cache() -> String {
    guard let root = CacheRoot.found.path else { return "none is kept" }
    var size = CacheSize()
    size.add(root)
    let megabytes = (size.bytes + (1 << 20) - 1) >> 20
    return "\(root), \(megabytes) MiB in \(size.files) files"
  }
}

/// What a folder takes.
private struct CacheSize {
  var bytes = 0
  var files = 0

  mutating func add(_ folder: String) {
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = entryName(entry)
      if name == "." || name == ".." { continue }
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        add(folder + "/" + name)
      } else {
        files += 1
        bytes += Int(status.st_blocks) * 512
      }
    }
  }
}
