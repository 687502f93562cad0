import Glibc

extension Workspace {
  /// What an update did, each list in alphabetical order.
  public struct Changes: Hashable, Sendable {
    /// Exercises that were not there before.
    public internal(set) var newExercises: [String] = []
    /// Other files that were written or replaced, by their paths below the root.
    public internal(set) var written: [String] = []
    /// Files of the book's that are gone from it, and so from the workspace.
    public internal(set) var removed: [String] = []
    /// Files that the learner has edited and whose starter has changed: they are as they were.
    public internal(set) var edited: [String] = []
    /// Settings that the learner has changed and the book has too: they are as they were.
    public internal(set) var settings: [String] = []
    /// Files that were moved aside, each with where they lie now.
    public internal(set) var keptCopies: [Copy] = []

    /// True when nothing was to be done.
    public var isEmpty: Bool { self == Changes() }
  }

  /// A file that was moved aside, by its paths below the root.
  public struct Copy: Hashable, Sendable {
    /// Where it lay.
    public let path: String
    /// Where it lies now.
    public let copy: String
  }

  /// Makes a workspace.
  /// - Parameters:
  ///   - path: a folder that is empty but for a `.git`, or that does not exist yet.
  ///   - book: the book's folder.
  /// - Throws: `WorkspaceError`. What failed on the way can be gone on with by `update(from:)`.
  public static func create(
    at path: String, book: String
  ) throws(WorkspaceError) -> (workspace: Workspace, changes: Changes) {
    do {
      let parent = parentFolder(of: path)
      guard let place = resolvedPath(path) ?? resolvedPath(parent) else {
        throw FileFailure.last("make a workspace in", parent)
      }
      let bookFolder = resolvedPath(book) ?? book
      guard !(place + "/").hasPrefix(bookFolder + "/") else {
        throw WorkspaceError.insideBook(path, book: bookFolder)
      }
      if let around = try find(from: place) {
        let own = resolvedPath(path) == around.root ? around.root : path
        throw WorkspaceError.insideWorkspace(own, workspace: around.root)
      }
      try makeFolder(path)
      guard let root = resolvedPath(path) else { throw FileFailure.last("use the folder", path) }
      guard try allNamesInFolder(root).allSatisfy({ $0 == ".git" }) else {
        throw WorkspaceError.notEmpty(path)
      }
      var workspace = Workspace(root: root)
      try workspace.save()
      return (workspace, try workspace.update(from: book))
    } catch let error as FileFailure {
      throw .inaccessible(error)
    } catch let error as WorkspaceError {
      throw error
    } catch {
      throw .malformed(path)
    }
  }

  /// Brings kit, tasks, hints and starters in line with the book, and what the learner edits only where it
  /// is still the starter byte for byte.
  ///
  /// Whatever else of the learner's stands where a file of the book belongs is moved to
  /// `.truthbook/kept` first. Cut short, it can be repeated: each file is replaced as a whole, and the
  /// record of what was written comes last. Updates at one time take turns.
  /// - Parameter book: the book's folder.
  public mutating func update(from book: String) throws(WorkspaceError) -> Changes {
    do {
      let lock = try lockFolder(root + "/.truthbook")
      defer { close(lock) }
      self = try Workspace(reading: root)
      return try bringUpToDate(book)
    } catch let error as FileFailure {
      throw .inaccessible(error)
    } catch let error as WorkspaceError {
      throw error
    } catch {
      throw .malformed(root + "/" + Self.mark)
    }
  }

  private mutating func bringUpToDate(_ book: String) throws(FileFailure) -> Changes {
    let contents = try WorkspaceContents(book: book, kept: try exercisesHere())
    let before = written
    var changes = Changes()
    changes.newExercises = contents.exercises.filter { id in
      !isDirectory("\(root)/Exercises/\(id)")
    }
    // The learner's files first: whether one is still the old starter is known until that is replaced.
    for (own, starter) in contents.starters { try begin(own, starter, &changes) }
    for file in contents.fromBook { try replace(file, &changes) }
    for file in contents.settings { try set(file, &changes) }
    try remove(besides: contents, &changes)
    if written != before { try save() }
    changes.sortAndMerge()
    return changes
  }

  /// Exercises that the workspace has, whether or not the book still does.
  private func exercisesHere() throws(FileFailure) -> [String] {
    let folder = root + "/Exercises"
    guard isDirectory(folder) else { return [] }
    return try namesInFolder(folder).filter { id in
      written.keys.contains { $0.hasPrefix("Exercises/\(id)/Starter/") }
    }
  }

