import Glibc

/// A file or folder of the workbook, known by where it is for the system and what to call it.
public struct WorkbookFile: Hashable, Sendable, CustomStringConvertible {
  /// The workbook's root folder.
  public let root: String
  /// The path below the root, with `/` between folders.
  public let path: String

  /// Names a file; it need not exist.
  public init(root: String, path: String) {
    self.root = root
    self.path = path
  }

  /// Where the file is.
  public var absolutePath: String { root + "/" + path }

  /// The path below the root, as reports name it.
  public var description: String { path }

  /// The last component of the path.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? "" }

  /// True when there is a file or folder.
  public var exists: Bool { access(absolutePath, F_OK) == 0 }

  /// The file's bytes.
  public func bytes() throws(CurriculumError) -> [UInt8] {
    do {
      return try readFile(absolutePath)
    } catch {
      throw failure(error)
    }
  }

  /// The file's text.
  /// - Throws: an error that names the first place that is not UTF-8.
  public func text() throws(CurriculumError) -> String {
    let bytes = try bytes()
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw CurriculumError(
      Diagnostic(
        path: path, line: line + 1, column: Self.validScalars(atStartOf: lines[line]) + 1,
        message: "not UTF-8; save it as UTF-8"))
  }

  private static func validScalars(atStartOf bytes: ArraySlice<UInt8>) -> Int {
    var rest = bytes
    var count = 0
    // What is invalid is decoded as another scalar, so that its bytes are not those that stand there.
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let encoded = String(scalar).utf8
      guard rest.starts(with: encoded) else { break }
      rest = rest.dropFirst(encoded.count)
      count += 1
    }
    return count
  }

  func appending(_ component: String) -> WorkbookFile {
    WorkbookFile(root: root, path: path + "/" + component)
  }

  var isFolder: Bool { isDirectory(absolutePath) }

  /// The folder's entries in ascending order, hidden ones left out; none when there is no such folder.
  func entries() throws(CurriculumError) -> [WorkbookFile] {
    do {
      return try namesInFolder(absolutePath).map(appending)
    } catch let error where error.code == ENOENT {
      return []
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: FileFailure) -> CurriculumError {
    let relative = FileFailure(operation: error.operation, path: path, code: error.code)
    return CurriculumError(Diagnostic(path: path, message: relative.description))
  }
}
