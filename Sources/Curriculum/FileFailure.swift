import Glibc

/// The system refused an operation on a file.
public struct FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was attempted: `read`, `write`, …
  public let operation: String
  /// The file or folder.
  public let path: String
  /// The system's error number.
  public let code: Int32

  /// One sentence: what could not be done, why, and what to do where that is known.
  public var description: String {
    "cannot \(operation) \(path): \(reason)"
  }

  private var reason: String {
    switch code {
    case ENOSPC, EDQUOT: "the disk is full; free some space and try again"
    case EISDIR: "it is a folder; name a file"
    case ENOENT: "there is no such folder; make it, or correct the path"
    case ENOTDIR: "a file stands where a folder is needed; move it, or correct the path"
    case EFBIG: "the file would exceed the size this process may write"
    case EROFS: "the file system is read-only; use a workbook on one that can be written"
    case EACCES, EPERM: "permission denied; change the permissions or use a workbook of your own"
    default: String(cString: strerror(code))
    }
  }

  /// Reports the failure of the system call that has just returned.
  public static func last(_ operation: String, _ path: String) -> FileFailure {
    FileFailure(operation: operation, path: path, code: errno)
  }
}
