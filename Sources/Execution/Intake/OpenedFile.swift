import Glibc

/// Files and folders opened so that nothing but what was looked at is read.
extension Intake {
  /// What lies at a path.
  public enum Kind: Hashable, Sendable {
    case regular, folder, symbolicLink, special
  }

  /// What lies at a path itself, links not followed.
  /// - Throws: `IntakeRefusal` when there is nothing or it cannot be seen.
  public static func kind(of path: String) throws(IntakeRefusal) -> Kind {
    try kind(of: path, in: AT_FDCWD, shownAs: path)
  }

  static func kind(
    of name: String, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> Kind {
    var status = stat()
    guard fstatat(folder, name.systemPath, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { throw .noSuchFile(path: path) }
      throw .unreadable(path: path, reason: systemMessage(code))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .regular
    case S_IFDIR: return .folder
    case S_IFLNK: return .symbolicLink
    default: return .special
    }
  }

  /// Opens a folder and nothing that only leads to one; the caller closes it.
  static func openFolder(
    _ name: String, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> Int32 {
    let opened = openat(folder, name.systemPath, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard opened >= 0 else { throw .unreadable(path: path, reason: systemMessage(errno)) }
    return opened
  }

  /// Opens the folder that lies this way below another; the caller closes it.
  static func openFolders(
    _ names: some Sequence<String>, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> Int32 {
    var opened = try openFolder(".", in: folder, shownAs: path)
    var shown = path
    for name in names {
      shown += "/" + name
      let above = opened
      defer { close(above) }
      opened = try openFolder(name, in: above, shownAs: shown)
    }
    return opened
  }

  /// Opens a regular file that belongs to whoever handed it in.
  /// - Returns: it, and how many bytes it has.
  static func open(
    _ name: String, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> (Descriptor, size: Int) {
    let opened = openat(folder, name.systemPath, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else { throw .unreadable(path: path, reason: systemMessage(errno)) }
    // Above the numbers that a process is given, so that it can be given to one.
    let moved = fcntl(opened, F_DUPFD_CLOEXEC, 16)
    let code = errno
    close(opened)
    guard moved >= 0 else { throw .unreadable(path: path, reason: systemMessage(code)) }
    let file = Descriptor(moved)
    // What was looked at by name may have been replaced since; what is open cannot be.
    var status = stat()
    guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .specialFile(path: path)
    }
    // Whoever grades may be able to read what whoever handed it in may not. Copies that share their
    // bytes, as some tools make them, belong to the same user as the folder they lie in.
    if status.st_nlink > 1, status.st_uid != owner(ofFolderOf: name, in: folder) {
      throw .hardLink(path: path)
    }
    return (file, Int(status.st_size))
  }

  /// Reads a Swift file whole.
  static func read(
    _ name: String, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> [UInt8] {
    let (file, size) = try open(name, in: folder, shownAs: path)
    guard size <= fileLimit else {
      throw .fileTooLarge(path: path, bytes: size, limit: fileLimit)
    }
    var bytes = [UInt8](repeating: 0, count: fileLimit + 1)
    var length = 0
    while length < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(
          file.number, buffer.baseAddress?.advanced(by: length), buffer.count - length)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(path: path, reason: systemMessage(errno))
      }
      if count == 0 { break }
      length += count
    }
    guard length <= fileLimit else {
      throw .fileTooLarge(path: path, bytes: length, limit: fileLimit)
    }
    bytes.removeSubrange(length...)
    return bytes
  }

  private static func owner(ofFolderOf name: String, in folder: Int32) -> uid_t? {
    var status = stat()
    let isKnown =
      folder == AT_FDCWD
      ? stat(parent(of: name).systemPath, &status) == 0 : fstat(folder, &status) == 0
    return isKnown ? status.st_uid : nil
  }
}
