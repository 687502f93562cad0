import Glibc
import Testing

@testable import Execution

/// A folder of a test's own.
struct Folder: Sendable {
  /// A system call that did not do what a test needs.
  struct Failure: Error {
    var code: Int32
  }

  private let temporary: TemporaryFolder
  var path: String { temporary.path }

  init() throws {
    temporary = try TemporaryFolder()
  }

  func path(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try writeNewFile(path(name), bytes)
  }

  func link(_ name: String, to target: String) throws {
    try check(symlink(target, path(name)))
  }

  func check(_ result: Int32) throws {
    guard result == 0 else { throw Failure(code: errno) }
  }

  /// What a canary holds.
  private static let text = Array("hidden".utf8)

  /// A folder that anybody may read and change, and no submission must be able to.
  static func canary() throws -> Folder {
    let folder = try Folder()
    try folder.write("file", text)
    try folder.check(chmod(folder.path("file"), 0o666))
    try folder.check(chmod(folder.path, 0o777))
    return folder
  }

  /// True for a canary that is as it was.
  var isUntouched: Bool {
    var status = stat()
    return stat(path("file"), &status) == 0 && status.st_mode & 0o777 == 0o666
      && (try? readWholeFile(path("file"))) == Self.text && access(path("new"), F_OK) != 0
  }
}
