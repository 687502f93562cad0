import Glibc

/// Everything below a folder that is not hidden, found without following links.
struct FolderListing {
  private(set) var files: [FoundFile] = []
  private let shown: String

  /// Lists the opened folder.
  /// - Parameter shown: what it is called in a refusal.
  init(_ folder: Int32, shownAs shown: String) throws(IntakeRefusal) {
    self.shown = shown
    var count = 0
    try list(folder, [], &count)
    files.sort { left, right in
      left.path.lexicographicallyPrecedes(right.path) {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
  }

  private mutating func list(
    _ folder: Int32, _ path: [String], _ count: inout Int
  ) throws(IntakeRefusal) {
    let names = try Self.names(
      in: folder, limit: Intake.entryLimit, shownAs: ([shown] + path).joined(separator: "/"))
    for name in names {
      count += 1
      guard count <= Intake.entryLimit else {
        throw .tooManyEntries(path: shown, limit: Intake.entryLimit)
      }
      guard !Intake.isHidden(name) else { continue }
      let inside = path + [name]
      switch try Intake.kind(
        of: name, in: folder, shownAs: ([shown] + inside).joined(separator: "/"))
      {
      case .regular: files.append(FoundFile(path: inside, kind: .regular))
      case .symbolicLink: files.append(FoundFile(path: inside, kind: .symbolicLink))
      case .special: files.append(FoundFile(path: inside, kind: .special))
      case .folder where inside.count > Intake.depthLimit:
        files.append(FoundFile(path: inside, kind: .tooDeep))
      case .folder:
        let opened = try Intake.openFolder(
          name, in: folder, shownAs: ([shown] + inside).joined(separator: "/"))
        defer { close(opened) }
        try list(opened, inside, &count)
      }
    }
  }

  /// Every name in a folder but its own and that of the folder it lies in.
  static func names(
    in folder: Int32, limit: Int, shownAs shown: String
  ) throws(IntakeRefusal) -> [String] {
    // fdopendir takes the descriptor over, so it gets one of its own.
    guard let stream = fdopendir(fcntl(folder, F_DUPFD_CLOEXEC, 0)) else {
      throw .unreadable(path: shown, reason: systemMessage(errno))
    }
    defer { closedir(stream) }
    rewinddir(stream)
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = entryName(entry)
      if name == "." || name == ".." { continue }
      guard names.count < limit else {
        throw .tooManyEntries(path: shown, limit: limit)
      }
      names.append(name)
    }
    return names
  }
}
