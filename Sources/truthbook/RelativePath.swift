import Glibc

/// Paths as somebody would type them from where they stand.
enum RelativePath {
  /// More steps up than this are harder to follow than the whole path.
  private static let mostSteps = 2

  /// The absolute path without symbolic links; nil when there is nothing at the path.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// What to put before the names of a submission's files so that the result is a path to each from the
  /// working directory, as `Exercises/or-set/`.
  /// - Parameters:
  ///   - names: the files, as the report names them.
  ///   - path: what was graded, a file or a folder.
  /// - Returns: nil when the files do not lie there under these names, as those of an archive.
  static func folder(holding names: [String], at path: String) -> String? {
    guard !names.isEmpty, let here = resolved("."), let place = resolved(path) else { return nil }
    let parent = place.split(separator: "/").dropLast().joined(separator: "/")
    let folder = [place, "/" + parent].first { folder in
      names.allSatisfy { access(folder + "/" + $0, F_OK) == 0 }
    }
    return folder.map { relative($0, to: here) }
  }

  /// The way from one folder to another, ending with a slash; empty when they are one.
  static func relative(_ folder: String, to here: String) -> String {
    let (there, from) = (folder.split(separator: "/"), here.split(separator: "/"))
    let common = zip(there, from).prefix { $0 == $1 }.count
    let steps = from.count - common
    guard steps <= mostSteps else { return folder + "/" }
    return String(repeating: "../", count: steps) + there[common...].map { $0 + "/" }.joined()
  }
}
