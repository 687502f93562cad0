import Glibc

/// Where a learner's files go that something else takes the place of: `.truthbook/kept`, under the path
/// they had, so that nothing is ever lost.
public struct KeptCopies: Sendable {
  private let root: String

  /// The copies of the workbook or workspace in a folder; touches nothing.
  public init(root: String) {
    self.root = root
  }

  /// The first name that is free for a copy of the file at `path`, both below the root.
  private func freeName(for path: String) -> String {
    let kept = ".truthbook/kept/" + path
    var copy = kept
    var number = 1
    while access(root + "/" + copy, F_OK) == 0 {
      number += 1
      copy = "\(kept).\(number)"
    }
    return copy
  }

  /// Where these very bytes of a file are kept already; nil when they are not.
  func place(of bytes: [UInt8], for path: String) throws(FileFailure) -> String? {
    let kept = ".truthbook/kept/" + path
    var copy = kept
    var number = 1
    while access(root + "/" + copy, F_OK) == 0 {
      if try readFile(root + "/" + copy) == bytes { return copy }
      number += 1
      copy = "\(kept).\(number)"
    }
    return nil
  }

  /// Keeps bytes under the name of the file they belong to.
  /// - Returns: the copy's path below the root.
  public func keep(_ bytes: [UInt8], of path: String) throws(FileFailure) -> String {
    let copy = freeName(for: path)
    try makeFolders(above: copy)
    try replaceFile(root + "/" + copy, with: bytes)
    return copy
  }

  /// Moves a file aside.
  /// - Returns: the copy's path below the root.
  func moveAside(_ path: String) throws(FileFailure) -> String {
    let copy = freeName(for: path)
    try makeFolders(above: copy)
    guard rename(root + "/" + path, root + "/" + copy) == 0 else {
      throw .last("move aside", root + "/" + path)
    }
    return copy
  }

  /// Makes the folders above a path below the root.
  func makeFolders(above path: String) throws(FileFailure) {
    var folder = root
    for name in path.split(separator: "/").dropLast() {
      folder += "/" + name
      try makeFolder(folder)
    }
  }
}
