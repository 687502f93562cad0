import Curriculum
import Glibc

/// The folder that an edition is written to: nothing is seen of it until it is whole, and what is not an
/// edition is never replaced.
public struct EditionFolder: Sendable {
  /// Why an edition cannot go into a folder, in one sentence.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  /// The file that says what an edition is, and lists its files.
  static let listName = "edition.txt"
  private static let listHead =
    "An edition of Truthbook. Writing another one replaces these files:"

  private let path: String

  /// Names a folder. It need not be there, but the one it stands in must.
  public init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    // A link's target is replaced and not the link, and `.` has a name of its own.
    if let resolved = realpath(path, nil) {
      path = String(cString: resolved)
      free(resolved)
    }
    self.path = path
  }

  /// Writes an edition, in the place of an earlier one if there is one.
  /// - Throws: `Refusal` for a folder that holds anything else, before anything is written, and
  ///   `FileFailure`; the folder is then as it was.
  public func write(_ edition: Edition) throws {
    try requireRoom()
    let draft = "\(path).new-\(getpid())"
    do {
      try make(draft, of: edition)
      try replace(with: draft)
    } catch {
      remove(draft)
      throw error
    }
  }

  // MARK: What is there

  /// Fails when something stands where the edition would go.
  public func requireRoom() throws(Refusal) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
      guard stat(parent, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw Refusal(
          description:
            "\(path): there is no folder \(parent) to make it in; make it, or correct the path")
      }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Refusal(description: "\(path): is a file; name a folder for the edition")
    }
    let names = Self.names(in: path)
    guard !names.isEmpty else { return }
    let written = Set(listed)
    if let other = names.first(where: { !written.contains($0) }) {
      throw Refusal(
        description:
          "\(path): holds '\(other)', which no edition wrote; name an empty folder, or one that "
          + "holds an edition and nothing else")
    }
  }

  /// The files of the edition that is there; none for any other folder.
  private var listed: [String] {
    var text = ""
    do throws(CurriculumError) {
      let file = WorkbookFile(root: path, path: Self.listName)
      guard file.exists else { return [] }
      text = try file.text()
    } catch {
      // What cannot be read is no list, so nothing of the folder is replaced.
      return []
    }
    let lines = text.split(separator: "\n").map(String.init)
    guard lines.first == Self.listHead else { return [] }
    return lines.dropFirst() + [Self.listName]
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  // MARK: Writing

  private func make(_ draft: String, of edition: Edition) throws(FileFailure) {
    guard mkdir(draft, 0o777) == 0 else { throw .last("make the folder", draft) }
    let list = ([Self.listHead] + edition.files.map(\.name)).map { $0 + "\n" }.joined()
    try replaceFile("\(draft)/\(Self.listName)", with: Array(list.utf8), isDurable: false)
    for file in edition.files {
      try replaceFile("\(draft)/\(file.name)", with: Array(file.text.utf8), isDurable: false)
    }
  }

  /// Puts the draft in the folder's place: at once where the system can exchange two folders.
  private func replace(with draft: String) throws(FileFailure) {
    // An empty folder, and none, gives way.
    if rename(draft, path) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw .last("write", path) }
    if Self.exchange(draft, path) { return remove(draft) }
    let old = "\(path).old-\(getpid())"
    guard rename(path, old) == 0 else { throw .last("write", path) }
    guard rename(draft, path) == 0 else {
      let failure = FileFailure.last("write", path)
      rename(old, path)
      throw failure
    }
    remove(old)
  }

  /// Gives each of two folders the other's name in one step, which no reader sees half done; false where the
  /// system or the file system cannot. Glibc's module leaves the function out, so it is looked up.
  private static func exchange(_ one: String, _ other: String) -> Bool {
    typealias Rename =
      @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    let exchangeFlag: UInt32 = 2
    return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, one, AT_FDCWD, other, exchangeFlag) == 0
  }

  /// Removes a folder of files; what is in it is an edition's, or was one's.
  private func remove(_ folder: String) {
    for name in Self.names(in: folder) { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }
}
