import Glibc

/// Where a submission's files lie in a CI system's checkout.
public enum WorkspaceFolder {
  /// Finds the folder of a submission, however its path is written: relative to the working folder or
  /// not, with `..`, and through links.
  /// - Parameters:
  ///   - path: the submission, as the user named it.
  ///   - workspace: the checkout; the working folder when nil or not there.
  /// - Returns: a folder relative to the checkout that ends in `/`, empty for the checkout itself; nil
  ///   for what does not lie there, or lies in an archive.
  public static func folder(of path: String, in workspace: String?) -> String? {
    guard var parts = resolved(path) else { return nil }
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    if status.st_mode & S_IFMT != S_IFDIR {
      let name = parts.popLast() ?? ""
      guard name.hasSuffix(".swift") || name.hasSuffix(".swift.txt") else { return nil }
    }
    guard let root = workspace.flatMap(resolved) ?? resolved("."), parts.starts(with: root) else {
      return nil
    }
    return parts.dropFirst(root.count).map { $0 + "/" }.joined()
  }

  /// The parts of a path without links and dots; nil when there is nothing.
  private static func resolved(_ path: String) -> [String]? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real).split(separator: "/").map(String.init)
  }
}