  /// Writes the file that a learner edits, where they have none or have not edited it.
  private func begin(
    _ path: String, _ starter: WorkspaceContents.File, _ changes: inout Changes
  ) throws(FileFailure) {
    let old = written[starter.path]
    guard let bytes = try contents(of: path) else {
      return try write(starter.bytes, to: path, &changes)
    }
    guard bytes != starter.bytes else { return }
    if let old, Self.digest(of: bytes) == old {
      try write(starter.bytes, to: path, &changes)
    } else if old != Self.digest(of: starter.bytes) {
      changes.edited.append(path)
      // What the learner began with is what a merge needs.
      if let old, let before = try contents(of: starter.path), Self.digest(of: before) == old {
        try moveAside(starter.path, &changes)
      }
    }
  }

  /// Writes a file of the book's; what the learner has put in its place is kept.
  private mutating func replace(
    _ file: WorkspaceContents.File, _ changes: inout Changes
  ) throws(FileFailure) {
    let digest = Self.digest(of: file.bytes)
    defer { written[file.path] = digest }
    let bytes = try contents(of: file.path)
    guard bytes != file.bytes else { return }
    if let bytes, Self.digest(of: bytes) != written[file.path] {
      try moveAside(file.path, &changes)
    }
    try write(file.bytes, to: file.path, &changes)
  }

  /// Writes a file of settings, unless the learner has changed or removed it.
  private mutating func set(
    _ file: WorkspaceContents.File, _ changes: inout Changes
  ) throws(FileFailure) {
    let digest = Self.digest(of: file.bytes)
    let old = written[file.path]
    guard old != digest else { return }
    let bytes = try contents(of: file.path)
    if bytes == file.bytes {
      written[file.path] = digest
    } else if bytes.map(Self.digest) == old {
      try write(file.bytes, to: file.path, &changes)
      written[file.path] = digest
    } else if bytes != nil {
      changes.settings.append(file.path)
      // Said once for each change of the book's.
      written[file.path] = digest
    }
  }

  /// Removes files of the book's that it no longer has. An exercise that is gone from it stays.
  private mutating func remove(
    besides contents: WorkspaceContents, _ changes: inout Changes
  ) throws(FileFailure) {
    let current = Set((contents.fromBook + contents.settings).map(\.path))
    for path in written.keys.sorted() where !current.contains(path) {
      let parts = path.split(separator: "/")
      if parts.count > 2, parts[0] == "Exercises", !contents.exercises.contains(String(parts[1])) {
        continue
      }
      if let own = WorkspaceContents.ownPath(ofStarter: path),
        let bytes = try self.contents(of: own)
      {
        if Self.digest(of: bytes) == written[path] {
          try remove(own, &changes)
        } else {
          changes.edited.append(own)
        }
      }
      if let bytes = try self.contents(of: path), Self.digest(of: bytes) == written[path] {
        try remove(path, &changes)
      }
      written[path] = nil
    }
  }

  // MARK: Files

  /// The bytes of a file; nil when there is none.
  private func contents(of path: String) throws(FileFailure) -> [UInt8]? {
    do {
      return try readFile(root + "/" + path)
    } catch  where error.code == ENOENT {
      return nil
    }
  }

  private func write(
    _ bytes: [UInt8], to path: String, _ changes: inout Changes
  ) throws(FileFailure) {
    try copies.makeFolders(above: path)
    try replaceFile(root + "/" + path, with: bytes, isDurable: false)
    changes.written.append(path)
  }

  private func remove(_ path: String, _ changes: inout Changes) throws(FileFailure) {
    guard unlink(root + "/" + path) == 0 else { throw .last("remove", path) }
    changes.removed.append(path)
  }

  private func moveAside(_ path: String, _ changes: inout Changes) throws(FileFailure) {
    changes.keptCopies.append(Copy(path: path, copy: try copies.moveAside(path)))
  }

  private var copies: KeptCopies { KeptCopies(root: root) }
}

extension Workspace.Changes {
  /// Puts the lists in order; the files of a new exercise are not listed one by one.
  fileprivate mutating func sortAndMerge() {
    let folders = newExercises.map { "Exercises/\($0)/" }
    written = Set(written).filter { path in !folders.contains { path.hasPrefix($0) } }.sorted()
    removed.sort()
    edited.sort()
    settings.sort()
    keptCopies.sort { $0.path < $1.path }
  }
}
