import Digests
import FoundationEssentials
import Glibc

/// A folder of the learner's own: the files they edit, what goes with them, and their progress.
///
/// The book stays where Truthbook is installed. `.truthbook/workspace.json` marks the folder and says what
/// Truthbook wrote into it, so that an update can tell that from what the learner has changed since.
public struct Workspace: Hashable, Sendable {
  /// The folder, as an absolute path.
  public let root: String
  /// A digest of each file that Truthbook has written, by its path below the root; files that are the
  /// learner's to edit are not among them.
  var written: [String: String]

  /// The form of workspaces that this book makes; a newer book may make another.
  static let version = 1
  /// The file that marks a workspace, below its root.
  static let mark = ".truthbook/workspace.json"

  /// The workspace that `directory` lies in; nil when it lies in none.
  ///
  /// A clone of the book on the way up ends the search: whoever works inside of it works on it.
  /// - Throws: `WorkspaceError` when there is one that this book cannot use.
  public static func find(from directory: String = ".") throws(WorkspaceError) -> Workspace? {
    guard let start = resolvedPath(directory) else { return nil }
    for folder in folders(upwardFrom: start) {
      if WorkbookRoot.isWorkbook(folder) { return nil }
      if access(folder + "/" + mark, F_OK) == 0 { return try Workspace(reading: folder) }
    }
    return nil
  }

  /// A workspace in which nothing has been written yet.
  init(root: String) {
    self.root = root
    written = [:]
  }

  init(reading root: String) throws(WorkspaceError) {
    let path = root + "/" + Self.mark
    let record: Record
    do {
      record = try JSONDecoder().decode(Record.self, from: Data(try readFile(path)))
    } catch let error as FileFailure {
      throw .inaccessible(error)
    } catch {
      throw .malformed(path)
    }
    guard record.version <= Self.version else { throw .newer(path, version: record.version) }
    guard record.version > 0, let files = record.files else { throw .malformed(path) }
    self.root = root
    written = files
  }

  /// Writes the file that marks the workspace.
  func save() throws(FileFailure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let path = root + "/" + Self.mark
    let data: Data
    do {
      data = try encoder.encode(Record(version: Self.version, files: written))
    } catch {
      throw FileFailure(operation: "write", path: path, code: EINVAL)
    }
    try makeFolder(root + "/.truthbook")
    try replaceFile(path, with: Array(data) + [UInt8(ascii: "\n")])
  }

  /// What the file holds; what a newer version's holds besides its number is not known.
  private struct Record: Codable {
    var version: Int
    var files: [String: String]?
  }

  /// Tells whether a file is still the one that was written.
  static func digest(of bytes: [UInt8]) -> String {
    SHA256.hexadecimal(SHA256.digest(of: bytes))
  }
}

/// A workspace could not be made, found or brought up to date.
public enum WorkspaceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system refused.
  case inaccessible(FileFailure)
  /// The file that marks a workspace is not one that Truthbook wrote.
  case malformed(String)
  /// The workspace is of a version that this book does not know.
  case newer(String, version: Int)
  /// The folder for a new workspace holds something.
  case notEmpty(String)
  /// The folder for a new workspace lies in this clone of the book.
  case insideBook(String, book: String)
  /// The folder for a new workspace is one, or lies in one.
  case insideWorkspace(String, workspace: String)
  /// There is no workspace in or above the working directory.
  case notFound

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .inaccessible(let failure):
      failure.description
    case .malformed(let path):
      "\(path) is not the record of a workspace; get it back from your repository, or make a new "
        + "workspace with `truthbook init` and copy your files into it. Nothing has been changed"
    case .newer(let path, let version):
      "\(path) has version \(version), and this Truthbook knows \(Workspace.version); use a newer Truthbook. "
        + "Nothing has been changed"
    case .notEmpty(let path):
      "\(path) is not empty; name a folder that is, or one that is not there yet"
    case .insideBook(let path, let book):
      "\(path) lies in Truthbook's own folder, \(book); choose a place outside of it"
    case .insideWorkspace(let path, let workspace):
      path == workspace
        ? "\(path) is a workspace already; `truthbook update` there brings it up to date"
        : "\(path) lies in the workspace \(workspace); choose a place outside of it"
    case .notFound:
      "this folder lies in no workspace; change to yours, or make one with `truthbook init DIR`"
    }
  }
}
