import Glibc

/// Reads a learner's files without following links, waiting on pipes or reading what is too large.
public enum Intake {
  /// The most bytes one file may have.
  public static let fileLimit = submissionLimit
  /// The most bytes all files may have together: of ordinary code the compiler takes a quarter of its
  /// time for as much, so that a processor four times as slow refuses nothing either.
  public static let submissionLimit = 192 << 10
  /// The most files.
  public static let countLimit = 64

  /// Reads the Swift file at `path`, or every Swift file directly inside the folder at `path` in
  /// order of their names. Hidden files and `Package.swift` are passed over.
  public static func read(_ path: String) throws(IntakeRefusal) -> [SourceFile] {
    switch try kind(of: path, in: AT_FDCWD, shownAs: path) {
    case .folder: return try readFolder(path)
    case .regular:
      guard path.hasSuffix(".swift") else { throw .notSwift(path: path) }
      return [try readFile(path, in: AT_FDCWD, shownAs: path)]
    case .symbolicLink: throw .symbolicLink(path: path)
    case .special: throw .specialFile(path: path)
    }
  }

  private enum Kind {
    case regular, folder, symbolicLink, special
  }

  private static func kind(
    of name: String, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> Kind {
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
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

  private static func readFolder(_ path: String) throws(IntakeRefusal) -> [SourceFile] {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else {
      throw .unreadable(path: path, reason: systemMessage(errno))
    }
    defer { close(folder) }
    let names = try swiftNames(in: folder, shownAs: path)
    guard !names.isEmpty else { throw .noSwiftFile(directory: path) }
    guard names.count <= countLimit else {
      throw .tooManyFiles(directory: path, count: names.count, limit: countLimit)
    }
    var files: [SourceFile] = []
    var total = 0
    for name in names {
      let shown = path.hasSuffix("/") ? path + name : path + "/" + name
      switch try kind(of: name, in: folder, shownAs: shown) {
      case .regular: break
      case .folder: throw .directoryNamedLikeSource(path: shown)
      case .symbolicLink: throw .symbolicLink(path: shown)
      case .special: throw .specialFile(path: shown)
      }
      let file = try readFile(name, in: folder, shownAs: shown)
      total += file.bytes.count
      guard total <= submissionLimit else {
        throw .submissionTooLarge(path: path, bytes: total, limit: submissionLimit)
      }
      files.append(file)
    }
    return files
  }

  private static func swiftNames(
    in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> [String] {
    // fdopendir takes the descriptor over, so it gets one of its own.
    guard let stream = fdopendir(fcntl(folder, F_DUPFD_CLOEXEC, 0)) else {
      throw .unreadable(path: path, reason: systemMessage(errno))
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = entryName(entry)
      if name.hasSuffix(".swift"), !name.hasPrefix("."), name != "Package.swift" {
        names.append(name)
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func readFile(
    _ name: String, in folder: Int32, shownAs path: String
  ) throws(IntakeRefusal) -> SourceFile {
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      throw .unreadable(path: path, reason: systemMessage(errno))
    }
    defer { close(file) }
    // What was looked at by name may have been replaced since; what is open cannot be.
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .specialFile(path: path)
    }
    // Whoever grades may be able to read what whoever handed it in may not. Copies that share their
    // bytes, as some tools make them, belong to the same user as the folder they lie in.
    if status.st_nlink > 1, status.st_uid != owner(ofFolderOf: name, in: folder) {
      throw .hardLink(path: path)
    }
    guard status.st_size <= fileLimit else {
      throw .fileTooLarge(path: path, bytes: Int(status.st_size), limit: fileLimit)
    }
    var bytes = [UInt8](repeating: 0, count: fileLimit + 1)
    var length = 0
    while length < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(file, buffer.baseAddress?.advanced(by: length), buffer.count - length)
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
    try validate(bytes, path: path)
    return SourceFile(name: String(path.split(separator: "/").last ?? "submission"), bytes: bytes)
  }

  private static func owner(ofFolderOf name: String, in folder: Int32) -> uid_t? {
    var status = stat()
    let isKnown =
      folder == AT_FDCWD ? stat(parent(of: name), &status) == 0 : fstat(folder, &status) == 0
    return isKnown ? status.st_uid : nil
  }

  private static func validate(_ bytes: [UInt8], path: String) throws(IntakeRefusal) {
    if String(validating: bytes, as: UTF8.self) == nil {
      var valid = 0
      var decoder = UTF8()
      var iterator = bytes.makeIterator()
      while case .scalarValue(let scalar) = decoder.decode(&iterator) {
        valid += UTF8.width(scalar)
      }
      let (line, byte) = place(of: valid, in: bytes)
      throw .notUTF8(path: path, line: line, byte: byte)
    }
    if let nul = bytes.firstIndex(of: 0) {
      let (line, byte) = place(of: nul, in: bytes)
      throw .nulByte(path: path, line: line, byte: byte)
    }
  }

  private static func place(of index: Int, in bytes: [UInt8]) -> (line: Int, byte: Int) {
    let newline = UInt8(ascii: "\n")
    let before = bytes[..<index]
    let line = 1 + before.count { $0 == newline }
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    return (line, index - start + 1)
  }
}
