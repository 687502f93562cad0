import Glibc

// Foundation takes longer to load than these calls take to make.

/// The bytes of a file.
func readFile(_ path: String) throws(FileFailure) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .last("read", path) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 16 * 1024)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw .last("read", path)
    }
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}

/// Replaces a file as a whole: whoever reads it, and whatever fails, sees the old bytes or the new.
///
/// The bytes go to a file beside it, which takes the name once the disk has them. Two writers of one
/// path must take turns.
/// - Parameter isDurable: false for what will soon be replaced again: it is as whole, but a power cut
///   may undo it.
/// - Throws: `FileFailure`; the file is then as it was.
public func replaceFile(
  _ path: String, with bytes: [UInt8], isDurable: Bool = true
) throws(FileFailure) {
  let temporary = path + ".new"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw .last("write", path) }
  do throws(FileFailure) {
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
    guard !isDurable || fsync(descriptor) == 0 else { throw .last("write", path) }
  } catch {
    unlink(temporary)
    throw error
  }
  guard rename(temporary, path) == 0 else {
    let failure = FileFailure.last("write", path)
    unlink(temporary)
    throw failure
  }
  if isDurable { syncFolder(of: path) }
}

/// Writes a file that is not there yet, as a whole: whoever looks sees all of it or none.
/// - Returns: false, with nothing written, where there is something of that name already.
/// - Throws: `FileFailure`; there is no file then.
public func createFile(_ path: String, with bytes: [UInt8]) throws(FileFailure) -> Bool {
  let temporary = path + ".\(getpid()).new"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw .last("write", path) }
  defer {
    close(descriptor)
    unlink(temporary)
  }
  try write(bytes, to: descriptor, path)
  guard fsync(descriptor) == 0 else { throw .last("write", path) }
  // A link takes no name that is taken, where renaming would take it away.
  if link(temporary, path) != 0 {
    guard errno == EEXIST else { throw .last("write", path) }
    return false
  }
  syncFolder(of: path)
  return true
}

private func write(
  _ bytes: [UInt8], to descriptor: Int32, _ path: String
) throws(FileFailure) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR { continue }
      throw .last("write", path)
    }
    rest = rest.dropFirst(count)
  }
}

/// Makes a rename last through a power cut. Some file systems cannot; the file is whole all the same.
private func syncFolder(of path: String) {
  guard let slash = path.lastIndex(of: "/") else { return }
  let descriptor = open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

/// Makes a folder; one that is there already will do.
/// - Throws: `FileFailure`.
public func makeFolder(_ path: String) throws(FileFailure) {
  guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .last("make the folder", path) }
}

/// Waits for a folder's lock, which ends when the descriptor returned is closed.
func lockFolder(_ folder: String) throws(FileFailure) -> Int32 {
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .last("open", folder) }
  while flock(descriptor, LOCK_EX) != 0 {
    guard errno == EINTR else {
      let failure = FileFailure.last("lock", folder)
      close(descriptor)
      throw failure
    }
  }
  return descriptor
}

/// True when `path` leads to a folder.
func isDirectory(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// An absolute path without symbolic links; nil, with the reason in `errno`, when it leads nowhere.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// A folder, given by an absolute path, and those it lies in, the innermost first.
func folders(upwardFrom path: String) -> [String] {
  let components = path.split(separator: "/")
  return components.indices.reversed().map { "/" + components[...$0].joined(separator: "/") }
}

/// The folder that a path names something in.
func parentFolder(of path: String) -> String {
  let components = path.split(separator: "/")
  let parent = components.dropLast().joined(separator: "/")
  if path.hasPrefix("/") { return "/" + parent }
  return parent.isEmpty ? "." : parent
}

/// The names in a folder in ascending order, hidden ones left out.
func namesInFolder(_ path: String) throws(FileFailure) -> [String] {
  try allNamesInFolder(path).filter { !$0.hasPrefix(".") }
}

/// The names in a folder in ascending order, without those of itself and its parent.
func allNamesInFolder(_ path: String) throws(FileFailure) -> [String] {
  guard let folder = opendir(path) else { throw .last("list", path) }
  defer { closedir(folder) }
  var names: [String] = []
  errno = 0
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
    errno = 0
  }
  guard errno == 0 else { throw .last("list", path) }
  return names.sorted()
}
