import Glibc

/// Finds the workbook: the folder that holds `Package.swift`, `Chapters` and `Exercises`.
public enum WorkbookRoot {
  /// The environment variable that names the workbook and goes before any search.
  public static let variable = "TRUTHBOOK_HOME"

  /// The value of the environment variable; nil when it is not set.
  public static var homeVariable: String? {
    getenv(variable).map { String(cString: $0) }
  }

  /// The workbook's folder, as an absolute path without symbolic links.
  ///
  /// Looks at `home`, or else at `directory` and the folders above it, or else at the folder of the
  /// running program and those above.
  /// - Parameters:
  ///   - directory: where to begin; the working directory unless given.
  ///   - home: the value of the environment variable.
  ///   - program: the running program.
  public static func find(
    from directory: String = ".",
    home: String? = homeVariable,
    program: String? = "/proc/self/exe"
  ) throws(WorkbookNotFound) -> String {
    if let home, !home.isEmpty {
      guard let path = resolvedPath(home), isWorkbook(path) else { throw .wrongHome(home) }
      return path
    }
    let starts = [directory, program].compactMap { $0.flatMap(resolvedPath) }
    for start in starts {
      if let root = folders(upwardFrom: start).first(where: isWorkbook) { return root }
    }
    throw .notAbove(starts)
  }

  static func isWorkbook(_ path: String) -> Bool {
    access(path + "/Package.swift", R_OK) == 0
      && isDirectory(path + "/Chapters") && isDirectory(path + "/Exercises")
  }
}

/// There is no workbook where one was looked for.
public enum WorkbookNotFound: Error, Hashable, Sendable, CustomStringConvertible {
  /// `TRUTHBOOK_HOME` names a folder that is none.
  case wrongHome(String)
  /// None of these folders, nor any above them, is one.
  case notAbove([String])

  /// What was looked for, where, and what to do.
  public var description: String {
    let marks = "the folder that holds Package.swift, Chapters and Exercises"
    switch self {
    case .wrongHome(let home):
      return "TRUTHBOOK_HOME is '\(home)', which is not the workbook: set it to \(marks), "
        + "or unset it and work inside that folder"
    case .notAbove(let starts):
      return "no workbook in or above \(starts.joined(separator: " or ")): "
        + "change to \(marks), or set TRUTHBOOK_HOME to it"
    }
  }
}
