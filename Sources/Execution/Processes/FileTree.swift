import Glibc

/// The name in a folder's entry, made so that none of its bytes is lost.
func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
  // The entry is as long as its name, not as long as the type says, so it must not be copied whole.
  guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return "" }
  let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
  return String(
    pathBytes: UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) })
}

/// Removes a folder and everything in it, following no link. What cannot be removed stays.
func removeTree(_ path: String) {
  removeEntries(ofOpened: openFolder(path))
  rmdir(path)
}

/// Removes everything in a folder and closes it; does nothing when it could not be opened.
private func removeEntries(ofOpened folder: Int32) {
  guard folder >= 0 else { return }
  guard let stream = fdopendir(folder) else {
    close(folder)
    return
  }
  while let entry = readdir(stream) {
    let name = entryName(entry)
    if name == "." || name == ".." || unlinkat(folder, name.systemPath, 0) == 0 { continue }
    removeEntries(ofOpened: openat(folder, name.systemPath, openingFolder))
    unlinkat(folder, name.systemPath, AT_REMOVEDIR)
  }
  closedir(stream)
}

private let openingFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

/// Opens a folder and nothing that only leads to one.
/// - Returns: a descriptor for the caller to close; negative, with `errno` set, when there is none.
func openFolder(_ path: String) -> Int32 {
  open(path, openingFolder)
}

/// Makes a folder only this user may enter, whatever the umask, and those it lies in.
/// - Returns: nil on success, or the system's error number.
func makeFolders(_ path: String) -> Int32? {
  var code = makeOwnFolder(path)
  if code == ENOENT, path.contains("/") {
    if let code = makeFolders(parent(of: path)) { return code }
    code = makeOwnFolder(path)
  }
  return code == EEXIST ? nil : code
}

/// - Returns: nil on success, or the system's error number.
private func makeOwnFolder(_ path: String) -> Int32? {
  // The umask can take rights away, and only from what is being made.
  mkdir(path, 0o700) == 0 && chmod(path, 0o700) == 0 ? nil : errno
}

/// Makes a folder that must not be there yet and only this user may enter, whatever the umask.
func makeFreshFolder(_ path: String) throws(EnvironmentFailure) {
  if let code = makeOwnFolder(path) { throw .system("make \(path)", code: code) }
}

/// Makes a fresh folder only this user may enter, with a random ending to its name.
///
/// Another process may take it for abandoned and remove it before it is ours to use; then another is made.
func makeUniqueFolder(prefix: String) throws(EnvironmentFailure) -> String {
  while true {
    var template = Array((prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .system("make a folder \(prefix)…", code: errno)
    }
    let path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    if chmod(path, 0o700) == 0 { return path }
    let code = errno
    guard code == ENOENT else { throw .system("make \(path)", code: code) }
  }
}

/// The value of an environment variable; nil when it is not set or empty.
func environmentValue(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}

/// Writes a file that must not be there yet, to be read by anyone who may enter its folder, whatever the
/// umask.
func writeNewFile(_ path: String, _ bytes: [UInt8]) throws(EnvironmentFailure) {
  let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw .system("write \(path)", code: errno) }
  defer { close(file) }
  guard fchmod(file, 0o644) == 0 else { throw .system("open \(path) to others", code: errno) }
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { buffer in
      Glibc.write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
    }
    if count < 0 {
      if errno == EINTR { continue }
      throw .system("write \(path)", code: errno)
    }
    written += count
  }
}

/// Reads a whole file of our own.
/// - Parameter isForeign: true when the file lies where a process we do not trust could put a link or
///   a pipe in its place.
func readWholeFile(
  _ path: String, isForeign: Bool = false
) throws(EnvironmentFailure) -> [UInt8] {
  let file = open(path, O_RDONLY | O_CLOEXEC | (isForeign ? O_NOFOLLOW | O_NONBLOCK : 0))
  guard file >= 0 else { throw .system("read \(path)", code: errno) }
  defer { close(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 64 << 10)
  while true {
    let count = Glibc.read(file, &chunk, chunk.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw .system("read \(path)", code: errno)
    }
    if count == 0 { return bytes }
    bytes.append(contentsOf: chunk[..<count])
  }
}
